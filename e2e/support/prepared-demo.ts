import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startHost } from './host.ts';
import { keepDemoVariable, preparedDemoDir, root, useDemoVariable } from './places.ts';

const run = promisify(execFile);

/** Longer than the slowest machine needs, ms. */
const PATIENCE_MS = 300_000;

/**
 * Makes the demo's workspace once, synced and analysed, for the specs to begin with a copy of (`startHost({ demo: true })`):
 * fetching and decoding its recordings takes longer than most of what is tested.
 */
export async function prepareDemo(): Promise<() => void> {
  const remove = () => rmSync(preparedDemoDir, { recursive: true, force: true });
  const teardown = process.env[keepDemoVariable] === undefined ? remove : () => undefined;
  if (process.env[useDemoVariable] !== undefined && existsSync(preparedDemoDir)) return teardown;
  remove();
  const host = await startHost({ demo: 'new', dataDir: preparedDemoDir });
  const endMs = Date.now() + PATIENCE_MS;
  while (!(await isWhole())) {
    if (Date.now() > endMs) throw new Error('the demo was not synced in time; see its log in .tmp/e2e-demo/logs');
    await pause(500);
  }
  await host.stop();
  return teardown;
}

async function isWhole(): Promise<boolean> {
  if (!existsSync(join(preparedDemoDir, 'workspace.json'))) return false;
  const args = ['out/main/earmark.js', 'status', '--data-dir', preparedDemoDir, '--json'];
  const { stdout } = await run(process.execPath, args, { cwd: root });
  const status = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as {
    lastSuccessMs: number | null;
    queue: Record<string, Record<string, number>>;
  };
  const waiting = Object.values(status.queue).flatMap((counts) => Object.values(counts));
  return status.lastSuccessMs !== null && waiting.every((count) => count === 0);
}
