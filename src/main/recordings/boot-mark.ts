import { existsSync, readFileSync } from 'node:fs';
import { uptime } from 'node:os';

const LINUX_BOOT_ID = '/proc/sys/kernel/random/boot_id';
/** Uptime and wall clock are read one after the other, and the clock is corrected a little now and then. */
const TOLERANCE_MS = 5000;

let known: string | undefined;

/** Names this start of the computer: what was written since then is still in the system's memory if not on the disk. */
export function bootMark(): string {
  known ??= existsSync(LINUX_BOOT_ID)
    ? readFileSync(LINUX_BOOT_ID, 'utf8').trim()
    : `at:${Math.round(Date.now() - uptime() * 1000)}`;
  return known;
}

/** Whether two marks name the same start. A clock that was set makes them differ, which only costs bytes. */
export function isSameBoot(a: string, b: string): boolean {
  if (!a.startsWith('at:') || !b.startsWith('at:')) return a !== '' && a === b;
  return Math.abs(Number(a.slice(3)) - Number(b.slice(3))) <= TOLERANCE_MS;
}
