import type { AlphaMetric } from '../../model/review/agreement.ts';
import { type Coefficient, none, pairableUnits, type Ratings, whyNotPairable } from './ratings.ts';

/** What alpha needs of the units, made once and weighted anew for every resample. */
export interface AlphaUnits {
  readonly units: number;
  /** Alpha when unit u counts `times(u)` times; null when there is only one category then. */
  readonly alpha: (times: (unit: number) => number) => number | null;
}

/**
 * Krippendorff's alpha: any number of raters, answers may be missing. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011),
 * section E: 1 - (n - 1) * sum(o * delta^2) / sum(n_c * n_k * delta^2) over the coincidence matrix o.
 * @param ratings names or numbers for `nominal`; the other metrics need numbers, `ratio` none below 0
 */
export function krippendorffAlpha(ratings: Ratings<string> | Ratings<number>, metric: 'nominal'): Coefficient;
export function krippendorffAlpha(ratings: Ratings<number>, metric: AlphaMetric): Coefficient;
export function krippendorffAlpha(ratings: Ratings<string> | Ratings<number>, metric: AlphaMetric): Coefficient {
  const why = whyNotPairable<string | number>(ratings);
  if (why !== null) return none(why);
  const value = alphaUnits(ratings, metric).alpha(() => 1);
  return value === null ? none('one-category') : { value, why: null };
}

/** The units of `krippendorffAlpha` in the form that can be resampled. Units with fewer than two answers are left out. */
export function alphaUnits(ratings: Ratings<string> | Ratings<number>, metric: AlphaMetric): AlphaUnits {
  const units = pairableUnits<string | number>(ratings);
  if (metric === 'nominal') return nominalUnits(units);
  const numbers = units.map((answers) => answers.map(Number));
  return metric === 'interval' ? intervalUnits(numbers) : matrixUnits(numbers, metric);
}

/** Alpha from the disagreement within units and the one expected by chance, both summed over ordered pairs. */
function alphaFrom(within: number, between: number, values: number): number | null {
  return between <= 0 ? null : 1 - ((values - 1) * within) / between;
}

/** Units with the same answers, whoever gave them, are one pattern: a thousand calls on a scale have a few dozen. */
interface Patterns {
  /** By unit, its pattern. */
  readonly of: Uint32Array;
  /** By pattern, the categories that occur in it and how often, and how many answers there are. */
  readonly list: readonly {
    readonly cells: readonly (readonly [category: number, count: number])[];
    readonly m: number;
  }[];
}

function patternsOf(units: readonly (readonly number[])[]): Patterns {
  const known = new Map<string, number>();
  const list: Patterns['list'][number][] = [];
  const of = new Uint32Array(units.length);
  units.forEach((answers, unit) => {
    const sorted = [...answers].sort((a, b) => a - b);
    const key = sorted.join(' ');
    let pattern = known.get(key);
    if (pattern === undefined) {
      pattern = list.length;
      known.set(key, pattern);
      const counts = new Map<number, number>();
      for (const category of sorted) counts.set(category, (counts.get(category) ?? 0) + 1);
      list.push({ cells: [...counts], m: sorted.length });
    }
    of[unit] = pattern;
  });
  return { of, list };
}

/** How often each pattern counts when unit u counts `times(u)` times. */
function weigh({ of, list }: Patterns, times: (unit: number) => number): Float64Array {
  const weights = new Float64Array(list.length);
  of.forEach((pattern, unit) => {
    weights[pattern] = (weights[pattern] ?? 0) + times(unit);
  });
  return weights;
}

// delta^2 is 1 for different names, so counts are enough: no matrix of the categories is needed.
function nominalUnits(units: readonly (readonly (string | number)[])[]): AlphaUnits {
  const at = new Map([...new Set(units.flat())].map((category, i) => [category, i]));
  const patterns = patternsOf(units.map((answers) => answers.map((answer) => at.get(answer) ?? 0)));
  return {
    units: units.length,
    alpha(times) {
      const totals = new Float64Array(at.size);
      let values = 0;
      let within = 0;
      weigh(patterns, times).forEach((by, p) => {
        const pattern = patterns.list[p];
        if (by === 0 || pattern === undefined) return;
        const { cells, m } = pattern;
        let same = 0;
        for (const [category, count] of cells) {
          same += count * count;
          totals[category] = (totals[category] ?? 0) + by * count;
        }
        values += by * m;
        within += (by * (m * m - same)) / (m - 1);
      });
      const same = totals.reduce((sum, total) => sum + total * total, 0);
      return alphaFrom(within, values * values - same, values);
    },
  };
}

