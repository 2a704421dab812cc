import { betaQuantile } from './beta.ts';
import { Z95 } from './normal.ts';

/** A share's interval: always there when there was at least one trial. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * 95 % interval of a share, after Wilson (1927): never empty, never outside 0 to 1. Where units are not yes or no but shares themselves
 * they vary less than a coin would, so it is wider than need be.
 * @param units how many units the share is the mean of, above 0 (an effective number may be a fraction)
 * @param z the normal (or Student) point, 1.96 for 95 %
 */
export function wilsonInterval(share: number, units: number, z: number = Z95): ShareInterval {
  const z2 = z * z;
  const centre = (share + z2 / (2 * units)) / (1 + z2 / units);
  const half = (z / (1 + z2 / units)) * Math.sqrt((share * (1 - share)) / units + z2 / (4 * units * units));
  // At the ends the formula gives the end itself, but for rounding.
  return { low: share === 0 ? 0 : Math.max(0, centre - half), high: share === 1 ? 1 : Math.min(1, centre + half) };
}

/**
 * 95 % interval of a share that never holds less often than it says (Clopper & Pearson 1934), from quantiles of the beta distribution.
 * @param hits of `trials` (at least 1), both whole
 */
export function clopperPearson(hits: number, trials: number, level = 0.95): ShareInterval {
  const tail = (1 - level) / 2;
  return {
    low: hits === 0 ? 0 : betaQuantile(tail, hits, trials - hits + 1),
    high: hits === trials ? 1 : betaQuantile(1 - tail, hits + 1, trials - hits),
  };
}

/** Blind votes between A and B. `share` is B's share of the votes that chose one. */
export interface VoteResult {
  readonly votes: number;
  readonly forA: number;
  readonly forB: number;
  readonly noDifference: number;
  readonly share: number | null;
  /** Clopper-Pearson's of that share, 95 %. */
  readonly interval: ShareInterval | null;
  /** Of the sign test against one half, two-sided; null without a vote that chose. */
  readonly p: number | null;
  readonly verdict: 'A' | 'B' | 'no-difference-shown' | 'too-few';
}

/** With fewer votes that chose, even all alike are no proof: 2 / 2^5 = 0.0625, 2 / 2^6 = 0.031. */
export const VOTES_FOR_VERDICT = 6;

/**
 * What blind votes come to. Votes for "no difference" say nothing for either side: they are counted and shown but left out of the sign
 * test and of the share, as Dixon & Mood (1946) do with ties; nobody should read the share without them.
 */
export function judgeVotes(forA: number, forB: number, noDifference: number): VoteResult {
  const chose = forA + forB;
  const counts = { votes: chose + noDifference, forA, forB, noDifference };
  if (chose === 0) return { ...counts, share: null, interval: null, p: null, verdict: 'too-few' };
  const p = signTest(forA, forB);
  const clear = p < 0.05;
  const verdict = chose < VOTES_FOR_VERDICT ? 'too-few' : !clear ? 'no-difference-shown' : forB > forA ? 'B' : 'A';
  return { ...counts, share: forB / chose, interval: clopperPearson(forB, chose), p, verdict };
}

/**
 * Two-sided p of so many pluses and minuses when both are as likely: twice the smaller tail of the binomial distribution, at most 1
 * (Dixon & Mood 1946). 1 of none.
 */
export function signTest(pluses: number, minuses: number): number {
  const trials = pluses + minuses;
  const fewer = Math.min(pluses, minuses);
  let term = 1;
  let sum = 1;
  // From the middle down, so that no power of two underflows: terms relative to the largest of the tail.
  for (let k = fewer; k > 0 && term > 1e-18 * sum; k -= 1) {
    term *= k / (trials - k + 1);
    sum += term;
  }
  return Math.min(1, 2 * sum * Math.exp(logChoose(trials, fewer) - trials * Math.LN2));
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i += 1) sum += Math.log((n - k + i) / i);
  return sum;
}
