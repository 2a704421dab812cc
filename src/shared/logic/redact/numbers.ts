import type { RedactedSpan } from './spans.ts';

// Digits as they are written and as they are dictated.
const words = new Map(
  ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].map((word, digit) => [word, digit]),
);
words.set('oh', 0).set('nought', 0).set('null', 0);
const repeats = new Map([
  ['double', 1],
  ['triple', 2],
]);

const token = `(?:\\p{Nd}|(?<![\\p{L}\\p{N}])(?:${[...words.keys(), ...repeats.keys()].join('|')})(?![\\p{L}\\p{N}]))`;
const between = `[\\s().,/+*_\\u2010-\\u2015\\u200b-\\u200f\\u2060\\u00ad-]{0,3}`;
const run = new RegExp(`[+(]{0,2}${token}(?:${between}${token})*`, 'giu');
const part = new RegExp(token, 'giu');

/** Fewest digits of a phone number that somebody could call, and of a card's. */
const PHONE_DIGITS = 7;
const CARD_DIGITS = 13;

const isoDay = /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Which runs of digits go. `known` = digits that go whatever their length, four at least. */
export interface NumberRules {
  phones: boolean;
  cards: boolean;
  known: ReadonlySet<string>;
}

/**
 * Runs of digits that may be a phone or card number: separated as people do, or dictated in English words. Wide rather than
 * narrow: anything from seven digits on counts as a phone number, unless it is a day (2026-11-25).
 */
export function findNumbers(text: string, rules: NumberRules): RedactedSpan[] {
  const found: RedactedSpan[] = [];
  for (const match of text.matchAll(run)) {
    const digits = digitsOf(match[0]);
    const mark = markOf(match[0], digits, rules);
    if (mark) found.push({ from: match.index, to: match.index + match[0].length, mark });
  }
  return found;
}

function markOf(text: string, digits: string, { phones, cards, known }: NumberRules): string | null {
  if (containsKnown(digits, known)) return '[number]';
  if (isoDay.test(text)) return null;
  if (cards && digits.length >= CARD_DIGITS) return '[card]';
  return phones && digits.length >= PHONE_DIGITS ? '[number]' : null;
}

/** The digits of a run, or of a value like a PIN. */
export function digitsOf(text: string): string {
  let digits = '';
  let repeated = 0;
  for (const [piece] of text.matchAll(part)) {
    const word = piece.toLowerCase();
    const again = repeats.get(word);
    if (again !== undefined) {
      repeated = again;
      continue;
    }
    digits += String(words.get(word) ?? digitValue(word)).repeat(repeated + 1);
    repeated = 0;
  }
  return digits;
}

/** The value of a decimal digit of any script: Unicode has them in rows of ten that begin with their zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 48;
  if (code < 128) return code - 48;
  let first = code;
  while (code - first < 9 && /\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return code - first;
}

export const KNOWN_DIGITS = 4;

function containsKnown(digits: string, known: ReadonlySet<string>): boolean {
  if (known.size === 0 || digits.length < KNOWN_DIGITS) return false;
  for (let from = 0; from + KNOWN_DIGITS <= digits.length; from += 1) {
    for (let to = from + KNOWN_DIGITS; to <= Math.min(digits.length, from + 24); to += 1) {
      if (known.has(digits.slice(from, to))) return true;
    }
  }
  return false;
}
