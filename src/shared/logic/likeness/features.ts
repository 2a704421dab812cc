import { hanWeights, tellingOf } from './common-words.ts';
import { normalise, READ_CHARACTERS, type Token, tokensOfTemplate } from './normalise.ts';
import type { Slot } from './raw-tokens.ts';

/** What a turn is compared by: stems of its words, pairs of neighbouring telling ones, pieces of words where no spaces are written. */
export interface Features {
  /** How telling each is. */
  readonly weights: ReadonlyMap<string, number>;
  /** Sum of the weights; 0 = nothing to go by. */
  readonly total: number;
  /** Those that say what the turn is about, for an index; all of them where none does. */
  readonly terms: readonly string[];
}

/** A turn with names, numbers, dates and the like left open. */
export interface Wording {
  /** 16 hexadecimal digits; the same for turns that differ in slots only. */
  readonly key: string;
  /** The folded words with `@` for names, `#` for numbers, `#date`, `#amount` and so on (`slotSigns`); `featuresOfTemplate` reads it. */
  readonly template: string;
  readonly features: Features;
}

/** So many of the most telling features of a turn are kept. A turn of 60 words has about 150. */
export const MAX_FEATURES = 384;

const slotWeights: Readonly<Record<Slot, number>> = {
  name: 0.05,
  number: 0.2,
  amount: 0.4,
  date: 0.25,
  time: 0.25,
  id: 0.2,
  email: 0.3,
  url: 0.3,
};

/** Features of words as `normalise` gives them. */
export function featuresOf(tokens: readonly Token[]): Features {
  const bag = new Map<string, number>();
  const add = (feature: string, weight: number): void => {
    if (weight > (bag.get(feature) ?? 0)) bag.set(feature, weight);
  };
  let before = '';
  let kana = '';
  for (const { text, slot } of tokens) {
    const isKana = slot === null && /^\p{Script=Hiragana}+$/u.test(text);
    if (!isKana && kana !== '') {
      addKana(kana, add);
      kana = '';
    }
    if (slot !== null) add(text, slotWeights[slot]);
    else if (isKana) kana += text;
    else {
      const stem = addWord(text, add);
      if (stem !== '' && before !== '' && stem !== before) add(`2 ${[before, stem].sort().join(' ')}`, 0.25);
      if (stem !== '') before = stem;
    }
  }
  if (kana !== '') addKana(kana, add);
  return pack(bag);
}

/** Adds the features of a word; gives back its stem where it is telling, else ''. */
function addWord(word: string, add: (text: string, weight: number) => void): string {
  if (/^\p{Script=Han}+$/u.test(word)) {
    const signs = [...word];
    // A sign of a pair that says little, or much, does so as well.
    const about = (sign: string, at: number): number =>
      hanWeights.get(`${sign}${signs[at + 1] ?? ''}`) ?? hanWeights.get(`${signs[at - 1] ?? ''}${sign}`) ?? 1;
    for (const [at, sign] of signs.entries()) {
      add(`1 ${sign}`, hanWeights.get(sign) ?? (signs.length === 1 ? 0.8 : 0.3) * about(sign, at));
    }
    for (let at = 0; at + 1 < signs.length; at += 1) {
      const pair = `${signs[at]}${signs[at + 1]}`;
      add(`p ${pair}`, hanWeights.get(pair) ?? 0.7);
    }
    return '';
  }
  if (/^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+$/u.test(word)) {
    for (let at = 0; at < Math.max(1, word.length - 2); at += 1) add(`3 ${word.slice(at, at + 3)}`, 0.4);
    return '';
  }
  if (/^[\p{Script=Katakana}ー]+$/u.test(word)) {
    add(`w ${word}`, hanWeights.get(word) ?? 1);
    return word;
  }
  const telling = tellingOf(word);
  if (telling < 0.9) {
    add(`w ${word}`, telling);
    return '';
  }
  if (/^\p{Script=Hangul}+$/u.test(word)) {
    const syllables = [...word.normalize('NFC')];
    for (let at = 0; at < Math.max(1, syllables.length - 1); at += 1)
      add(`k ${syllables.slice(at, at + 2).join('')}`, 0.5);
    return '';
  }
  const stem = stemOf(word);
  if (/\p{Script=Hebrew}/u.test(word)) {
    // Verbs keep their consonants, nouns what is left when the particles before them go.
    add(`w ${stem}`, telling * 0.55);
    add(`w ${rootOf(word)}`, telling * 0.55);
    return stem;
  }
  // Long words are told by how they begin as well: "confirm" and "confirmation".
  const head = stem.length > 4 ? stem.slice(0, 4) : '';
  add(`w ${stem}`, head === '' ? telling : telling * 0.7);
  if (head !== '') add(`h ${head}`, telling * 0.3);
  return stem;
}

