import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter } from './limiter.ts';
import {
  allowancePerMinute,
  decide,
  initialLimiterState,
  onAnswer,
  onPause,
  onStart,
  readRateHeaders,
} from './limiter-rules.ts';
import { createSimClock } from './test-support.ts';

const now = 1_700_000_000_000;
const headers = (limit: string, remaining: string, reset: string) =>
  new Headers({ 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset });

describe('readRateHeaders', () => {
  it('reads seconds, ms and seconds from now; garbage counts as not sent; an hour is the longest', () => {
    expect(readRateHeaders(headers('60', '7', '1700000030'), now)).toEqual({
      limit: 60,
      remaining: 7,
      resetMs: now + 30_000,
    });
    expect(readRateHeaders(headers('60', '7', '1700000030000'), now).resetMs).toBe(now + 30_000);
    expect(readRateHeaders(headers('60', '7', '30'), now).resetMs).toBe(now + 30_000);
    expect(readRateHeaders(headers('60, 60', '-1', 'soon'), now)).toEqual({
      limit: 60,
      remaining: null,
      resetMs: null,
    });
    expect(readRateHeaders(headers('NaN', '1e9', '9999999999'), now)).toEqual({
      limit: null,
      remaining: null,
      resetMs: now + 3_600_000,
    });
  });
});

describe('decide', () => {
  const plain = { limited: false, most: 8 };
  it('sends one request first, then as many as are left, counting those in flight', () => {
    let state = onStart(initialLimiterState(8));
    expect(decide(state, now, now)).toEqual({ kind: 'wait', untilMs: null });
    state = onAnswer(state, { limit: 60, remaining: 2, resetMs: now + 9000 }, now, plain);
    state = onStart(state);
    expect(decide(state, now, now)).toEqual({ kind: 'go' });
    state = onStart(state);
    expect(decide(state, now, now)).toEqual({ kind: 'wait', untilMs: now + 9000 });
    // By the server's clock, a local one that is a day ahead does not matter.
    expect(decide(state, now + 86_400_000, now)).toEqual({ kind: 'wait', untilMs: now + 86_400_000 + 9000 });
  });

  it('lets one through after a reset, and not before those in flight are answered', () => {
    const state = { ...initialLimiterState(8), answered: true, window: { remaining: 0, resetMs: now, stated: true } };
    expect(decide(state, now - 1, now - 1)).toEqual({ kind: 'wait', untilMs: now });
    expect(decide(state, now, now)).toEqual({ kind: 'go' });
    expect(decide({ ...state, inFlight: 1 }, now, now)).toEqual({ kind: 'wait', untilMs: null });
  });

  it('is not held for a day when the clock is put back', () => {
    const state = { ...onPause(initialLimiterState(8), 60_000, now, now), answered: true };
    expect(decide(state, now + 59_999, now + 59_999).kind).toBe('wait');
    expect(decide(state, now - 86_400_000, now - 86_400_000)).toEqual({ kind: 'go' });
  });

  it('halves what may run at once on 429 and adds one per 20 answers', () => {
    const free = { limit: null, remaining: null, resetMs: null };
    let state = onAnswer(onStart(initialLimiterState(8)), free, now, { limited: true, most: 8 });
    expect(state.maxInFlight).toBe(4);
    for (let n = 0; n < 40; n += 1) state = onAnswer(onStart(state), free, now, plain);
    expect(state.maxInFlight).toBe(6);
  });

  it('measures the window from one reset to the next', () => {
    let state = onAnswer(onStart(initialLimiterState(8)), { limit: 60, remaining: 0, resetMs: now + 4000 }, now, plain);
    expect(allowancePerMinute(state)).toBe(60);
    state = onAnswer(onStart(state), { limit: 60, remaining: 59, resetMs: now + 14_000 }, now + 4100, plain);
    expect(allowancePerMinute(state)).toBe(360);
  });
});

/** A server with a fixed or sliding window that counts a request when it arrives. */
function createRateServer(limit: number, windowMs: number, kind: 'fixed' | 'aligned' | 'sliding' | 'silent') {
  let arrivals: number[] = [];
  let windowStart: number | null = null;
  let overruns = 0;
  return {
    overruns: () => overruns,
    /** Takes a request at `atMs`; returns what the headers say. */
    arrive(atMs: number) {
      if (kind === 'sliding') {
        arrivals = arrivals.filter((at) => at > atMs - windowMs);
      } else {
        const start =
          kind === 'aligned'
            ? Math.floor(atMs / windowMs) * windowMs
            : windowStart === null || atMs >= windowStart + windowMs
              ? atMs
              : windowStart;
        if (start !== windowStart) arrivals = [];
        windowStart = start;
      }
      const limited = arrivals.length >= limit;
      if (limited) overruns += 1;
      else arrivals.push(atMs);
      const endMs = kind === 'sliding' ? (arrivals[0] ?? atMs) + windowMs : (windowStart ?? atMs) + windowMs;
      const reset = Math.ceil(endMs / 1000);
      return { limited, headers: headers(String(limit), String(limit - arrivals.length), String(reset)) };
    },
  };
}

