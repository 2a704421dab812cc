const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);

/** Whether a file operation, ours or SQLite's, failed because the disk, or the user's share of it, is full. */
export function isDiskFull(error: unknown): boolean {
  return FULL.has(String((error as { code?: unknown } | null)?.code));
}