const negated = /ません|ない|なかった|ず(?:に|$)/u;
const turned: ReadonlyArray<readonly [RegExp, string, number]> = [
  [negated, 'not', 0.7],
  [/ありがとう/u, 'thanks', 0.4],
  [/いつ/u, 'when', 0.35],
  [/どこ|どちら/u, 'where', 0.35],
  [/なぜ|どうして/u, 'why', 0.35],
  [/いくら/u, 'how much', 0.5],
  [/もしもし|こんにちは/u, 'hello', 0.4],
];

/** Kana between the characters is grammar for the most part: pairs with little weight, and the few that turn a sentence round. */
function addKana(run: string, add: (text: string, weight: number) => void): void {
  for (const [pattern, name, weight] of turned) if (pattern.test(run)) add(`j ${name}`, weight);
  for (let at = 0; at < Math.max(1, run.length - 1); at += 1) add(`a ${run.slice(at, at + 2)}`, 0.04);
}

/** A word without its usual endings, and in Hebrew and Arabic without what is written onto its beginning; at most six letters of it. */
function stemOf(word: string): string {
  if (/\p{Script=Hebrew}/u.test(word)) return hebrewStem(word);
  if (/\p{Script=Arabic}/u.test(word)) {
    const bare = word.replace(/^[وفبلك]?(?:ال)?(?=.{3})/u, '');
    return bare.replace(/(?<=.{3})(?:ات|ون|ين|ها|كم|ك|ه|ة|ي)$/u, '').slice(0, 6);
  }
  let stem = word;
  if (stem.length > 5) stem = stem.replace(/(?:ing|ed|es|s)$/u, '');
  else if (stem.length > 3) stem = stem.replace(/s$/u, '');
  if (stem.length > 4) stem = stem.replace(/[aeio]$/u, '');
  return stem.slice(0, 6);
}

function hebrewStem(word: string): string {
  let stem = word;
  for (let i = 0; i < 2 && stem.length > 3 && /^[והבלמשכ]/u.test(stem); i += 1) stem = stem.slice(1);
  if (stem.length > 4) stem = stem.replace(/(?:ים|ות|יך|כם|ך)$/u, '');
  else if (stem.length > 3) stem = stem.replace(/ך$/u, '');
  return stem.replace(/ת$/u, 'ה');
}

/** About the root of a Hebrew word: consonants without the letters that stand for vowels, and without the usual affixes. */
function rootOf(word: string): string {
  let root = word.length > 4 ? word.replace(/(?:תי|נו|תם|ים|ות)$/u, '') : word;
  root = root.replace(/(?<=.{2})[הת]$/u, '').replace(/(?<=.)[וי]/gu, '');
  while (root.length > 3 && /^[והבלמשכנית]/u.test(root)) root = root.slice(1);
  return root;
}

/** From this weight on a word, a piece of one or a pair of characters goes into the index. */
const TELLING = 0.4;

function pack(bag: ReadonlyMap<string, number>): Features {
  const entries = [...bag];
  if (entries.length > MAX_FEATURES) {
    entries.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    entries.length = MAX_FEATURES;
  }
  const telling = entries.filter(([feature, weight]) => weight >= TELLING && !/^[2h] /u.test(feature));
  return {
    weights: new Map(entries),
    total: entries.reduce((sum, [, weight]) => sum + weight, 0),
    terms: (telling.length > 0 ? telling : entries).map(([feature]) => feature),
  };
}

/**
 * A turn's wording; null when it has no word and no number (silence, emoji). `names` = words known to be names, from the call's variables.
 * `READ_CHARACTERS` of the turn are read; longer ones are told apart by their length besides.
 */
export function wordingOf(text: string, names: Iterable<string> = []): Wording | null {
  const tokens = normalise(text, names);
  if (tokens.length === 0) return null;
  const template = templateOf(tokens);
  const rest = text.length > READ_CHARACTERS ? ` +${text.length - READ_CHARACTERS}` : '';
  return { key: digest(template.replaceAll('#id', '#') + rest), template, features: featuresOf(tokens) };
}

function templateOf(tokens: readonly Token[]): string {
  return tokens.map(({ text, joined }, i) => (i === 0 || joined ? text : ` ${text}`)).join('');
}

/** The features of a template that was stored. */
export function featuresOfTemplate(template: string): Features {
  return featuresOf(tokensOfTemplate(template));
}

/** Two 32-bit FNV-1a hashes with different beginnings, as 16 hexadecimal digits: enough to tell millions of texts apart. */
export function digest(text: string): string {
  return [0x811c9dc5, 0x01234567].map((seed) => fnv(text, seed).toString(16).padStart(8, '0')).join('');
}

/** A number for a word of an index, 32 bits. */
export function termNumber(term: string): number {
  return fnv(term, 0x811c9dc5);
}

function fnv(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
