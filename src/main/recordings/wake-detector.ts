import type { Clock } from '../ports.ts';

/** Two clocks read at the same moment, ms: the wall's, which can be set and runs on in sleep, and one that only counts time awake. */
export interface ClockReading {
  wallMs: number;
  monotonicMs: number;
}

/** More than any correction of a running clock, less than a nap worth the name. */
const DRIFT_MS = 30_000;
/** How often a running detector looks, ms. */
const TICK_MS = 10_000;
/** A look that comes so much too late: the process stood still, with both clocks running (Windows counts sleep in both). */
const LATE_MS = 60_000;

/**
 * Whether the computer slept, or its clock was set, between two readings (hardening.md F32). `expectedMs` = how much time
 * should have gone by, where that is known.
 */
export function hasJumped(before: ClockReading, after: ClockReading, expectedMs?: number): boolean {
  const wall = after.wallMs - before.wallMs;
  const monotonic = after.monotonicMs - before.monotonicMs;
  if (Math.abs(wall - monotonic) > DRIFT_MS) return true;
  return expectedMs !== undefined && wall - expectedMs > LATE_MS;
}

/** Knows whether a thing obtained earlier was obtained before the computer slept. */
export interface WakeDetector {
  /** Remembers that this was obtained now; returns it. */
  hold<T extends object>(thing: T): T;
  /** Whether the computer slept, or its clock was set, since `hold`. What was never held is not stale. */
  isStale(thing: object): boolean;
  /** Looks at the clocks until the signal aborts, and calls `onWake` after each jump: time to drop connections and start over. */
  watch(clock: Clock, signal: AbortSignal, onWake: () => void): Promise<void>;
}

/** `monotonic` in ms, for example `performance.now`; `wall` in Unix ms. */
export function createWakeDetector(clocks: { wall: () => number; monotonic: () => number }): WakeDetector {
  const read = (): ClockReading => ({ wallMs: clocks.wall(), monotonicMs: clocks.monotonic() });
  const heldSince = new WeakMap<object, number>();
  let last = read();
  let jumps = 0;
  const look = (expectedMs?: number): boolean => {
    const now = read();
    const jumped = hasJumped(last, now, expectedMs);
    last = now;
    if (jumped) jumps += 1;
    return jumped;
  };
  return {
    hold: (thing) => {
      look();
      heldSince.set(thing, jumps);
      return thing;
    },
    isStale: (thing) => {
      look();
      return (heldSince.get(thing) ?? jumps) < jumps;
    },
    watch: async (clock, signal, onWake) => {
      while (!signal.aborted) {
        const before = jumps;
        last = read();
        const aborted = await clock.sleep(TICK_MS, signal).then(
          () => false,
          () => true,
        );
        if (aborted) return;
        look(TICK_MS);
        if (jumps > before) onWake();
      }
    },
  };
}
