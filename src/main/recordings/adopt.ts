import { stat } from 'node:fs/promises';
import type { ReadDb } from '../store/db.ts';
import { adoptKnownFile } from '../store/known-files.ts';
import type { Writer } from '../writer/writer.ts';
import type { FetchOutcome } from './fetch-context.ts';
import { type RecordingPaths, sha256OfFile } from './files.ts';

/**
 * Takes a recording that was on this disk before its database had to be made anew: same size and, where it is remembered,
 * same hash. Null when there is none, or it is not what it was; nothing is deleted here.
 */
export async function adoptRecording(
  callId: string,
  { db, writer, paths }: { db: ReadDb; writer: Writer; paths: RecordingPaths },
  signal: AbortSignal,
): Promise<Extract<FetchOutcome, { kind: 'ready' }> | null> {
  const known = adoptKnownFile(db, callId);
  if (!known) return null;
  const path = paths.originalByName(known.file);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const sha256 = found?.size === known.bytes ? await sha256OfFile(path, signal) : null;
  await writer.run('forgetKnownFile', callId);
  if (sha256 === null || (known.sha256 !== null && known.sha256 !== sha256)) return null;
  return { kind: 'ready', name: known.file, bytes: known.bytes, sha256 };
}
