import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Zip, ZipDeflate } from 'fflate';
import { AppError } from '#shared/model/errors.ts';

/** Where an export goes: files that are written one after the other, each in pieces. */
export interface Output {
  /** Begins the next file; the one before is then done. */
  begin(name: string): Promise<void>;
  write(text: string): Promise<void>;
  /** Makes everything durable under its name. */
  finish(): Promise<void>;
  /** Takes away what was written. */
  discard(): Promise<void>;
}

const PRIVATE = { mode: 0o600 } as const;

/** One file, whatever its parts are called; it has its name when it is whole. */
export function fileOutput(path: string): Output {
  const sink = openSink(path);
  return { ...sink, begin: () => Promise.resolve() };
}

/** A folder, made when it is missing; refused when there is something in it. */
export async function folderOutput(folder: string): Promise<Output> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) {
    throw new AppError('conflict', `The folder ${folder} is not empty; name another or a new one.`);
  }
  let current: Sink | null = null;
  return {
    begin: async (name) => {
      await current?.finish();
      current = openSink(join(folder, name));
    },
    write: async (text) => current?.write(text),
    finish: async () => current?.finish(),
    discard: async () => {
      await current?.discard();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Without the extension for long archives, which this zip writer does not have. */
const MOST_ENTRIES = 65_535;

/** A zip of all files, compressed as they come: nothing but the piece at hand is in memory. */
export function zipOutput(path: string): Output {
  const sink = openSink(path);
  const pieces: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, data) => {
    if (error) failure = error;
    else pieces.push(data);
  });
  let current: ZipDeflate | null = null;
  let entries = 0;
  const flush = async (): Promise<void> => {
    if (failure) throw failure;
    for (const piece of pieces.splice(0)) await sink.write(piece);
  };
  const end = () => current?.push(new Uint8Array(), true);
  return {
    begin: async (name) => {
      entries += 1;
      if (entries > MOST_ENTRIES) {
        throw new AppError('unsupported', `A zip holds at most ${MOST_ENTRIES} files; export into a folder instead.`);
      }
      end();
      current = new ZipDeflate(name, { level: 6 });
      zip.add(current);
      await flush();
    },
    write: async (text) => {
      current?.push(new TextEncoder().encode(text));
      await flush();
    },
    finish: async () => {
      end();
      zip.end();
      await flush();
      await sink.finish();
    },
    discard: () => sink.discard(),
  };
}

interface Sink {
  write(data: string | Uint8Array): Promise<void>;
  finish(): Promise<void>;
  discard(): Promise<void>;
}

function openSink(path: string): Sink {
  const partial = `${path}.partial`;
  const stream: WriteStream = createWriteStream(partial, PRIVATE);
  // Whoever writes or finishes is told; without a listener the event would end the process.
  stream.on('error', () => undefined);
  return {
    write: (data) =>
      new Promise((resolve, reject) => {
        stream.write(data, (error) => (error ? reject(error) : resolve()));
      }),
    finish: async () => {
      stream.end();
      await finished(stream);
      await rename(partial, path);
    },
    discard: async () => {
      stream.destroy();
      if (!stream.closed) await once(stream, 'close');
      await rm(partial, { force: true });
    },
  };
}

const unsafe = /[^A-Za-z0-9._-]/g;
// Names that Windows keeps for its devices, with any extension.
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Gives each call a file name of its own that is one everywhere; ids are opaque and may be anything. */
export function fileNamer(extension: string): (callId: string) => string {
  const taken = new Set<string>();
  return (callId) => {
    const stem = callId.replace(unsafe, '_').slice(0, 100);
    const isPlain = stem === callId && !stem.startsWith('.') && !device.test(stem) && !taken.has(stem.toLowerCase());
    const digest = createHash('sha256').update(callId).digest('hex').slice(0, 12);
    const name = isPlain ? stem : `${stem.replace(/^\.+/, '')}-${digest}`;
    taken.add(name.toLowerCase());
    return `${device.test(name) ? `call-${name}` : name}.${extension}`;
  };
}
