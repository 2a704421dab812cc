import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface DataDirs {
  own: string;
  demo: string;
  logs: string;
}

/** The user's data folder where no other is named: XDG on Linux, the platform's own elsewhere. */
export function defaultDataDir(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string = homedir()): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'earmark');
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'earmark');
  // The XDG specification says that a relative path is to be ignored.
  const xdg = env.XDG_DATA_HOME;
  return join(xdg?.startsWith('/') ? xdg : join(home, '.local', 'share'), 'earmark');
}

/**
 * One folder per workspace. A folder named on the command line is the workspace itself, so that `sync` and `serve` with
 * the same `--data-dir` meet: the reader's own, or with `--demo` the demo.
 */
export function planDataDirs(dataDir: string | null, demo: boolean, fallback: string): DataDirs {
  const dir = resolve(dataDir ?? fallback);
  const logs = join(dir, 'logs');
  return dataDir !== null && demo
    ? { own: join(dir, 'own'), demo: dir, logs }
    : { own: dir, demo: join(dir, 'demo'), logs };
}
