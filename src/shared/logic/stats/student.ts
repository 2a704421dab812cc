import { betaCdf, betaQuantile } from './beta.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** From here on Student's distribution is the normal one to six digits and more. */
const AS_GOOD_AS_NORMAL = 1e6;

/** The chance that Student's t with `df` degrees of freedom (above 0) is at most `t` (Abramowitz & Stegun 1964, 26.7.1). */
export function studentCdf(t: number, df: number): number {
  if (df >= AS_GOOD_AS_NORMAL) return normalCdf(t);
  if (!Number.isFinite(t)) return t > 0 ? 1 : 0;
  const tail = 0.5 * betaCdf(df / (df + t * t), df / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/** The point that Student's t with `df` degrees of freedom stays below with the chance `p`; infinite at 0 and 1. */
export function studentQuantile(p: number, df: number): number {
  if (df >= AS_GOOD_AS_NORMAL) return normalQuantile(p);
  if (p > 0.5) return -studentQuantile(1 - p, df);
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p === 0.5) return 0;
  const x = betaQuantile(2 * p, df / 2, 0.5);
  return -Math.sqrt((df * (1 - x)) / x);
}
