import type { TurnKey } from '../../model/review/anchor.ts';
import type { Alignment } from './align.ts';
import type { Stream } from './stream.ts';

/** A place in today's transcript where a turn's words may have gone. */
export interface Candidate extends Alignment {
  /** Share of the turn's words that stand there, 0-1. */
  readonly share: number;
  /** Nothing is missing, and nothing stands between. */
  readonly exact: boolean;
  /** The first word there and the one behind the last, as places in the row. */
  readonly start: number;
  readonly end: number;
  /** A whole turn holds just what stands there. */
  readonly ownTurn: boolean;
  /** It is the end of one turn and the beginning of another: a few words may meet so by chance. */
  readonly seam: boolean;
  /** What speaks for this place besides the words: time and neighbours. */
  readonly support: number;
  readonly contexts: readonly [number, number];
  /** It begins at the very millisecond. */
  readonly onTime: boolean;
}

/** What an anchor says of its turn besides the words, made ready for comparing. */
export interface Clues {
  readonly startMs: number | null;
  /** Words of the neighbours, those nearest to the turn first. */
  readonly before: readonly number[] | null;
  readonly after: readonly number[] | null;
}

const CONTEXT_WORDS = 6;
/** The few words of a "Yes" are anywhere, so they need more evidence than a sentence. */
export const FEW_WORDS = 3;

/** Reads the clues of a turn's key. */
export function readClues(key: TurnKey, stream: Stream): Clues {
  const numbers = (text: string | undefined): number[] | null =>
    text === undefined ? null : [...stream.read(text).ids];
  return {
    startMs: key.startMs,
    before: numbers(key.before)?.slice(-CONTEXT_WORDS).reverse() ?? null,
    after: numbers(key.after)?.slice(0, CONTEXT_WORDS) ?? null,
  };
}

/** So many words may stand between where a neighbour's word was and is. */
const REACH = 3;

/**
 * How well a neighbour's words agree with the row, read outward from `at` in steps of `step`: from -1 (none is there) to 1
 * (all are, at once); 0 when nothing is known. `words` begin with the nearest.
 */
function agreement(words: readonly number[] | null, row: Int32Array, at: number, step: 1 | -1): number {
  if (words === null) return 0;
  const atEdge = at < 0 || at >= row.length;
  // A neighbour without words and no neighbour look alike: it says little.
  if (words.length === 0) return atEdge ? 1 : -0.5;
  let found = 0;
  let next = at;
  let between = 0;
  for (const word of words) {
    for (let skipped = 0; skipped < REACH; skipped += 1) {
      if (row[next + step * skipped] !== word) continue;
      if (found === 0) between = skipped;
      found += 1;
      next += step * (skipped + 1);
      break;
    }
  }
  return (2 * found) / words.length - 1 - 0.25 * between;
}

/**
 * Time as evidence. A transcript that was not timed anew keeps its starts to the millisecond, which is worth more than
 * anything else; one that was is off by less than the pause between turns. 0 when either time is unknown.
 */
function timeSupport(clues: Clues, stream: Stream, start: number, few: boolean): number {
  if (clues.startMs === null) return 0;
  const first = stream.turnOf[start] ?? 0;
  const startMs = stream.turns[first]?.startMs ?? null;
  if (startMs === null) return 0;
  const isBeginning = start - (stream.firstWord[first] ?? 0) <= 1;
  const offMs = Math.abs(startMs - clues.startMs);
  // Times that are whole seconds meet by chance.
  const points = offMs < 1 && clues.startMs % 1000 !== 0 ? ON_TIME : pointsFor(offMs, few);
  if (isBeginning) return points;
  // Joined to the turn before: its own start is not told any more, but lies within that turn.
  const nextMs = stream.turns[first + 1]?.startMs ?? null;
  const inside = clues.startMs >= startMs - 300 && (nextMs === null || clues.startMs <= nextMs + 300);
  return inside ? Math.max(points, nextMs === null ? 0.5 : 1) : Math.min(points, -1);
}

/** What the very same time counts. */
const ON_TIME = 4;

/** The next "Yes" may be a second away; the same sentence is not. */
function pointsFor(offMs: number, few: boolean): number {
  if (offMs <= 60) return 2.5;
  if (offMs <= 400) return 2;
  if (offMs <= 1500) return few ? -0.5 : 1;
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
  const from = start - first;
  const to = end + (map.length - 1 - last);
  const contexts = [
    agreement(clues.before, stream.ids, from - 1, -1),
    agreement(clues.after, stream.ids, to, 1),
  ] as const;
  const time = timeSupport(clues, stream, start, map.length <= FEW_WORDS);
  const turn = stream.turnOf[start] as number;
  const begins = start === stream.firstWord[turn];
  const ends = end === stream.firstWord[(stream.turnOf[end - 1] as number) + 1];
  const within = stream.turnOf[end - 1] === turn;
  const ownTurn = begins && ends && within;
  return {
    map,
    matched,
    share: matched / map.length,
    exact: matched === map.length && end - start === map.length,
    start,
    end,
    ownTurn,
    seam: !within && !begins && !ends,
    onTime: time === ON_TIME,
    support: time + contexts[0] + contexts[1] + (ownTurn ? 0.5 : 0),
    contexts,
  };
}
