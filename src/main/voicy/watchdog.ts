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

/** One try being watched. `stop` always has to be called. */
export interface Watch {
  /** Which limit ended the try; null while none has. */
  fired(): TimeoutKind | null;
  headersArrived(): void;
  progress(bytes: number): void;
  stop(): void;
}

export interface Watchdog {
  /** Calls `onLate` once when the try is too slow. */
  watch(limits: TimeLimits, onLate: () => void): Watch;
}

interface Entry {
  /** Looks at the clock; how long until a limit may be reached, ms, null when one has been. */
  check(nowMs: number): number | null;
}

/** Why a sleep ends early. One for all: an abort without a reason makes an error with its stack each time. */
const woken = new Error('woken');

/** One timer for all tries and all their limits, set only as far as the nearest of them. */
export function createWatchdog(clock: Clock): Watchdog {
  const entries = new Set<Entry>();
  let sleeping: { untilMs: number; stop: AbortController } | null = null;

  const sleep = (ms: number) => {
    sleeping?.stop.abort(woken);
    const mine = { untilMs: clock.now() + ms, stop: new AbortController() };
    sleeping = mine;
    clock.sleep(Math.max(1, ms), mine.stop.signal).then(
      () => {
        if (sleeping !== mine) return;
        sleeping = null;
        const nowMs = clock.now();
        const next = [...entries].map((entry) => entry.check(nowMs)).filter((left) => left !== null);
        // Whoever was told that it is late may have started another try, with a sleep of its own.
        if (next.length > 0) sleepAtMost(Math.min(...next));
      },
      // Woken: somebody else sleeps now, or nobody needs to.
      () => undefined,
    );
  };

  const sleepAtMost = (ms: number) => {
    const untilMs = clock.now() + ms;
    if (sleeping === null || sleeping.untilMs > untilMs) sleep(ms);
  };

  return {
    watch(limits, onLate) {
      const { entry, watch } = createWatch(clock, limits, onLate);
      entries.add(entry);
      sleepAtMost(Math.min(limits.headersMs, limits.totalMs));
      return {
        ...watch,
        stop() {
          entries.delete(entry);
          if (entries.size > 0) return;
          sleeping?.stop.abort(woken);
          sleeping = null;
        },
      };
    },
  };
}

/** The limits of one try. Time that the wall clock takes back is not counted. */
function createWatch(
  clock: Clock,
  limits: TimeLimits,
  onLate: () => void,
): { entry: Entry; watch: Omit<Watch, 'stop'> } {
  let fired: TimeoutKind | null = null;
  let lastNow = clock.now();
  let elapsed = 0;
  let headersAt: number | null = null;
  let lastByteAt = 0;
  let bytes = 0;
  let windowStart = { at: 0, bytes: 0 };
  const tick = (nowMs: number) => {
    elapsed += Math.max(0, nowMs - lastNow);
    lastNow = nowMs;
    return elapsed;
  };

  const dueNow = (): TimeoutKind | null => {
    if (elapsed >= limits.totalMs) return 'total';
    if (headersAt === null) return elapsed >= limits.headersMs ? 'headers' : null;
    if (elapsed - lastByteAt >= limits.idleMs) return 'idle';
    if (elapsed - windowStart.at < limits.throughputWindowMs) return null;
    const slow = bytes - windowStart.bytes < (limits.minBytesPerSecond * (elapsed - windowStart.at)) / 1000;
    windowStart = { at: elapsed, bytes };
    return slow ? 'slow' : null;
  };

  return {
    entry: {
      check(nowMs) {
        if (fired !== null) return null;
        tick(nowMs);
        fired = dueNow();
        if (fired !== null) {
          onLate();
          return null;
        }
        const next =
          headersAt === null
            ? limits.headersMs
            : Math.min(lastByteAt + limits.idleMs, windowStart.at + limits.throughputWindowMs);
        return Math.min(next, limits.totalMs) - elapsed;
      },
    },
    watch: {
      fired: () => fired,
      headersArrived() {
        headersAt = tick(clock.now());
        lastByteAt = headersAt;
        windowStart = { at: headersAt, bytes: 0 };
      },
      progress(count) {
        lastByteAt = tick(clock.now());
        bytes += count;
      },
    },
  };
}
