import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

describe('the virtual clock', () => {
  let idle = true;
  let clock: VirtualClock;
  beforeEach(() => {
    idle = true;
    clock = createVirtualClock(() => idle);
  });
  afterEach(() => clock.close());

  it('jumps over sleeps, earliest first, and counts them', async () => {
    const from = clock.now();
    const woken: string[] = [];
    const sleeps = [3_600_000, 60_000].map((ms) => clock.sleep(ms).then(() => woken.push(String(ms))));
    await clock.during(Promise.all(sleeps));
    expect(woken).toEqual(['60000', '3600000']);
    expect(clock.now() - from).toBeGreaterThanOrEqual(3_600_000);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(3_600_000);
  });

  it('does not jump while something is under way, but can be moved', async () => {
    idle = false;
    let woken = false;
    void clock.sleep(60_000).then(() => {
      woken = true;
    });
    await clock.during(new Promise((resolve) => setTimeout(resolve, 40)));
    expect(woken).toBe(false);
    await clock.advance(60_000);
    expect(woken).toBe(true);
  });

  it('lets so much time pass and no more, and ends sleeps that are aborted', async () => {
    const from = clock.now();
    const stop = new AbortController();
    const long = clock.sleep(10_000_000, stop.signal);
    await clock.pass(5_000_000);
    expect(clock.now() - from).toBeLessThan(10_000_000);
    stop.abort(new Error('stopped'));
    await expect(long).rejects.toThrow('stopped');
    await expect(clock.until(() => false, 1000)).rejects.toThrow('did not happen');
  });

  it('leaves a skipped night out of the monotonic clock', async () => {
    await clock.skip(8 * 3_600_000);
    expect(clock.monotonic()).toBeLessThan(3_600_000);
  });
});
