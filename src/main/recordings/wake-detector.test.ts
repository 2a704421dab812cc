import { expect, it } from 'vitest';
import { createSimClock } from '../voicy/test-support.ts';
import { createWakeDetector, hasJumped } from './wake-detector.ts';

const minute = 60_000;

it.each<[string, number, number, number | undefined, boolean]>([
  ['an ordinary minute', minute, minute, undefined, false],
  ['a clock that was corrected by seconds', minute + 5000, minute, undefined, false],
  ['a night in which only the wall clock ran', 8 * 60 * minute, 20, undefined, true],
  ['a clock put back by a day', -1440 * minute, minute, undefined, true],
  ['a busy minute', minute, minute, 10_000, false],
  ['a sleep in which both clocks ran', 30 * minute, 30 * minute, 10_000, true],
])('%s', (_name, wallMs, monotonicMs, expectedMs, jumped) => {
  const start = { wallMs: 1_000_000, monotonicMs: 5 };
  expect(hasJumped(start, { wallMs: 1_000_000 + wallMs, monotonicMs: 5 + monotonicMs }, expectedMs)).toBe(jumped);
});

it('counts what was held before a jump as stale, and only that', () => {
  let wall = 0;
  let awake = 0;
  const detector = createWakeDetector({ wall: () => wall, monotonic: () => awake });
  const before = detector.hold({});
  const never = {};
  wall += minute;
  awake += minute;
  expect(detector.isStale(before)).toBe(false);
  wall += 60 * minute;
  expect(detector.isStale(before)).toBe(true);
  const after = detector.hold({});
  expect([detector.isStale(after), detector.isStale(never)]).toEqual([false, false]);
});

it('tells whoever watches once per jump, until it is told to stop', async () => {
  const sim = createSimClock();
  let asleepMs = 0;
  const detector = createWakeDetector({ wall: () => sim.now() + asleepMs, monotonic: () => sim.now() });
  const stop = new AbortController();
  let wakes = 0;
  const watching = detector.watch(sim, stop.signal, () => {
    wakes += 1;
  });
  await sim.run(sim.sleep(minute));
  asleepMs += 3 * 60 * minute;
  await sim.run(sim.sleep(minute));
  expect(wakes).toBe(1);
  stop.abort();
  await watching;
});
