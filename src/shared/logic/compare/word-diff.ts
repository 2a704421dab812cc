import { mapTexts } from '../corrections/text-map.ts';

/** A stretch of a text held against another: in both, only in this one, or only in the other. */
export interface DiffPart {
  readonly kind: 'same' | 'own' | 'other';
  readonly text: string;
}

/** What differs between two texts; `parts` null = they are too long to be compared word by word. */
export interface WordDifference {
  readonly parts: readonly DiffPart[] | null;
  /** How many stretches differ. */
  readonly changes: number;
  /** Hardly a word is in both: marking the rest would mark everything. */
  readonly unlike: boolean;
}

/** Below this share of its characters in common a text is another one. */
const UNLIKE = 0.2;

/** Longer texts, both together, are shown as they are: finding the words takes time by the product of their numbers. */
export const MOST_CHARACTERS = 30_000;

/**
 * What words `text` has that `base` has not, and which it lacks, in the order of reading; case and punctuation count. Words are
 * those of `mapTexts`: runs between spaces, single characters where a script has no spaces.
 */
export function diffWords(base: string, text: string): WordDifference {
  if (base === text) return { parts: text === '' ? [] : [{ kind: 'same', text }], changes: 0, unlike: false };
  if (base.length + text.length > MOST_CHARACTERS) return { parts: null, changes: 1, unlike: false };
  const parts: DiffPart[] = [];
  let changes = 0;
  let common = 0;
  for (const block of mapTexts(base, text).blocks) {
    const own = text.slice(block.shownFrom, block.shownTo);
    if (block.same) {
      common += own.length;
      parts.push({ kind: 'same', text: own });
      continue;
    }
    changes += 1;
    const lost = base.slice(block.sentFrom, block.sentTo);
    if (lost !== '') parts.push({ kind: 'other', text: lost.endsWith(' ') || own === '' ? lost : `${lost} ` });
    if (own !== '') parts.push({ kind: 'own', text: own });
  }
  return { parts, changes, unlike: common < UNLIKE * Math.max(base.length, text.length) };
}
