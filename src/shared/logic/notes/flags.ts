import type { Severity, TagColour } from '../../model/review/items.ts';
import type { Span } from '../transcript.ts';
import type { Note } from './place-notes.ts';
import { worseSeverity } from './tags.ts';

/** An annotation as the waveform shows it. */
export interface NoteMark extends Span {
  readonly id: string;
  readonly isRange: boolean;
  readonly severity: Severity | null;
  /** Of its first tag; null without tags. */
  readonly colour: TagColour | null;
  readonly resolved: boolean;
  /** Ranges that overlap lie in rows, 0 = nearest to the sound. */
  readonly row: number;
}

/** Ranges beyond so many at once share the last row. */
export const RANGE_ROWS = 3;

/** The marks of a call's annotations in time order; what has no time has no mark. */
export function buildNoteMarks(notes: readonly Note[], colourOf: (tagId: string) => TagColour | null): NoteMark[] {
  const timed = notes.filter((note) => note.startMs !== null).sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
  const rowEnds = new Array<number>(RANGE_ROWS).fill(Number.NEGATIVE_INFINITY);
  return timed.map((note) => {
    const startMs = note.startMs ?? 0;
    const isRange = note.endMs !== null;
    const endMs = note.endMs ?? startMs;
    let row = 0;
    if (isRange) {
      const free = rowEnds.findIndex((end) => end <= startMs);
      row = free === -1 ? RANGE_ROWS - 1 : free;
      rowEnds[row] = Math.max(rowEnds[row] ?? endMs, endMs);
    }
    const [tag] = note.tags;
    return {
      id: note.id,
      startMs,
      endMs,
      isRange,
      severity: note.severity,
      colour: tag === undefined ? null : colourOf(tag),
      resolved: note.resolved,
      row,
    };
  });
}

/** Flags that stand where one is drawn: the first, how many, and the worst of them. */
export interface FlagGroup {
  readonly x: number;
  readonly count: number;
  readonly ids: readonly string[];
  readonly severity: Severity | null;
  readonly colour: TagColour | null;
  /** Only when all of them are. */
  readonly resolved: boolean;
}

/** How many ids a group names; the rest are counted. */
const NAMED = 50;

/**
 * Flags of the moments in view, those closer than `apartPx` together as one, so that no more are drawn than there is room
 * for. Linear in the marks.
 */
export function groupFlags(marks: readonly NoteMark[], view: Span, widthPx: number, apartPx: number): FlagGroup[] {
  const scale = widthPx / Math.max(1e-9, view.endMs - view.startMs);
  const groups: {
    x: number;
    count: number;
    ids: string[];
    severity: Severity | null;
    colour: TagColour | null;
    resolved: boolean;
  }[] = [];
  for (const mark of marks) {
    if (mark.isRange || mark.startMs < view.startMs || mark.startMs > view.endMs) continue;
    const x = (mark.startMs - view.startMs) * scale;
    const last = groups.at(-1);
    if (last === undefined || x - last.x >= apartPx) {
      const { severity, colour, resolved } = mark;
      groups.push({ x, count: 1, ids: [mark.id], severity, colour, resolved });
      continue;
    }
    last.count += 1;
    if (last.ids.length < NAMED) last.ids.push(mark.id);
    last.severity = worseSeverity(last.severity, mark.severity);
    // Several colours at once are none.
    if (last.colour !== mark.colour) last.colour = null;
    last.resolved &&= mark.resolved;
  }
  return groups;
}

/**
 * The notes that stand at `xPx` of the strip, best first: those of the nearest flag within `reachPx`, where there is none the ranges
 * that cover it. Flags are grouped as they are drawn.
 */
export function notesAt(
  marks: readonly NoteMark[],
  view: Span,
  widthPx: number,
  apartPx: number,
  { xPx, reachPx }: { xPx: number; reachPx: number },
): readonly string[] {
  const [nearest] = groupFlags(marks, view, widthPx, apartPx)
    .filter(({ x }) => Math.abs(x - xPx) <= reachPx)
    .sort((a, b) => Math.abs(a.x - xPx) - Math.abs(b.x - xPx));
  if (nearest !== undefined) return nearest.ids;
  const msPerPx = (view.endMs - view.startMs) / Math.max(1, widthPx);
  const atMs = view.startMs + xPx * msPerPx;
  // A short range is drawn wider than it is.
  const slackMs = 2 * msPerPx;
  return marks
    .filter(({ isRange, startMs, endMs }) => isRange && startMs - slackMs <= atMs && atMs <= endMs + slackMs)
    .map(({ id }) => id);
}

/** Of several notes at one place the one after the note one is at, so that clicking again goes round; undefined for none. */
export function nextAt(ids: readonly string[], activeId: string | null): string | undefined {
  return ids[(activeId === null ? 0 : ids.indexOf(activeId) + 1) % Math.max(1, ids.length)];
}

/** A range being marked, or one whose edges are moved: both edges inside the recording and never the wrong way round. */
export function nudgeEdge(range: Span, edge: 'start' | 'end', byMs: number, durationMs: number): Span {
  const clamp = (ms: number) => Math.round(Math.min(Math.max(0, ms), durationMs));
  if (edge === 'start') return { startMs: Math.min(clamp(range.startMs + byMs), range.endMs), endMs: range.endMs };
  return { startMs: range.startMs, endMs: Math.max(clamp(range.endMs + byMs), range.startMs) };
}

/** A range between two moments, whichever came first. */
export function rangeOf(aMs: number, bMs: number): Span {
  const [startMs, endMs] = aMs <= bMs ? [aMs, bMs] : [bMs, aMs];
  return { startMs: Math.max(0, Math.round(startMs)), endMs: Math.max(0, Math.round(endMs)) };
}
