import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A file in `backups/`: `user` = what cannot be fetched again, `upgrade` = the whole database before a migration. */
export interface BackupFile {
  kind: 'user' | 'upgrade';
  name: string;
  path: string;
  /** The day it was made, `YYYY-MM-DD` in UTC. */
  day: string;
}

const DAILY_KEPT = 7;
const WEEKLY_KEPT = 4;
const UPGRADES_KEPT = 2;
const DAY_MS = 86_400_000;

export const partialSuffix = '.partial';

/** `YYYY-MM-DD` in UTC. */
export function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/** The folder of a workspace's backups; makes it. */
export function backupsFolder(dir: string): string {
  const folder = join(dir, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** A workspace's finished backups, newest first. */
export function listBackups(dir: string, kind?: BackupFile['kind']): BackupFile[] {
  const folder = join(dir, 'backups');
  if (!existsSync(folder)) return [];
  const found: BackupFile[] = [];
  for (const name of readdirSync(folder)) {
    const match = /^(?:(user)|pre-\d+-\d+)-(\d{4}-\d\d-\d\d)\.db$/.exec(name);
    if (!match?.[2]) continue;
    found.push({ kind: match[1] ? 'user' : 'upgrade', name, path: join(folder, name), day: match[2] });
  }
  return found
    .filter((file) => kind === undefined || file.kind === kind)
    .sort((a, b) => b.day.localeCompare(a.day) || b.name.localeCompare(a.name, undefined, { numeric: true }));
}

/** Removes what a crash in the middle of a backup left. Call while no other backup of this workspace runs. */
export function sweepUnfinished(dir: string): string[] {
  const folder = join(dir, 'backups');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.includes(partialSuffix));
  for (const name of names) rmSync(join(folder, name), { force: true });
  return names;
}

/** Which of these backups are to go: kept are the newest seven, the newest of each of the four weeks before, and the last two of upgrades. */
export function backupsToRemove(files: readonly BackupFile[]): BackupFile[] {
  const newestFirst = [...files].sort((a, b) => b.day.localeCompare(a.day));
  const users = newestFirst.filter((file) => file.kind === 'user');
  const weeks = new Set<number>();
  const oldUsers = users.slice(DAILY_KEPT).filter((file) => {
    const week = weekOf(file.day);
    if (weeks.has(week) || weeks.size === WEEKLY_KEPT) return true;
    weeks.add(week);
    return false;
  });
  return [...oldUsers, ...newestFirst.filter((file) => file.kind === 'upgrade').slice(UPGRADES_KEPT)];
}

/** Weeks since the epoch, counted from Mondays (1970-01-01 was a Thursday). */
function weekOf(day: string): number {
  return Math.floor((Date.parse(`${day}T00:00:00Z`) / DAY_MS + 3) / 7);
}

/** Removes the backups that retention does not keep. */
export function pruneBackups(dir: string): void {
  for (const { path } of backupsToRemove(listBackups(dir))) removeDatabaseFile(path);
}

/** Removes a closed database with whatever SQLite left beside it. */
export function removeDatabaseFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}
