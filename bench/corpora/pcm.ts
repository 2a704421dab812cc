import { execFileSync } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../../scripts/lib/find-program.ts';
import { openFlac } from '../../src/main/audio/flac.ts';
import { openMediaTrack } from '../../src/main/audio/media-track.ts';
import { openMp3 } from '../../src/main/audio/mp3.ts';
import { openOpus } from '../../src/main/audio/opus.ts';
import type { PcmStream } from '../../src/main/audio/pcm.ts';
import { SNIFF_BYTES, sniffAudio } from '../../src/main/audio/sniff.ts';
import { openWav } from '../../src/main/audio/wav.ts';

/** Decoded sound: one array per channel, samples in -1..1. */
export interface Pcm {
  sampleRate: number;
  planar: Float32Array[];
}

/** Decodes a recording with the app's own decoders; AAC, which only a browser decodes there, with ffmpeg. Null without one. */
export async function readPcm(path: string, temporaryDir: string): Promise<Pcm | null> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(SNIFF_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const sniffed = sniffAudio(head.subarray(0, bytesRead));
    if (sniffed.kind !== 'audio') throw new Error(`${path} is no sound`);
    const { container } = sniffed;
    if (container === 'wav') return await collect(await openWav(file));
    if (container === 'flac') return await collect(await openFlac(file));
    if (container === 'mp3') return await collect(await openMp3(file));
    if (container === 'ogg' || container === 'webm') {
      const media = await openMediaTrack(path, container);
      try {
        return await collect(await openOpus(media, container, path));
      } finally {
        media.close();
      }
    }
  } finally {
    await file.close();
  }
  const wav = toWav(path, temporaryDir);
  return wav === null ? null : await readPcm(wav, temporaryDir);
}

/** Has ffmpeg decode a file, and returns the WAV's path; null where there is no ffmpeg, or it cannot read the file. */
export function toWav(path: string, temporaryDir: string): string | null {
  const ffmpeg = findProgram('ffmpeg');
  if (ffmpeg === null) return null;
  const wav = join(temporaryDir, 'decoded.wav');
  try {
    execFileSync(ffmpeg, ['-v', 'error', '-y', '-i', path, wav], { stdio: ['ignore', 'ignore', 'ignore'] });
    return wav;
  } catch {
    return null;
  }
}

async function collect(stream: PcmStream): Promise<Pcm> {
  const pieces: Float32Array[][] = Array.from({ length: stream.channels }, () => []);
  try {
    for await (const { planar, frames } of stream.blocks()) {
      pieces.forEach((list, channel) => {
        list.push((planar[channel] as Float32Array).slice(0, frames));
      });
    }
  } finally {
    await stream.close();
  }
  return { sampleRate: stream.sampleRate, planar: pieces.map(join32) };
}

function join32(pieces: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
