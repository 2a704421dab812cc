import type { RateHeaders } from './rate-headers.ts';

/** What is known of how the allowance comes back. */
export interface RefillState {
  /** A bucket that refills all the time: ms per request. `no` = it was taken for one and is none. */
  refill: { perRequestMs: number } | 'unknown' | 'no';
  /** The answer with the most remaining since the last reset, to tell a bucket by. */
  fullest: { remaining: number; leftMs: number } | null;
}

/** Resets are whole seconds and the server's clock is known to a second only. */
const roundingMs = 1500;

/**
 * Tells a bucket that refills all the time from a window that opens at once. A bucket's `Reset` is when it is full again, so
 * it moves away with every request, in step with what is missing: twice as much missing, twice as long. A window's end stays
 * where it is. Returns what is known of the refill after this answer.
 */
export function refillOf(state: RefillState, headers: RateHeaders, serverNowMs: number, limited: boolean): RefillState {
  const { refill, fullest } = state;
  const { limit, remaining, resetMs } = headers;
  if (limited || limit === null || remaining === null || resetMs === null || remaining >= limit) {
    return { refill, fullest };
  }
  const leftMs = resetMs - serverNowMs;
  if (fullest === null || remaining >= fullest.remaining) return { refill, fullest: { remaining, leftMs } };
  if (refill === 'no') return { refill, fullest };
  const perRequestMs = leftMs / (limit - remaining);
  const expectedMs = perRequestMs * (limit - fullest.remaining);
  const inStep = Math.abs(expectedMs - fullest.leftMs) <= roundingMs && leftMs - fullest.leftMs >= 2 * roundingMs;
  return { refill: inStep ? { perRequestMs } : refill, fullest };
}
