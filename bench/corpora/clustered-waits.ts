import { normalQuantile } from '../../src/shared/logic/stats/normal.ts';

/** Waits of turns that hang together by call. */
export interface WaitsPlan {
  readonly calls: number;
  /** Share of the variance of the logarithm that is between calls. */
  readonly icc: number;
  /** Added to every wait, ms. */
  readonly shiftMs?: number;
  /** Spread of the logarithm; 0.5 makes the 95th percentile 2.3 times the median. */
  readonly spread?: number;
}

export const MEDIAN_MS = 900;
export const SPREAD = 0.5;

/**
 * Log-normal waits, as latencies are skewed: a level for each call, turns around it. Calls have 1 to about 60 turns, 12 on average, most
 * of them fewer. What is true of endless calls is known exactly.
 */
export function clusteredWaits(
  { calls, icc, shiftMs = 0, spread = SPREAD }: WaitsPlan,
  random: () => number,
): { values: Float64Array; calls: Uint32Array } {
  const values: number[] = [];
  const numbers: number[] = [];
  const normal = normals(random);
  for (let call = 0; call < calls; call += 1) {
    const level = Math.sqrt(icc) * normal();
    const turns = 1 + Math.floor(-11.5 * Math.log(1 - random()));
    for (let turn = 0; turn < turns; turn += 1) {
      values.push(shiftMs + MEDIAN_MS * Math.exp(spread * (level + Math.sqrt(1 - icc) * normal())));
      numbers.push(call);
    }
  }
  return { values: Float64Array.from(values), calls: Uint32Array.from(numbers) };
}

/** The true quantile of all turns, ms. */
export function trueQuantile(p: number): number {
  return MEDIAN_MS * Math.exp(SPREAD * normalQuantile(p));
}

/** Normal numbers in pairs (Box & Muller 1958). */
export function normals(random: () => number): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
