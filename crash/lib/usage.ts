import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLE_MS = 50;

/** The most that was seen of a process and of its database's log. */
export interface Usage {
  rssBytes: number;
  walBytes: number;
}

/** Watches a process until it ends; `usage` is kept up to date. */
export function watchUsage(child: ChildProcess, dir: string, usage: Usage): void {
  const wal = join(dir, 'earmark.db-wal');
  const sample = () => {
    usage.rssBytes = Math.max(usage.rssBytes, peakRss(child.pid));
    usage.walBytes = Math.max(usage.walBytes, statSync(wal, { throwIfNoEntry: false })?.size ?? 0);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  child.on('exit', () => clearInterval(timer));
}

/** The peak so far as Linux keeps it; 0 for a process that has just ended. */
function peakRss(pid: number | undefined): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024;
  } catch (error) {
    // It ended between the two looks.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return 0;
    throw error;
  }
}
