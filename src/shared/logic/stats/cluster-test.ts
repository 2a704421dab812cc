import { type CallValues, type Statistic, toClusters, unitSums } from './clusters.ts';
import { quantileOf } from './quantile.ts';
import { seededRandom } from './random.ts';
import { studentCdf } from './student.ts';

/** Up to so many calls on both sides together, calls are permuted; above, Student's distribution is as good. */
const PERMUTED_CALLS = 2000;
const MOST_PERMUTATIONS = 9999;
const FEWEST_PERMUTATIONS = 1999;
/** Calls handled in all. */
const BUDGET = 1_500_000;
/** As many permutations as far off as the data settle it: such a p is known to a tenth of itself, and is not small. */
const SETTLED = 100;
/**
 * With so many calls on each side, how small p is where no permutation was as far off only Student's distribution can say; beyond this not
 * one is tried.
 */
const FAR = 1e-6;
const CALLS_WHEN_FAR = 30;

/** A two-sided p-value, and how many permutations it was counted over (0 = from Student's distribution). */
export interface ClusterTest {
  readonly p: number;
  readonly permutations: number;
}

/**
 * Two-sided test of "no difference between the sides" for clustered values: whole calls change sides at random, and what is compared is
 * the difference over its standard error, so that it also holds for sides that vary differently (Chung & Romano 2013). Permuting ends
 * early where it is settled that p is not small (Besag & Clifford 1991). A quantile is tested by the shares of both sides below the
 * quantile of all values together (as Mood's median test does), ties half. null when a side has least than two calls.
 */
export function clusterTest(first: CallValues, second: CallValues, statistic: Statistic, seed = 7): ClusterTest | null {
  const a = toClusters(first);
  const b = toClusters(second);
  if (a.calls < 2 || b.calls < 2) return null;
  const at = statistic.is === 'quantile' ? pooledQuantile(a.values, b.values, statistic.p) : 0;
  const sums = [unitSums(a, statistic, null, a.calls, at), unitSums(b, statistic, null, b.calls, at)] as const;
  const calls = a.calls + b.calls;
  const part = new Float64Array(calls);
  const of = new Float64Array(calls);
  part.set(sums[0].part);
  part.set(sums[1].part, a.calls);
  of.set(sums[0].of);
  of.set(sums[1].of, a.calls);
  const all = totals(part, of);
  // The common level does not matter to a difference, but to rounding.
  const level = all.part / all.of;
  for (let i = 0; i < calls; i += 1) part[i] = (part[i] ?? 0) - level * (of[i] ?? 0);
  const whole = totals(part, of);
  const mine = totals(part.subarray(0, a.calls), of.subarray(0, a.calls));
  const observed = studentised(mine, minus(whole, mine), whole);
  const least = Math.min(a.calls, b.calls);
  const p = Math.min(1, 2 * studentCdf(-Math.abs(observed), least - 1));
  if (calls > PERMUTED_CALLS || (p < FAR && least >= CALLS_WHEN_FAR)) return { p, permutations: 0 };
  const permutations = Math.max(FEWEST_PERMUTATIONS, Math.min(MOST_PERMUTATIONS, Math.floor(BUDGET / calls)));
  const limit = Math.abs(observed) * (1 - 1e-9);
  const random = seededRandom(seed);
  const order = Uint32Array.from({ length: calls }, (_, i) => i);
  let asFar = 0;
  for (let round = 0; round < permutations; round += 1) {
    const side = { part: 0, of: 0, parts: 0, products: 0, ofs: 0, calls: least };
    for (let i = 0; i < least; i += 1) {
      const j = i + Math.floor(random() * (calls - i));
      const call = order[j] ?? 0;
      order[j] = order[i] ?? 0;
      order[i] = call;
      add(side, part[call] ?? 0, of[call] ?? 0);
    }
    if (Math.abs(studentised(side, minus(whole, side), whole)) >= limit) asFar += 1;
    if (asFar === SETTLED) return { p: SETTLED / (round + 1), permutations: round + 1 };
  }
  // The data as they are count as one of the permutations, so that p is never 0.
  const counted = (asFar + 1) / (permutations + 1);
  return { p: asFar === 0 && least >= CALLS_WHEN_FAR ? Math.min(counted, p) : counted, permutations };
}

interface Totals {
  part: number;
  of: number;
  parts: number;
  products: number;
  ofs: number;
  calls: number;
}

function add(to: Totals, part: number, of: number): void {
  to.part += part;
  to.of += of;
  to.parts += part * part;
  to.products += part * of;
  to.ofs += of * of;
}

function totals(part: Float64Array, of: Float64Array): Totals {
  const sum = { part: 0, of: 0, parts: 0, products: 0, ofs: 0, calls: part.length };
  for (let i = 0; i < part.length; i += 1) add(sum, part[i] ?? 0, of[i] ?? 0);
  return sum;
}

function minus(all: Totals, some: Totals): Totals {
  return {
    part: all.part - some.part,
    of: all.of - some.of,
    parts: all.parts - some.parts,
    products: all.products - some.products,
    ofs: all.ofs - some.ofs,
    calls: all.calls - some.calls,
  };
}

/** Second side's ratio minus the first's, over its standard error by linearisation (Cochran 1977, 6.13). */
function studentised(a: Totals, b: Totals, all: Totals): number {
  const ratioA = a.part / a.of;
  const ratioB = b.part / b.of;
  const error = Math.sqrt(variance(a, ratioA) + variance(b, ratioB));
  const difference = ratioB - ratioA;
  // What rounding leaves of nothing is nothing.
  const dust = (1e-10 * Math.sqrt(all.parts)) / all.of;
  if (Math.abs(difference) <= dust) return 0;
  return error <= dust ? Math.sign(difference) * Number.POSITIVE_INFINITY : difference / error;
}

function variance({ parts, products, ofs, of, calls }: Totals, ratio: number): number {
  const squares = Math.max(0, parts - 2 * ratio * products + ratio * ratio * ofs);
  return (calls / (calls - 1)) * (squares / (of * of));
}

function pooledQuantile(a: Float64Array, b: Float64Array, p: number): number {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return quantileOf(all, p) ?? 0;
}
