import { createHash, type Hash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';

const notesSchema = z.object({ validator: z.string().nullable(), totalBytes: z.number().int().positive().nullable() });

/** What makes a partial download resumable. `validator` goes into `If-Range`: a strong ETag or a Last-Modified date. */
export type PartNotes = z.infer<typeof notesSchema>;

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
  close(): Promise<void>;
}

/** Opens a call's partial download, digesting what is already there. Without usable notes it starts empty: such bytes cannot be continued. */
export async function openPartFile(path: string, notesPath: string): Promise<PartFile> {
  let notes = readNotes(notesPath);
  let hash: Hash = createHash('sha256');
  let bytes = 0;
  if (notes?.validator && existsSync(path)) {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    bytes = statSync(path).size;
  } else {
    rmSync(path, { force: true });
    notes = null;
  }
  const handle = await open(path, existsSync(path) ? 'r+' : 'w+', 0o600);

  return {
    path,
    get bytes() {
      return bytes;
    },
    get notes() {
      return notes;
    },
    restart: async (next) => {
      await handle.truncate(0);
      hash = createHash('sha256');
      bytes = 0;
      notes = next;
      writeFileSync(notesPath, JSON.stringify(next), { mode: 0o600 });
    },
    append: async (chunk) => {
      let written = 0;
      while (written < chunk.byteLength) {
        const result = await handle.write(chunk, written, chunk.byteLength - written, bytes + written);
        written += result.bytesWritten;
      }
      hash.update(chunk);
      bytes += chunk.byteLength;
    },
    head: async (length) => {
      const buffer = new Uint8Array(Math.min(length, bytes));
      await handle.read(buffer, 0, buffer.byteLength, 0);
      return buffer;
    },
    digest: () => hash.copy().digest('hex'),
    release: () => {
      rmSync(notesPath, { force: true });
      return handle;
    },
    close: () => handle.close(),
  };
}

/** Removes a partial download for good. */
export function removePart(path: string, notesPath: string): void {
  rmSync(path, { force: true });
  rmSync(notesPath, { force: true });
}

function readNotes(path: string): PartNotes | null {
  if (!existsSync(path)) return null;
  try {
    return notesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Half-written notes after a power cut: the bytes beside them cannot be trusted, so the download starts over.
    return null;
  }
}
