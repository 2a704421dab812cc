import type { RedactionRules } from '#shared/model/bundle.ts';
import { findEmails } from './emails.ts';
import { digitsOf, findNumbers, KNOWN_DIGITS } from './numbers.ts';
import { joinSpans, type RedactedSpan, replaceSpans } from './spans.ts';
import { createWordList } from './words.ts';

/** Finds what the rules take out of a text. Made once for a bundle. */
export interface Redactor {
  /** Places to be replaced, in order, none over another. */
  find(text: string): RedactedSpan[];
  /** The text without them. */
  redact(text: string): string;
  /** Whether a variable's value is to go whole. */
  isVariable(name: string): boolean;
  /** Places replaced by `redact` so far. */
  readonly replaced: number;
}

/** Shorter values ("y", "no") are no names: they go where they are a variable's value, not wherever they stand. */
const SHORTEST_VALUE = 3;

/**
 * `values` = what the chosen variables hold in all of the bundle's calls. A value that is mostly digits is found however its
 * digits are separated or dictated; any other like a name.
 */
export function createRedactor(rules: Omit<RedactionRules, 'audio'>, values: Iterable<string>): Redactor {
  const known = new Set<string>();
  const removed: string[] = [];
  for (const value of values) {
    const digits = digitsOf(value);
    if (
      digits.length >= KNOWN_DIGITS &&
      digits.length <= 24 &&
      digits.length * 2 > value.replaceAll(/\s/g, '').length
    ) {
      known.add(digits);
    } else if (value.trim().length >= SHORTEST_VALUE) removed.push(value);
  }
  const names = createWordList(rules.names, '[name]');
  const words = createWordList(removed, '[removed]');
  const variables = new Set(rules.variables.map((name) => name.toLowerCase()));
  const numbers = { phones: rules.phones, cards: rules.cards, known };
  let replaced = 0;

  const find = (text: string): RedactedSpan[] => {
    if (text === '') return [];
    return joinSpans([
      ...(rules.emails ? findEmails(text) : []),
      ...findNumbers(text, numbers),
      ...names.find(text),
      ...words.find(text),
    ]);
  };
  return {
    find,
    redact: (text) => {
      const spans = find(text);
      replaced += spans.length;
      return spans.length === 0 ? text : replaceSpans(text, spans);
    },
    isVariable: (name) => variables.has(name.toLowerCase()),
    get replaced() {
      return replaced;
    },
  };
}
