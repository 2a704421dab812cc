import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../main/export/parse-csv.ts';
import { parseXml } from '../../../main/export/parse-xml.ts';
import { type ImportFormat, importFormats } from '../../model/exchange-formats.ts';
import type { ReviewChange, ReviewItem } from '../../model/review/event.ts';
import type { ExchangeAnnotation, ExchangeCall, ReadFile } from '../../model/review/exchange.ts';
import { readAudacity, writeAudacity } from './audacity.ts';
import { roundStretch } from './clock-text.ts';
import { csvHead, csvLines, readCsvAnnotations } from './csv.ts';
import { writeEaf } from './eaf.ts';
import { readEaf } from './eaf-read.ts';
import { anyAnnotations } from './fixtures/arbitraries.ts';
import { exchangeCallOf } from './fixtures/exchange-calls.ts';
import { carrying } from './formats.ts';
import { readJsonLd, writeJsonLd } from './json-ld.ts';
import { readJsonLines, reviewOfLine } from './json-lines.ts';
import { planImport } from './plan-import.ts';
import { writeTextGrid } from './textgrid.ts';
import { readTextGrid } from './textgrid-read.ts';
import { writeVtt } from './vtt.ts';
import { readVtt } from './vtt-read.ts';

/** What a file is after it was on a disk as UTF-8. */
const onDisk = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

const through: Readonly<Record<ImportFormat, (call: ExchangeCall) => ReadFile>> = {
  jsonl: (call) => readJsonLines(onDisk(`${JSON.stringify({ call: { id: call.row.id }, ...reviewOfLine(call) })}\n`)),
  csv: (call) => readCsvAnnotations(parseCsv(onDisk(`${csvHead('annotations')}${csvLines('annotations', call)}`))),
  jsonld: (call) => readJsonLd(onDisk(writeJsonLd(call))),
  vtt: (call) => readVtt(onDisk(writeVtt(call))),
  textgrid: (call) => readTextGrid(onDisk(writeTextGrid(call) ?? '')),
  eaf: (call) => readEaf(parseXml(onDisk(writeEaf(call, { nowMs: 0 })))),
  audacity: (call) => readAudacity(onDisk(writeAudacity(call))),
};

/** Fields that each format brings back; the table in docs/formats.md says the same. */
const carries: Readonly<Record<ImportFormat, readonly ('id' | 'anchor' | 'tags' | 'severity' | 'rest')[]>> = {
  jsonl: ['id', 'anchor', 'tags', 'severity', 'rest'],
  csv: ['id', 'anchor', 'tags', 'severity', 'rest'],
  jsonld: ['id', 'anchor', 'tags', 'severity', 'rest'],
  vtt: ['id'],
  textgrid: [],
  eaf: ['id', 'tags', 'severity'],
  audacity: [],
};

/** What an annotation is once it has been through a format, by what `docs/formats.md` says it carries. */
function expected(format: ImportFormat, call: ExchangeCall, one: ExchangeAnnotation) {
  const has = (field: (typeof carries)[ImportFormat][number]) => carries[format].includes(field);
  const { stepMs, textAs } = carrying[format];
  const keepsCall = has('anchor') || format === 'vtt';
  const at = one.at ?? (keepsCall ? null : { startMs: 0, endMs: call.recordingMs ?? 0 });
  const { anchor, text, severity, resolved, sameAs } = one.fields;
  return {
    at: at === null ? null : roundStretch(stepMs, at),
    text: textAs(text ?? ''),
    ...(has('id') ? { id: one.id } : {}),
    ...(has('anchor') ? { anchor: throughJson(format, anchor) } : {}),
    ...(has('tags') ? { tags: one.tagNames.map(textAs) } : {}),
    ...(has('severity') ? { severity } : {}),
    ...(has('rest') ? { resolved: resolved ?? false, sameAs: sameAs ?? [] } : {}),
  };
}

const throughJson = (format: ImportFormat, anchor: unknown): unknown =>
  format === 'csv' ? JSON.parse(JSON.stringify(anchor).toWellFormed()) : anchor;

const key = (value: unknown) => JSON.stringify(value);
const sorted = (values: readonly unknown[]) => values.map(key).sort();
const pick = (value: object, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, (value as Record<string, unknown>)[name]]));

describe.each(importFormats)('%s', (format) => {
  it('brings back what it carries, whatever the texts', () => {
    fc.assert(
      fc.property(anyAnnotations, (annotations) => {
        const call = exchangeCallOf({ annotations });
        const file = through[format](call);
        const wanted = annotations
          .map((one) => expected(format, call, one))
          // Praat knows no interval without a text.
          .filter(({ text, at }) => format !== 'textgrid' || at?.startMs === at?.endMs || text.trim() !== '');
        const names = Object.keys(wanted[0] ?? {});
        expect(sorted(file.annotations.map((one) => pick(one, names)))).toEqual(sorted(wanted));
        expect(file.leftOut).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('changes nothing where the annotations are here already, and nothing the second time where they were not', () => {
    fc.assert(
      fc.property(anyAnnotations, (annotations) => {
        const call = exchangeCallOf({ annotations });
        const { annotations: read } = through[format](call);
        const base = {
          annotations: read,
          carrying: carrying[format],
          call: { id: call.row.id, recordingMs: call.recordingMs },
          tags: annotations.flatMap(({ tagNames }) => tagNames.map((name) => ({ id: `id of ${name}`, name }))),
          digest: (text: string) => Buffer.from(text).toString('hex'),
          update: true,
        };
        if (carries[format].includes('id')) {
          const items = new Map(annotations.map(({ id }) => [id, itemOf(id, call.row.id)]));
          const plan = planImport({ ...base, here: annotations, findItem: (_kind, id) => items.get(id) });
          expect(plan.changes).toEqual([]);
        }
        const first = planImport({ ...base, here: [], findItem: () => undefined });
        expect(first.annotations.map(({ outcome }) => outcome)).toEqual(read.map(() => 'new'));
        const made = new Map(first.changes.map((change) => [change.itemId, itemOf(change.itemId, call.row.id)]));
        const here = first.changes.flatMap((change) => importedOf(change, annotations) ?? []);
        const second = planImport({ ...base, here, findItem: (_kind, id) => made.get(id) });
        expect(second.changes).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

function itemOf(id: string, callId: string): ReviewItem {
  return {
    kind: 'annotation',
    id,
    callId,
    author: 'ana',
    createdMs: 0,
    updatedMs: 0,
    fields: {},
    heads: {},
    rivals: {},
    rev: 1,
  };
}

/** An annotation as an import has made it. */
function importedOf(
  { kind, itemId, set }: ReviewChange,
  known: readonly ExchangeAnnotation[],
): ExchangeAnnotation | null {
  if (kind !== 'annotation') return null;
  const {
    anchor,
    text,
    severity = null,
    tags,
    resolved = null,
    sameAs = null,
  } = set as unknown as ExchangeAnnotation['fields'];
  const before = known.find(({ id }) => id === itemId);
  const at =
    anchor?.on === 'point'
      ? { startMs: anchor.atMs, endMs: anchor.atMs }
      : anchor?.on === 'range'
        ? { startMs: anchor.startMs, endMs: anchor.endMs }
        : (before?.at ?? null);
  return {
    id: itemId,
    author: 'ben',
    authorName: 'Ben',
    createdMs: 0,
    updatedMs: 0,
    tagNames: (tags ?? []).map((id) => id.replace(/^id of /, '')),
    at,
    turn: null,
    placement: 'same',
    fields: { anchor, text, tags: tags ?? null, severity, resolved, sameAs, deleted: null },
  };
}
