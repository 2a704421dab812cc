import { AppError } from '#shared/model/errors.ts';

/** A file in a zip as its directory describes it. */
export interface ZipEntry {
  name: string;
  method: 0 | 8;
  crc: number;
  packedBytes: number;
  bytes: number;
  /** Where its local header begins. */
  offset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
export const END_BYTES = 22;
export const LOCAL_BYTES = 30;
const ENTRY_BYTES = 46;
const ENCRYPTED = 0x0001;

const damaged = (what: string) =>
  new AppError('damaged', `This bundle is damaged (${what}); ask for it again. Nothing was imported.`);

export interface DirectoryPlace {
  entries: number;
  offset: number;
  bytes: number;
}

/**
 * Reads the end record of a zip of `fileBytes` bytes. It must be the last thing in the file and the directory must lie right
 * before it: a bundle has no comment, and bytes outside of what the directory describes can be made to mean two things.
 */
export function readEnd(end: Uint8Array, fileBytes: number): DirectoryPlace {
  const view = viewOf(end);
  if (end.byteLength !== END_BYTES || view.getUint32(0, true) !== END_SIGNATURE) {
    throw damaged('its end is missing, so the file was cut off or is no bundle');
  }
  const place = {
    entries: view.getUint16(10, true),
    bytes: view.getUint32(12, true),
    offset: view.getUint32(16, true),
  };
  const oneDisk = view.getUint16(4, true) === 0 && view.getUint16(6, true) === 0;
  const sameCount = view.getUint16(8, true) === place.entries;
  if (!oneDisk || !sameCount || view.getUint16(20, true) !== 0 || place.entries === 0xffff) {
    throw damaged('its directory is of a kind that no bundle has');
  }
  if (place.offset + place.bytes + END_BYTES !== fileBytes) throw damaged('its directory is not where it should be');
  return place;
}

/** Reads the directory. Throws `damaged` for one that is not whole or has entries a bundle cannot have. */
export function readDirectory(bytes: Uint8Array, entries: number): ZipEntry[] {
  const view = viewOf(bytes);
  const found: ZipEntry[] = [];
  let at = 0;
  for (let n = 0; n < entries; n += 1) {
    if (at + ENTRY_BYTES > bytes.byteLength || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw damaged('its directory is not whole');
    }
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((from) => view.getUint16(at + from, true));
    const method = view.getUint16(at + 10, true);
    if ((view.getUint16(at + 8, true) & ENCRYPTED) !== 0) throw damaged('a file in it is encrypted');
    if (method !== 0 && method !== 8) throw damaged('a file in it is packed in an unknown way');
    const nameFrom = at + ENTRY_BYTES;
    const next = nameFrom + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0);
    if (next > bytes.byteLength) throw damaged('its directory is not whole');
    found.push({
      name: nameOf(bytes.subarray(nameFrom, nameFrom + (nameBytes ?? 0))),
      method,
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at = next;
  }
  if (at !== bytes.byteLength) throw damaged('its directory has more than it says');
  return found;
}

/** Where a file's packed bytes begin, by its local header, which must be of the same file. */
export function readLocal(header: Uint8Array, entry: ZipEntry): { dataOffset: number; nameBytes: number } {
  const view = viewOf(header);
  if (header.byteLength !== LOCAL_BYTES || view.getUint32(0, true) !== LOCAL_SIGNATURE) {
    throw damaged('a file is not where the directory says');
  }
  if (view.getUint16(8, true) !== entry.method) throw damaged('its directory contradicts the files');
  const nameBytes = view.getUint16(26, true);
  return { dataOffset: entry.offset + LOCAL_BYTES + nameBytes + view.getUint16(28, true), nameBytes };
}

function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damaged('a name in it cannot be read');
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
