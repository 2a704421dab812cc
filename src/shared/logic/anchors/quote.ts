import type { Quote } from '../../model/review/anchor.ts';
import type { Candidate } from './evidence.ts';
import type { Located } from './locate.ts';
import type { Stream } from './stream.ts';

/** The words of a quote in today's transcript. */
export interface FoundWords {
  readonly turn: number;
  /** Range in that turn's text, UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** All of them are there, one after the other, in one turn. */
  readonly whole: boolean;
  /** What stands beside them tells them from a repetition. */
  readonly sure: boolean;
}

/** So many words in a row have to be as they were for a quote to be known again. */
const MIN_RUN = 3;

/** Follows a quote to where its turn's words went. Null when none of its words did, or it has none. */
export function findQuote(quote: Quote, located: Located, stream: Stream): FoundWords | null {
  const { place, words } = located;
  if (place === null) return null;
  const end = quote.at + quote.exact.length;
  let first = 0;
  while (first < words.from.length && (words.to[first] as number) <= quote.at) first += 1;
  let last = first - 1;
  while (last + 1 < words.from.length && (words.from[last + 1] as number) < end) last += 1;
  if (last < first) return betweenWords(quote, first, located, stream);
  const { map } = place;
  let low = -1;
  let high = -1;
  let whole = true;
  for (let i = first; i <= last; i += 1) {
    const at = map[i] as number;
    if (at < 0) whole = false;
    else {
      if (low < 0) low = at;
      else if (at !== high + 1) whole = false;
      high = at;
    }
  }
  if (low < 0) return null;
  const turn = stream.turnOf[low] as number;
  if (stream.turnOf[high] !== turn) {
    whole = false;
    while (stream.turnOf[high] !== turn) high -= 1;
  }
  const content = stream.turns[turn]?.content ?? '';
  const range = exactRange(quote, content, {
    // A selection may begin within a word, or at the quotation mark before it.
    from: (stream.from[low] as number) + quote.at - (words.from[first] as number),
    wordFrom: stream.from[low] as number,
    wordTo: stream.to[high] as number,
  });
  return { turn, ...range, whole, sure: whole && isSure(place, first, last, stream) };
}

/** A quote without a word, such as a mark between two: found when the words beside it are. */
function betweenWords(quote: Quote, next: number, { place, words }: Located, stream: Stream): FoundWords | null {
  const before = place?.map[next - 1] ?? -1;
  const after = place?.map[next] ?? -1;
  if (before < 0 || (next < words.words.length && after !== before + 1)) return null;
  const turn = stream.turnOf[before] as number;
  const from = (stream.to[before] as number) + quote.at - (words.to[next - 1] as number);
  if (!stream.turns[turn]?.content.startsWith(quote.exact, from)) return null;
  return { turn, from, to: from + quote.exact.length, whole: true, sure: true };
}

/** The quote's characters as they were where they still stand so, else the words' own range. */
function exactRange(
  quote: Quote,
  content: string,
  at: { readonly from: number; readonly wordFrom: number; readonly wordTo: number },
): { from: number; to: number } {
  const size = quote.exact.length;
  if (at.from >= 0 && content.startsWith(quote.exact, at.from)) return { from: at.from, to: at.from + size };
  const near = content.indexOf(quote.exact, Math.max(0, at.wordFrom - 8));
  if (near >= 0 && near <= at.wordFrom && near + size >= at.wordTo) return { from: near, to: near + size };
  return { from: at.wordFrom, to: at.wordTo };
}

/** From this share of its words on, a turn is known in all of its parts. */
const WHOLE_TURN = 0.8;

/** The turn that has the most of the words. */
function mainTurn({ map }: Candidate, stream: Stream): number {
  const counts = new Map<number, number>();
  let main = -1;
  for (const at of map) {
    const turn = stream.turnOf[at];
    if (at < 0 || turn === undefined) continue;
    counts.set(turn, (counts.get(turn) ?? 0) + 1);
    if ((counts.get(turn) ?? 0) > (counts.get(main) ?? 0)) main = turn;
  }
  return main;
}

/** Are the words, with those beside them, a run as it was, and is no other copy of them about that could be meant? */
function isSure(place: Candidate, first: number, last: number, stream: Stream): boolean {
  const { map } = place;
  if (place.exact) return true;
  // Much of the turn is gone, and these words are not where the rest is.
  if (place.share < WHOLE_TURN && stream.turnOf[map[first] as number] !== mainTurn(place, stream)) return false;
  const follows = (i: number) => (map[i] as number) >= 0 && map[i + 1] === (map[i] as number) + 1;
  let low = first;
  while (low > 0 && follows(low - 1)) low -= 1;
  let high = last;
  while (high + 1 < map.length && follows(high)) high += 1;
  const leftKept = low < first || (first === 0 && isEdge(map[first] as number, stream));
  const rightKept = high > last || (last === map.length - 1 && isEdge((map[last] as number) + 1, stream));
  if (leftKept && rightKept && high - low + 1 >= Math.min(MIN_RUN, map.length)) return true;
  return high - low + 1 >= MIN_RUN && !isRepeatedNear(place, first, last, stream);
}

/** Does a turn begin at this place of the row? */
function isEdge(at: number, stream: Stream): boolean {
  const turn = stream.turnOf[at];
  return turn === undefined || stream.firstWord[turn] === at;
}

/** Do the words stand a second time in the turn's new place or right beside it? */
function isRepeatedNear(place: Candidate, first: number, last: number, stream: Stream): boolean {
  const size = last - first + 1;
  const start = place.map[first] as number;
  const from = Math.max(0, place.start - place.map.length);
  const to = Math.min(stream.ids.length - size, place.end + place.map.length);
  for (let at = from; at <= to; at += 1) {
    if (at === start) continue;
    let same = 0;
    while (same < size && stream.ids[at + same] === stream.ids[start + same]) same += 1;
    if (same === size) return true;
  }
  return false;
}
