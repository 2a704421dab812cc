import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds package.json, found upwards: the same from `src/main/node`, from `out/main` and inside an asar. */
export function findInstallDir(from: string = import.meta.dirname): string {
  for (let dir = from; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
    if (dirname(dir) === dir) throw new Error('Earmark cannot find its own files; install it again.');
  }
}

/** Where the built UI lies. */
export function findUiDir(installDir: string): string {
  return join(installDir, 'out', 'renderer');
}

/** Where the demo's calls lie: beside an asar when packaged, else in the checkout. Null when there are none. */
export function findDemoDir(installDir: string, resourcesPath: string | null): string | null {
  const candidates = [
    ...(resourcesPath === null ? [] : [join(resourcesPath, 'demo')]),
    join(installDir, 'resources', 'demo'),
  ];
  return candidates.find((dir) => existsSync(dir)) ?? null;
}

declare const __EARMARK_VERSION__: string | undefined;

/** The version: put in by the build, read from package.json when run from source. */
export function readVersion(installDir: string): string {
  if (typeof __EARMARK_VERSION__ === 'string') return __EARMARK_VERSION__;
  const { version } = JSON.parse(readFileSync(join(installDir, 'package.json'), 'utf8')) as { version: string };
  return version;
}
