import { negations, weightOf } from './function-words.ts';
import { tokensOf } from './tokens.ts';

/** What a turn is compared by: its words and pairs of neighbouring words with their weights, and parts of its telling words. */
export interface Features {
  readonly weights: ReadonlyMap<string, number>;
  readonly total: number;
  /** Something is denied in it. */
  readonly negated: boolean;
  /** Words that say what the turn is about, for an index; all words where none does. */
  readonly terms: readonly string[];
}

/** A turn that says the same apart from names and numbers has the same key. */
export interface Wording {
  /** 16 hexadecimal digits of the template. */
  readonly key: string;
  /** The folded words with `#` for numbers and `@` for names. */
  readonly template: string;
  readonly features: Features;
}

const TELLING = 0.9;
/** Order says something, but less than the words. */
const PAIR_SHARE = 0.35;
/** Inflected words share most of their parts. */
const PART_SHARE = 0.5;
const PART_CHARS = 4;

/** Features of words as `tokensOf` gives them. */
export function featuresOf(tokens: readonly string[]): Features {
  const weights = new Map<string, number>();
  const add = (feature: string, weight: number) => weights.set(feature, (weights.get(feature) ?? 0) + weight);
  let before: string | null = null;
  for (const token of tokens) {
    const weight = weightOf(token);
    const parts = partsOf(token);
    add(token, weight * (parts.length > 0 ? 1 - PART_SHARE : 1));
    for (const part of parts) add(part, (weight * PART_SHARE) / parts.length);
    if (before !== null) add(`${before} ${token}`, PAIR_SHARE * Math.min(weight, weightOf(before)));
    before = token;
  }
  // Said three times is not three times the matter.
  for (const [feature, weight] of weights) if (weight > 1.5) weights.set(feature, 1.5);
  const words = [...new Set(tokens)];
  const telling = words.filter((word) => weightOf(word) >= TELLING);
  let total = 0;
  for (const weight of weights.values()) total += weight;
  return {
    weights,
    total,
    negated: words.some((word) => negations.has(word)),
    terms: telling.length > 0 ? telling : words,
  };
}

function partsOf(word: string): string[] {
  if (weightOf(word) < TELLING || word.length <= PART_CHARS) return [];
  const parts: string[] = [];
  for (let at = 0; at + PART_CHARS <= word.length; at += 1) parts.push(`~${word.slice(at, at + PART_CHARS)}`);
  return parts;
}

/** A turn's wording; null when it has no words. `names` = words known to be names, from the call's variables. */
export function wordingOf(text: string, names: Iterable<string> = []): Wording | null {
  const tokens = tokensOf(text, names);
  if (tokens.length === 0) return null;
  const template = tokens.join(' ');
  return { key: digest(template), template, features: featuresOf(tokens) };
}

/** The features of a template that was stored. */
export function featuresOfTemplate(template: string): Features {
  return featuresOf(template.split(' '));
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
