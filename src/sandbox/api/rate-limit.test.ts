import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRateLimiter, type RateLimit, rateKinds } from './rate-limit.ts';

const start = Date.UTC(2026, 10, 22, 10, 0, 0);

/** Asks at these ms after the start; what the headers said, and whether it was allowed. */
function ask(limit: RateLimit, ...times: number[]) {
  const limiter = createRateLimiter(limit);
  return times.map((ms) => {
    const { allowed, headers } = limiter('key', start + ms);
    const reset = headers['X-RateLimit-Reset'];
    return [
      allowed,
      Number(headers['X-RateLimit-Remaining']),
      reset && Number(reset) - start / 1000,
      headers['Retry-After'],
    ];
  });
}

describe('kinds', () => {
  test('fixed: a window from the first request to its end', () => {
    expect(ask({ requests: 2, windowMs: 10_000 }, 500, 9000, 9001, 10_499, 10_500)).toEqual([
      [true, 1, 11, undefined],
      [true, 0, 11, undefined],
      [false, 0, 11, '2'],
      [false, 0, 11, '1'],
      [true, 1, 21, undefined],
    ]);
  });

  test('sliding: each request counts for the window after it', () => {
    expect(ask({ kind: 'sliding', requests: 2, windowMs: 10_000 }, 500, 9000, 9001, 10_500, 11_000)).toEqual([
      [true, 1, 11, undefined],
      [true, 0, 11, undefined],
      [false, 0, 11, '2'],
      [true, 0, 19, undefined],
      [false, 0, 19, '8'],
    ]);
  });

  test('bucket: refilled evenly, never above its size', () => {
    expect(ask({ kind: 'bucket', requests: 2, windowMs: 10_000 }, 0, 0, 4999, 5000, 60_000, 60_001)).toEqual([
      [true, 1, 5, undefined],
      [true, 0, 10, undefined],
      [false, 0, 10, '1'],
      [true, 0, 15, undefined],
      [true, 1, 65, undefined],
      [true, 0, 70, undefined],
    ]);
  });
});

test('Reset can be left out, and keys have accounts of their own', () => {
  expect(ask({ requests: 1, windowMs: 1000, reset: false, retryAfter: false }, 0, 1)).toEqual([
    [true, 0, undefined, undefined],
    [false, 0, undefined, undefined],
  ]);
  const limiter = createRateLimiter({ requests: 1, windowMs: 1000 });
  expect([limiter('a', start).allowed, limiter('b', start).allowed, limiter('a', start).allowed]).toEqual([
    true,
    true,
    false,
  ]);
});

test('no kind takes more than two allowances in any one window, and all take a steady rate', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...rateKinds),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 200 }),
      (kind, requests, gaps) => {
        const windowMs = 10_000;
        const limiter = createRateLimiter({ kind, requests, windowMs });
        const taken: number[] = [];
        let now = start;
        for (const gap of gaps) {
          now += gap;
          if (limiter('key', now).allowed) taken.push(now);
        }
        for (const at of taken) {
          const within = taken.filter((other) => other > at - windowMs && other <= at).length;
          expect(within).toBeLessThanOrEqual(kind === 'sliding' ? requests : 2 * requests);
        }
        const steady = createRateLimiter({ kind, requests, windowMs });
        const times = Array.from({ length: 50 }, (_, n) => start + n * Math.ceil(windowMs / requests));
        expect(times.every((at) => steady('key', at).allowed)).toBe(true);
      },
    ),
  );
});
