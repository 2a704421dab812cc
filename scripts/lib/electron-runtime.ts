import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fromRoot } from './root.ts';

/** The Electron executable; null when its runtime has not been fetched. */
function findElectron(): string | null {
  const pathFile = fromRoot('node_modules', 'electron', 'path.txt');
  if (!existsSync(pathFile)) return null;
  const base = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? fromRoot('node_modules', 'electron', 'dist');
  const executable = `${base}/${readFileSync(pathFile, 'utf8')}`;
  return existsSync(executable) ? executable : null;
}

/** As `findElectron`, but fetches the runtime if that takes no longer than `timeoutMs`. */
export async function ensureElectron(timeoutMs: number): Promise<string | null> {
  const found = findElectron();
  if (found !== null) return found;
  console.error(`Fetching the desktop runtime (once, about 100 MB; at most ${Math.round(timeoutMs / 1000)} s) …`);
  await fetchRuntime(timeoutMs);
  return findElectron();
}

/** Runs Electron's own installer. Its output is dropped: a closed network makes it print pages. */
function fetchRuntime(timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [fromRoot('node_modules', 'electron', 'install.js')], {
      stdio: 'ignore',
      timeout: timeoutMs,
    });
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
}
