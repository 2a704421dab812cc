import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '#shared/model/errors.ts';

/** What Windows answers while a virus scanner or an indexer has the file open; it passes. */
const passing = new Set(['EPERM', 'EBUSY', 'EACCES']);
const TRIES = 10;
const PAUSE_MS = 1000;

/**
 * Gives a finished file its name, so that after a power cut the name holds the old content or the whole new one: file,
 * rename, folder. Blocks. Throws what the file system throws, and `conflict` when another program does not let go.
 */
export function placeFile(from: string, to: string): void {
  syncPath(from, 'r+');
  if (process.platform === 'win32') renamePatiently(() => renameSync(from, to), pause, to);
  else renameSync(from, to);
  // Windows cannot open folders, and need not: NTFS journals names.
  if (process.platform !== 'win32') syncPath(dirname(to), 'r');
}

/** Tries a rename ten times over ten seconds (hardening.md F62). `wait` blocks for the given ms; `path` is what errors name. */
export function renamePatiently(rename: () => void, wait: (ms: number) => void, path: string): void {
  for (let tries = 1; ; tries += 1) {
    try {
      rename();
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (!passing.has(code)) throw error;
      if (tries === TRIES) {
        throw new AppError(
          'conflict',
          `Another program (a virus scanner, say) does not let go of ${path} (${code}); nothing was changed. Try again.`,
          { cause: error },
        );
      }
      wait(PAUSE_MS);
    }
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function syncPath(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
