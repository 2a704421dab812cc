import type { Clock } from '../ports.ts';
import {
  allowancePerMinute,
  decide,
  initialLimiterState,
  onAnswer,
  onNoAnswer,
  onPause,
  onStart,
  type Started,
} from './limiter-rules.ts';
import type { RateHeaders } from './rate-headers.ts';

/** One request's place. Exactly one of the two ends it; a second call does nothing. */
export interface Slot {
  /** `pauseMs` > 0 holds everybody back for so long, before anyone waiting can start. */
  answered(headers: RateHeaders, answer: { limited: boolean; pauseMs: number }): void;
  lost(): void;
}

/** Shares the vendor's allowance between all requests of a client, first come first served. */
export interface Limiter {
  /** Waits for a place; rejects with the signal's reason when aborted. */
  acquire(signal?: AbortSignal): Promise<Slot>;
  /** Ends all waiting with this error. */
  rejectWaiting(error: Error): void;
  /** Until when (local Unix ms) the allowance or a pause holds requests back; null when nobody waits for that. */
  waitingUntilMs(): number | null;
  allowancePerMinute(): number | null;
}

interface Waiter {
  start(slot: Slot): void;
  reject(error: Error): void;
}

/** `serverNow` is Unix ms by the server's clock; `onChange` is called when waiting begins or ends. */
export function createLimiter(
  ports: { clock: Clock; serverNow: () => number; onChange: () => void },
  maxInFlight = 8,
): Limiter {
  const { clock, serverNow, onChange } = ports;
  let state = initialLimiterState(maxInFlight);
  const waiters = new Set<Waiter>();
  let timer: { untilMs: number; stop: AbortController } | null = null;

  const stopTimer = () => {
    timer?.stop.abort();
    timer = null;
  };

  const wakeAt = (untilMs: number) => {
    if (timer?.untilMs === untilMs) return;
    stopTimer();
    const mine = { untilMs, stop: new AbortController() };
    timer = mine;
    clock.sleep(Math.max(1, untilMs - clock.now()), mine.stop.signal).then(
      () => {
        if (timer !== mine) return;
        timer = null;
        pump();
      },
      // Aborted because something else woke the queue.
      () => undefined,
    );
  };

  const createSlot = (started: Started): Slot => {
    let open = true;
    const close = (next: () => typeof state) => {
      if (!open) return;
      open = false;
      state = next();
      pump();
    };
    return {
      answered: (headers, { limited, pauseMs }) =>
        close(() => {
          const next = onAnswer(state, headers, clock.now(), serverNow(), { limited, most: maxInFlight, started });
          return pauseMs > 0 ? onPause(next, pauseMs, clock.now(), serverNow()) : next;
        }),
      lost: () => close(() => onNoAnswer(state, started)),
    };
  };

  const pump = () => {
    const before = timer?.untilMs ?? null;
    for (;;) {
      const [waiter] = waiters;
      if (waiter === undefined) {
        stopTimer();
        break;
      }
      const decision = decide(state, clock.now(), serverNow());
      if (decision.kind === 'wait') {
        if (decision.untilMs === null) stopTimer();
        else wakeAt(decision.untilMs);
        break;
      }
      waiters.delete(waiter);
      const start = onStart(state, decision.probe);
      state = start.state;
      waiter.start(createSlot(start.started));
    }
    if ((timer?.untilMs ?? null) !== before) onChange();
  };

  return {
    acquire(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const onAbort = () => {
          waiters.delete(waiter);
          reject(signal?.reason);
          pump();
        };
        const waiter: Waiter = {
          start(slot) {
            signal?.removeEventListener('abort', onAbort);
            resolve(slot);
          },
          reject(error) {
            signal?.removeEventListener('abort', onAbort);
            waiters.delete(waiter);
            reject(error);
          },
        };
        waiters.add(waiter);
        signal?.addEventListener('abort', onAbort, { once: true });
        pump();
      });
    },
    rejectWaiting(error) {
      for (const waiter of [...waiters]) waiter.reject(error);
      pump();
    },
    waitingUntilMs: () => timer?.untilMs ?? null,
    allowancePerMinute: () => allowancePerMinute(state),
  };
}
