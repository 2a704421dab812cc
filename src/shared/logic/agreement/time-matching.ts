import { bestAssignment } from './assignment.ts';

/** A stretch of the recording, ms; `endMs` is not before `startMs`. */
export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

export interface RangePair {
  /** Positions in the two lists. */
  readonly a: number;
  readonly b: number;
  readonly iou: number;
}

/** What two reviewers marked, put side by side. The rest of either list stands alone. */
export interface Matching<P> {
  readonly pairs: readonly P[];
  readonly onlyA: readonly number[];
  readonly onlyB: readonly number[];
}

/** Beyond so many cells a knot of overlapping ranges is paired greedily: the best assignment would take minutes. */
const MAX_CELLS = 160_000;

/**
 * Intersection over union of two ranges, 0 to 1 (Jaccard 1912). Two ranges without length are the same or nothing of each other.
 */
export function iouOf(a: TimeRange, b: TimeRange): number {
  const union = Math.max(a.endMs, b.endMs) - Math.min(a.startMs, b.startMs);
  if (union <= 0) return 1;
  const shared = Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs);
  // A gap between them does not belong to the union, but then nothing is shared either.
  return Math.max(0, shared) / union;
}

/**
 * Pairs two reviewers' ranges one to one so that the sum of IoU is largest; ranges that do not overlap are never paired. The order of
 * either list makes no difference to that sum. Exact up to knots of 400 by 400 ranges that all hang together by overlaps; in larger
 * ones the pair with the largest IoU is taken first.
 */
export function matchRanges(a: readonly TimeRange[], b: readonly TimeRange[]): Matching<RangePair> {
  const pairs = knots(a, b).flatMap(({ as, bs }) => {
    const gains = as.length * bs.length <= MAX_CELLS ? bestAssignment(gainsOf(a, b, as, bs)) : null;
    if (gains === null) return greedy(a, b, as, bs);
    return gains.flatMap((column, row) => {
      const i = as[row];
      const j = column === null ? undefined : bs[column];
      const first = i === undefined ? undefined : a[i];
      const second = j === undefined ? undefined : b[j];
      if (i === undefined || j === undefined || !first || !second) return [];
      return [{ a: i, b: j, iou: iouOf(first, second) }];
    });
  });
  return rest(pairs, a.length, b.length);
}

function gainsOf(
  a: readonly TimeRange[],
  b: readonly TimeRange[],
  as: readonly number[],
  bs: readonly number[],
): number[][] {
  return as.map((i) =>
    bs.map((j) => {
      const first = a[i];
      const second = b[j];
      return first && second ? iouOf(first, second) : 0;
    }),
  );
}

function greedy(
  a: readonly TimeRange[],
  b: readonly TimeRange[],
  as: readonly number[],
  bs: readonly number[],
): RangePair[] {
  // Sorted by start, a range meets a short run of the other list, so not all pairs are looked at.
  const byStart = [...bs].sort((x, y) => (b[x]?.startMs ?? 0) - (b[y]?.startMs ?? 0));
  const candidates: RangePair[] = [];
  for (const i of as) {
    const first = a[i];
    if (!first) continue;
    let best: RangePair[] = [];
    for (const j of byStart) {
      const second = b[j];
      if (!second) continue;
      if (second.startMs > first.endMs) break;
      const iou = iouOf(first, second);
      if (iou > 0) best.push({ a: i, b: j, iou });
    }
    // Each range keeps its best few, so that ten thousand ranges on top of each other do not make a hundred million pairs.
    best = best.sort((x, y) => y.iou - x.iou).slice(0, 50);
    candidates.push(...best);
  }
  candidates.sort((x, y) => y.iou - x.iou || x.a - y.a || x.b - y.b);
  const takenA = new Set<number>();
  const takenB = new Set<number>();
  return candidates.filter((pair) => {
    if (takenA.has(pair.a) || takenB.has(pair.b)) return false;
    takenA.add(pair.a);
    takenB.add(pair.b);
    return true;
  });
}

/** Groups of ranges of both lists that hang together by overlaps: between groups nothing can be paired. */
function knots(a: readonly TimeRange[], b: readonly TimeRange[]): { as: number[]; bs: number[] }[] {
  const all = [
    ...a.map((range, at) => ({ range, at, first: true })),
    ...b.map((range, at) => ({ range, at, first: false })),
  ].sort((x, y) => x.range.startMs - y.range.startMs);
  const found: { as: number[]; bs: number[] }[] = [];
  let knot: { as: number[]; bs: number[] } = { as: [], bs: [] };
  let endMs = Number.NEGATIVE_INFINITY;
  for (const { range, at, first } of all) {
    if (range.startMs > endMs) {
      knot = { as: [], bs: [] };
      found.push(knot);
    }
    (first ? knot.as : knot.bs).push(at);
    endMs = Math.max(endMs, range.endMs);
  }
  return found.filter(({ as, bs }) => as.length > 0 && bs.length > 0);
}