describe('the limiter against a server', () => {
  // A lost answer to the first request of a window leaves nothing to know that window by: one overrun each is possible.
  it('never overruns the allowance, whatever the window, the latency and the number of requests at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          limit: fc.integer({ min: 1, max: 12 }),
          windowMs: fc.integer({ min: 1, max: 30 }).map((seconds) => seconds * 1000),
          kind: fc.constantFrom('fixed' as const, 'aligned' as const, 'sliding' as const),
          latencies: fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 })), {
            minLength: 3,
            maxLength: 10,
          }),
          workers: fc.integer({ min: 1, max: 10 }),
          requests: fc.integer({ min: 1, max: 60 }),
          lossEvery: fc.option(fc.integer({ min: 2, max: 20 }), { nil: Number.POSITIVE_INFINITY }),
        }),
        async ({ limit, windowMs, kind, latencies, workers, requests, lossEvery }) => {
          const clock = createSimClock();
          const server = createRateServer(limit, windowMs, kind);
          const limiter = createLimiter({ clock, serverNow: clock.now, onChange: () => undefined }, 8);
          let sent = 0;
          let lost = 0;
          const worker = async () => {
            while (sent < requests) {
              sent += 1;
              const mine = sent;
              const slot = await limiter.acquire();
              const [up, down] = latencies[mine % latencies.length] ?? [1, 1];
              await clock.sleep(up);
              const answer = server.arrive(clock.now());
              await clock.sleep(down);
              if (mine % lossEvery === 0) {
                lost += 1;
                slot.lost();
              } else
                slot.answered(readRateHeaders(answer.headers, clock.now()), { limited: answer.limited, pauseMs: 0 });
            }
          };
          await clock.run(Promise.all(Array.from({ length: workers }, worker)));
          expect(server.overruns()).toBeLessThanOrEqual(lost);
          expect(limiter.waitingUntilMs()).toBeNull();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('uses what it is given: 60 a window of 10 s, 600 requests in little more than 10 windows', async () => {
    const clock = createSimClock();
    const server = createRateServer(60, 10_000, 'aligned');
    const limiter = createLimiter({ clock, serverNow: clock.now, onChange: () => undefined }, 8);
    const startMs = clock.now();
    const worker = async (count: number) => {
      for (let n = 0; n < count; n += 1) {
        const slot = await limiter.acquire();
        await clock.sleep(50);
        const answer = server.arrive(clock.now());
        await clock.sleep(50);
        slot.answered(readRateHeaders(answer.headers, clock.now()), { limited: answer.limited, pauseMs: 0 });
      }
    };
    await clock.run(Promise.all(Array.from({ length: 6 }, () => worker(100))));
    expect(server.overruns()).toBe(0);
    expect(clock.now() - startMs).toBeLessThan(110_000);
    expect(limiter.allowancePerMinute()).toBe(360);
  });
});

describe('waiting', () => {
  const ports = (clock: ReturnType<typeof createSimClock>) => ({
    clock,
    serverNow: clock.now,
    onChange: () => undefined,
  });
  const none = { limit: null, remaining: null, resetMs: null };

  it('is first come first served, and a cancelled one leaves the queue', async () => {
    const clock = createSimClock();
    const limiter = createLimiter(ports(clock), 1);
    const first = await limiter.acquire();
    const order: string[] = [];
    const stop = new AbortController();
    const cancelled = limiter.acquire(stop.signal);
    const second = limiter.acquire().then((slot) => {
      order.push('second');
      slot.answered(none, { limited: false, pauseMs: 0 });
    });
    const third = limiter.acquire().then(() => order.push('third'));
    stop.abort(new Error('closed'));
    await expect(cancelled).rejects.toThrow('closed');
    first.answered(none, { limited: false, pauseMs: 0 });
    await Promise.all([second, third]);
    expect(order).toEqual(['second', 'third']);
    await expect(limiter.acquire(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });

  it('holds everybody for a pause, and ends all waiting when told', async () => {
    const clock = createSimClock();
    const limiter = createLimiter(ports(clock), 8);
    (await limiter.acquire()).answered(none, { limited: true, pauseMs: 5000 });
    const startMs = clock.now();
    const waiting = limiter.acquire();
    expect(limiter.waitingUntilMs()).toBe(startMs + 5000);
    (await clock.run(waiting)).answered(none, { limited: true, pauseMs: 5000 });
    expect(clock.now() - startMs).toBe(5000);
    const doomed = limiter.acquire();
    limiter.rejectWaiting(new Error('key refused'));
    await expect(doomed).rejects.toThrow('key refused');
    expect(limiter.waitingUntilMs()).toBeNull();
  });
});
