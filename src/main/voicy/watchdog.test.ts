import { describe, expect, it } from 'vitest';
import { createSimClock } from './test-support.ts';
import { createWatchdog, type TimeLimits, type Watch } from './watchdog.ts';

const limits: TimeLimits = {
  headersMs: 10_000,
  idleMs: 30_000,
  totalMs: 300_000,
  throughputWindowMs: 60_000,
  minBytesPerSecond: 1024,
};

/** Watches one try on which `act` does something, and says what ended it and after how many ms. */
async function ends(act: (watch: Watch, sleep: (ms: number) => Promise<void>) => Promise<void>, own = limits) {
  const clock = createSimClock();
  const startMs = clock.now();
  const { promise: late, resolve: tell } = Promise.withResolvers<number>();
  const watch = createWatchdog(clock).watch(own, () => tell(clock.now() - startMs));
  act(watch, clock.sleep).then(() => tell(Number.NaN));
  const afterMs = await clock.run(late);
  const fired = watch.fired();
  watch.stop();
  return [fired, afterMs];
}

describe('the watchdog', () => {
  it('waits 10 s for headers', async () => {
    expect(await ends((_watch, sleep) => sleep(60_000))).toEqual(['headers', 10_000]);
  });

  it('waits 30 s for the next byte (F10)', async () => {
    const result = await ends(async (watch, sleep) => {
      await sleep(9000);
      watch.headersArrived();
      await sleep(20_000);
      watch.progress(1_000_000);
      await sleep(100_000);
    });
    expect(result).toEqual(['idle', 59_000]);
  });

  it('ends a drip of less than 1 KB/s after a minute, and lets 1 KB/s pass (F11)', async () => {
    const drip = (bytes: number) => async (watch: Watch, sleep: (ms: number) => Promise<void>) => {
      watch.headersArrived();
      for (let n = 0; n < 150; n += 1) {
        await sleep(1000);
        watch.progress(bytes);
      }
    };
    expect(await ends(drip(1))).toEqual(['slow', 60_000]);
    expect(await ends(drip(1100))).toEqual([null, Number.NaN]);
  });

  it('ends everything after the whole time', async () => {
    const result = await ends(
      async (watch, sleep) => {
        watch.headersArrived();
        for (;;) {
          await sleep(1000);
          watch.progress(100_000);
        }
      },
      { ...limits, totalMs: 60_000 },
    );
    expect(result).toEqual(['total', 60_000]);
  });

  it('watches many tries with limits of their own, and sleeps no longer than one of them lasts', async () => {
    const clock = createSimClock();
    const startMs = clock.now();
    const watchdog = createWatchdog(clock);
    const ended: [number, number][] = [];
    const watches = [5000, 2000, 9000, 2000].map((totalMs, at) =>
      watchdog.watch({ ...limits, totalMs }, () => ended.push([at, clock.now() - startMs])),
    );
    watches[2]?.stop();
    await clock.run(clock.sleep(20_000));
    expect(ended).toEqual([
      [1, 2000],
      [3, 2000],
      [0, 5000],
    ]);
    for (const watch of watches) watch.stop();
    // Nothing is left asleep: a process may end.
    await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('nothing left to wait for');
  });
});
