import { type FileHandle, open } from 'node:fs/promises';

const chunkBytes = 256 * 1024;

/** An open file whose handle is closed once the body ends, fails or is cancelled. */
export interface OpenFile {
  sizeBytes: number;
  /** Bytes `start` to `end` inclusive; call it once, then the body owns the handle. */
  body(start: number, end: number): ReadableStream<Uint8Array>;
  close(): Promise<void>;
}

/** Opens a regular file; null when there is none. */
export async function openFile(path: string): Promise<OpenFile | null> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const stat = await handle.stat();
  if (!stat.isFile()) {
    await handle.close();
    return null;
  }
  return {
    sizeBytes: stat.size,
    body: (start, end) => streamRange(handle, start, end),
    close: () => handle.close(),
  };
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

/** Reads only when asked (backpressure); never more than one chunk is in memory per request. */
function streamRange(handle: FileHandle, start: number, end: number): ReadableStream<Uint8Array> {
  let position = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const wanted = Math.min(chunkBytes, end - position + 1);
          const { bytesRead, buffer } = await handle.read(new Uint8Array(wanted), 0, wanted, position);
          if (bytesRead === 0) throw new Error('file became shorter while it was read');
          position += bytesRead;
          controller.enqueue(buffer.subarray(0, bytesRead));
          if (position <= end) return;
          await handle.close();
          controller.close();
        } catch (error) {
          await handle.close();
          controller.error(error);
        }
      },
      // Runs after a pending pull has settled; closing twice is harmless.
      cancel: () => handle.close(),
    },
    { highWaterMark: 0 },
  );
}
