import { setTimeout as realSleep } from 'node:timers/promises';
import type { Clock } from '../ports.ts';

/** Real time plus jumps: an hour's wait is over as soon as nothing else is under way. */
export interface VirtualClock extends Clock {
  /** Counts time like `now`, but not what `skip` leaves out: a machine's monotonic clock, ms. */
  monotonic(): number;
  /** Moves time on, and with it whoever sleeps until then, earliest first. */
  advance(ms: number): Promise<void>;
  /** The wall clock jumps as after a night with the lid closed; the monotonic clock does not. */
  skip(ms: number): Promise<void>;
  /** Jumps from sleeper to sleeper until `work` settles. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Jumps from sleeper to sleeper until `ms` have gone by. */
  pass(ms: number): Promise<void>;
  /** Jumps from sleeper to sleeper until `isSo`; throws when that takes more than `withinMs` of this clock. */
  until(isSo: () => boolean | Promise<boolean>, withinMs?: number): Promise<void>;
  close(): void;
}

interface Sleeper {
  dueMs: number;
  wake: () => void;
}

const LOOK_MS = 2;
/** A look that takes longer is one on a machine that has more to do than it can. */
const STARVED_MS = 12;
/** So many looks in a row without anything under way: what runs between two requests is over by then. */
const QUIET_LOOKS = 4;

/** `isIdle` = nothing is under way that will go on by itself, such as a request; only then does time jump. */
export function createVirtualClock(isIdle: () => boolean): VirtualClock {
  const startMs = performance.now();
  const wallMs = Date.now();
  let offsetMs = 0;
  let skippedMs = 0;
  const sleepers = new Set<Sleeper>();
  // Whole milliseconds, as every real clock of the app has them.
  const now = () => wallMs + Math.floor(performance.now() - startMs) + offsetMs;

  const wakeDue = () => {
    const due = [...sleepers].filter(({ dueMs }) => dueMs <= now()).sort((a, b) => a.dueMs - b.dueMs);
    for (const sleeper of due) sleeper.wake();
  };
  const pulse = setInterval(wakeDue, LOOK_MS);

  const sleep: Clock['sleep'] = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        dueMs: now() + ms,
        wake: () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });

  const jump = async (ms: number) => {
    offsetMs += Math.max(0, Math.ceil(ms));
    wakeDue();
    await realSleep(LOOK_MS);
  };

  /** One look; time jumps to the next sleeper, at most to `limitMs`, once all has been quiet for some looks. */
  const createJumper = (limitMs: number) => {
    let quiet = 0;
    return async () => {
      const lookedMs = performance.now();
      await realSleep(LOOK_MS);
      // Where this thread waits for its turn, the writing thread does too, and has not answered for that.
      const isStarved = performance.now() - lookedMs > STARVED_MS;
      quiet = isIdle() && !isStarved ? quiet + 1 : 0;
      if (quiet < QUIET_LOOKS) return;
      const next = Math.min(limitMs, ...[...sleepers].map(({ dueMs }) => dueMs));
      if (!Number.isFinite(next)) return;
      // A sleep that led to nothing is followed by the next one sooner: an hour of heartbeats is 720 of them.
      quiet = QUIET_LOOKS - 2;
      await jump(next - now());
    };
  };

  return {
    now,
    monotonic: () => now() - wallMs - skippedMs,
    sleep,
    advance: jump,
    skip: (ms) => {
      skippedMs += ms;
      return jump(ms);
    },
    during: async (work) => {
      let done = false;
      const finish = () => {
        done = true;
      };
      work.then(finish, finish);
      const look = createJumper(Number.POSITIVE_INFINITY);
      while (!done) await look();
      return work;
    },
    pass: async (ms) => {
      const end = now() + ms;
      const look = createJumper(end);
      while (now() < end) await look();
    },
    until: async (isSo, withinMs = 3_600_000) => {
      const end = now() + withinMs;
      const look = createJumper(end);
      while (!(await isSo())) {
        if (now() >= end) throw new Error(`what was waited for did not happen within ${withinMs} ms`);
        await look();
      }
    },
    close: () => clearInterval(pulse),
  };
}
