import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../ports.ts';
import { createSimClock } from '../voicy/test-support.ts';
import {
  createStorageGate,
  fitsBudget,
  type GatePass,
  type GateReport,
  type StorageGateOptions,
  weightOf,
} from './storage-gate.ts';

const host = 'storage.test';
const signal = new AbortController().signal;
const MB = 2 ** 20;

const busy = (retryAfter: string | null): GateReport => ({ kind: 'busy', retryAfter, serverNowMs: 0 });

describe('the budget of downloads under way', () => {
  it('never holds more requests or bytes than allowed, unless one runs alone', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 200 * MB }), { maxLength: 40 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 8 }), (arriving, maxAtOnce) => {
        const active: number[] = [];
        for (const bytes of arriving) {
          const weight = weightOf(bytes, 64 * MB);
          if (fitsBudget(active, weight, maxAtOnce, 64 * MB)) active.push(weight);
          else if (active.length === 0) throw new Error('an idle line refused a download');
          const sum = active.reduce((a, b) => a + b, 0);
          expect(active.length <= maxAtOnce && (active.length === 1 || sum <= 64 * MB)).toBe(true);
          if (bytes % 3 === 0) active.shift();
        }
      }),
    );
  });
});

describe('the gate in front of a storage', () => {
  const create = (over: Partial<StorageGateOptions> = {}) => {
    const clock = createSimClock();
    return { clock, gate: createStorageGate({ clock, random: () => 0.5, ...over }) };
  };
  const pass = async (gate: ReturnType<typeof createStorageGate>, bytes = 1): Promise<GatePass> => {
    const found = await gate.enter(host, bytes, signal);
    if (found.kind === 'refused') throw new Error(`refused: ${found.reason}`);
    return found;
  };
  /** Lets whoever can go on do so, without time going by. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('lets small ones in side by side, also past a large one that has no room yet', async () => {
    const { gate } = create({ maxAtOnce: 3, maxBytes: 10 });
    const first = await pass(gate, 4);
    const second = await pass(gate, 4);
    const order: string[] = [];
    const noting = async (name: string, bytes: number) => {
      const mine = await pass(gate, bytes);
      order.push(name);
      return mine;
    };
    const large = noting('large', 20);
    const small = noting('small', 2);
    await settle();
    expect(order).toEqual(['small']);
    (await small).leave({ kind: 'answered' });
    first.leave({ kind: 'answered' });
    await settle();
    expect(order).toEqual(['small']);
    second.leave({ kind: 'answered' });
    (await large).leave({ kind: 'answered' });
    expect(order).toEqual(['small', 'large']);
  });

  it('lets a large one in at last, however many small ones come', async () => {
    const { gate } = create({ maxAtOnce: 3, maxBytes: 10 });
    let inside = await pass(gate, 4);
    let isIn = false;
    const large = pass(gate, 20).then((mine) => {
      isIn = true;
      return mine;
    });
    let smalls = 0;
    for (; !isIn && smalls < 100; smalls += 1) {
      const next = pass(gate, 4);
      await settle();
      inside.leave({ kind: 'answered' });
      if (isIn) break;
      const entered = await Promise.race([next, large]);
      if (isIn) break;
      inside = entered;
    }
    expect(smalls).toBeGreaterThanOrEqual(20);
    expect(smalls).toBeLessThan(30);
    (await large).leave({ kind: 'answered' });
  });

  it('counts what a recording turned out to have', async () => {
    const { gate } = create({ maxAtOnce: 3, maxBytes: 10 });
    const first = await pass(gate, 1);
    first.resize(10);
    let isIn = false;
    const second = pass(gate, 4).then((p) => {
      isIn = true;
      return p;
    });
    await settle();
    expect(isIn).toBe(false);
    first.leave({ kind: 'answered' });
    (await second).leave({ kind: 'answered' });
  });

  it('holds all back for as long as one was asked to wait', async () => {
    const { clock, gate } = create();
    const start = clock.now();
    (await pass(gate)).leave(busy('20'));
    const enter = async () => {
      (await pass(gate)).leave({ kind: 'answered' });
      return clock.now();
    };
    const entered = await clock.run(Promise.all(Array.from({ length: 5 }, enter)));
    for (const at of entered) expect(at - start).toBeGreaterThanOrEqual(20_000);
  });

  it.each(['120', '315360000'])('sends away who would have to wait too long (Retry-After: %s)', async (retryAfter) => {
    const { clock, gate } = create();
    (await pass(gate)).leave(busy(retryAfter));
    expect(gate.outlook()).toMatchObject({ reason: 'paused' });
    const found = await gate.enter(host, 1, signal);
    expect(found).toMatchObject({ kind: 'refused', reason: 'paused' });
    expect(found.kind === 'refused' && found.untilMs - clock.now()).toBeLessThanOrEqual(3_600_000);
    const other = await gate.enter('another.test', 1, signal);
    expect(other.kind).toBe('pass');
  });

  it.each(['-5', 'soon', ''])('takes no advice that makes no sense (Retry-After: %s)', async (retryAfter) => {
    const { clock, gate } = create();
    (await pass(gate)).leave(busy(retryAfter));
    const start = clock.now();
    (await clock.run(pass(gate))).leave({ kind: 'answered' });
    expect(clock.now() - start).toBeLessThanOrEqual(1500);
  });

  it('lets one find out whether a dead storage is back, and the others follow it', async () => {
    const { clock, gate } = create();
    for (let i = 0; i < 5; i += 1) (await pass(gate)).leave({ kind: 'failed' });
    const visits: { from: number; to: number }[] = [];
    const visit = async () => {
      const mine = await pass(gate);
      const from = clock.now();
      await clock.sleep(1000);
      visits.push({ from, to: clock.now() });
      mine.leave({ kind: 'answered' });
    };
    const before = clock.now();
    await clock.run(Promise.all([visit(), visit(), visit()]));
    const [probe, second, third] = visits;
    expect((probe?.from ?? 0) - before).toBeGreaterThanOrEqual(30_000);
    expect(second?.from).toBeGreaterThanOrEqual(probe?.to ?? 0);
    expect(third?.from).toBeLessThan(second?.to ?? 0);
  });

  it('forgets a probe that was cancelled, and one that no longer waits', async () => {
    const { clock, gate } = create();
    for (let i = 0; i < 5; i += 1) (await pass(gate)).leave({ kind: 'failed' });
    (await clock.run(pass(gate))).leave({ kind: 'cancelled' });
    (await pass(gate)).leave({ kind: 'answered' });
    const held = await Promise.all(Array.from({ length: 6 }, () => pass(gate)));
    const stop = new AbortController();
    const waiting = gate.enter(host, 1, stop.signal);
    stop.abort(new Error('no longer'));
    await expect(waiting).rejects.toThrow('no longer');
    for (const each of held) each.leave({ kind: 'answered' });
    (await pass(gate)).leave({ kind: 'answered' });
  });

  it.each<[string, () => GateReport]>([
    ['503', () => busy(null)],
    ['broken connections', () => ({ kind: 'failed' })],
  ])('spends at most 40 requests on ten minutes of %s with 1,000 recordings queued', async (_name, report) => {
    const { clock, gate } = create();
    const end = clock.now() + 600_000;
    let requests = 0;
    const oneRecording = async () => {
      for (let tries = 0; tries < 5; tries += 1) {
        if (clock.now() >= end) return;
        const found = await gate.enter(host, MB, signal);
        if (found.kind === 'refused') return;
        requests += clock.now() < end ? 1 : 0;
        await clock.sleep(200);
        found.leave(report());
      }
    };
    const oneSync = async () => {
      const queued = Array.from({ length: 1000 }, (_, i) => i).values();
      const worker = async () => {
        for (const _ of queued) await oneRecording();
      };
      await Promise.all(Array.from({ length: 6 }, worker));
    };
    await clock.run(
      (async () => {
        while (clock.now() < end) {
          await oneSync();
          await (clock as Clock).sleep(30_000);
        }
      })(),
    );
    expect(requests).toBeGreaterThan(5);
    expect(requests).toBeLessThanOrEqual(40);
  });
});
