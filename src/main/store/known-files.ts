import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ReadDb, sql, type WriteDb } from './db.ts';

/** A recording on this disk that no row of `recordings` knows (yet). */
export interface KnownFile {
  /** Name within `recordings/`. */
  file: string;
  bytes: number;
  /** What it must be; null when only its name tells whose it is. Names are given after the content was checked. */
  sha256: string | null;
}

/** What a row is keyed by when only the digest in the file's name is known of the call. */
const digestKey = (callIdSha256: string): string => `sha256:${callIdSha256}`;

/** The keys under which a call's file may be noted. */
export function knownFileKeys(callId: string): [string, string] {
  return [callId, digestKey(createHash('sha256').update(callId).digest('hex'))];
}

/**
 * The file that a restored backup remembers of a call, to be checked (size, and hash where there is one) and adopted instead of
 * downloaded; undefined when there is none. Call `forgetKnownFile` once it was adopted or found unfit.
 */
export function adoptKnownFile(db: ReadDb, callId: string): KnownFile | undefined {
  const row = sql<{ file: string; bytes: number; sha256: string }>(
    db,
    'SELECT file, bytes, sha256 FROM known_files WHERE call_id IN (?, ?) ORDER BY sha256 DESC',
  ).get(...knownFileKeys(callId));
  return row && { ...row, sha256: row.sha256 || null };
}

export function forgetKnownFile(db: WriteDb, callId: string): void {
  sql(db, 'DELETE FROM known_files WHERE call_id IN (?, ?)').run(...knownFileKeys(callId));
}

/** Names that the sweep of orphans must leave: `findRecordingFiles` does not know them. */
export function findKnownFiles(db: ReadDb): Set<string> {
  return new Set(sql<string>(db, 'SELECT file FROM known_files').pluck().all() as string[]);
}

/** Notes a remembered recording if its file is still there with its size. Returns whether it was. */
export function noteKnownFile(
  db: WriteDb,
  dir: string,
  known: { callId: string; file: string; bytes: number; sha256: string },
): boolean {
  // A name from a damaged file must not lead anywhere else.
  if (known.file !== basename(known.file)) return false;
  const found = statSync(join(dir, 'recordings', known.file), { throwIfNoEntry: false });
  if (!found?.isFile() || found.size !== known.bytes) return false;
  sql(db, 'INSERT OR IGNORE INTO known_files (call_id, file, bytes, sha256) VALUES (?, ?, ?, ?)').run(
    known.callId,
    known.file,
    known.bytes,
    known.sha256,
  );
  return true;
}

const FINISHED = /^([0-9a-f]{64})\.(?:wav|mp3|ogg|webm|m4a|aac|flac|bin)$/;

/** Notes every finished recording of which nothing but the name is left. Returns how many. */
export function noteNamelessFiles(db: WriteDb, dir: string): number {
  const known = findKnownFiles(db);
  let noted = 0;
  for (const name of namesIn(join(dir, 'recordings'))) {
    const digest = FINISHED.exec(name)?.[1];
    if (!digest || known.has(name)) continue;
    const { size } = statSync(join(dir, 'recordings', name));
    if (noteKnownFile(db, dir, { callId: digestKey(digest), file: name, bytes: size, sha256: '' })) noted += 1;
  }
  return noted;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
