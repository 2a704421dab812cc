import { readFileSync } from 'node:fs';

export interface ProcessMemory {
  /** Resident now, and the most that ever was, MB (of 2^20 bytes). */
  rssMb: number;
  peakMb: number;
}

/** Memory of a process from /proc; null where there is no such thing (not Linux, or the process is gone). */
export function readMemory(pid: number | 'self'): ProcessMemory | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kb = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
    const memory = { rssMb: kb('VmRSS') / 1024, peakMb: kb('VmHWM') / 1024 };
    return Number.isFinite(memory.rssMb + memory.peakMb) ? memory : null;
  } catch {
    return null;
  }
}

/** The most memory this process ever had, MB. */
export function ownPeakMb(): number {
  // On Linux `maxRSS` of a child begins with its parent's; /proc counts from exec on.
  return readMemory('self')?.peakMb ?? process.resourceUsage().maxRSS / 1024;
}
