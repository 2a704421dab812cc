import type { TurnKey } from '../../model/review/anchor.ts';
import { type Alignment, alignBand, alignExact, type Budget } from './align.ts';
import { type Candidate, type Clues, FEW_WORDS, readClues, weigh } from './evidence.ts';
import { nearest, nearestTurn, type Stream } from './stream.ts';
import type { Words } from './words.ts';

/** Where the words of an anchor's turn went. */
export interface Located {
  readonly words: Words;
  /** The likeliest place; null when the words are nowhere. */
  readonly place: Candidate | null;
  /** Nothing else comes near it, and time or neighbours bear it out. */
  readonly certain: boolean;
  /** There is another place as likely. */
  readonly rival: boolean;
  /** The work that one call may cost was used up before this anchor: it was not looked for. */
  readonly givenUp: boolean;
}

const noWords: Words = { words: [], from: new Int32Array(0), to: new Int32Array(0) };

/** Places looked at closely. */
const MAX_CANDIDATES = 6;
/** Word triples of a turn that are looked up, spread over it. */
const MAX_LOOKUPS = 96;
const MAX_OCCURRENCES = 64;
/** Turns of the very same text that are looked at, those nearest in the list. */
const MAX_TWINS = 8;
/** A place that has fewer of a turn's triples than this share of the best place's is not looked at. */
const MIN_VOTES = 0.12;
/** Below this share of the words a place is none. */
const MIN_SHARE = 0.3;

/** Finds where the words of a turn stand today. The cost is bounded by the constants above and by `budget`. */
export function locate(key: TurnKey, text: string, stream: Stream, budget: Budget): Located {
  if (budget.cells <= 0) return { words: noWords, place: null, certain: false, rival: false, givenUp: true };
  const { words, ids } = stream.read(text);
  const clues = readClues(key, stream);
  const weighed: Candidate[] = [];
  let starved = false;
  // Reading and looking up cost about as much as so many cells.
  budget.cells -= 500 + 4 * text.length;
  for (const at of likelyStarts(ids, key, text, stream)) {
    budget.cells -= ids.length;
    const alignment = align(ids, stream, at, budget);
    if (alignment === null) starved = true;
    const candidate = alignment === null ? null : weigh(alignment, clues, stream);
    if (candidate !== null && candidate.share >= MIN_SHARE) weighed.push(candidate);
  }
  weighed.sort((a, b) => rank(b) - rank(a));
  const candidates: Candidate[] = [];
  for (const one of weighed) if (!candidates.some((better) => overlap(better, one))) candidates.push(one);
  const place = candidates[0] ?? null;
  if (place === null) return { words, place: null, certain: false, rival: false, givenUp: starved };
  const rival = candidates.some((other) => other !== place && rivals(other, place));
  // What was not aligned may have been the better place.
  const certain = !rival && !starved && isBorneOut(place, key, clues, stream);
  return { words, place, rival, givenUp: false, certain };
}

const rank = ({ share, support }: Candidate): number => 4 * share + support;

const neighbours = ({ contexts }: Candidate): number => contexts[0] + contexts[1];

/** Is another place as likely: its words as good and its evidence not much weaker, or its words better? */
function rivals(other: Candidate, place: Candidate): boolean {
  if (other.share >= place.share + 0.15) return other.support > -1.5;
  if (other.share < place.share - 0.25) return false;
  // A clock that was set anew says little between two places of which the other has the better neighbours.
  if (!place.onTime && neighbours(other) >= neighbours(place)) return true;
  return other.support > place.support - 2.5;
}

/** The same words, or most of them: then one of the two is not a place of its own. */
function overlap(a: Candidate, b: Candidate): boolean {
  return Math.min(a.end, b.end) - Math.max(a.start, b.start) > 0.5 * Math.min(a.end - a.start, b.end - b.start);
}

/** So few words of two turns are not taken for one turn of before. */
const SEAM_WORDS = 8;

function isBorneOut(place: Candidate, key: TurnKey, clues: Clues, stream: Stream): boolean {
  const few = place.map.length <= FEW_WORDS;
  if (place.share < (few ? 1 : 0.5) || (place.seam && place.map.length <= SEAM_WORDS)) return false;
  const sameIndex = stream.turnOf[place.start] === key.index;
  const sameNeighbours = Math.min(...place.contexts) >= 0.8;
  const known = clues.before !== null && clues.after !== null;
  // In its old place among its old neighbours, a turn may have another time: the clock was moved.
  const support = place.support + (sameIndex ? (known && sameNeighbours ? 2.5 : 0.5) : 0);
  const retimed = place.onTime ? 0 : 0.5;
  if (few) return support >= (place.ownTurn ? 2.5 : 3) + retimed;
  if (place.exact) return support >= 2.5;
  return support >= (place.share >= 0.75 ? 2 : 3) + retimed;
}

function align(ids: Int32Array, stream: Stream, at: number, budget: Budget): Alignment | null {
  const exact = alignExact(ids, stream.ids, at);
  if (exact !== null) return exact;
  const band = Math.min(160, Math.max(Math.min(8, ids.length), Math.ceil(ids.length / 2)));
  return alignBand(ids, stream.ids, stream.turnOf, at, band, budget);
}

/** Places in the row where the turn may begin, the likeliest first. */
function likelyStarts(ids: Int32Array, key: TurnKey, text: string, stream: Stream): number[] {
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
  const ranked = Array.from(votes, ([at, count]) => {
    let distance = Number.MAX_SAFE_INTEGER;
    for (const one of expected) distance = Math.min(distance, Math.abs(one - at));
    return { at, count, distance };
  }).sort((a, b) => b.count - a.count || a.distance - b.distance);
  const apart = Math.max(1, Math.min(8, count >> 2));
  const starts: number[] = [];
  const limit = count < 3 ? 2 * MAX_OCCURRENCES : MAX_CANDIDATES;
  for (const { at, count: found } of ranked) {
    // Where next to nothing of it stands, it does not.
    if (starts.length >= limit || found < MIN_VOTES * (ranked[0]?.count ?? 0)) break;
    if (count < 3 || !starts.some((other) => Math.abs(other - at) < apart)) starts.push(at);
  }
  const twins = nearest(stream.turnsWith(text), [key.index], MAX_TWINS).flatMap((turns) =>
    Array.from(turns, (turn) => stream.firstWord[turn] ?? 0),
  );
  for (const at of [...expected, ...twins]) if (!starts.includes(at)) starts.push(at);
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
