import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom, mixSeeds, randomInt } from '../src/sandbox/random.ts';
import { judge } from './lib/judge.ts';
import { scaled, seed } from './lib/scale.ts';
import type { FileFault } from './lib/shim.ts';
import { createWorld, type Struck, type World } from './lib/world.ts';

const moments = Array.from({ length: scaled(10, 300) }, (_, i) => i + 1);
const acts = ['kill-before', 'kill-mid', 'kill-after'] as const;

describe(`a sync that is killed at a random moment (seed ${seed})`, () => {
  let world: World;
  let total: number;
  beforeAll(async () => {
    world = await createWorld();
    total = (await world.strike(world.workspace(), null)).calls.length;
  });
  afterAll(() => world?.close());

  it.each(moments)('moment %i', async (moment) => {
    const random = createRandom(mixSeeds(seed, moment));
    const act = acts[randomInt(random, 0, acts.length - 1)] ?? 'kill-before';
    const { dir, struck, fault } = await kill(randomInt(random, 1, total), act);
    const place = `${fault.act} ${struck.fired?.op} ${struck.fired?.path} (call ${fault.nth} of about ${total})`;
    expect(struck.signal, place).toBe('SIGKILL');
    expect((await judge(world, dir)).problems, `killed at ${place}`).toEqual([]);
    world.discard(dir);
  });

  /** Two runs never make exactly as many calls: one that ended before the chosen call is repeated with an earlier one. */
  async function kill(
    wanted: number,
    act: FileFault['act'],
  ): Promise<{ dir: string; struck: Struck; fault: FileFault }> {
    for (let nth = wanted; ; nth = Math.ceil(nth * 0.9)) {
      const dir = world.workspace();
      const fault = { nth, act };
      const struck = await world.strike(dir, fault);
      if (struck.fired !== null || nth === 1) return { dir, struck, fault };
    }
  }
});