export interface PointPair {
  readonly a: number;
  readonly b: number;
  readonly errorMs: number;
}

/**
 * Pairs two reviewers' points one to one: as many as lie within the tolerance of each other, and of those pairings the one with the
 * smallest sum of distances. In time order no two pairs need to cross, so walking both sorted lists once is exact.
 */
export function matchPoints(a: readonly number[], b: readonly number[], toleranceMs: number): Matching<PointPair> {
  const pairs = pointKnots(a, b, toleranceMs).flatMap(({ as, bs }) => matchSortedPoints(a, b, as, bs, toleranceMs));
  return rest(pairs, a.length, b.length);
}

function matchSortedPoints(
  a: readonly number[],
  b: readonly number[],
  as: readonly number[],
  bs: readonly number[],
  toleranceMs: number,
): PointPair[] {
  const width = bs.length + 1;
  const count = new Int32Array((as.length + 1) * width);
  const cost = new Float64Array((as.length + 1) * width);
  // 0 = neither, 1 = skip a, 2 = skip b, 3 = pair.
  const step = new Uint8Array((as.length + 1) * width);
  for (let i = 1; i <= as.length; i += 1) step[i * width] = 1;
  for (let j = 1; j <= bs.length; j += 1) step[j] = 2;
  for (let i = 1; i <= as.length; i += 1) {
    for (let j = 1; j <= bs.length; j += 1) {
      const cell = i * width + j;
      const take = (from: number, how: number, pairs: number, ms: number) => {
        const n = (count[from] ?? 0) + pairs;
        const sum = (cost[from] ?? 0) + ms;
        if (step[cell] !== 0 && (n < (count[cell] ?? 0) || (n === count[cell] && sum >= (cost[cell] ?? 0)))) return;
        count[cell] = n;
        cost[cell] = sum;
        step[cell] = how;
      };
      take(cell - width, 1, 0, 0);
      take(cell - 1, 2, 0, 0);
      const distance = Math.abs((a[as[i - 1] ?? 0] ?? 0) - (b[bs[j - 1] ?? 0] ?? 0));
      if (distance <= toleranceMs) take(cell - width - 1, 3, 1, distance);
    }
  }
  const pairs: PointPair[] = [];
  let i = as.length;
  let j = bs.length;
  while (i > 0 || j > 0) {
    const how = step[i * width + j];
    const first = as[i - 1];
    const second = bs[j - 1];
    if (how === 3 && first !== undefined && second !== undefined) {
      pairs.push({ a: first, b: second, errorMs: Math.abs((a[first] ?? 0) - (b[second] ?? 0)) });
    }
    if (how !== 2) i -= 1;
    if (how !== 1) j -= 1;
  }
  return pairs.reverse();
}

/** At most so many points of a reviewer in one run are paired with each other at once; a longer run is cut. */
const MAX_RUN = 1500;

/** Runs of points, in time order, in which neighbours are within the tolerance: between runs nothing can be paired. */
function pointKnots(a: readonly number[], b: readonly number[], toleranceMs: number): { as: number[]; bs: number[] }[] {
  const all = [...a.map((ms, at) => ({ ms, at, first: true })), ...b.map((ms, at) => ({ ms, at, first: false }))].sort(
    (x, y) => x.ms - y.ms,
  );
  const found: { as: number[]; bs: number[] }[] = [];
  let run: { as: number[]; bs: number[] } = { as: [], bs: [] };
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { ms, at, first } of all) {
    if (ms - lastMs > toleranceMs || run.as.length >= MAX_RUN || run.bs.length >= MAX_RUN) {
      run = { as: [], bs: [] };
      found.push(run);
    }
    (first ? run.as : run.bs).push(at);
    lastMs = ms;
  }
  return found.filter(({ as, bs }) => as.length > 0 && bs.length > 0);
}

function rest<P extends { readonly a: number; readonly b: number }>(
  pairs: readonly P[],
  a: number,
  b: number,
): Matching<P> {
  const takenA = new Set(pairs.map((pair) => pair.a));
  const takenB = new Set(pairs.map((pair) => pair.b));
  const without = (count: number, taken: ReadonlySet<number>) =>
    Array.from({ length: count }, (_, at) => at).filter((at) => !taken.has(at));
  return { pairs, onlyA: without(a, takenA), onlyB: without(b, takenB) };
}
