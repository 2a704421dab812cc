import { foldText } from '../fold-text.ts';

/** A text's words as they are compared, and where each stands in the text (UTF-16 units, `to` exclusive). */
export interface Words {
  readonly words: readonly string[];
  readonly from: Int32Array;
  readonly to: Int32Array;
}

// A word is a run of letters and digits. Scripts that put no space between words give one for each character, and so do
// signs that are read (emoji, currency); punctuation and spaces are none.
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]]+|\p{S}/gv;

/** Splits a text into at most `limit` words; case, accents and punctuation do not count (see `foldText`). */
export function splitWords(text: string, limit = Number.POSITIVE_INFINITY): Words {
  const folded = foldText(text);
  const words: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  for (const found of folded.text.matchAll(word)) {
    if (words.length >= limit) break;
    words.push(found[0]);
    from.push(folded.starts[found.index] ?? 0);
    to.push(folded.starts[found.index + found[0].length] ?? text.length);
  }
  return { words, from: Int32Array.from(from), to: Int32Array.from(to) };
}
