import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/model/errors.ts';
import { isDiskFull } from '../disk-full.ts';
import { backupsFolder, dayOf, partialSuffix, pruneBackups, removeDatabaseFile } from './backup-files.ts';
import type { WriteDb } from './db.ts';
import { migrate, newestVersion } from './migrations/index.ts';
import { placeFile } from './place-file.ts';
import { isCorruption } from './sqlite-errors.ts';

/**
 * Brings a database to the newest version, a copy of it first. Throws `disk-full` when there is no room for the copy or the
 * step (nothing was changed then), `internal` when a step fails: the database is as it was before that step.
 */
export function upgrade(db: WriteDb, dir: string, nowMs: number): void {
  const from = Number(db.pragma('user_version', { simple: true }));
  if (from >= newestVersion) return;
  const copy = from > 0 ? copyBeforeUpgrade(db, dir, from, nowMs) : null;
  try {
    migrate(db);
  } catch (error) {
    if (isCorruption(error)) throw error;
    if (isDiskFull(error)) {
      throw new AppError(
        'disk-full',
        'The disk is full, so the workspace could not be upgraded; it was left as it was. Free some space and start again.',
        { cause: error },
      );
    }
    throw new AppError(
      'internal',
      `The workspace could not be upgraded to format ${newestVersion} and was left as it was${copy ? ` (a copy is in ${copy})` : ''}. Go on with the previous Earmark and report this.`,
      { cause: error },
    );
  }
}

function copyBeforeUpgrade(db: WriteDb, dir: string, from: number, nowMs: number): string {
  const to = join(backupsFolder(dir), `pre-${from}-${newestVersion}-${dayOf(nowMs)}.db`);
  const partial = `${to}${partialSuffix}`;
  rmSync(partial, { force: true });
  try {
    db.prepare('VACUUM INTO ?').run(partial);
    placeFile(partial, to);
  } catch (error) {
    removeDatabaseFile(partial);
    if (isDiskFull(error)) {
      const megabytes = Math.ceil(statSync(db.name).size / 1e6);
      throw new AppError(
        'disk-full',
        `The disk is too full to copy the database before it is upgraded: free ${megabytes} MB and start again. Nothing was changed.`,
        { cause: error },
      );
    }
    throw error;
  }
  pruneBackups(dir);
  return to;
}
