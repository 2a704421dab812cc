import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { FinestBlocks, PeaksBuilder } from '#shared/logic/peaks.ts';
import { partialPath, writeAtomically } from './atomic-file.ts';

/** Blocks of 100 s that may wait in memory: with ordinary calls all of them, so that nothing is written twice. */
const BLOCKS_IN_MEMORY = 72;

/** Writes the peaks file of one recording while it is decoded, in memory that does not grow with its length. */
export interface PeaksWriter {
  /** Call now and then while sound is pushed: puts aside what has piled up. */
  relieve(): Promise<void>;
  /** Writes the file, whole or not at all. Throws what the file system throws. */
  write(): Promise<void>;
  /** Removes what was put aside; also after a failure. */
  close(): Promise<void>;
}

interface Aside {
  path: string;
  handle: FileHandle;
}

/** The finest levels of a long recording wait in two files beside `path`, since the coarse ones come before them in the file. */
export function createPeaksWriter(path: string, builder: PeaksBuilder): PeaksWriter {
  let aside: { minmax: Aside; energy: Aside } | null = null;
  let waiting: FinestBlocks = { minmax: [], energy: [] };

  const relieve = async (): Promise<void> => {
    const full = builder.takeBlocks();
    waiting.minmax.push(...full.minmax);
    waiting.energy.push(...full.energy);
    if (waiting.minmax.length <= BLOCKS_IN_MEMORY) return;
    aside ??= { minmax: await openAside(path, 'minmax'), energy: await openAside(path, 'energy') };
    await append(aside.minmax, waiting.minmax);
    await append(aside.energy, waiting.energy);
    waiting = { minmax: [], energy: [] };
  };

  return {
    relieve,
    write: () =>
      writeAtomically(path, async (partial) => {
        const { head, minmax, energy } = builder.finishParts();
        await writePieces(partial, head, 'w');
        if (aside) await copyBehind(aside.minmax.path, partial);
        await writePieces(partial, [...waiting.minmax, ...minmax], 'a');
        if (aside) await copyBehind(aside.energy.path, partial);
        await writePieces(partial, [...waiting.energy, ...energy], 'a');
      }),
    close: async () => {
      for (const { handle, path: file } of aside ? [aside.minmax, aside.energy] : []) {
        await handle.close();
        await rm(file, { force: true });
      }
      aside = null;
    },
  };
}

async function openAside(path: string, part: string): Promise<Aside> {
  const file = partialPath(`${path}.${part}`);
  return { path: file, handle: await open(file, 'w', 0o600) };
}

async function append({ handle }: Aside, pieces: readonly Int8Array[]): Promise<void> {
  for (const piece of pieces) await handle.appendFile(bytesOf(piece));
}

async function writePieces(path: string, pieces: readonly Int8Array[], flags: 'w' | 'a'): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    for (const piece of pieces) await handle.appendFile(bytesOf(piece));
  } finally {
    await handle.close();
  }
}

async function copyBehind(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: 'a' }));
}

function bytesOf({ buffer, byteOffset, length }: Int8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
