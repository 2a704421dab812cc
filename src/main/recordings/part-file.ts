import { createHash, type Hash } from 'node:crypto';
import { createReadStream, existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { partialPath, syncFolder } from '../audio/atomic-file.ts';
import { bootMark, isSameBoot } from './boot-mark.ts';
import { type PartNotes, readPartNotes } from './part-notes.ts';

export type { PartNotes } from './part-notes.ts';

/** A recording that is still arriving: its bytes, and a digest of them kept up to date. */
export interface PartFile {
  readonly path: string;
  readonly bytes: number;
  readonly notes: PartNotes | null;
  /** Forgets the bytes; what comes next is the file's beginning. */
  restart(notes: PartNotes): Promise<void>;
  append(chunk: Uint8Array): Promise<void>;
  head(length: number): Promise<Uint8Array>;
  digest(): string;
  /** The open handle, for the final sync and rename; the part is over after that. */
  release(): FileHandle;
  /** Makes what arrived durable and closes; a later download goes on from there. */
  close(): Promise<void>;
}

/** After so many bytes the part is made durable: what a power cut can take back. */
const SYNC_EVERY_BYTES = 16 * 2 ** 20;

/**
 * Opens a call's partial download, digesting what is already there. Bytes without usable notes cannot be continued, and
 * after a power cut only those count that were known to be on the disk: the part is cut to them.
 */
export async function openPartFile(path: string, notesPath: string, boot = bootMark()): Promise<PartFile> {
  let notes: PartNotes | null = null;
  let hash: Hash = createHash('sha256');
  let bytes = 0;
  let durable = 0;
  const known = existsSync(path) ? readPartNotes(notesPath) : null;
  if (known && (known.validator !== null || known.lastModified !== null)) {
    const { boot: writtenAt, durableBytes, ...rest } = known;
    const size = statSync(path).size;
    const trusted = isSameBoot(writtenAt, boot) ? size : Math.min(size, durableBytes);
    if (trusted > 0 && (rest.totalBytes === null || trusted <= rest.totalBytes)) {
      notes = rest;
      bytes = trusted;
      durable = Math.min(trusted, durableBytes);
      const stream = createReadStream(path, { start: 0, end: trusted - 1 });
      for await (const chunk of stream) hash.update(chunk as Buffer);
    }
  }
  if (bytes === 0) removePart(path, notesPath);
  const handle = await open(path, existsSync(path) ? 'r+' : 'w+', 0o600);
  if (bytes > 0) await handle.truncate(bytes);

  const writeNotes = (durableBytes: number): void => {
    if (!notes) return;
    durable = durableBytes;
    const partial = partialPath(notesPath);
    writeFileSync(partial, JSON.stringify({ ...notes, durableBytes, boot }), { mode: 0o600 });
    renameSync(partial, notesPath);
  };
  const makeDurable = async (): Promise<void> => {
    const reached = bytes;
    await handle.datasync();
    writeNotes(reached);
  };

  return {
    path,
    get bytes() {
      return bytes;
    },
    get notes() {
      return notes;
    },
    restart: async (next) => {
      if (notes && durable > 0) {
        // Else a power cut could leave the notes of one version beside the bytes of another.
        rmSync(notesPath, { force: true });
        await syncFolder(dirname(notesPath));
      }
      await handle.truncate(0);
      hash = createHash('sha256');
      bytes = 0;
      notes = next;
      writeNotes(0);
    },
    append: async (chunk) => {
      let written = 0;
      while (written < chunk.byteLength) {
        const result = await handle.write(chunk, written, chunk.byteLength - written, bytes + written);
        written += result.bytesWritten;
      }
      hash.update(chunk);
      bytes += chunk.byteLength;
      if (bytes - durable >= SYNC_EVERY_BYTES) await makeDurable();
    },
    head: async (length) => {
      const buffer = new Uint8Array(Math.min(length, bytes));
      await handle.read(buffer, 0, buffer.byteLength, 0);
      return buffer;
    },
    digest: () => hash.copy().digest('hex'),
    release: () => handle,
    close: async () => {
      try {
        if (bytes > durable) await makeDurable();
      } finally {
        await handle.close();
      }
    },
  };
}

/** Removes a partial download for good. */
export function removePart(path: string, notesPath: string): void {
  for (const name of [path, notesPath, partialPath(notesPath)]) rmSync(name, { force: true });
}
