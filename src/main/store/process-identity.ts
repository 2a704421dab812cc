import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Where a pid means something: this machine, since it was started, in this process namespace. */
export function processPlace(): string {
  const boot = readIfThere(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = readIfThere(() => readlinkSync('/proc/self/ns/pid'));
  return [hostname(), boot, namespace].join(' ');
}

/**
 * When a process began, in the system's own unit, so that a pid used again is not taken for the old process. Empty where
 * the system does not tell (only Linux does without a helper program) or there is no such process.
 */
export function processStarted(pid: number): string {
  return processFields(pid)[19] ?? '';
}

/** What follows the name in `/proc/PID/stat`: the state first, the start as the twentieth. Empty where there is no such file. */
function processFields(pid: number): string[] {
  const stat = readIfThere(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name stands in parentheses and may itself hold some.
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Whether the process with this pid still is the one that began at `started`. When in doubt, yes. */
export function isProcessAlive(pid: number, started: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    // EPERM: it lives and is another user's.
  }
  const [state, ...rest] = processFields(pid);
  // A killed process that its parent has not asked about yet.
  if (state === 'Z') return false;
  const now = rest[18] ?? '';
  return started === '' || now === '' || now === started;
}

function readIfThere(read: () => string): string {
  try {
    return read();
  } catch {
    // Other systems have no /proc, and a process may end while it is looked at.
    return '';
  }
}
