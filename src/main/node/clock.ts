import type { Clock } from '../ports.ts';

/** setTimeout fires at once beyond this many ms. */
const maxTimerMs = 2 ** 31 - 1;

/** Real time. A sleep longer than a timer can count is slept in parts. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    const end = performance.now() + ms;
    for (let left = ms; left > 0; left = end - performance.now()) await wait(Math.min(left, maxTimerMs), signal);
    signal?.throwIfAborted();
  },
};

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
