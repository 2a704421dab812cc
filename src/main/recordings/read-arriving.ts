import { type FileHandle, open } from 'node:fs/promises';
import { ArrivalEnded, type Arriving } from './arriving.ts';
import { type RangeContext, RangeUnavailable, readFromStorage } from './remote-range.ts';

const CHUNK_BYTES = 256 * 1024;
/** A byte that the download reaches within this long is waited for rather than fetched twice. */
const PATIENCE_MS = 2000;
/** As long as nothing is known of the pace. */
const NEAR_BYTES = 1024 * 1024;

/** Whether the download will soon be `gapBytes` further. */
export function isNear(gapBytes: number, bytesPerSecond: number | null): boolean {
  return gapBytes <= (bytesPerSecond === null ? NEAR_BYTES : (bytesPerSecond * PATIENCE_MS) / 1000);
}

/**
 * The bytes `start` to `end` inclusive of a recording that is still arriving: from its file as far as it goes, from the
 * download as it comes, and from the storage where that lies far ahead or stands still. `end` beyond the end of the
 * file is the end. Reads nothing that is not asked for. Throws `ArrivalEnded` when the rest cannot come, or the
 * signal's reason.
 */
export async function* readArriving(
  version: Arriving,
  start: number,
  end: number,
  context: RangeContext,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  // Without a validator another request might get another version's bytes.
  let ahead = version.validator !== null && version.totalBytes !== null;
  let file: FileHandle | null = null;
  let at = start;
  try {
    while (at <= end) {
      signal.throwIfAborted();
      if (at < version.bytes) {
        file ??= await openPart(version, signal);
        const chunk = await readChunk(file, at, Math.min(end + 1, version.bytes));
        throwIfReplaced(version);
        at += chunk.byteLength;
        yield chunk;
        continue;
      }
      if (version.state === 'finished') return;
      const isPatient = isNear(at - version.bytes, version.bytesPerSecond);
      if (!ahead || (isPatient && (await comes(version, at, context, signal)))) {
        await version.waitFor(at, signal);
        continue;
      }
      try {
        for await (const chunk of readFromStorage(version, at, end, context, signal)) {
          throwIfReplaced(version);
          at += chunk.byteLength;
          yield chunk;
          // The download has caught up: what it has need not be fetched again.
          if (at < version.bytes) break;
        }
      } catch (error) {
        if (!(error instanceof RangeUnavailable)) throw error;
        ahead = false;
      }
    }
  } finally {
    await file?.close();
  }
}

/** Waits for a byte, but not for long. False when it has not come. */
async function comes(version: Arriving, at: number, { clock }: RangeContext, signal: AbortSignal): Promise<boolean> {
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  const waits = [version.waitFor(at, either).then(() => true), clock.sleep(PATIENCE_MS, either).then(() => false)];
  try {
    return await Promise.race(waits);
  } finally {
    done.abort(new DOMException('no longer waited for', 'AbortError'));
    await Promise.allSettled(waits);
  }
}

function throwIfReplaced({ state }: Arriving): void {
  if (state === 'replaced') throw new ArrivalEnded('The recording changed while it was downloaded.');
}

/** Opens the file wherever it is; it may be moved to its place between looking and opening. */
async function openPart(version: Arriving, signal: AbortSignal): Promise<FileHandle> {
  for (;;) {
    const { path } = version;
    try {
      return await open(path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // Moved, and told so, while it was being opened: it is in its new place.
      if (version.path !== path) continue;
      if (version.state !== 'arriving') throw error;
      await version.waitFor(version.bytes, signal);
    }
  }
}

async function readChunk(file: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const wanted = Math.min(CHUNK_BYTES, to - from);
  const { bytesRead, buffer } = await file.read(new Uint8Array(wanted), 0, wanted, from);
  if (bytesRead === 0) throw new ArrivalEnded('The recording became shorter while it was read.');
  return buffer.subarray(0, bytesRead);
}
