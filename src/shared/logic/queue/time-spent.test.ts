import { describe, expect, it } from 'vitest';
import { type Presence, startSpentClock, tickSpent } from './time-spent.ts';

const there: Omit<Presence, 'nowMs'> = { inFront: true, lastInputMs: 0, playing: false };
/** Ticks once a second from 0 to `toMs`. */
const run = (toMs: number, presence: (nowMs: number) => Omit<Presence, 'nowMs'>) => {
  let clock = startSpentClock(0);
  for (let nowMs = 0; nowMs <= toMs; nowMs += 1000) clock = tickSpent(clock, { nowMs, ...presence(nowMs) });
  return clock.spentMs;
};

describe('time spent', () => {
  it('runs for a minute after the last input, and on while the recording plays', () => {
    expect(run(300_000, () => there)).toBe(60_000);
    expect(run(300_000, () => ({ ...there, playing: true }))).toBe(300_000);
    expect(run(300_000, (now) => ({ ...there, lastInputMs: now < 100_000 ? 0 : 100_500 }))).toBe(120_500);
  });

  it('stands still while the window is not in front', () => {
    expect(run(100_000, (now) => ({ ...there, playing: true, inFront: now < 10_000 }))).toBe(10_000);
    expect(run(100_000, () => ({ ...there, playing: true, inFront: false }))).toBe(0);
  });

  it('does not count a night asleep, nor a clock set back', () => {
    let clock = tickSpent(startSpentClock(7), { nowMs: 0, ...there, playing: true });
    clock = tickSpent(clock, { nowMs: 8 * 3_600_000, ...there, playing: true });
    expect(clock.spentMs).toBe(5007);
    clock = tickSpent(clock, { nowMs: 1000, ...there, playing: true });
    expect(clock.spentMs).toBe(5007);
  });
});
