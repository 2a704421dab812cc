import { type Clusters, type Statistic, type Sums, type Units, unitSums } from './clusters.ts';
import { quantile, sortedValues } from './quantile.ts';
import { seededRandom } from './random.ts';

/** How many times a set of units is drawn, and from which seed. */
export interface Draws {
  readonly resamples: number;
  readonly seed: number;
}

/**
 * The figure of every resample of the units (as many as there are, with replacement), in the order drawn. The same input gives the same
 * figures. There must be a value.
 */
export function replicates(clusters: Clusters, statistic: Statistic, units: Units, draws: Draws): Float64Array {
  if (statistic.is === 'quantile') return quantileReplicates(clusters, statistic.p, units, draws);
  const sums = unitSums(clusters, statistic, units.unitOf, units.count);
  return ratioReplicates(sums, units.count, draws);
}

function ratioReplicates({ part, of }: Sums, units: number, { resamples, seed }: Draws): Float64Array {
  const random = seededRandom(seed);
  const figures = new Float64Array(resamples);
  for (let round = 0; round < resamples; round += 1) {
    let over = 0;
    let under = 0;
    for (let i = 0; i < units; i += 1) {
      const unit = Math.floor(random() * units);
      over += part[unit] ?? 0;
      under += of[unit] ?? 0;
    }
    figures[round] = over / under;
  }
  return figures;
}

/** Values near the quantile in ascending order with their units, and what lies below them. */
interface Window {
  readonly values: Float64Array;
  readonly units: Uint32Array;
  /** Per unit: values below the window, and values in all. */
  readonly below: Float64Array;
  readonly all: Float64Array;
}

/** Up to so many values a resample simply walks through all. */
const WALK_ALL = 2048;
/** How far around the quantile, in standard errors of its share, resamples are looked for first. */
const REACH = 5;

/**
 * Quantiles of resamples without sorting again: a unit drawn twice counts twice on a walk up the once-sorted values. Only values near
 * the quantile are walked; when one resample lies outside, all are drawn again with a wider window.
 */
function quantileReplicates(clusters: Clusters, p: number, units: Units, draws: Draws): Float64Array {
  const sorted = sortedValues(clusters.values);
  const n = sorted.length;
  const at = quantile(sorted, p) ?? 0;
  const { part, of } = unitSums(clusters, { is: 'quantile', p }, units.unitOf, units.count, at);
  let squares = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    squares += ((part[unit] ?? 0) - p * (of[unit] ?? 0)) ** 2;
  }
  for (let reach = Math.max(16, REACH * Math.sqrt(squares)); ; reach *= 2) {
    const whole = n <= WALK_ALL || reach > n / 4;
    const from = whole ? 0 : Math.max(0, Math.floor(p * n - reach) - 1);
    const to = whole ? n - 1 : Math.min(n - 1, Math.ceil(p * n + reach) + 1);
    const window = windowOf(clusters, units, sorted[from] ?? 0, sorted[to] ?? 0);
    const figures = drawQuantiles(window, p, units.count, draws);
    if (figures !== null) return figures;
  }
}

function windowOf(clusters: Clusters, units: Units, low: number, high: number): Window {
  const { values, call } = clusters;
  const below = new Float64Array(units.count);
  const all = new Float64Array(units.count);
  const inside: number[] = [];
  for (let i = 0; i < values.length; i += 1) {
    const number = call[i] ?? 0;
    const unit = units.unitOf === null ? number : (units.unitOf[number] ?? 0);
    const value = values[i] ?? 0;
    all[unit] = (all[unit] ?? 0) + 1;
    if (value < low) below[unit] = (below[unit] ?? 0) + 1;
    else if (value <= high) inside.push(i);
  }
  const order = Uint32Array.from(inside).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  return {
    values: Float64Array.from(order, (i) => values[i] ?? 0),
    units: Uint32Array.from(order, (i) => (units.unitOf === null ? (call[i] ?? 0) : (units.unitOf[call[i] ?? 0] ?? 0))),
    below,
    all,
  };
}

/** null when a resample's quantile lies outside the window. */
function drawQuantiles(window: Window, p: number, units: number, { resamples, seed }: Draws): Float64Array | null {
  const random = seededRandom(seed);
  const drawn = new Uint32Array(units);
  const figures = new Float64Array(resamples);
  for (let round = 0; round < resamples; round += 1) {
    drawn.fill(0);
    let size = 0;
    let below = 0;
    for (let i = 0; i < units; i += 1) {
      const unit = Math.floor(random() * units);
      drawn[unit] = (drawn[unit] ?? 0) + 1;
      size += window.all[unit] ?? 0;
      below += window.below[unit] ?? 0;
    }
    const figure = walk(window, drawn, below, (size - 1) * p, size);
    if (figure === null) return null;
    figures[round] = figure;
  }
  return figures;
}

/** The value at `place` (counted from 0, between two places straight between them) when every unit counts as often as it was drawn. */
function walk(window: Window, drawn: Uint32Array, below: number, place: number, size: number): number | null {
  const { values, units } = window;
  const first = Math.floor(place);
  const second = Math.min(size - 1, first + 1);
  if (below > first) return null;
  let passed = below;
  let i = 0;
  while (i < values.length && passed <= first) {
    passed += drawn[units[i] ?? 0] ?? 0;
    i += 1;
  }
  if (passed <= first) return null;
  const lower = values[i - 1] ?? 0;
  if (place === first || passed > second) return lower;
  while (i < values.length && passed <= second) {
    passed += drawn[units[i] ?? 0] ?? 0;
    i += 1;
  }
  if (passed <= second) return null;
  return lower + ((values[i - 1] ?? 0) - lower) * (place - first);
}
