import type { Clock } from '../ports.ts';

/** How long one try may take, ms. */
export interface TimeLimits {
  headersMs: number;
  idleMs: number;
  totalMs: number;
  /** At least `minBytesPerSecond` over each `throughputWindowMs` of body. */
  throughputWindowMs: number;
  minBytesPerSecond: number;
}

export const defaultTimeLimits: TimeLimits = {
  headersMs: 10_000,
  idleMs: 30_000,
  totalMs: 60_000,
  throughputWindowMs: 60_000,
  minBytesPerSecond: 1024,
};

export type TimeoutKind = 'headers' | 'idle' | 'total' | 'slow';

/** Watches one try and aborts `signal` when it is too slow; `fired` then says why. `stop` always has to be called. */
/** Why a sleep ends early. One for all: an abort without a reason makes an error with its stack, for each request two. */
const woken = new Error('woken');

export interface Watchdog {
  signal: AbortSignal;
  fired(): TimeoutKind | null;
  headersArrived(): void;
  progress(bytes: number): void;
  stop(): void;
}

/** One timer for all limits. Time that the wall clock takes back is not counted. */
export function createWatchdog(clock: Clock, limits: TimeLimits): Watchdog {
  const abort = new AbortController();
  let wake = new AbortController();
  let stopped = false;
  let fired: TimeoutKind | null = null;
  let lastNow = clock.now();
  let elapsed = 0;
  const tick = () => {
    const now = clock.now();
    elapsed += Math.max(0, now - lastNow);
    lastNow = now;
    return elapsed;
  };
  let headersAt: number | null = null;
  let lastByteAt = 0;
  let bytes = 0;
  let windowStart = { at: 0, bytes: 0 };

  const dueNow = (): TimeoutKind | null => {
    if (elapsed >= limits.totalMs) return 'total';
    if (headersAt === null) return elapsed >= limits.headersMs ? 'headers' : null;
    if (elapsed - lastByteAt >= limits.idleMs) return 'idle';
    if (elapsed - windowStart.at < limits.throughputWindowMs) return null;
    const slow = bytes - windowStart.bytes < (limits.minBytesPerSecond * (elapsed - windowStart.at)) / 1000;
    windowStart = { at: elapsed, bytes };
    return slow ? 'slow' : null;
  };

  const watch = async () => {
    while (!stopped) {
      wake = new AbortController();
      tick();
      fired = dueNow();
      if (fired !== null) {
        abort.abort();
        return;
      }
      const next =
        headersAt === null
          ? limits.headersMs
          : Math.min(lastByteAt + limits.idleMs, windowStart.at + limits.throughputWindowMs);
      // Woken early, it looks at its limits again or ends.
      await clock.sleep(Math.max(1, Math.min(next, limits.totalMs) - elapsed), wake.signal).catch(() => undefined);
    }
  };
  void watch();

  return {
    signal: abort.signal,
    fired: () => fired,
    headersArrived() {
      headersAt = tick();
      lastByteAt = headersAt;
      windowStart = { at: headersAt, bytes: 0 };
      wake.abort(woken);
    },
    progress(count) {
      lastByteAt = tick();
      bytes += count;
    },
    stop() {
      stopped = true;
      wake.abort(woken);
    },
  };
}
