import type { CallAlignment } from '../../model/compare.ts';
import type { MeasuredGap } from '../../model/timing.ts';
import type { Turn } from '../../model/turn.ts';
import { gapOf } from '../latency.ts';

/** One gap of two calls: as reported or as measured, ms; `apartMs` = B minus A, null where either is missing. */
export interface GapsOfPair {
  readonly a: number | null;
  readonly b: number | null;
  readonly apartMs: number | null;
}

/** A row of two calls side by side. */
export interface CallPair {
  readonly a: Turn | null;
  readonly b: Turn | null;
  readonly likeness: number | null;
  readonly pinned: boolean;
  /** The words differ, or one call has no such turn. */
  readonly differs: boolean;
  readonly reported: GapsOfPair;
  readonly measured: GapsOfPair;
  /** One of the measured gaps is of low confidence. */
  readonly unsure: boolean;
}

/** A call's turns and what was measured of each, by place; nothing measured = no list. */
export interface PairedTurns {
  readonly turns: readonly Turn[];
  readonly gaps: readonly (MeasuredGap | null)[];
}

/** The rows of two calls with their turns and gaps. Rows that name a turn which is not there any more lose it. */
export function pairCalls({ rows }: Pick<CallAlignment, 'rows'>, a: PairedTurns, b: PairedTurns): CallPair[] {
  return rows.flatMap((row): CallPair[] => {
    const inA = row.a === null ? null : (a.turns[row.a] ?? null);
    const inB = row.b === null ? null : (b.turns[row.b] ?? null);
    if (inA === null && inB === null) return [];
    const heardA = inA === null ? null : (a.gaps[inA.index] ?? null);
    const heardB = inB === null ? null : (b.gaps[inB.index] ?? null);
    return [
      {
        a: inA,
        b: inB,
        likeness: row.likeness,
        pinned: row.pinned,
        differs: inA === null || inB === null || inA.content !== inB.content,
        reported: apart(inA === null ? null : gapOf(inA), inB === null ? null : gapOf(inB)),
        measured: apart(heardA?.ms ?? null, heardB?.ms ?? null),
        unsure: heardA?.confidence === 'low' || heardB?.confidence === 'low',
      },
    ];
  });
}

const apart = (a: number | null, b: number | null): GapsOfPair => ({
  a,
  b,
  apartMs: a === null || b === null ? null : b - a,
});

/** How two calls go together. */
export interface PairCounts {
  readonly pairs: number;
  readonly sameWords: number;
  readonly onlyA: number;
  readonly onlyB: number;
}

/** Counts the rows. */
export function countPairs(rows: readonly CallPair[]): PairCounts {
  const count = (is: (row: CallPair) => boolean) => rows.filter(is).length;
  return {
    pairs: count(({ a, b }) => a !== null && b !== null),
    sameWords: count(({ differs }) => !differs),
    onlyA: count(({ b }) => b === null),
    onlyB: count(({ a }) => a === null),
  };
}

/** The next row, or with -1 the one before, that is what is looked for; goes round the ends. Null when there is none. */
export function findRow(
  rows: readonly CallPair[],
  from: number,
  direction: 1 | -1,
  is: (row: CallPair) => boolean,
): number | null {
  for (let step = 1; step <= rows.length; step += 1) {
    const at = (((from + direction * step) % rows.length) + rows.length) % rows.length;
    const row = rows[at];
    if (row !== undefined && is(row)) return at;
  }
  return null;
}
