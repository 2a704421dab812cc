import { english } from './english.ts';
import { hebrew } from './hebrew.ts';
import { japanese } from './japanese.ts';
import { spanish } from './spanish.ts';

/** A half of the labelled set: rules and marks were set on one, figures are given for the other too. */
export type Half = 'tuning' | 'held out';

export interface LabelledFamily {
  readonly language: string;
  readonly half: Half;
  readonly name: string;
  readonly wordings: readonly string[];
}

/** Two turns, and whether they are the same moment of a call. */
export interface LabelledPair {
  readonly language: string;
  readonly half: Half;
  readonly a: string;
  readonly b: string;
  readonly like: boolean;
}

/** The labelled families of the four languages. */
export const labelledFamilies: readonly LabelledFamily[] = Object.entries({
  english,
  spanish,
  hebrew,
  japanese,
}).flatMap(([language, text]) =>
  text
    .trim()
    .split(/\n(?=[+-] )/u)
    .map((block) => {
      const [head = '', ...wordings] = block.split('\n');
      return { language, half: head.startsWith('+') ? 'tuning' : 'held out', name: head.slice(2), wordings } as const;
    }),
);

/** All pairs within families; and of those across families of a language and half the ones that share words: two, or one in three. */
export function labelledPairs(): LabelledPair[] {
  const pairs: LabelledPair[] = [];
  for (const [at, family] of labelledFamilies.entries()) {
    const { language, half } = family;
    for (const [i, a] of family.wordings.entries()) {
      for (const b of family.wordings.slice(i + 1)) pairs.push({ language, half, a, b, like: true });
    }
    for (const other of labelledFamilies.slice(at + 1)) {
      if (other.language !== language || other.half !== half) continue;
      for (const a of family.wordings) {
        for (const b of other.wordings) if (sharesWords(a, b)) pairs.push({ language, half, a, b, like: false });
      }
    }
  }
  return pairs;
}

/** Words of a text, or pairs of characters where no spaces are written: what a program without rules compares. */
export function plainWords(text: string): ReadonlySet<string> {
  const lower = text.toLowerCase();
  if (!/[\p{Script=Hiragana}\p{Script=Han}]/u.test(lower)) return new Set(lower.match(/[\p{L}\p{N}]+/gu) ?? []);
  const signs = lower.match(/[\p{L}\p{N}]/gu) ?? [];
  return new Set(signs.slice(1).map((sign, i) => `${signs[i]}${sign}`));
}

function sharesWords(a: string, b: string): boolean {
  const left = plainWords(a);
  const right = plainWords(b);
  const shared = left.intersection(right).size;
  return shared >= 2 || shared * 3 >= Math.min(left.size, right.size);
}
