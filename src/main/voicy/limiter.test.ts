import { describe, expect, it } from 'vitest';
import { createLimiter } from './limiter.ts';
import {
  allowancePerMinute,
  decide,
  initialLimiterState,
  type LimiterState,
  onAnswer,
  onPause,
  onStart,
} from './limiter-rules.ts';
import { type RateHeaders, readRateHeaders } from './rate-headers.ts';
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
  const none = { limit: null, remaining: null, resetMs: null };
  const start = (state: LimiterState) => onStart(state).state;
  /** A request that starts and is answered at once. */
  const ask = (state: LimiterState, headers: RateHeaders, atMs = now, limited = false) => {
    const { state: next, started } = onStart(state, decide(state, atMs, atMs).kind === 'go' && state.window !== null);
    return onAnswer(next, headers, atMs, atMs, { limited, most: 8, started });
  };

  it('sends one request first, then as many as are left, counting those in flight', () => {
    let state = start(initialLimiterState(8));
    expect(decide(state, now, now)).toEqual({ kind: 'wait', untilMs: null });
    state = ask(initialLimiterState(8), { limit: 60, remaining: 2, resetMs: now + 9000 });
    state = start(state);
    expect(decide(state, now, now)).toEqual({ kind: 'go', probe: false });
    state = start(state);
    expect(decide(state, now, now)).toEqual({ kind: 'wait', untilMs: now + 9000 });
    // By the server's clock, a local one that is a day ahead does not matter.
    expect(decide(state, now + 86_400_000, now)).toEqual({ kind: 'wait', untilMs: now + 86_400_000 + 9000 });
  });

  it('lets one through after a reset, beside late ones only when they fit into the allowance too', () => {
    const spent = ask(initialLimiterState(8), { limit: 2, remaining: 0, resetMs: now });
    expect(decide(spent, now - 1, now - 1)).toEqual({ kind: 'wait', untilMs: now });
    expect(decide(spent, now, now)).toEqual({ kind: 'go', probe: true });
    expect(decide({ ...spent, inFlight: 1 }, now, now)).toEqual({ kind: 'go', probe: true });
    expect(decide({ ...spent, inFlight: 2 }, now, now)).toEqual({ kind: 'wait', untilMs: null });
    expect(decide(onStart(spent, true).state, now, now)).toEqual({ kind: 'wait', untilMs: null });
    expect(decide({ ...spent, limit: null, inFlight: 1 }, now, now)).toEqual({ kind: 'wait', untilMs: null });
  });

  it('takes no answer from the last window for one of this', () => {
    const first = ask(initialLimiterState(8), { limit: 60, remaining: 59, resetMs: now + 1000 });
    const { state: withLate, started: late } = onStart(first);
    const next = ask(withLate, { limit: 60, remaining: 59, resetMs: now + 11_000 }, now + 1500);
    const after = onAnswer(next, { limit: 60, remaining: 0, resetMs: now + 1000 }, now + 1600, now + 1600, {
      limited: false,
      most: 8,
      started: late,
    });
    expect(after.window?.remaining).toBe(59);
  });

  it('is not held for a day when the clock is put back', () => {
    const state = { ...onPause(initialLimiterState(8), 60_000, now, now), answers: 1 };
    expect(decide(state, now + 59_999, now + 59_999).kind).toBe('wait');
    expect(decide(state, now - 86_400_000, now - 86_400_000).kind).toBe('go');
  });

  it('halves what may run at once on 429, once for those of one moment, and adds one per 20 answers', () => {
    let state = start(start(initialLimiterState(8)));
    const together = onStart(initialLimiterState(8)).started;
    for (let n = 0; n < 2; n += 1)
      state = onAnswer(state, none, now, now, { limited: true, most: 8, started: together });
    expect(state.maxInFlight).toBe(4);
    state = ask(state, none, now, true);
    expect(state.maxInFlight).toBe(2);
    for (let n = 0; n < 40; n += 1) state = ask(state, none);
    expect(state.maxInFlight).toBe(4);
    for (let n = 0; n < 400; n += 1) state = ask(state, none);
    expect(state.maxInFlight).toBe(8);
  });

  it('runs freely again after a pause when the server says nothing of an allowance', () => {
    const paused = onPause(ask(initialLimiterState(8), none), 5000, now, now);
    const probe = onStart(paused, true);
    expect(decide(probe.state, now + 5000, now + 5000)).toEqual({ kind: 'wait', untilMs: null });
    const state = onAnswer(probe.state, none, now + 5100, now + 5100, {
      limited: false,
      most: 8,
      started: probe.started,
    });
    expect(decide(start(start(state)), now + 5100, now + 5100)).toEqual({ kind: 'go', probe: false });
  });

  it('measures the window from one reset to the next', () => {
    let state = ask(initialLimiterState(8), { limit: 60, remaining: 0, resetMs: now + 4000 });
    expect(allowancePerMinute(state)).toBe(60);
    state = ask(state, { limit: 60, remaining: 59, resetMs: now + 14_000 }, now + 4100);
    expect(allowancePerMinute(state)).toBe(360);
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
