import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../src/sandbox/random.ts';
import { judge } from './lib/judge.ts';
import { type Point, points, scriptFile } from './lib/points.ts';
import { killAt } from './lib/request-moment.ts';
import { isWhole, seed } from './lib/scale.ts';
import { createWorld, type World } from './lib/world.ts';

describe(`a process that is killed (seed ${seed})`, () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world?.close());

  it.each(isWhole ? points : sample(points, 8))('$name', async (point) => {
    const dir = (await point.workspace?.(world)) ?? world.workspace();
    const struck = await strikeAt(point, dir);
    expect(struck.signal, `not killed: ${struck.stdout}${struck.stderr}`).toBe('SIGKILL');
    const recovery = await judge(world, dir, point.erases === undefined ? {} : { erased: point.erases });
    expect(recovery.problems).toEqual([]);
    point.also?.(recovery);
    world.discard(dir);
  });

  function strikeAt({ dies, script }: Point, dir: string) {
    const run = script === undefined ? {} : { script: { file: scriptFile(script), args: [dir] } };
    if ('act' in dies) return world.strike(dir, dies, run);
    return world.strike(dir, null, { ...run, watch: killAt(world.sandbox, dies) });
  }
});

/** So many of them, chosen by the seed, in their order. */
function sample(all: readonly Point[], size: number): Point[] {
  const random = createRandom(seed);
  const chosen = new Set(
    all
      .map((point) => ({ point, key: random() }))
      .sort((a, b) => a.key - b.key)
      .slice(0, size)
      .map(({ point }) => point),
  );
  return all.filter((point) => chosen.has(point));
}
