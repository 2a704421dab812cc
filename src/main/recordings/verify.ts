import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadDb } from '../store/db.ts';
import { integrityProblems } from '../store/export.ts';
import { findReadyRecordings } from '../store/recordings.ts';
import { sha256OfFile } from './files.ts';

export interface Problem {
  kind: 'database' | 'recording-missing' | 'recording-size' | 'recording-hash';
  id: string | null;
  message: string;
}

/** Checks the database, and every recording that should be on this disk by size and hash. Changes nothing. */
export async function verifyWorkspace(db: ReadDb, dir: string): Promise<{ recordings: number; problems: Problem[] }> {
  const problems: Problem[] = integrityProblems(db).map((message) => ({ kind: 'database', id: null, message }));
  const ready = findReadyRecordings(db);
  for (const { call_id: id, file, bytes, sha256 } of ready) {
    const path = join(dir, 'recordings', file ?? '');
    if (!file || !existsSync(path)) {
      problems.push({
        kind: 'recording-missing',
        id,
        message: 'The recording is not on this disk; sync to fetch it again.',
      });
    } else if (statSync(path).size !== bytes) {
      problems.push({
        kind: 'recording-size',
        id,
        message: `The recording has ${statSync(path).size} bytes instead of ${bytes}.`,
      });
    } else if ((await sha256OfFile(path)) !== sha256) {
      problems.push({ kind: 'recording-hash', id, message: 'The recording was changed since it was downloaded.' });
    }
  }
  return { recordings: ready.length, problems };
}
