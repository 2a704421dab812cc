import { createTurnIndex, type TurnIndex } from '../transcript.ts';
import type { AnchorTurn } from './make.ts';
import { splitWords, type Words } from './words.ts';

/** Places of things, grouped: those of thing `i` are `places[starts[i]]` up to `places[starts[i + 1]]`, ascending. */
interface Grouped {
  readonly starts: Int32Array;
  readonly places: Int32Array;
}

/** All words of a transcript in one row, so that it does not matter where turns begin. */
export interface Stream {
  readonly turns: readonly AnchorTurn[];
  readonly times: TurnIndex;
  /** Each word's number. */
  readonly ids: Int32Array;
  readonly turnOf: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The first word of each turn, and at the end the number of words. */
  readonly firstWord: Int32Array;
  /** Not all words of the transcript are in the row: it is too long. */
  readonly cut: boolean;
  /** A text's words and their numbers; those that the row does not have are -1. */
  read(text: string): { readonly words: Words; readonly ids: Int32Array };
  /** The turns whose whole text this is, ascending. */
  turnsWith(text: string): Int32Array;
  /** Where a word stands, at most about `limit` places, those nearest to the `expected` ones. */
  placesOfWord(id: number, expected: readonly number[], limit: number): Int32Array[];
  /** The same for three words in a row. */
  placesOfThree(a: number, b: number, c: number, expected: readonly number[], limit: number): Int32Array[];
}

// Bounds on what is looked at: a transcript of a thousand pages is noise, and must not stop the application.
const MAX_WORDS_OF_TURN = 8_000;
const MAX_WORDS = 1_500_000;
const MAX_CHARS = 6_000_000;

function group(keys: Int32Array, count: number): Grouped {
  const starts = new Int32Array(count + 1);
  for (const key of keys) if (key >= 0) starts[key + 1] = (starts[key + 1] as number) + 1;
  for (let i = 0; i < count; i += 1) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const next = starts.slice(0, count);
  const places = new Int32Array(starts[count] as number);
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] as number;
    if (key < 0) continue;
    const place = next[key] as number;
    places[place] = at;
    next[key] = place + 1;
  }
  return { starts, places };
}

/** The stretches of an ascending list that are nearest to each of some values; all of it when it is short. */
export function nearest(places: Int32Array, expected: readonly number[], limit: number): Int32Array[] {
  if (places.length <= limit) return [places];
  const half = Math.max(1, Math.floor(limit / (2 * Math.max(1, expected.length))));
  return expected.map((value) => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((places[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return places.subarray(Math.max(0, low - half), low + half);
  });
}

const hashOf = (a: number, b: number, c: number, mask: number): number =>
  (Math.imul(Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) ^ c, 0xc2b2ae35) >>> 7) & mask;

const noTurns = new Int32Array(0);

function groupContents(turns: readonly AnchorTurn[]): Map<string, Int32Array> {
  const lists = new Map<string, number[]>();
  for (const [position, { content }] of turns.entries()) {
    const list = lists.get(content);
    if (list === undefined) lists.set(content, [position]);
    else list.push(position);
  }
  return new Map([...lists].map(([content, list]) => [content, Int32Array.from(list)]));
}

/** Reads a transcript for looking up where words went. Linear in its length. */
export function createStream(turns: readonly AnchorTurn[]): Stream {
  const read: Words[] = [];
  let count = 0;
  let chars = 0;
  let cut = false;
  for (const { content } of turns) {
    const left = Math.min(MAX_WORDS_OF_TURN, MAX_WORDS - count);
    const text = content.slice(0, Math.max(0, Math.min(content.length, 10 * MAX_WORDS_OF_TURN, MAX_CHARS - chars)));
    const words = splitWords(text, left);
    if (text.length < content.length || words.words.length >= left) cut = true;
    chars += text.length;
    count += words.words.length;
    read.push(words);
  }
  const numbers = new Map<string, number>();
  const ids = new Int32Array(count);
  const turnOf = new Int32Array(count);
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const firstWord = new Int32Array(turns.length + 1);
  let at = 0;
  for (const [position, words] of read.entries()) {
    firstWord[position] = at;
    from.set(words.from, at);
    to.set(words.to, at);
    for (const word of words.words) {
      let id = numbers.get(word);
      if (id === undefined) {
        id = numbers.size;
        numbers.set(word, id);
      }
      ids[at] = id;
      turnOf[at] = position;
      at += 1;
    }
  }
  firstWord[turns.length] = count;
  let contents: Map<string, Int32Array> | null = null;
  const texts = new Map<string, { words: Words; ids: Int32Array }>();
  const single = group(ids, numbers.size);
  const mask = 2 ** Math.max(4, Math.ceil(Math.log2(count + 1)) + 1) - 1;
  const hashes = new Int32Array(Math.max(0, count - 2));
  for (let i = 0; i < hashes.length; i += 1) {
    hashes[i] = hashOf(ids[i] as number, ids[i + 1] as number, ids[i + 2] as number, mask);
  }
  const triple = group(hashes, mask + 1);
  const placesIn = ({ starts, places }: Grouped, key: number) => places.subarray(starts[key], starts[key + 1]);
  return {
    turns,
    times: createTurnIndex(turns),
    ids,
    turnOf,
    from,
    to,
    firstWord,
    cut,
    read: (text) => {
      let known = texts.get(text);
      if (known === undefined) {
        const words = splitWords(text);
        known = { words, ids: Int32Array.from(words.words, (word) => numbers.get(word) ?? -1) };
        texts.set(text, known);
      }
      return known;
    },
    turnsWith: (text) => {
      contents ??= groupContents(turns);
      return contents.get(text) ?? noTurns;
    },
    placesOfWord: (id, expected, limit) => (id < 0 ? [] : nearest(placesIn(single, id), expected, limit)),
    placesOfThree: (a, b, c, expected, limit) =>
      a < 0 || b < 0 || c < 0 ? [] : nearest(placesIn(triple, hashOf(a, b, c, mask)), expected, limit),
  };
}

/** The turn that starts nearest to a time, -1 when no turn has one. */
export function nearestTurn({ times }: Stream, timeMs: number): number {
  const { startsMs, positions } = times;
  let low = 0;
  let high = startsMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((startsMs[middle] as number) < timeMs) low = middle + 1;
    else high = middle;
  }
  const distance = (place: number) => Math.abs((startsMs[place] ?? Number.POSITIVE_INFINITY) - timeMs);
  return positions[distance(low - 1) < distance(low) ? low - 1 : low] ?? -1;
}
