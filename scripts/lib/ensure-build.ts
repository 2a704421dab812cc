import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromRoot } from './root.ts';
import { runTool } from './run-tool.ts';

/** Written after a build; its time is when that build *began*, so an edit during a build makes it stale. */
const stamp = fromRoot('out', '.built');
const lock = fromRoot('out', '.building');
const inputs = [
  'src/**/*.{ts,tsx,css,html,svg,png,woff2}',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/** Builds when a source is newer than the last build; processes that start together build once. Speaks on stderr only. */
export async function ensureBuild(): Promise<void> {
  if (await isFresh()) return;
  await withLock(async () => {
    if (!(await isFresh())) await build();
  });
}

/** Builds in any case. */
export async function build(): Promise<void> {
  const began = new Date();
  const code = await runTool('electron-vite', ['build', '--logLevel', 'warn']);
  if (code !== 0) throw new Error('the build failed; its messages are above');
  mkdirSync(fromRoot('out'), { recursive: true });
  writeFileSync(stamp, began.toISOString());
  utimesSync(stamp, began, began);
}

async function isFresh(): Promise<boolean> {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  for await (const file of glob(inputs, { cwd: fromRoot() })) {
    if (file.includes('.test.')) continue;
    if (statSync(fromRoot(file)).mtimeMs > built) return false;
  }
  return true;
}

async function withLock(work: () => Promise<void>): Promise<void> {
  mkdirSync(fromRoot('out'), { recursive: true });
  while (!tryLock()) await sleep(200);
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function tryLock(): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld()) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

/** A lock whose process is gone was left by one that was killed. */
function isHeld(): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Empty for an instant: another process is just writing it.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
