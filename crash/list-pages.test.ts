import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashCall, crashCalls } from './lib/calls.ts';
import { judge } from './lib/judge.ts';
import { armAt, killAt } from './lib/request-moment.ts';
import { createWorld, type World } from './lib/world.ts';

/** As many as a sync asks for at a time. */
const firstPage = 500;
const hourMs = 3_600_000;

describe('a listing of several pages that is killed', () => {
  let world: World;
  beforeAll(async () => {
    const now = Date.now();
    const unanswered = Array.from({ length: firstPage }, (_, i) =>
      crashCall(`busy-${i + 10}`, now - 100 * hourMs - i * hourMs, null),
    );
    world = await createWorld([...crashCalls(now), ...unanswered]);
  });
  afterAll(() => world?.close());

  it.each([
    ['within the first page', 1, 60, 0],
    ['within the second page', 2, 20, firstPage],
  ])('%s keeps whole pages only', async (_name, page, write, committed) => {
    const dir = world.workspace();
    const arm = join(world.workspace(), 'armed');
    const struck = await world.strike(
      dir,
      { ops: ['write'], path: 'earmark.db-wal', arm, nth: write, act: 'kill-mid' },
      { watch: armAt(world.sandbox, { on: 'list', nth: page }, arm) },
    );
    expect(struck.signal).toBe('SIGKILL');
    const { before, problems } = await judge(world, dir);
    expect(problems).toEqual([]);
    expect(before.calls.size).toBe(committed);
  });

  it('between two pages goes on where it stood', async () => {
    const dir = world.workspace();
    const struck = await world.strike(dir, null, { watch: killAt(world.sandbox, { on: 'list', nth: 2 }) });
    expect(struck.signal).toBe('SIGKILL');
    const { before, problems } = await judge(world, dir);
    expect(problems).toEqual([]);
    expect(before.calls.size).toBe(firstPage);
  });
});
