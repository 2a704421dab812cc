import { anchorSchema } from '../../model/review/anchor.ts';
import type { ExchangeCall, ReadAnnotation, ReadFile } from '../../model/review/exchange.ts';
import { type Severity, severitySchema } from '../../model/review/items.ts';
import { type Cell, delimitedText, readCell } from '../delimited-text.ts';
import { gapOf } from '../latency.ts';
import { checkStretch } from './clock-text.ts';
import { FormatError } from './format-error.ts';
import { parseJson } from './json-ld.ts';
import { correctionsByTurn } from './spoken.ts';

/** Numbers are written as they are. */
export const csvStepMs = 0;

export const csvTables = ['calls', 'turns', 'annotations', 'scores'] as const;
export type CsvTable = (typeof csvTables)[number];

/** What a cell can hold of a text: everything but unpaired surrogates, which no file of UTF-8 has. */
export function csvText(text: string): string {
  return text.toWellFormed();
}

const columns = {
  calls: [
    'call',
    'start',
    'duration_ms',
    'recording_ms',
    'agent',
    'agent_version',
    'status',
    'direction',
    'from',
    'to',
    'turns',
    'median_reported_gap_ms',
    'worst_reported_gap_ms',
    'annotations',
    'corrections',
    'reviews',
  ],
  turns: [
    'call',
    'turn',
    'role',
    'start_ms',
    'end_ms',
    'reported_gap_ms',
    'measured_gap_ms',
    'measured_confidence',
    'text',
    'corrected_text',
    'corrected_role',
  ],
  annotations: [
    'call',
    'id',
    'on',
    'turn',
    'start_ms',
    'end_ms',
    'text',
    'tags',
    'severity',
    'resolved',
    'same_as',
    'author_id',
    'author',
    'created',
    'updated',
    'placement',
    'quote',
    'anchor',
  ],
  scores: [
    'call',
    'review',
    'reviewer_id',
    'reviewer',
    'scorecard',
    'version',
    'state',
    'submitted',
    'criterion_id',
    'section',
    'criterion',
    'answer',
    'comment',
    'override_reason',
    'evidence',
    'author_id',
    'updated',
  ],
} as const satisfies Record<CsvTable, readonly string[]>;

/** The first line of a table, with the mark by which spreadsheets know UTF-8. */
export function csvHead(table: CsvTable): string {
  return `\ufeff${delimitedText([columns[table]], ',')}`;
}

/** The lines of one call in a table. Times are ISO 8601 (UTC), lengths ms; an empty cell = not known. */
export function csvLines(table: CsvTable, call: ExchangeCall): string {
  return delimitedText(rowsOf[table](call), ',');
}

const rowsOf: Readonly<Record<CsvTable, (call: ExchangeCall) => Cell[][]>> = {
  calls: ({ row, recordingMs, turns, annotations, corrections, reviews }) => [
    [
      row.id,
      isoTime(row.startMs),
      row.durationMs,
      recordingMs,
      row.agentName ?? row.agentId,
      row.agentVersion,
      row.status,
      row.direction,
      row.fromNumber,
      row.toNumber,
      turns.length > 0 ? turns.length : row.turnCount,
      row.medianLatencyMs,
      row.worstLatencyMs,
      annotations.length,
      corrections.length,
      reviews.length,
    ].map(wellFormed),
  ],
  turns: ({ row, turns, timing, corrections }) => {
    const timings = new Map((timing?.turns ?? []).map((one) => [one.index, one]));
    const corrected = correctionsByTurn(corrections);
    return turns.map((turn, position) => {
      const known = timings.get(turn.index);
      const { text = null, role = null } = corrected.get(position)?.fields ?? {};
      return [
        row.id,
        position + 1,
        turn.role === 'other' ? turn.rawRole : turn.role,
        known?.startMs ?? turn.startMs,
        known?.endMs ?? turn.endMs,
        gapOf(turn),
        known?.gap?.ms ?? null,
        known?.gap?.confidence ?? null,
        turn.content,
        text,
        role,
      ].map(wellFormed);
    });
  },
  annotations: ({ row, annotations }) =>
    annotations.map(({ id, author, authorName, createdMs, updatedMs, fields, tagNames, at, turn, placement }) => {
      const { anchor } = fields;
      return [
        row.id,
        id,
        anchor?.on ?? null,
        turn === null ? null : turn + 1,
        at?.startMs ?? null,
        at?.endMs ?? null,
        fields.text ?? '',
        listText(tagNames),
        fields.severity,
        fields.resolved === true ? 'yes' : 'no',
        listText(fields.sameAs ?? []),
        author,
        authorName,
        isoTime(createdMs),
        isoTime(updatedMs),
        placement,
        anchor?.on === 'text' ? anchor.quote.exact : null,
        anchor === null ? null : JSON.stringify(anchor),
      ].map(wellFormed);
    }),
  scores: ({ row, reviews, scores }) => {
    const byId = new Map(reviews.map((review) => [review.id, review]));
    return scores.map((score) => {
      const review = byId.get(score.reviewId);
      return [
        row.id,
        score.reviewId,
        review?.reviewer ?? null,
        review?.reviewerName ?? null,
        review?.scorecard ?? null,
        review?.version ?? null,
        review?.state ?? null,
        isoTime(review?.submittedMs ?? null),
        score.criterionId,
        score.section,
        score.criterion,
        answerCell(score.value),
        score.comment,
        score.overrideReason,
        score.evidence.length === 0 ? null : JSON.stringify(score.evidence),
        score.author,
        isoTime(score.updatedMs),
      ].map(wellFormed);
    });
  },
};

