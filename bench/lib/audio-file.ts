import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { findProgram } from '../../scripts/lib/find-program.ts';
import { type SpokenTurn, speak } from './dialogue.ts';
import type { Scope } from './scope.ts';

export interface AudioFile {
  file: string;
  contentType: string;
  codec: string;
}

/** Writes the conversation into `dir`: Ogg Opus where ffmpeg is installed, else WAV. */
export async function writeAudio(
  scope: Scope,
  dir: string,
  name: string,
  turns: readonly SpokenTurn[],
  durationMs: number,
): Promise<AudioFile> {
  const ffmpeg = findProgram('ffmpeg');
  if (ffmpeg === null) {
    const rate = 8000;
    const file = join(dir, `${name}.wav`);
    const header = wavHeader(rate, Math.round((durationMs * rate) / 1000) * 4);
    await pipeline(Readable.from(prefixed(header, speak(turns, durationMs, rate))), createWriteStream(file));
    return { file, contentType: 'audio/wav', codec: 'WAV, PCM16, 8 kHz' };
  }
  const rate = 16_000;
  const file = join(dir, `${name}.ogg`);
  const input = ['-f', 's16le', '-ar', String(rate), '-ac', '2', '-i', 'pipe:0'];
  const output = ['-c:a', 'libopus', '-b:a', '48k', '-compression_level', '5', '-f', 'ogg', file];
  const encoder = spawn(ffmpeg, ['-v', 'error', '-y', ...input, ...output], { stdio: ['pipe', 'ignore', 'inherit'] });
  scope.defer(() => encoder.kill());
  const ended = once(encoder, 'close');
  await pipeline(Readable.from(speak(turns, durationMs, rate)), encoder.stdin);
  const [code] = await ended;
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
  return { file, contentType: 'audio/ogg', codec: 'Ogg Opus 48 kb/s' };
}

function* prefixed(first: Buffer, rest: Iterable<Buffer>): Generator<Buffer> {
  yield first;
  yield* rest;
}

/** Header of a PCM16 stereo file. */
function wavHeader(sampleRate: number, dataBytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
