import type { RedactedSpan } from './spans.ts';

/** A turn as it is heard. Times on the recording's clock, ms; null = unknown. */
export interface BeepTurn {
  startMs: number | null;
  endMs: number | null;
  /** What was said, each reading of it (as transcribed, as corrected) with what is to go. */
  readings: readonly { length: number; spans: readonly RedactedSpan[] }[];
}

export interface TimeRange {
  startMs: number;
  endMs: number;
}

/** Nobody speaks evenly: so much of the turn more on each side, and at least so long. */
const MARGIN_SHARE = 0.2;
const MARGIN_MS = 1000;
/** What a turn's own limits may be off by. */
const EDGE_MS = 300;

/**
 * Where to beep. A word's place is taken from its share of the turn's text, with a wide margin; `turns` = all of each turn that
 * has one. Null when a turn with something to go has no time: then no part of the recording is known to be free of it.
 */
export function beepRanges(
  turns: readonly BeepTurn[],
  mode: 'words' | 'turns',
  durationMs: number,
): TimeRange[] | null {
  const ranges: TimeRange[] = [];
  for (const [at, turn] of turns.entries()) {
    if (turn.readings.every(({ spans }) => spans.length === 0)) continue;
    if (turn.startMs === null) return null;
    const begin = turn.startMs;
    const end = Math.max(begin, turn.endMs ?? nextStart(turns, at) ?? durationMs);
    if (mode === 'turns') {
      ranges.push({ startMs: begin - EDGE_MS, endMs: end + EDGE_MS });
      continue;
    }
    const long = end - begin;
    const margin = Math.max(MARGIN_MS, long * MARGIN_SHARE);
    for (const { length, spans } of turn.readings) {
      for (const { from, to } of spans) {
        const startMs = begin + (long * from) / length - margin;
        const endMs = begin + (long * to) / length + margin;
        ranges.push({ startMs: Math.max(startMs, begin - EDGE_MS), endMs: Math.min(endMs, end + EDGE_MS) });
      }
    }
  }
  return joinRanges(ranges, durationMs);
}

function nextStart(turns: readonly BeepTurn[], at: number): number | null {
  return turns.slice(at + 1).find(({ startMs }) => startMs !== null)?.startMs ?? null;
}

function joinRanges(ranges: readonly TimeRange[], durationMs: number): TimeRange[] {
  const joined: TimeRange[] = [];
  for (const { startMs, endMs } of [...ranges].sort((a, b) => a.startMs - b.startMs)) {
    const range = { startMs: Math.max(0, startMs), endMs: Math.min(durationMs, endMs) };
    const last = joined.at(-1);
    if (last && range.startMs <= last.endMs) last.endMs = Math.max(last.endMs, range.endMs);
    else if (range.endMs > range.startMs) joined.push(range);
  }
  return joined;
}
