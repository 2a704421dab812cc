import type { TimeAgreement } from '../../model/review/agreement.ts';
import { quantile } from '../stats/quantile.ts';
import { compareIds, type Mark, type ReviewedCall } from './rated.ts';
import { matchPoints, matchRanges, type TimeRange } from './time-matching.ts';

/** Two people who mark the same click of the tongue rarely hit it closer than this, ms. */
export const POINT_TOLERANCE_MS = 500;

interface Tally {
  readonly calls: Set<string>;
  readonly ious: number[];
  readonly startErrors: number[];
  readonly endErrors: number[];
  readonly pointErrors: number[];
  rangesAlone: number;
  pointsAlone: number;
}

/**
 * How far reviewers marked the same stretches and moments, by tag: over every pair of reviewers of a call, ranges paired for the largest
 * IoU, points within the tolerance. `agreement` is the F measure, which needs no count of what neither marked (Hripcsak & Rothschild
 * 2005). A mark with several tags counts under each.
 */
export function timeAgreements(
  calls: readonly ReviewedCall[],
  marks: readonly Mark[],
  toleranceMs: number = POINT_TOLERANCE_MS,
): TimeAgreement[] {
  const byCall = new Map<string, Mark[]>();
  for (const mark of marks) {
    const known = byCall.get(mark.callId);
    if (known === undefined) byCall.set(mark.callId, [mark]);
    else known.push(mark);
  }
  const tallies = new Map<string | null, Tally>();
  for (const { callId, reviews } of calls) {
    const ofCall = byCall.get(callId);
    if (ofCall === undefined || reviews.length < 2) continue;
    const byTag = groupByTag(ofCall);
    reviews.forEach(({ reviewer: a }, i) => {
      for (const { reviewer: b } of reviews.slice(i + 1)) {
        for (const [tag, tagged] of byTag) {
          const first = tagged.filter(({ reviewer }) => reviewer === a);
          const second = tagged.filter(({ reviewer }) => reviewer === b);
          if (first.length + second.length === 0) continue;
          const tally = tallies.get(tag) ?? emptyTally();
          tallies.set(tag, tally);
          tally.calls.add(callId);
          compare(first, second, toleranceMs, tally);
        }
      }
    });
  }
  return [...tallies]
    .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : compareIds(a, b)))
    .map(([tagId, tally]) => summary(tagId, tally));
}

function groupByTag(marks: readonly Mark[]): Map<string | null, Mark[]> {
  const groups = new Map<string | null, Mark[]>();
  for (const mark of marks) {
    const tags: readonly (string | null)[] = mark.tags.length === 0 ? [null] : [...new Set(mark.tags)];
    for (const tag of tags) {
      const known = groups.get(tag);
      if (known === undefined) groups.set(tag, [mark]);
      else known.push(mark);
    }
  }
  return groups;
}

function emptyTally(): Tally {
  return {
    calls: new Set(),
    ious: [],
    startErrors: [],
    endErrors: [],
    pointErrors: [],
    rangesAlone: 0,
    pointsAlone: 0,
  };
}

function compare(a: readonly Mark[], b: readonly Mark[], toleranceMs: number, tally: Tally): void {
  const rangesA = a.flatMap(toRange);
  const rangesB = b.flatMap(toRange);
  const ranges = matchRanges(rangesA, rangesB);
  for (const pair of ranges.pairs) {
    const first = rangesA[pair.a];
    const second = rangesB[pair.b];
    if (!first || !second) continue;
    tally.ious.push(pair.iou);
    tally.startErrors.push(Math.abs(first.startMs - second.startMs));
    tally.endErrors.push(Math.abs(first.endMs - second.endMs));
  }
  tally.rangesAlone += ranges.onlyA.length + ranges.onlyB.length;
  const points = matchPoints(a.flatMap(toPoint), b.flatMap(toPoint), toleranceMs);
  for (const { errorMs } of points.pairs) tally.pointErrors.push(errorMs);
  tally.pointsAlone += points.onlyA.length + points.onlyB.length;
}

function toRange({ startMs, endMs }: Mark): TimeRange[] {
  return endMs === null ? [] : [{ startMs, endMs }];
}

function toPoint({ startMs, endMs }: Mark): number[] {
  return endMs === null ? [startMs] : [];
}

function summary(tagId: string | null, tally: Tally): TimeAgreement {
  return {
    tagId,
    calls: tally.calls.size,
    ranges: {
      matched: tally.ious.length,
      unmatched: tally.rangesAlone,
      agreement: fMeasure(tally.ious.length, tally.rangesAlone),
      medianIou: quantile(sorted(tally.ious), 0.5),
      startMs: errors(tally.startErrors),
      endMs: errors(tally.endErrors),
    },
    points: {
      matched: tally.pointErrors.length,
      unmatched: tally.pointsAlone,
      agreement: fMeasure(tally.pointErrors.length, tally.pointsAlone),
      errorMs: errors(tally.pointErrors),
    },
  };
}

function fMeasure(matched: number, unmatched: number): number | null {
  return matched + unmatched === 0 ? null : (2 * matched) / (2 * matched + unmatched);
}

function errors(values: readonly number[]): { median: number | null; p95: number | null } {
  const ascending = sorted(values);
  return { median: quantile(ascending, 0.5), p95: quantile(ascending, 0.95) };
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
