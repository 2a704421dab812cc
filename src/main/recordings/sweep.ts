import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ReadDb } from '../store/db.ts';
import { findKnownFiles } from '../store/known-files.ts';
import { findRecordingFiles, findUnfinishedRecordings } from '../store/recordings.ts';
import { DAMAGED, fileStem } from './files.ts';

/** What the database knows of the files of a workspace. Stems are the names up to the first dot: one per call. */
export interface KnownFiles {
  /** Names of the recordings that are here. */
  files: ReadonlySet<string>;
  /** Stems of the calls whose recording is here. */
  here: ReadonlySet<string>;
  /** Stems of the calls whose recording may go on arriving; only asked when there is a part. */
  unfinished: () => ReadonlySet<string>;
}

export type FileVerdict = 'known' | 'unfinished' | 'orphan';

/**
 * What a file below `recordings/` or `peaks/` is. `unfinished` = half written or moved aside: of no harm while somebody
 * works in the folder. With `isAtRest` nobody does: then half-written files are orphans, parts and damaged files only
 * where their recording is still missing are not.
 */
export function judgeFile(
  folder: 'recordings' | 'peaks',
  name: string,
  known: KnownFiles,
  isAtRest: boolean,
): FileVerdict {
  const stem = name.split('.', 1)[0] ?? '';
  if (name.endsWith('.partial')) return isAtRest ? 'orphan' : 'unfinished';
  if (folder === 'peaks') return name === `${stem}.peaks` && known.here.has(stem) ? 'known' : 'orphan';
  if (known.files.has(name) || (name === `${stem}.play.mp4` && known.here.has(stem))) return 'known';
  if (name === `${stem}.part` || name === `${stem}.part.json`) {
    return !isAtRest || known.unfinished().has(stem) ? 'unfinished' : 'orphan';
  }
  if (name.endsWith(DAMAGED)) return isAtRest && known.here.has(stem) ? 'orphan' : 'unfinished';
  return 'orphan';
}

/** What the database knows at this moment. */
export function readKnownFiles(db: ReadDb): KnownFiles {
  // What a restored backup remembers waits to be adopted.
  const files = findRecordingFiles(db).union(findKnownFiles(db));
  let unfinished: Set<string> | undefined;
  return {
    files,
    here: new Set([...files].map((name) => name.split('.', 1)[0] ?? '')),
    unfinished: () => {
      unfinished ??= new Set(findUnfinishedRecordings(db).map(fileStem));
      return unfinished;
    },
  };
}

/** Paths of the files below `recordings/` and `peaks/` that no call knows. */
export function findOrphans(dir: string, known: KnownFiles, isAtRest: boolean): string[] {
  return (['recordings', 'peaks'] as const).flatMap((folder) => {
    const path = join(dir, folder);
    if (!existsSync(path)) return [];
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && judgeFile(folder, entry.name, known, isAtRest) === 'orphan')
      .map((entry) => join(path, entry.name));
  });
}

/**
 * Removes what a run that ended in the middle left behind, and returns the names. Only for the one process that may write
 * to the workspace, before it begins to download or analyse: whatever is not in the database then is nobody's.
 */
export function sweepWorkspace(dir: string, db: ReadDb): string[] {
  const orphans = findOrphans(dir, readKnownFiles(db), true);
  for (const path of orphans) rmSync(path, { force: true });
  return orphans.map((path) => basename(path));
}
