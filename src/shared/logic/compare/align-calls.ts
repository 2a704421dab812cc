import type { AlignedRow, CallAlignment } from '../../model/compare.ts';
import { type DecidedPairs, decidePairs, type PairedCall } from './decided-pairs.ts';

/** A pair or a turn alone, places within the lists that were aligned. */
export interface AlignedPair {
  readonly a: number | null;
  readonly b: number | null;
  readonly likeness: number | null;
}

/** What is said in one turn, and by whom. */
export type SaidTurn = PairedCall['turns'][number];

/** Aligns two lists of turns by what is said: every turn once, in the order of its list. */
export type AlignTurns = (a: readonly SaidTurn[], b: readonly SaidTurn[]) => readonly AlignedPair[];

/**
 * Two calls turn by turn. Between pins the turns are aligned by themselves, so that nothing can cross a pin; a pair that was
 * broken is shown as a turn of the one call and a turn of the other.
 */
export function alignCalls(a: PairedCall, b: PairedCall, align: AlignTurns): CallAlignment {
  const { pins, breaks, doubtful }: DecidedPairs = decidePairs(a, b);
  const broken = new Set(breaks.map((pair) => `${pair.a} ${pair.b}`));
  const rows: AlignedRow[] = [];
  const stretch = (fromA: number, toA: number, fromB: number, toB: number): void => {
    for (const pair of align(a.turns.slice(fromA, toA), b.turns.slice(fromB, toB))) {
      const inA = pair.a === null ? null : pair.a + fromA;
      const inB = pair.b === null ? null : pair.b + fromB;
      if (inA !== null && inB !== null && broken.has(`${inA} ${inB}`)) {
        rows.push({ a: inA, b: null, likeness: null, pinned: false });
        rows.push({ a: null, b: inB, likeness: null, pinned: false });
      } else rows.push({ a: inA, b: inB, likeness: pair.likeness, pinned: false });
    }
  };
  let [atA, atB] = [0, 0];
  for (const pin of pins) {
    stretch(atA, pin.a, atB, pin.b);
    rows.push({ a: pin.a, b: pin.b, likeness: null, pinned: true });
    [atA, atB] = [pin.a + 1, pin.b + 1];
  }
  stretch(atA, a.turns.length, atB, b.turns.length);
  return { rows, pins: [...pins], breaks: [...breaks], doubtful: [...doubtful] };
}
