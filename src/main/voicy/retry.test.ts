import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, closedCircuit, onFailure } from './circuit.ts';
import { backoffMs, isRetryableStatus, parseHttpDate, parseRetryAfter } from './retry.ts';
import { createServerClock } from './server-clock.ts';

const now = Date.UTC(2026, 6, 1, 12, 0, 0);

describe('backoffMs', () => {
  it('is full jitter under a doubling ceiling of at most a minute', () => {
    expect([0, 1, 2, 6, 7, 20].map((n) => backoffMs(n, () => 1))).toEqual([500, 1000, 2000, 32_000, 60_000, 60_000]);
    expect(backoffMs(3, () => 0)).toBe(0);
    expect(backoffMs(3, () => 0.5)).toBe(2000);
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['7', 7000],
    ['1.5', 1500],
    ['315360000', 3_600_000],
    ['99999999999999999999', 3_600_000],
    ['-5', null],
    ['soon', null],
    ['', null],
    ['garbage 1', null],
    ['Wed, 01 Jul 2026 12:00:30 GMT', 30_000],
    ['Wednesday, 01-Jul-26 12:00:30 GMT', 30_000],
    ['Wed Jul  1 12:00:30 2026', 30_000],
    ['Wed, 01 Jul 2026 11:00:00 GMT', 0],
    ['Wed, 01 Jul 2036 12:00:00 GMT', 3_600_000],
    ['2026-07-01', null],
  ])('reads %j', (value, ms) => {
    expect(parseRetryAfter(value, now)).toBe(ms);
  });

  it('never throws and stays between 0 and an hour', () => {
    fc.assert(
      fc.property(fc.string(), fc.double(), (value, at) => {
        const ms = parseRetryAfter(value, at);
        expect(ms === null || Number.isNaN(ms) || (ms >= 0 && ms <= 3_600_000)).toBe(true);
      }),
    );
  });
});

describe('isRetryableStatus', () => {
  it('names those that may pass', () => {
    expect([408, 425, 429, 500, 502, 503, 504, 520].every(isRetryableStatus)).toBe(true);
    expect([200, 301, 400, 401, 403, 404, 410, 422, 501, 511].some(isRetryableStatus)).toBe(false);
  });
});

describe('the server clock', () => {
  it('takes the median of the last five offsets', () => {
    const clock = createServerClock();
    expect(clock.offsetMs()).toBe(0);
    const day = 86_400_000;
    const date = (ms: number) => new Date(ms).toUTCString();
    for (const offset of [day, day, 0, day, day, day + 1000, 5000]) clock.note(date(now + offset), now);
    expect(clock.offsetMs()).toBe(day);
    expect(clock.note('yesterday', now)).toBeNull();
    expect(clock.offsetMs()).toBe(day);
    expect(parseHttpDate(date(now))).toBe(now);
  });

  it('learns nothing from answers over which the lid was closed', () => {
    const clock = createServerClock();
    const date = (ms: number) => new Date(ms).toUTCString();
    const night = 8 * 3_600_000;
    clock.note(date(now), now + 200, now);
    const late = Array.from({ length: 5 }, () => clock.note(date(now), now + night, now));
    expect(late).toEqual(Array(5).fill(now));
    expect(clock.offsetMs()).toBe(-200);
    expect(clock.leastOffsetMs()).toBe(-200);
  });
});

describe('the least that the server clock is ahead', () => {
  const date = (ms: number) => new Date(ms).toUTCString();

  it('comes closer to the truth with every answer and never goes beyond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 400 })), {
          minLength: 1,
          maxLength: 60,
        }),
        (skewMs, answers) => {
          const clock = createServerClock();
          let at = now + 123;
          for (const [gapMs, travelMs] of answers) {
            at += gapMs;
            clock.note(date(at + skewMs), at + travelMs);
          }
          expect(clock.leastOffsetMs()).toBeLessThanOrEqual(skewMs);
          expect(clock.leastOffsetMs()).toBeGreaterThan(skewMs - 1400);
          expect(clock.leastOffsetMs()).toBeGreaterThanOrEqual(clock.offsetMs());
        },
      ),
    );
  });

  it('leaves out a date that came from another clock', () => {
    const clock = createServerClock();
    for (const offset of [0, 0, 3_600_000, 0]) clock.note(date(now + offset), now);
    expect(clock.leastOffsetMs()).toBe(0);
  });
});

describe('the circuit', () => {
  const failed = (source: number, at = now, startedAtMs = at, probe = false) => ({
    source,
    startedAtMs,
    nowMs: at,
    probe,
  });

  it('opens after five failed tries, lets one probe through, doubles to ten minutes', () => {
    let state = closedCircuit;
    for (let n = 0; n < 4; n += 1) state = onFailure(state, failed(n));
    expect(admit(state, now)).toBe('go');
    state = onFailure(state, failed(4));
    expect([admit(state, now), admit(state, now + 29_999), admit(state, now + 30_000)]).toEqual([
      'refuse',
      'refuse',
      'probe',
    ]);
    expect(admit({ ...state, probing: true }, now + 30_000)).toBe('refuse');
    const lengths: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      state = onFailure(state, failed(9, now, now, true));
      lengths.push(state.openForMs / 1000);
    }
    expect(lengths).toEqual([60, 120, 240, 480, 600, 600]);
  });

  it('stays closed for one request that always fails, and for many that failed at the same moment', () => {
    let one = closedCircuit;
    for (let n = 0; n < 6; n += 1) one = onFailure(one, failed(1, now + n));
    expect(admit(one, now + 6)).toBe('go');
    expect(admit(onFailure(one, failed(2, now + 7)), now + 8)).toBe('refuse');
    let many = closedCircuit;
    for (let n = 0; n < 30; n += 1) many = onFailure(many, failed(n, now + 100 + n, now));
    expect(many.failures).toBe(1);
    expect(admit(many, now + 200)).toBe('go');
  });

  it('does not stay open because the computer’s clock was put back', () => {
    const state = { ...closedCircuit, openUntilMs: now + 30_000 };
    expect(admit(state, now - 86_400_000)).toBe('probe');
  });
});
