import { statfs } from 'node:fs/promises';

/** What is left alone for the database, the system and everybody else. */
export const DEFAULT_RESERVE_BYTES = 500 * 2 ** 20;

export interface FreeSpace {
  /** Bytes that have to be freed before so many more may be written; 0 = there is room. */
  lacking(bytes: number): Promise<number>;
  /** Bytes a user of this computer can still write; null when the system does not say. */
  freeBytes(): Promise<number | null>;
}

/** How many bytes are lacking so that `needed` fit and `reserve` stays free. A disk that does not say how full it is has room. */
export function lackingBytes(free: number | null, needed: number, reserve: number): number {
  return free === null ? 0 : Math.max(0, needed + reserve - free);
}

/** Looks at the disk that holds `dir`, each time anew. */
export function createFreeSpace(dir: string, reserveBytes = DEFAULT_RESERVE_BYTES): FreeSpace {
  const freeBytes = async (): Promise<number | null> => {
    try {
      const { bavail, bsize } = await statfs(dir);
      return bavail * bsize;
    } catch (error) {
      // Some network folders cannot say it; then the write itself will tell.
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOSYS' || code === 'EOPNOTSUPP' || code === 'EACCES') return null;
      throw error;
    }
  };
  return { freeBytes, lacking: async (bytes) => lackingBytes(await freeBytes(), bytes, reserveBytes) };
}

/** One sentence for the user; `lacking` = bytes to free at least, null when the system does not say. */
export function diskFullMessage(lacking: number | null): string {
  if (lacking === null || lacking <= 0) return 'The disk is full: free some space, then sync again.';
  const megabytes = Math.ceil(lacking / 1e6).toLocaleString('en');
  return `There is too little room on the disk for this recording: free ${megabytes} MB, then sync again.`;
}
