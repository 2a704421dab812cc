import type { AlphaMetric, Figure, FigureReason, KappaWeights } from '../../model/review/agreement.ts';
import { wilsonInterval } from '../stats/binomial.ts';
import { bootstrapInterval } from '../stats/bootstrap.ts';
import type { Interval } from '../stats/interval.ts';
import { alphaUnits } from './alpha.ts';
import { kappaOfTable, kappaTable, kappaWeights } from './kappa.ts';
import { percentAgreement } from './percent.ts';
import { isRating, pairableUnits, type Ratings, whyNotPairable } from './ratings.ts';

/** No figure, and why. */
export function noFigure(why: FigureReason, units = 0): Figure {
  return { value: null, why, low: null, high: null, whyNoInterval: why, units };
}

function figure(value: number, units: number, interval: Interval): Figure {
  return { value, why: null, low: interval.low, high: interval.high, whyNoInterval: interval.why, units };
}

/** Share of equal pairs with Wilson's interval, which holds for few units too: it is merely wide then. */
export function percentFigure<T>(ratings: Ratings<T>): Figure {
  const share = percentAgreement(ratings);
  if (share.why !== null) return noFigure(share.why);
  const units = pairableUnits(ratings).length;
  return figure(share.value, units, { ...wilsonInterval(share.value, units), why: null });
}

/** Krippendorff's alpha with its bootstrap interval over units. */
export function alphaFigure(ratings: Ratings<string> | Ratings<number>, metric: AlphaMetric): Figure {
  const why = whyNotPairable<string | number>(ratings);
  if (why !== null) return noFigure(why);
  const { units, alpha } = alphaUnits(ratings, metric);
  const value = alpha(() => 1);
  if (value === null) return noFigure('one-category', units);
  return figure(value, units, bootstrapInterval(units, alpha));
}

/** Cohen's kappa with its bootstrap interval over units; for exactly two raters. */
export function kappaFigure<T>(ratings: Ratings<T>, categories: readonly T[], kind: KappaWeights): Figure {
  const why = whyNotPairable(ratings);
  if (why !== null) return noFigure(why);
  const columns = new Set(ratings.flatMap((row) => row.flatMap((value, at) => (isRating(value) ? [at] : []))));
  if (columns.size > 2) return noFigure('several-raters');
  const [first = 0, second = 0] = [...columns].sort((a, b) => a - b);
  const pairs = ratings
    .map((row): [T | null, T | null] => [row[first] ?? null, row[second] ?? null])
    .filter(([a, b]) => isRating(a) && isRating(b));
  const weights = kappaWeights(kind, categories.length);
  const kappa = kappaOfTable(kappaTable(pairs, categories), weights);
  if (kappa.why !== null) return noFigure(kappa.why, pairs.length);
  const size = categories.length;
  const at = new Map(categories.map((category, i) => [category, i]));
  const cells = pairs.map(([a, b]) => (a === null ? 0 : (at.get(a) ?? 0)) * size + (b === null ? 0 : (at.get(b) ?? 0)));
  const interval = bootstrapInterval(pairs.length, (times) => {
    const counts = new Float64Array(size * size);
    cells.forEach((cell, unit) => {
      counts[cell] = (counts[cell] ?? 0) + times(unit);
    });
    const table = categories.map((_, row) => Array.from(counts.subarray(row * size, (row + 1) * size)));
    return kappaOfTable(table, weights).value;
  });
  return figure(kappa.value, pairs.length, interval);
}

/** A unit's share of a ratio: what is counted over what it is counted of. */
export interface RatioUnit {
  readonly part: number;
  readonly of: number;
}

/**
 * A ratio of sums over units (calls, repeats) with its bootstrap interval over them; answers of the same call hang together, so calls
 * are resampled, not answers. A mean of the units is the ratio with `of` = 1.
 */
export function ratioFigure(all: readonly RatioUnit[], whyNone: FigureReason): Figure {
  const units = all.filter((unit) => unit.of > 0);
  if (units.length === 0) return noFigure(whyNone);
  const ratio = (times: (unit: number) => number) => {
    let part = 0;
    let of = 0;
    units.forEach((unit, u) => {
      part += unit.part * times(u);
      of += unit.of * times(u);
    });
    return of === 0 ? null : part / of;
  };
  const value = ratio(() => 1);
  if (value === null) return noFigure(whyNone);
  return figure(value, units.length, bootstrapInterval(units.length, ratio));
}
