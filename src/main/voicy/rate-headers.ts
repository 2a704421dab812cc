/** What a server says about its rate limit, from `X-RateLimit-*`. Times are Unix ms by the server's clock. */
export interface RateHeaders {
  limit: number | null;
  remaining: number | null;
  resetMs: number | null;
}

const longestMs = 3_600_000;
/** A reset further back than rounding explains is by another clock, and says nothing. */
const tooOldMs = 5000;

function headerNumber(value: string | null): number | null {
  const text = value?.split(',', 1)[0]?.trim() ?? '';
  return /^\d{1,16}(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/**
 * Reads `X-RateLimit-Limit/Remaining/Reset`. Reset is Unix seconds; ms and "seconds from now" are understood too. Garbage,
 * negative values and a reset that lies in the past count as not sent, a reset more than an hour away as an hour.
 */
export function readRateHeaders(headers: Pick<Headers, 'get'>, serverNowMs: number): RateHeaders {
  const reset = headerNumber(headers.get('x-ratelimit-reset'));
  const resetMs =
    reset === null ? null : reset >= 1e12 ? reset : reset >= 1e9 ? reset * 1000 : serverNowMs + reset * 1000;
  return {
    limit: headerNumber(headers.get('x-ratelimit-limit')),
    remaining: headerNumber(headers.get('x-ratelimit-remaining')),
    resetMs: resetMs === null || resetMs < serverNowMs - tooOldMs ? null : Math.min(resetMs, serverNowMs + longestMs),
  };
}
