import { foldText } from '../fold-text.ts';
import type { RedactedSpan } from './spans.ts';

/** Words to be found whatever their case and accents: built once, then looked up in as many texts as there are. */
export interface WordList {
  find(text: string): RedactedSpan[];
}

const word = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts that write words without spaces. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** A word of a phrase is looked for by itself from so many letters on. */
const ALONE_LETTERS = 3;
/** From so many letters on a word may have an ending ("Kovácsnak", "Müllers"). */
const ENDING_LETTERS = 5;

/**
 * Finds phrases and each of their longer words. Wide rather than narrow: a name of five letters or more is also found with an
 * ending. The time depends on the text, hardly on how many phrases there are.
 */
export function createWordList(phrases: Iterable<string>, mark: string): WordList {
  const sequences = new Map<string, string[][]>();
  const alone = new Set<string>();
  const withinWords: string[] = [];
  for (const phrase of phrases) {
    const folded = foldText(phrase).text;
    const tokens = folded.match(word) ?? [];
    const [first] = tokens;
    if (first === undefined) continue;
    if (unspaced.test(folded)) withinWords.push(...tokens);
    sequences.set(first, [...(sequences.get(first) ?? []), tokens]);
    for (const token of tokens) if (/\p{L}/u.test(token) && [...token].length >= ALONE_LETTERS) alone.add(token);
  }
  if (sequences.size === 0) return { find: () => [] };

  return {
    find: (text) => {
      const folded = foldText(text);
      const tokens = [...folded.text.matchAll(word)].map((match) => ({ text: match[0], at: match.index }));
      const spans: RedactedSpan[] = [];
      const add = (from: number, to: number) => {
        spans.push({ from: folded.starts[from] ?? 0, to: folded.starts[to] ?? text.length, mark });
      };
      for (const [n, token] of tokens.entries()) {
        const whole = longest(sequences.get(token.text) ?? [], tokens, n);
        const last = tokens[n + whole - 1];
        if (whole > 0 && last) add(token.at, last.at + last.text.length);
        else if (isAlone(token.text, alone)) add(token.at, token.at + token.text.length);
      }
      for (const needle of withinWords) {
        for (let at = folded.text.indexOf(needle); at >= 0; at = folded.text.indexOf(needle, at + needle.length)) {
          add(at, at + needle.length);
        }
      }
      return spans;
    },
  };
}

/** How many tokens the longest of the sequences that stands at `n` has; 0 = none does. */
function longest(sequences: readonly string[][], tokens: readonly { text: string }[], n: number): number {
  return sequences.reduce(
    (most, sequence) =>
      sequence.length > most && sequence.every((part, at) => tokens[n + at]?.text === part) ? sequence.length : most,
    0,
  );
}

function isAlone(token: string, alone: ReadonlySet<string>): boolean {
  if (alone.has(token)) return true;
  for (let length = Math.min(token.length - 1, 40); length >= ENDING_LETTERS; length -= 1) {
    if (alone.has(token.slice(0, length))) return true;
  }
  return false;
}
