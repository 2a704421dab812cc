import { wilsonInterval } from './binomial.ts';

/** b − a of two shares with its 95 % interval. */
export interface ShareDifference {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Difference of two independent shares, second minus first, with the interval made of both Wilson intervals (Newcombe 1998b, method 10).
 * @param units of each side, above 0; the shares lie in 0 to 1
 */
export function newcombeDifference(
  a: { readonly share: number; readonly units: number },
  b: { readonly share: number; readonly units: number },
  z?: number,
): ShareDifference {
  const first = wilsonInterval(a.share, a.units, z);
  const second = wilsonInterval(b.share, b.units, z);
  const difference = b.share - a.share;
  return {
    difference,
    low: difference - Math.hypot(b.share - second.low, first.high - a.share),
    high: difference + Math.hypot(second.high - b.share, a.share - first.low),
  };
}
