import { z } from 'zod';
import { anchorSchema } from '../../model/review/anchor.ts';
import { itemIdSchema } from '../../model/review/event.ts';
import type { ExchangeAnnotation, ExchangeCall, ReadAnnotation, ReadFile } from '../../model/review/exchange.ts';
import { severitySchema } from '../../model/review/items.ts';
import { checkStretch } from './clock-text.ts';
import { FormatError } from './format-error.ts';
import { parseJson } from './json-ld.ts';

/** JSON carries numbers as they are. */
export const jsonLinesStepMs = 0;

/** The review work of a call as it stands in its line of a JSONL export. The schema: docs/formats.md. */
export function reviewOfLine(call: ExchangeCall) {
  return {
    annotations: call.annotations.map(annotationLine),
    corrections: call.corrections.map(({ fields, ...rest }) => {
      const { anchor, text, role, splits } = fields;
      return { ...rest, anchor, text, role, splits: splits ?? [] };
    }),
    reviews: call.reviews,
    scores: call.scores,
  };
}

function annotationLine({ fields, tagNames, at, ...rest }: ExchangeAnnotation) {
  const { anchor, text, tags, severity, resolved, sameAs } = fields;
  return {
    ...rest,
    startMs: at?.startMs ?? null,
    endMs: at?.endMs ?? null,
    anchor,
    text: text ?? '',
    tags: tags ?? [],
    tagNames,
    severity,
    resolved: resolved ?? false,
    sameAs: sameAs ?? [],
  };
}

const time = z.number().nullish();
const lineAnnotationSchema = z.looseObject({
  id: itemIdSchema.nullish(),
  callId: z.string().min(1).max(200).nullish(),
  anchor: anchorSchema.nullish(),
  startMs: time,
  endMs: time,
  text: z.string().max(2_000_000),
  tagNames: z.array(z.string()).max(100).nullish(),
  severity: severitySchema.nullish(),
  resolved: z.boolean().nullish(),
  sameAs: z.array(itemIdSchema).max(1000).nullish(),
  authorName: z.string().nullish(),
  createdMs: z.number().nullish(),
});
const callLineSchema = z.looseObject({
  call: z.looseObject({ id: z.string().min(1).max(200).optional(), call_id: z.string().min(1).max(200).optional() }),
  annotations: z.array(z.unknown()),
});

/**
 * Reads the annotations of a JSONL export: lines of calls with `annotations`, or lines that are an annotation each.
 *
 * @throws FormatError naming the line.
 */
export function readJsonLines(text: string): ReadFile {
  const annotations: ReadAnnotation[] = [];
  text
    .replace(/^\ufeff/, '')
    .split('\n')
    .forEach((content, index) => {
      const line = index + 1;
      if (content.trim() === '') return;
      const value = parseLine(content, line);
      const call = callLineSchema.safeParse(value);
      if (!call.success) {
        annotations.push(readOne(value, null, line));
        return;
      }
      const { id, call_id } = call.data.call;
      for (const one of call.data.annotations) annotations.push(readOne(one, id ?? call_id ?? null, line));
    });
  return { own: annotations.some(({ id, anchor }) => id !== null && anchor !== undefined), annotations, leftOut: [] };
}

function parseLine(content: string, line: number): unknown {
  try {
    return parseJson(content);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError('this is no JSON, or the file is cut off.', line);
  }
}

function readOne(value: unknown, callId: string | null, line: number): ReadAnnotation {
  const parsed = lineAnnotationSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
    throw new FormatError(`this is no annotation: ${where} – ${issue?.message ?? 'unreadable'}`, line);
  }
  const { id, anchor, startMs, endMs, text, tagNames, severity, resolved, sameAs, authorName, createdMs } = parsed.data;
  const at = startMs == null ? null : checkStretch({ startMs, endMs: endMs ?? startMs }, line);
  return {
    line,
    layer: null,
    id: id ?? null,
    callId: parsed.data.callId ?? callId,
    at,
    text,
    ...(anchor === undefined ? {} : { anchor }),
    ...(tagNames == null ? {} : { tags: tagNames }),
    ...(severity === undefined ? {} : { severity }),
    ...(resolved == null ? {} : { resolved }),
    ...(sameAs == null ? {} : { sameAs }),
    ...(authorName == null ? {} : { author: authorName }),
    ...(createdMs == null ? {} : { createdMs }),
  };
}
