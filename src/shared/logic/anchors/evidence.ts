import type { TurnKey } from '../../model/review/anchor.ts';
import type { Alignment } from './align.ts';
import type { Stream } from './stream.ts';
import { splitWords } from './words.ts';

/** A place in today's transcript where a turn's words may have gone. */
export interface Candidate extends Alignment {
  /** Share of the turn's words that stand there, 0-1. */
  readonly share: number;
  /** Nothing is missing, and nothing stands between. */
  readonly exact: boolean;
  /** The first word there and the one behind the last, as places in the row. */
  readonly start: number;
  readonly end: number;
  /** What speaks for this place besides the words: time and neighbours. */
  readonly support: number;
  readonly contexts: readonly [number, number];
}

/** What an anchor says of its turn besides the words, made ready for comparing. */
export interface Clues {
  readonly startMs: number | null;
  readonly before: Int32Array | null;
  readonly after: Int32Array | null;
}

const CONTEXT_WORDS = 6;

/** Reads the clues of a turn's key. */
export function readClues(key: TurnKey, stream: Stream): Clues {
  const numbers = (text: string | undefined, end: boolean): Int32Array | null => {
    if (text === undefined) return null;
    const all = stream.numbersOf(splitWords(text).words);
    return end ? all.slice(-CONTEXT_WORDS) : all.slice(0, CONTEXT_WORDS);
  };
  return { startMs: key.startMs, before: numbers(key.before, true), after: numbers(key.after, false) };
}

/** How well a neighbour's words agree, from -1 (none is there) to 1 (all are); 0 when nothing is known. */
function agreement(words: Int32Array | null, row: Int32Array, from: number, to: number, atEdge: boolean): number {
  if (words === null) return 0;
  // A neighbour without words and no neighbour look alike: it says little.
  if (words.length === 0) return atEdge ? 1 : -0.5;
  const low = Math.max(0, from);
  const high = Math.min(row.length, to);
  let found = 0;
  for (const word of words) {
    for (let at = low; at < high; at += 1) {
      if (row[at] === word) {
        found += 1;
        break;
      }
    }
  }
  return (2 * found) / words.length - 1;
}

const SLACK = 3;

/**
 * Time as evidence. A transcript that was not timed anew keeps its starts to the millisecond, which is worth more than
 * anything else; one that was is off by less than the pause between turns. 0 when either time is unknown.
 */
function timeSupport(clues: Clues, stream: Stream, start: number, end: number): number {
  if (clues.startMs === null || start >= end) return 0;
  const first = stream.turnOf[start] ?? 0;
  const startMs = stream.turns[first]?.startMs ?? null;
  if (startMs === null) return 0;
  const isBeginning = start - (stream.firstWord[first] ?? 0) <= 1;
  const offMs = Math.abs(startMs - clues.startMs);
  const points = pointsFor(offMs);
  if (isBeginning) return points;
  // Joined to the turn before: its own start is not told any more, but lies within that turn.
  const nextMs = stream.turns[first + 1]?.startMs ?? null;
  const inside = clues.startMs >= startMs - 300 && (nextMs === null || clues.startMs <= nextMs + 300);
  return inside ? Math.max(points, nextMs === null ? 0.5 : 2) : Math.min(points, -1);
}

function pointsFor(offMs: number): number {
  if (offMs <= 60) return 4;
  if (offMs <= 400) return 2;
  if (offMs <= 1500) return 1;
  return offMs <= 5000 ? -1 : -2;
}

/** Weighs a place where (some of) a turn's words stand. Null when none does. */
export function weigh(alignment: Alignment, clues: Clues, stream: Stream): Candidate | null {
  const { map, matched } = alignment;
  if (matched === 0) return null;
  let first = 0;
  while ((map[first] as number) < 0) first += 1;
  let last = map.length - 1;
  while ((map[last] as number) < 0) last -= 1;
  const start = map[first] as number;
  const end = (map[last] as number) + 1;
  // Where the turn would begin and end if the words missing at its ends were there.
  const from = Math.max(0, start - first);
  const to = Math.min(stream.ids.length, end + (map.length - 1 - last));
  const window = CONTEXT_WORDS + SLACK;
  const contexts = [
    agreement(clues.before, stream.ids, from - window, start, from === 0),
    agreement(clues.after, stream.ids, end, to + window, to >= stream.ids.length),
  ] as const;
  return {
    map,
    matched,
    share: matched / map.length,
    exact: matched === map.length && end - start === map.length,
    start,
    end,
    support: timeSupport(clues, stream, start, end) + contexts[0] + contexts[1],
    contexts,
  };
}
