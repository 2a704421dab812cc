import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { partialPath, syncFolder } from '../audio/atomic-file.ts';

const stem = (callId: string): string => createHash('sha256').update(callId).digest('hex');

/** Where a workspace keeps a call's sound. Names are digests of the call id: an id from outside never becomes a path. */
export interface RecordingPaths {
  /** The bytes as the vendor sent them. */
  original(callId: string, extension: string): string;
  originalByName(name: string): string;
  /** What is still arriving, and what is known of it. */
  part(callId: string): string;
  partNotes(callId: string): string;
  /** The stream-copied MP4 of a format that browsers seek wrongly. */
  playable(callId: string): string;
  peaks(callId: string): string;
}

/** The paths below a workspace's folder; makes the folders. */
export function recordingPaths(dir: string): RecordingPaths {
  const recordings = join(dir, 'recordings');
  const peaks = join(dir, 'peaks');
  for (const folder of [recordings, peaks]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    original: (callId, extension) => join(recordings, `${stem(callId)}.${extension}`),
    originalByName: (name) => join(recordings, name),
    part: (callId) => join(recordings, `${stem(callId)}.part`),
    partNotes: (callId) => join(recordings, `${stem(callId)}.part.json`),
    playable: (callId) => join(recordings, `${stem(callId)}.play.mp4`),
    peaks: (callId) => join(peaks, `${stem(callId)}.peaks`),
  };
}

/** Makes a finished file's name durable: file, rename, folder (hardening.md F46). */
export async function commitFile(handle: FileHandle, from: string, to: string): Promise<void> {
  await handle.sync();
  await handle.close();
  renameSync(from, to);
  await syncFolder(dirname(to));
}

/** SHA-256 of a file (or of its first `bytes`), hex, without holding it in memory. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** A file this new may be another process's download that is about to be noted in the database. */
const SETTLED_MS = 600_000;

/**
 * Removes files in `recordings/` that neither the database nor a resumable download knows, and peaks that were never
 * finished. Returns their names.
 */
export function sweepOrphans(dir: string, known: ReadonlySet<string>, nowMs: number): string[] {
  const stems = new Set([...known].map((name) => name.split('.', 1)[0]));
  const isKnown = (name: string): boolean => {
    const isPart = name.endsWith('.part') || name.endsWith('.part.json');
    const isPlayable = name.endsWith('.play.mp4') && stems.has(name.split('.', 1)[0]);
    return known.has(name) || isPart || isPlayable;
  };
  return [
    ...sweepFolder(join(dir, 'recordings'), (name) => !isKnown(name), nowMs),
    ...sweepFolder(join(dir, 'peaks'), (name) => name.endsWith(partialPath('')), nowMs),
  ];
}

function sweepFolder(folder: string, isOrphan: (name: string) => boolean, nowMs: number): string[] {
  if (!existsSync(folder)) return [];
  const orphans = readdirSync(folder).filter(
    (name) => isOrphan(name) && nowMs - statSync(join(folder, name)).mtimeMs >= SETTLED_MS,
  );
  for (const name of orphans) rmSync(join(folder, name), { force: true });
  return orphans;
}
