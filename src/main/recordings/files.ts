import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, renameSync } from 'node:fs';
import { type FileHandle, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { partialPath, syncFolder } from '../audio/atomic-file.ts';
import type { Clock } from '../ports.ts';

const stem = (callId: string): string => createHash('sha256').update(callId).digest('hex');

/** Where a workspace keeps a call's sound. Names are digests of the call id: an id from outside never becomes a path. */
export interface RecordingPaths {
  readonly recordingsDir: string;
  readonly peaksDir: string;
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
  const paths = recordingPathsOf(dir);
  for (const folder of [paths.recordingsDir, paths.peaksDir]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return paths;
}

/** The same for who only reads. */
export function recordingPathsOf(dir: string): RecordingPaths {
  const recordings = join(dir, 'recordings');
  const peaks = join(dir, 'peaks');
  return {
    recordingsDir: recordings,
    peaksDir: peaks,
    original: (callId, extension) => join(recordings, `${stem(callId)}.${extension}`),
    originalByName: (name) => join(recordings, name),
    part: (callId) => join(recordings, `${stem(callId)}.part`),
    partNotes: (callId) => join(recordings, `${stem(callId)}.part.json`),
    playable: (callId) => join(recordings, `${stem(callId)}.play.mp4`),
    peaks: (callId) => join(peaks, `${stem(callId)}.peaks`),
  };
}

/** What is added to the name of a file that is not what was saved; it is kept until the recording is here again. */
export const DAMAGED = '.damaged';

/** How a file takes its name; tests pass what makes renaming fail. */
export interface RenameTools {
  rename: (from: string, to: string) => void;
  clock: Pick<Clock, 'sleep'>;
}

const RENAME_TRIES = 10;
const RENAME_PAUSE_MS = 1000;
const LOCKED = new Set(['EPERM', 'EBUSY', 'EACCES']);

/**
 * Makes a finished file's name durable: file, rename, folder (hardening.md F46). A name that another program holds (a
 * virus scanner, on Windows) is tried ten times within ten seconds (F62); then the last error is thrown, and `from` is still there.
 */
export async function commitFile(
  handle: FileHandle,
  from: string,
  to: string,
  tools: RenameTools = { rename: renameSync, clock: { sleep: (ms) => delay(ms) } },
): Promise<void> {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  const isPatient = process.platform === 'win32' || tools.rename !== renameSync;
  for (let tries = 1; ; tries += 1) {
    try {
      tools.rename(from, to);
      break;
    } catch (error) {
      const isLocked = LOCKED.has((error as NodeJS.ErrnoException).code ?? '');
      if (!isPatient || !isLocked || tries >= RENAME_TRIES) throw error;
      await tools.clock.sleep(RENAME_PAUSE_MS);
    }
  }
  await syncFolder(dirname(to));
}

/** SHA-256 of a file, hex, in chunks between which others get their turn. Rejects with the signal's reason. */
export async function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, signal ? { signal } : {});
  return hash.digest('hex');
}

const EXTENSIONS = ['wav', 'mp3', 'ogg', 'webm', 'm4a', 'aac', 'flac', 'bin'];

/** Removes all that is kept of a call's sound: file, playable copy, peaks and what has arrived of it. Missing ones are fine. */
export async function removeRecordingFiles(paths: RecordingPaths, callId: string): Promise<void> {
  const originals = EXTENSIONS.map((extension) => paths.original(callId, extension));
  const written = [paths.playable(callId), paths.peaks(callId), paths.partNotes(callId)];
  const all = [
    ...originals,
    ...originals.map((path) => `${path}${DAMAGED}`),
    ...written,
    ...written.map(partialPath),
    paths.part(callId),
  ];
  await Promise.all(all.map((path) => rm(path, { force: true })));
}

/** The part of a call's file names before the first dot. */
export function fileStem(callId: string): string {
  return stem(callId);
}
