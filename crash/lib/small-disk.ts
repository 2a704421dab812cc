import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is a disk of its own, in memory. */
export interface SmallDisk {
  dir: string;
  /** Makes room, as a user would by deleting files. */
  grow(kilobytes: number): void;
  remove(): void;
}

/** Mounts a disk of so many kilobytes. Null where this process may not mount (it needs root and the right to do so). */
export function mountSmallDisk(kilobytes: number): SmallDisk | null {
  const dir = mkdtempSync(join(tmpdir(), 'earmark-disk-'));
  if (mount(['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', dir]) !== 0) {
    rmSync(dir, { recursive: true });
    return null;
  }
  return {
    dir,
    grow: (more) => {
      if (mount(['-o', `remount,size=${more}k`, dir]) !== 0) throw new Error(`${dir} cannot be given more room`);
    },
    remove: () => {
      if (spawnSync('umount', [dir]).status !== 0) spawnSync('umount', ['-l', dir]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function mount(args: readonly string[]): number | null {
  return spawnSync('mount', args).status;
}
