/** The 97.5 % point of the standard normal distribution. */
export const Z95 = 1.959963984540054;

/** Below this the series converges fast, above it the continued fraction does (of erfc's argument squared). */
const SERIES_UP_TO = 2;
const STEPS = 200;

/** The chance that a standard normal variable is at most `x`; good to about 1e-14, in the lower tail relative to its size. */
export function normalCdf(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 1;
  if (x === Number.NEGATIVE_INFINITY) return 0;
  const tail = 0.5 * erfcOfPositive(Math.abs(x) / Math.SQRT2);
  return x > 0 ? 1 - tail : tail;
}

/** The point that a standard normal variable stays below with the chance `p`, by halving; infinite at 0 and 1. */
export function normalQuantile(p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  // The lower tail is the exact one.
  if (p > 0.5) return -normalQuantile(1 - p);
  let low = -40;
  let high = 0;
  for (let step = 0; step < 100 && high - low > 1e-15 * -low; step += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** erfc as Q(1/2, x²), the incomplete gamma function (Abramowitz & Stegun 1964, 6.5.29 and 6.5.31). */
function erfcOfPositive(x: number): number {
  const square = x * x;
  if (square < SERIES_UP_TO) {
    let term = 2 * x;
    let sum = term;
    for (let n = 1; n < STEPS && term > 1e-17 * sum; n += 1) {
      term *= square / (n + 0.5);
      sum += term;
    }
    return 1 - (Math.exp(-square) / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = STEPS; n >= 1; n -= 1) {
    fraction = (n * (n - 0.5)) / (square + 0.5 + 2 * n - fraction);
  }
  return (Math.exp(-square) / Math.sqrt(Math.PI)) * (x / (square + 0.5 - fraction));
}
