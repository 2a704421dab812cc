import { stat } from 'node:fs/promises';
import { PeaksFormatError } from '#shared/logic/peaks-format.ts';
import { AppError } from '#shared/model/errors.ts';
import { contentTypeOf } from '../audio/content-types.ts';
import { storePeaksFile } from '../audio/peaks-file.ts';
import type { MediaStore, StoredFile } from '../http/media-store.ts';
import type { ReadDb } from '../store/db.ts';
import { type AudioFacts, findAudioFacts, findRecording } from '../store/recordings.ts';
import type { Writer } from '../writer/writer.ts';
import type { RecordingPaths } from './files.ts';
import type { Recordings } from './service.ts';

/** What the HTTP handler serves of one workspace's sound. */
export function createMediaStore(options: {
  db: ReadDb;
  writer: Writer;
  paths: RecordingPaths;
  recordings: Recordings;
  onChanged: (callId: string) => void;
  /** A recording is about to be played. */
  onUse: (callId: string) => void;
}): MediaStore {
  const { db, paths } = options;
  return {
    findRecording: async (callId, form) => {
      const sent = options.recordings.sent(callId);
      if (form === 'sent' && sent !== null) return sent;
      const row = findRecording(db, callId);
      const facts = findAudioFacts(db, callId);
      if (!row?.file || !facts) return sent;
      if (facts.playable === 'none' || !(await options.recordings.checkFile(callId))) return null;
      options.onUse(callId);
      const isCopy = form === 'seekable' && facts.playable === 'remuxed';
      const path = isCopy ? paths.playable(callId) : paths.originalByName(row.file);
      const contentType = form === 'sent' ? contentTypeOf(facts.container) : facts.playableType;
      return describeFile(path, contentType ?? 'application/octet-stream', row.sha256 ?? '');
    },
    findPeaks: async (callId) => {
      if (findAudioFacts(db, callId)?.peaks !== 'ready') return null;
      return describeFile(paths.peaks(callId), 'application/octet-stream', findRecording(db, callId)?.sha256 ?? '');
    },
    acceptPeaks: async (callId, bytes) => {
      const facts = findAudioFacts(db, callId);
      if (facts?.peaks !== 'needs-browser') {
        throw new AppError('conflict', 'This recording needs no peaks from the window.');
      }
      await storePeaks(paths.peaks(callId), bytes, facts);
      await options.writer.run('setPeaksReady', callId);
      options.onChanged(callId);
    },
  };
}

async function describeFile(path: string, contentType: string, digest: string): Promise<StoredFile | null> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return (
    found && { path, contentType, sizeBytes: found.size, etag: `${digest.slice(0, 32)}-${found.size}-${found.mtimeMs}` }
  );
}

/** Peaks from the window must be well formed and of this recording: same channels, about the same length. */
async function storePeaks(path: string, bytes: Uint8Array, { channels, durationMs }: AudioFacts): Promise<void> {
  try {
    await storePeaksFile(path, bytes, {
      ...(channels === null ? {} : { channels }),
      ...(durationMs === null ? {} : { durationMs }),
    });
  } catch (error) {
    if (!(error instanceof PeaksFormatError)) throw error;
    throw new AppError('invalid-input', 'These are not the peaks of this recording.', { cause: error });
  }
}