// Sums of squares give both disagreements, so that a number criterion with a thousand different answers needs no matrix.
function intervalUnits(units: readonly (readonly number[])[]): AlphaUnits {
  const all = units.flat();
  const mean = all.reduce((sum, value) => sum + value, 0) / Math.max(1, all.length);
  const first = all[0] ?? 0;
  const spread = all.some((value) => value !== first);
  const summed = units.map((answers) => {
    const m = answers.length;
    const sum = answers.reduce((total, value) => total + (value - mean), 0);
    const squares = answers.reduce((total, value) => total + (value - mean) ** 2, 0);
    const within = (2 * (m * squares - sum * sum)) / (m - 1);
    return { m, sum, squares, within, least: Math.min(...answers), most: Math.max(...answers) };
  });
  return {
    units: units.length,
    alpha(times) {
      let values = 0;
      let sum = 0;
      let squares = 0;
      let within = 0;
      let least = Number.POSITIVE_INFINITY;
      let most = Number.NEGATIVE_INFINITY;
      summed.forEach((unit, u) => {
        const by = times(u);
        if (by === 0) return;
        values += by * unit.m;
        sum += by * unit.sum;
        squares += by * unit.squares;
        within += by * unit.within;
        least = Math.min(least, unit.least);
        most = Math.max(most, unit.most);
      });
      // Rounding must not make a spread out of equal answers.
      if (!spread || least === most) return null;
      return alphaFrom(within, 2 * (values * squares - sum * sum), values);
    },
  };
}

function matrixUnits(units: readonly (readonly number[])[], metric: 'ordinal' | 'ratio'): AlphaUnits {
  const categories = [...new Set(units.flat())].sort((a, b) => a - b);
  const size = categories.length;
  const at = new Map(categories.map((category, i) => [category, i]));
  const patterns = patternsOf(units.map((answers) => answers.map((answer) => at.get(answer) ?? 0)));
  return {
    units: units.length,
    alpha(times) {
      const coincidences = new Float64Array(size * size);
      const totals = new Float64Array(size);
      let values = 0;
      weigh(patterns, times).forEach((by, p) => {
        const pattern = patterns.list[p];
        if (by === 0 || pattern === undefined) return;
        const { cells, m } = pattern;
        values += by * m;
        for (const [c, count] of cells) {
          totals[c] = (totals[c] ?? 0) + by * count;
          for (const [k, other] of cells) {
            const pairs = c === k ? count * (count - 1) : count * other;
            coincidences[c * size + k] = (coincidences[c * size + k] ?? 0) + (by * pairs) / (m - 1);
          }
        }
      });
      const squared = metric === 'ratio' ? ratioDistances(categories) : ordinalDistances(totals);
      let within = 0;
      let between = 0;
      for (let c = 0; c < size; c += 1) {
        for (let k = 0; k < size; k += 1) {
          const distance = squared(c, k);
          within += (coincidences[c * size + k] ?? 0) * distance;
          between += (totals[c] ?? 0) * (totals[k] ?? 0) * distance;
        }
      }
      return alphaFrom(within, between, values);
    },
  };
}

/** The answers that lie between two ranks, the two themselves counted half, squared. */
function ordinalDistances(totals: Float64Array): (c: number, k: number) => number {
  const upTo = [0];
  totals.forEach((total, i) => {
    upTo.push((upTo[i] ?? 0) + total);
  });
  const middle = (i: number) => ((upTo[i] ?? 0) + (upTo[i + 1] ?? 0)) / 2;
  return (c, k) => (middle(c) - middle(k)) ** 2;
}

function ratioDistances(categories: readonly number[]): (c: number, k: number) => number {
  return (c, k) => {
    const a = categories[c] ?? 0;
    const b = categories[k] ?? 0;
    return a + b === 0 ? 0 : ((a - b) / (a + b)) ** 2;
  };
}
