import { createHash } from 'node:crypto';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { AppError } from '#shared/model/errors.ts';

/** What was written of one file. */
export interface WrittenEntry {
  bytes: number;
  /** Hex. */
  sha256: string;
}

/** Writes a zip piece by piece; holds one piece at a time. */
export interface ZipWriter {
  /** Adds a file. `compress` only what shrinks: recordings are stored as they are. */
  add(
    name: string,
    pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options: { compress: boolean },
  ): Promise<WrittenEntry>;
  finish(): Promise<void>;
}

/** Offsets in a zip without the 64-bit extension have 32 bits. */
const MOST_BYTES = 0xffff_ffff - 64 * 1024 * 1024;
/** The format's years. */
const EARLIEST_MS = Date.UTC(1980, 0, 2);
const LATEST_MS = Date.UTC(2099, 0, 1);

/** A zip that goes to `sink` as it grows. Throws `unsupported` beyond 4 GB, and what the pieces and the sink throw. */
export function createZipWriter(sink: (bytes: Uint8Array) => Promise<void>, timeMs: number): ZipWriter {
  const ready: Uint8Array[] = [];
  let failure: Error | null = null;
  let written = 0;
  const zip = new Zip((error, bytes) => {
    if (error) failure = error;
    else ready.push(bytes);
  });
  const flush = async () => {
    if (failure) throw failure;
    for (const bytes of ready.splice(0)) {
      written += bytes.byteLength;
      if (written > MOST_BYTES) {
        throw new AppError('unsupported', 'A bundle can hold 4 GB: choose fewer calls, or leave the recordings out.');
      }
      await sink(bytes);
    }
  };
  return {
    add: async (name, pieces, { compress }) => {
      const entry = compress ? new ZipDeflate(name, { level: 6 }) : new ZipPassThrough(name);
      entry.mtime = Math.min(Math.max(timeMs, EARLIEST_MS), LATEST_MS);
      zip.add(entry);
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.byteLength;
        // The library keeps what it is given until it is written; the caller may use its buffer again.
        entry.push(piece.slice());
        await flush();
      }
      entry.push(new Uint8Array(0), true);
      await flush();
      return { bytes, sha256: hash.digest('hex') };
    },
    finish: async () => {
      zip.end();
      await flush();
    },
  };
}
