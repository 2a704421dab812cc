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
const sampled = 4;
/** More than such a sync makes; numbers behind its end stand for nothing. */
const atMost = 900;
/** More than what Earmark leaves free for others (hardening.md F50); a disk in memory uses only what is written to it. */
const enoughKilobytes = 2_097_152;

describe(`a sync on a disk that is full (seed ${seed})`, () => {
  let world: World;
  let total: number;
  beforeAll(async () => {
    const few = /^(wav-[12]|mp3-1|busy-1|gone-1)$/;
    world = await createWorld(crashCalls(Date.now()).filter(({ call }) => few.test(call.call_id)));
    total = (await world.strike(world.workspace(), { ops: spending, nth: 0, act: 'full-from' })).calls.length;
    expect(total).toBeLessThan(atMost);
  });
  afterAll(() => world?.close());

  const turns = Array.from({ length: isWhole ? atMost : sampled }, (_, i) => i + 1);

  it.each(turns)('from a call on (%i)', (turn) => strike(turn, 'full-from'));
  it.each(turns)('for one call (%i)', (turn) => strike(turn, 'full-once'));

  it.each(scaled([192, 448], steps(64, 1600, 64)))('that has %i KB', async (kilobytes) => {
    const disk = mountSmallDisk(kilobytes);
    // Where nobody may mount, the shim's full disk takes its place, at a share of the calls.
    if (disk === null) return strike(Math.ceil((kilobytes / 1600) * total), 'full-from');
    try {
      const ended = await world.sync(disk.dir);
      const problems = fullDiskProblems(world, disk.dir, ended);
      disk.grow(enoughKilobytes);
      expect([...problems, ...(await judge(world, disk.dir)).problems]).toEqual([]);
    } finally {
      disk.remove();
    }
  });

  async function strike(turn: number, act: 'full-from' | 'full-once'): Promise<void> {
    const nth = isWhole ? turn : randomInt(createRandom(mixSeeds(seed, turn, act.length)), 1, total);
    if (nth > total) return;
    const dir = world.workspace();
    const struck = await world.strike(dir, { ops: spending, nth, act });
    const problems = fullDiskProblems(world, dir, struck);
    const recovery = await judge(world, dir);
    const place = `${act}, call ${nth} of about ${total}: ${struck.fired?.op} ${struck.fired?.path}`;
    expect([...problems, ...recovery.problems], place).toEqual([]);
    world.discard(dir);
  }
});

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);
}
