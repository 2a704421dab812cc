import { rename, stat } from 'node:fs/promises';
import { DAMAGED, type RecordingPaths, sha256OfFile } from './files.ts';

/** What the database says of a recording's file. */
export interface ExpectedFile {
  name: string;
  bytes: number;
  sha256: string;
}

export type Mismatch = 'missing' | 'size' | 'hash';

export interface FirstPlayCheck {
  /**
   * Whether a recording may be played: its file is there and has its size. The first time in a run its hash is computed as
   * well, while it plays already; `onMismatch` is called if it is another file.
   */
  admit(callId: string, file: ExpectedFile): Promise<boolean>;
  /** Resolves when no hash is being computed any more. */
  idle(): Promise<void>;
}

export interface FirstPlayCheckOptions {
  paths: Pick<RecordingPaths, 'originalByName'>;
  /** Hex SHA-256 of a file, without blocking the event loop; rejects with the signal's reason. */
  hash?: (path: string, signal: AbortSignal) => Promise<string>;
  /**
   * Called when a file is gone or is not what was saved; a changed one was moved aside to `<name>.damaged` before. The
   * recording has to be forgotten and fetched again.
   */
  onMismatch: (callId: string, why: Mismatch) => void;
  /** Told when a file cannot be read; it is checked again at the next play. */
  onFailure: (callId: string, error: unknown) => void;
  signal: AbortSignal;
}

/** The file is the same one as long as these stay: then its hash needs no second look. */
function mark(found: { size: number; mtimeMs: number; ino: number }, sha256: string): string {
  return `${sha256}:${found.size}:${found.mtimeMs}:${found.ino}`;
}

/** Checks each recording once per run of the program, one hash at a time (hardening.md F63 and (e)). */
export function createFirstPlayCheck(options: FirstPlayCheckOptions): FirstPlayCheck {
  const { paths, onMismatch, onFailure, signal, hash = sha256OfFile } = options;
  const checked = new Map<string, string>();
  let work: Promise<void> = Promise.resolve();

  const verify = async (callId: string, file: ExpectedFile, known: string): Promise<void> => {
    const path = paths.originalByName(file.name);
    try {
      if (signal.aborted || (await hash(path, signal)) === file.sha256) return;
      // Replaced while it was read: the new file gets a check of its own.
      const now = await stat(path);
      if (mark(now, file.sha256) !== known) {
        checked.delete(callId);
        return;
      }
      await rename(path, `${path}${DAMAGED}`);
      onMismatch(callId, 'hash');
    } catch (error) {
      checked.delete(callId);
      if (!signal.aborted) onFailure(callId, error);
    }
  };

  return {
    admit: async (callId, file) => {
      const path = paths.originalByName(file.name);
      const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (!found) {
        onMismatch(callId, 'missing');
        return false;
      }
      if (found.size !== file.bytes) {
        await rename(path, `${path}${DAMAGED}`);
        onMismatch(callId, 'size');
        return false;
      }
      const known = mark(found, file.sha256);
      if (checked.get(callId) !== known) {
        checked.set(callId, known);
        work = work.then(() => verify(callId, file, known));
      }
      return true;
    },
    idle: () => work,
  };
}
