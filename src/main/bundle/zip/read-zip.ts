import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { AppError } from '#shared/model/errors.ts';
import { END_BYTES, LOCAL_BYTES, readDirectory, readEnd, readLocal, type ZipEntry } from './directory.ts';

/** What a zip may be at most. Everything is read piece by piece, so these bound time and disk, not memory. */
export interface ZipLimits {
  entries: number;
  /** Of one file, unpacked. */
  entryBytes: number;
  /** Of all files, unpacked. */
  totalBytes: number;
  /** Unpacked against packed, of files beyond `ratioFromBytes`. */
  ratio: number;
  ratioFromBytes: number;
}

/** A zip whose directory was read and found sound. */
export interface ZipReader {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** A file's bytes, unpacked; throws `damaged` where they are not what the directory says (size, checksum). */
  read(entry: ZipEntry): AsyncGenerator<Uint8Array, void>;
  close(): Promise<void>;
}

const CHUNK_BYTES = 64 * 1024;
const MOST_DIRECTORY_BYTES = 32 * 1024 * 1024;

const damaged = (what: string, cause?: unknown) =>
  new AppError('damaged', `This bundle is damaged (${what}); ask for it again. Nothing was imported.`, { cause });
const tooLarge = (what: string) =>
  new AppError('unsupported', `This bundle was not opened: ${what}. Nothing was imported.`);

/**
 * Opens a zip by its directory and holds it against the limits before a byte is unpacked. Files must lie one after the other,
 * from the first byte to the directory, none twice and none over another (the trick of zip bombs).
 * Throws `damaged`, `unsupported`, and what opening the file throws.
 */
export async function openZip(path: string, limits: ZipLimits): Promise<ZipReader> {
  const file = await open(path, 'r');
  try {
    const entries = await readEntries(file, limits);
    return {
      entries,
      read: (entry) => readEntry(file, entry),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readEntries(file: FileHandle, limits: ZipLimits): Promise<Map<string, ZipEntry>> {
  const { size } = await file.stat();
  const end = await readAt(file, Math.max(0, size - END_BYTES), Math.min(size, END_BYTES));
  const place = readEnd(end, size);
  if (place.entries > limits.entries || place.bytes > MOST_DIRECTORY_BYTES) throw tooLarge('it has too many files');
  const list = readDirectory(await readAt(file, place.offset, place.bytes), place.entries);
  checkSizes(list, limits);
  await checkPlaces(file, list, place.offset);
  const byName = new Map<string, ZipEntry>();
  for (const entry of list) {
    // Names that differ in case only are one file on many disks.
    const key = entry.name.toLowerCase();
    if (byName.has(key)) throw damaged('a file is in it twice');
    byName.set(key, entry);
  }
  return new Map(list.map((entry) => [entry.name, entry]));
}

function checkSizes(list: readonly ZipEntry[], limits: ZipLimits): void {
  let total = 0;
  for (const { bytes, packedBytes, method } of list) {
    total += bytes;
    if (method === 0 && bytes !== packedBytes) throw damaged('the size of a file is contradictory');
    if (bytes > limits.entryBytes) throw tooLarge('a file in it is too large');
    if (bytes > limits.ratioFromBytes && bytes > packedBytes * limits.ratio) {
      throw tooLarge('a file in it unpacks to far more than a bundle’s file does');
    }
  }
  if (total > limits.totalBytes) throw tooLarge('it is too large');
}

async function checkPlaces(file: FileHandle, list: readonly ZipEntry[], directoryOffset: number): Promise<void> {
  const inOrder = [...list].sort((a, b) => a.offset - b.offset);
  if (inOrder[0]?.offset !== 0) throw damaged('it does not begin with its first file');
  for (const [at, entry] of inOrder.entries()) {
    const header = await readAt(file, entry.offset, LOCAL_BYTES);
    const { dataOffset, nameBytes } = readLocal(header, entry);
    const next = inOrder[at + 1]?.offset ?? directoryOffset;
    if (dataOffset + entry.packedBytes > next) throw damaged('files lie over each other');
    const name = await readAt(file, entry.offset + LOCAL_BYTES, nameBytes);
    if (!Buffer.from(entry.name, 'utf8').equals(name)) throw damaged('a file has two names');
  }
}

async function* readEntry(file: FileHandle, entry: ZipEntry): AsyncGenerator<Uint8Array, void> {
  const { dataOffset } = readLocal(await readAt(file, entry.offset, LOCAL_BYTES), entry);
  const packed = readRange(file, dataOffset, entry.packedBytes);
  let bytes = 0;
  let crc = 0;
  for await (const chunk of entry.method === 0 ? packed : inflated(packed)) {
    bytes += chunk.byteLength;
    if (bytes > entry.bytes) throw damaged('a file is larger than the directory says');
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (bytes !== entry.bytes) throw damaged('a file is shorter than the directory says');
  if (crc !== entry.crc) throw damaged('a file’s checksum is wrong');
}

async function* inflated(packed: AsyncGenerator<Uint8Array, void>): AsyncGenerator<Uint8Array, void> {
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  // Errors reach the loop below through the stream that is read.
  pipeline(Readable.from(packed, { objectMode: false }), inflate, () => undefined);
  try {
    for await (const chunk of inflate) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE')
      throw damaged('a file cannot be unpacked', error);
    throw error;
  }
}

async function* readRange(file: FileHandle, from: number, bytes: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes; ) {
    const chunk = await readAt(file, from + at, Math.min(CHUNK_BYTES, bytes - at));
    if (chunk.byteLength === 0) throw damaged('it ends too early');
    at += chunk.byteLength;
    yield chunk;
  }
}

/** Up to `bytes` bytes from there: fewer only at the end of the file. */
async function readAt(file: FileHandle, from: number, bytes: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await file.read(buffer, filled, bytes - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
