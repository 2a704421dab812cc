import { splitUnits } from '../corrections/units.ts';
import type { AlignedPair, AlignTurns, SaidTurn } from './align-calls.ts';

/** What a turn alone costs; a pair that shares fewer of its words than twice this stays apart. */
const ALONE = 0.2;

const DIAGONAL = 0;
const FROM_A = 1;
const FROM_B = 2;

/**
 * Global alignment of two lists of turns (Needleman, Wunsch 1970): pairs score the share of words they have in common (Jaccard),
 * turns of different speakers never pair. Work and memory grow with the product of the lengths: a byte a cell.
 */
export const alignTurns: AlignTurns = (a, b) => {
  const inA = a.map(readTurn);
  const inB = b.map(readTurn);
  const width = b.length + 1;
  const origin = new Uint8Array((a.length + 1) * width);
  let above = new Float64Array(width);
  for (let c = 1; c < width; c += 1) {
    above[c] = (above[c - 1] ?? 0) - ALONE;
    origin[c] = FROM_B;
  }
  inA.forEach((one, r) => {
    const scores = new Float64Array(width);
    scores[0] = (above[0] ?? 0) - ALONE;
    origin[(r + 1) * width] = FROM_A;
    inB.forEach((other, c) => {
      const pair = (above[c] ?? 0) + (likeness(one, other) ?? Number.NEGATIVE_INFINITY);
      const aloneA = (above[c + 1] ?? 0) - ALONE;
      const aloneB = (scores[c] ?? 0) - ALONE;
      const best = Math.max(pair, aloneA, aloneB);
      scores[c + 1] = best;
      origin[(r + 1) * width + c + 1] = best === pair ? DIAGONAL : best === aloneA ? FROM_A : FROM_B;
    });
    above = scores;
  });
  const rows: AlignedPair[] = [];
  for (let r = a.length, c = b.length; r > 0 || c > 0; ) {
    const from = r === 0 ? FROM_B : c === 0 ? FROM_A : origin[r * width + c];
    if (from === FROM_A) rows.push({ a: --r, b: null, likeness: null });
    else if (from === FROM_B) rows.push({ a: null, b: --c, likeness: null });
    else {
      r -= 1;
      c -= 1;
      const [one, other] = [inA[r], inB[c]];
      rows.push({ a: r, b: c, likeness: one && other ? likeness(one, other) : null });
    }
  }
  return rows.reverse();
};

interface Read {
  readonly role: SaidTurn['role'];
  readonly words: ReadonlySet<string>;
}

const readTurn = ({ role, content }: SaidTurn): Read => ({ role, words: new Set(splitUnits(content).units) });

function likeness(a: Read, b: Read): number | null {
  if (a.role !== b.role) return null;
  if (a.words.size === 0 || b.words.size === 0) return a.words.size === b.words.size ? 1 : 0;
  let common = 0;
  for (const word of a.words) if (b.words.has(word)) common += 1;
  return common / (a.words.size + b.words.size - common);
}
