import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom, mixSeeds, randomInt } from '../src/sandbox/random.ts';
import { crashCalls } from './lib/calls.ts';
import { fullDiskProblems } from './lib/full-disk.ts';
import { judge } from './lib/judge.ts';
import { isWhole, scaled, seed } from './lib/scale.ts';
import type { FileOp } from './lib/shim.ts';
import { mountSmallDisk } from './lib/small-disk.ts';
import { createWorld, type World } from './lib/world.ts';

/** What needs space on the disk. */
const spending: readonly FileOp[] = ['create', 'write', 'mkdir'];
/** Tests among which the calls are dealt out: the whole suite takes every call, the sample one per test. */
const hands = scaled(4, 40);
const timeout = 600_000;
/** More than what Earmark leaves free for others (hardening.md F50); a disk in memory uses only what is written to it. */
const enoughKilobytes = 2_097_152;

describe(`a sync on a disk that is full (seed ${seed})`, () => {
  let world: World;
  let total: number;
  beforeAll(async () => {
    const few = /^(wav-[12]|mp3-1|busy-1|gone-1)$/;
    world = await createWorld(crashCalls(Date.now()).filter(({ call }) => few.test(call.call_id)));
    total = (await world.strike(world.workspace(), { ops: spending, nth: 0, act: 'full-from' })).calls.length;
    expect(total).toBeGreaterThan(hands);
  });
  afterAll(() => world?.close());

  const dealt = Array.from({ length: hands }, (_, i) => i + 1);
  it.each(dealt)('from a call on (%i)', { timeout }, (hand) => strikeAll(hand, 'full-from'));
  it.each(dealt)('for one call (%i)', { timeout }, (hand) => strikeAll(hand, 'full-once'));

  it.each(scaled([192, 448], steps(64, 1600, 64)))('that has %i KB', async (kilobytes) => {
    const disk = mountSmallDisk(kilobytes);
    // Where nobody may mount, the shim's full disk takes its place, at a share of the calls.
    if (disk === null) {
      expect(await strike(Math.ceil((kilobytes / 1600) * total), 'full-from')).toEqual([]);
      return;
    }
    try {
      const ended = await world.sync(disk.dir);
      const problems = fullDiskProblems(world, disk.dir, ended);
      disk.grow(enoughKilobytes);
      expect([...problems, ...(await judge(world, disk.dir)).problems]).toEqual([]);
    } finally {
      disk.remove();
    }
  });

  async function strikeAll(hand: number, act: 'full-from' | 'full-once'): Promise<void> {
    const every = steps(hand, total, hands);
    const one = randomInt(createRandom(mixSeeds(seed, hand, act.length)), 1, total);
    for (const nth of isWhole ? every : [one]) expect.soft(await strike(nth, act)).toEqual([]);
  }

  async function strike(nth: number, act: 'full-from' | 'full-once'): Promise<string[]> {
    const dir = world.workspace();
    const struck = await world.strike(dir, { ops: spending, nth, act });
    const problems = [...fullDiskProblems(world, dir, struck), ...(await judge(world, dir)).problems];
    world.discard(dir);
    const place = `${act}, call ${nth} of about ${total}: ${struck.fired?.op} ${struck.fired?.path}`;
    return problems.map((problem) => `${place}: ${problem}`);
  }
});

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);
}
