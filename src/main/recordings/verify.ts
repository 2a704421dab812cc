import { existsSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import type { ReadDb } from '../store/db.ts';
import { integrityProblems } from '../store/export.ts';
import { findAudioFacts, findReadyRecordings } from '../store/recordings.ts';
import { type RecordingPaths, recordingPathsOf, sha256OfFile } from './files.ts';
import { findOrphans, readKnownFiles } from './sweep.ts';

export interface Problem {
  kind: 'database' | 'recording-missing' | 'recording-size' | 'recording-hash' | 'playable-missing' | 'peaks-missing';
  id: string | null;
  message: string;
}

export interface Verification {
  recordings: number;
  problems: Problem[];
  /** Files that no call knows, below the workspace's folder: a crash left them, and the next start removes them. No problem. */
  leftovers: string[];
}

/**
 * Checks the database, every recording that should be on this disk by size and hash, and what was made of it. Changes
 * nothing; another process may work in the folder meanwhile.
 */
export async function verifyWorkspace(db: ReadDb, dir: string): Promise<Verification> {
  const problems: Problem[] = integrityProblems(db).map((message) => ({ kind: 'database', id: null, message }));
  const paths = recordingPathsOf(dir);
  const ready = findReadyRecordings(db);
  for (const { call_id: id, file, bytes, sha256 } of ready) {
    const path = file === null ? null : paths.originalByName(file);
    if (path === null || !existsSync(path)) {
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
    problems.push(...derivedProblems(db, paths, id));
  }
  // What looked unknown may have been put in place just now: its row follows.
  const suspects = findOrphans(dir, readKnownFiles(db), false);
  const still = suspects.length > 0 ? new Set(findOrphans(dir, readKnownFiles(db), false)) : new Set<string>();
  const leftovers = suspects.filter((path) => still.has(path)).map((path) => relative(dir, path));
  return { recordings: ready.length, problems, leftovers };
}

function derivedProblems(db: ReadDb, paths: RecordingPaths, id: string): Problem[] {
  const facts = findAudioFacts(db, id);
  const problems: Problem[] = [];
  if (facts?.playable === 'remuxed' && !existsSync(paths.playable(id))) {
    const message = 'The copy of the recording that can be played is not on this disk; fetch the recording again.';
    problems.push({ kind: 'playable-missing', id, message });
  }
  if (facts?.peaks === 'ready' && !existsSync(paths.peaks(id))) {
    problems.push({
      kind: 'peaks-missing',
      id,
      message: 'The waveform is not on this disk; fetch the recording again.',
    });
  }
  return problems;
}