function wellFormed(cell: Cell): Cell {
  return typeof cell === 'string' ? csvText(cell) : cell;
}

function isoTime(ms: number | null): string | null {
  return ms === null || Math.abs(ms) > 8.64e15 ? null : new Date(ms).toISOString();
}

function answerCell(value: ExchangeCall['scores'][number]['value']): Cell {
  if (value === null) return null;
  if (value.is === 'na') return 'n/a';
  return typeof value.answer === 'boolean' ? (value.answer ? 'yes' : 'no') : value.answer;
}

/** Names separated by `; `; a semicolon or backslash within a name gets a backslash before it. */
function listText(names: readonly string[]): string {
  return names.map((name) => name.replace(/[\\;]/g, '\\$&')).join('; ');
}

function readList(text: string): string[] {
  if (text === '') return [];
  const names: string[] = [''];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '\\') {
      at += 1;
      names.push((names.pop() ?? '') + text.charAt(at));
    } else if (sign === ';') {
      names.push('');
      if (text[at + 1] === ' ') at += 1;
    } else names.push((names.pop() ?? '') + sign);
  }
  return names;
}

/** A row of a parsed CSV file, and the line it begins on, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a table of annotations. Columns are found by their names and may be in any order; `text` is needed, the rest is
 * taken where it is there.
 *
 * @throws FormatError naming the line.
 */
export function readCsvAnnotations(rows: readonly CsvRow[]): ReadFile {
  const [head, ...rest] = rows;
  const names = (head?.cells ?? []).map((name, at) => (at === 0 ? name.replace(/^\ufeff/, '') : name).trim());
  if (head === undefined || !names.includes('text')) {
    throw new FormatError('a table of annotations names its columns in its first line, among them text.', 1);
  }
  const annotations = rest.filter(({ cells }) => cells.some((cell) => cell !== '')).map((row) => readRow(row, names));
  return { own: names.includes('anchor') && names.includes('id'), annotations, leftOut: [] };
}

function readRow({ line, cells }: CsvRow, names: readonly string[]): ReadAnnotation {
  if (cells.length !== names.length) {
    throw new FormatError(`it has ${cells.length} cells, the first line has ${names.length}.`, line);
  }
  const cell = (name: string): string | null => {
    const at = names.indexOf(name);
    return at === -1 ? null : readCell(cells[at] ?? '');
  };
  const text = cell('text') ?? '';
  const severity = cell('severity');
  const tags = cell('tags');
  const sameAs = cell('same_as');
  const resolved = cell('resolved');
  const author = cell('author');
  const createdMs = Date.parse(cell('created') ?? '');
  return {
    line,
    layer: null,
    id: cell('id') || null,
    callId: cell('call') || null,
    at: stretchOf(cell('start_ms'), cell('end_ms'), line),
    text,
    ...anchorOf(cell('anchor'), line),
    ...(severity === null ? {} : { severity: readSeverity(severity, line) }),
    ...(tags === null ? {} : { tags: readList(tags) }),
    ...(sameAs === null ? {} : { sameAs: readList(sameAs) }),
    ...(resolved === null ? {} : { resolved: resolved === 'yes' }),
    ...(author === null ? {} : { author }),
    ...(Number.isNaN(createdMs) ? {} : { createdMs }),
  };
}

function stretchOf(start: string | null, end: string | null, line: number): ReadAnnotation['at'] {
  if (start === null || start === '') return null;
  return checkStretch({ startMs: Number(start), endMs: Number(end || start) }, line);
}

function anchorOf(text: string | null, line: number): Pick<ReadAnnotation, 'anchor'> {
  if (text === null) return {};
  if (text === '') return { anchor: null };
  try {
    const anchor = anchorSchema.safeParse(parseJson(text));
    if (anchor.success) return { anchor: anchor.data };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  throw new FormatError('its anchor cannot be read.', line);
}

function readSeverity(text: string, line: number): Severity | null {
  if (text === '') return null;
  const severity = severitySchema.safeParse(text);
  if (!severity.success) throw new FormatError(`“${text.slice(0, 40)}” is no severity.`, line);
  return severity.data;
}
