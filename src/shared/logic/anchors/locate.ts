import type { TurnKey } from '../../model/review/anchor.ts';
import { type Alignment, alignBand, alignExact, type Budget } from './align.ts';
import { type Candidate, type Clues, readClues, weigh } from './evidence.ts';
import { nearestTurn, type Stream } from './stream.ts';
import { splitWords, type Words } from './words.ts';

/** Where the words of an anchor's turn went. */
export interface Located {
  readonly words: Words;
  /** The likeliest place; null when the words are nowhere. */
  readonly place: Candidate | null;
  /** Nothing else comes near it, and time or neighbours bear it out. */
  readonly certain: boolean;
  /** There is another place as likely. */
  readonly rival: boolean;
}

/** Places looked at closely. */
const MAX_CANDIDATES = 6;
/** Word triples of a turn that are looked up, spread over it. */
const MAX_LOOKUPS = 96;
const MAX_OCCURRENCES = 64;
/** Below this share of the words a place is none. */
const MIN_SHARE = 0.3;

/** Finds where the words of a turn stand today. The cost is bounded by the constants above and by `budget`. */
export function locate(key: TurnKey, text: string, stream: Stream, budget: Budget): Located {
  const words = splitWords(text);
  const ids = stream.numbersOf(words.words);
  const clues = readClues(key, stream);
  const candidates: Candidate[] = [];
  for (const at of likelyStarts(ids, key, stream)) {
    const alignment = align(ids, stream.ids, at, budget);
    const candidate = alignment === null ? null : weigh(alignment, clues, stream);
    if (candidate !== null && candidate.share >= MIN_SHARE && !candidates.some((other) => overlap(other, candidate))) {
      candidates.push(candidate);
    }
  }
  candidates.sort((a, b) => rank(b) - rank(a));
  const place = candidates[0] ?? null;
  if (place === null) return { words, place: null, certain: false, rival: false };
  const rival = candidates.some(
    (other) => other !== place && other.share >= place.share - 0.25 && other.support > place.support - 2,
  );
  return { words, place, rival, certain: !rival && isBorneOut(place, key, clues, stream) };
}

const rank = ({ share, support }: Candidate): number => 4 * share + support;

/** The same words, or most of them: then one of the two is not a place of its own. */
function overlap(a: Candidate, b: Candidate): boolean {
  return Math.min(a.end, b.end) - Math.max(a.start, b.start) > 0.5 * Math.min(a.end - a.start, b.end - b.start);
}

/** The few words of a "Yes" are anywhere, so they need more evidence than a sentence. */
const FEW_WORDS = 3;

function isBorneOut(place: Candidate, key: TurnKey, clues: Clues, stream: Stream): boolean {
  const few = place.map.length <= FEW_WORDS;
  if (place.share < (few ? 1 : 0.5)) return false;
  const sameIndex = stream.turnOf[place.start] === key.index;
  const neighbours = Math.min(...place.contexts) >= 0.8;
  const known = clues.before !== null && clues.after !== null;
  // In its old place among its old neighbours, a turn may have another time: the clock was moved.
  const support = place.support + (sameIndex ? (known && neighbours ? 2.5 : 0.5) : 0);
  if (few) return support >= 2.5;
  return support >= (place.exact ? 1 : 1.5);
}

function align(ids: Int32Array, row: Int32Array, at: number, budget: Budget): Alignment | null {
  const exact = alignExact(ids, row, at);
  if (exact !== null) return exact;
  const band = Math.min(160, Math.max(8, Math.ceil(ids.length / 2)));
  return alignBand(ids, row, at, band, budget);
}

/** Places in the row where the turn may begin, the likeliest first. */
function likelyStarts(ids: Int32Array, key: TurnKey, stream: Stream): number[] {
  const count = ids.length;
  if (count === 0 || stream.ids.length === 0) return [];
  const expected = expectedStarts(key, stream);
  const votes = new Map<number, number>();
  const vote = (at: number) => votes.set(at, (votes.get(at) ?? 0) + 1);
  if (count < 3) {
    for (let i = 0; i < count; i += 1) {
      for (const places of stream.placesOfWord(ids[i] as number, expected, MAX_OCCURRENCES)) {
        for (const place of places) vote(place - i);
      }
    }
  } else {
    const step = Math.max(1, Math.floor((count - 2) / MAX_LOOKUPS));
    for (let i = 0; i + 2 < count; i += step) {
      const shifted = expected.map((at) => at + i);
      const found = stream.placesOfThree(
        ids[i] as number,
        ids[i + 1] as number,
        ids[i + 2] as number,
        shifted,
        MAX_OCCURRENCES,
      );
      for (const places of found) for (const place of places) vote(place - i);
    }
  }
  // The evidence of time and place comes with the expected starts; ties go to what is nearest to one.
  const distance = (at: number) => Math.min(...expected.map((one) => Math.abs(one - at)));
  const ranked = [...votes].sort((a, b) => b[1] - a[1] || distance(a[0]) - distance(b[0]));
  const apart = Math.max(1, Math.min(8, count >> 2));
  const starts: number[] = [];
  const limit = count < 3 ? 2 * MAX_OCCURRENCES : MAX_CANDIDATES;
  for (const [at] of ranked) {
    if (starts.length >= limit) break;
    if (count < 3 || !starts.some((other) => Math.abs(other - at) < apart)) starts.push(at);
  }
  for (const at of expected) if (!starts.includes(at)) starts.push(at);
  return starts;
}

/** Where the turn would begin if only its neighbours had changed: at its place in the list, and at its time. */
function expectedStarts(key: TurnKey, stream: Stream): number[] {
  const last = stream.turns.length - 1;
  const byIndex = stream.firstWord[Math.min(key.index, last)] ?? 0;
  const position = key.startMs === null ? -1 : nearestTurn(stream, key.startMs);
  const byTime = stream.firstWord[position];
  return byTime === undefined || byTime === byIndex ? [byIndex] : [byIndex, byTime];
}
