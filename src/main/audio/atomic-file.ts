import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Path under which a file is written before it takes its name; in the same folder, so that renaming is atomic. */
export function partialPath(path: string): string {
  return `${path}.partial`;
}

/**
 * Writes a file so that it is there whole or not at all, also after a power cut.
 *
 * @param fill writes the content to the path it is given.
 * @throws whatever `fill` or the file system throws; the partial file is removed then.
 */
export async function writeAtomically(path: string, fill: (partial: string) => Promise<void>): Promise<void> {
  const partial = partialPath(path);
  try {
    await fill(partial);
    await syncPath(partial, 'r+');
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

async function syncPath(path: string, flags: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, flags);
    await handle.sync();
  } finally {
    await handle?.close();
  }
}

/** Makes the new name itself durable. Windows cannot open folders, and needs not: NTFS journals names. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await syncPath(folder, 'r');
}
