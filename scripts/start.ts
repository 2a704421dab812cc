import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { ensureElectron } from './lib/electron-runtime.ts';
import { ensureBuild } from './lib/ensure-build.ts';
import { fromRoot, root } from './lib/root.ts';

const runtimeTimeoutMs = 90_000;
const args = process.argv.slice(2);
const web = args.includes('--web');
const passedOn = args.filter((arg) => arg !== '--web');

await ensureBuild();
const obstacle = web ? null : findObstacle();
const electron = web || obstacle !== null ? null : await ensureElectron(runtimeTimeoutMs);
if (electron !== null) {
  runDesktop(electron);
} else {
  if (!web) {
    const reason = obstacle ?? 'its runtime is not installed and could not be fetched';
    console.log(`The desktop app cannot run here (${reason}); Earmark opens in your browser instead.`);
  }
  await runInBrowser();
}

/** Why a window could not open even if the runtime were here. */
function findObstacle(): string | null {
  if (process.platform !== 'linux') return null;
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (!DISPLAY && !WAYLAND_DISPLAY) return 'there is no display';
  // Chromium's sandbox refuses root, and Earmark does not run without the sandbox.
  return process.getuid?.() === 0 ? 'it does not run as root' : null;
}

function runDesktop(electron: string): void {
  const child = spawn(electron, [root, ...passedOn], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

async function runInBrowser(): Promise<void> {
  process.argv.splice(2, process.argv.length - 2, 'serve', '--open', ...passedOn);
  await import(pathToFileURL(fromRoot('out', 'main', 'earmark.js')).href);
}
