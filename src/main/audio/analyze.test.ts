import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodePeaksHeader, readPeaksLevel } from '#shared/logic/peaks-format.ts';
import { analyzeRecording } from './analyze.ts';
import { AudioError } from './errors.ts';
import { fixturePath } from './fixtures/open-fixture.ts';
import { chirpTimes, makeTestSignal } from './fixtures/test-signal.ts';
import { makeWav } from './fixtures/wav-writer.ts';
import { storePeaksFile } from './peaks-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earmark-analyze-'));
  vi.spyOn(console, 'warn').mockReturnValue(undefined); // mediabunny's remarks
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

function pathsFor(filePath: string) {
  return { filePath, peaksPath: join(folder, 'peaks'), playablePath: join(folder, 'playable.mp4') };
}

async function analyzeBytes(bytes: Uint8Array) {
  const filePath = join(folder, 'recording');
  await writeFile(filePath, bytes);
  return await analyzeRecording(pathsFor(filePath));
}

async function errorOf(promise: Promise<unknown>): Promise<AudioError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AudioError)) throw new Error(`not an AudioError: ${String(error)}`);
  return error;
}

describe('analyzeRecording', () => {
  it.each([
    ['lame-16k.mp3', 'mp3', 'mp3', 16_000, 4000, 'remuxed', 'written'],
    ['untagged-vbr-16k.mp3', 'mp3', 'mp3', 16_000, 4104, 'remuxed', 'written'],
    ['opus.ogg', 'ogg', 'opus', 48_000, 4000, 'original', 'written'],
    ['opus.webm', 'webm', 'opus', 48_000, 4000, 'original', 'written'],
    ['opus.mp4', 'mp4', 'opus', 48_000, 4000, 'original', 'written'],
    ['flac.flac', 'flac', 'flac', 16_000, 4000, 'original', 'written'],
    ['vorbis.ogg', 'ogg', 'vorbis', 16_000, 4000, 'original', 'needs-browser'],
    ['aac.m4a', 'mp4', 'aac', 16_000, 4000, 'original', 'needs-browser'],
    ['aac.aac', 'adts', 'aac', 16_000, 4096, 'remuxed', 'needs-browser'],
  ])('%s', async (name, container, codec, sampleRate, durationMs, playable, peaks) => {
    const analysis = await analyzeRecording(pathsFor(fixturePath(name)));
    expect(analysis).toMatchObject({ container, codec, sampleRate, channels: 2, playable, peaks, warnings: [] });
    expect(analysis.durationMs).toBe(durationMs);
    expect(analysis.frames).toBe((durationMs * sampleRate) / 1000);
    const files = (await readdir(folder)).sort();
    expect(files).toEqual([
      ...(peaks === 'written' ? ['peaks'] : []),
      ...(playable === 'remuxed' ? ['playable.mp4'] : []),
    ]);
  });

  it('writes peaks in which each channel sounds when it does, and only then', async () => {
    await analyzeRecording(pathsFor(fixturePath('lame-16k.mp3')));
    const file = new Uint8Array(await readFile(join(folder, 'peaks')));
    const header = decodePeaksHeader(file);
    expect(header).toMatchObject({ channels: 2, sampleRate: 16_000, frames: 64_000, durationMs: 4000 });
    const energy = header.levels.find((level) => level.kind === 'energy');
    if (energy === undefined) throw new Error('no energies');
    const values = readPeaksLevel(file, energy);
    for (const channel of [0, 1]) {
      const onsets: number[] = [];
      for (let i = 1; i < energy.count; i += 1) {
        const isLoud = (values[i * 2 + channel] ?? 0) > -35;
        if (isLoud && !((values[(i - 1) * 2 + channel] ?? 0) > -35)) onsets.push(i * 10);
      }
      expect(onsets.length).toBe(3);
      onsets.forEach((onset, i) => {
        expect(Math.abs(onset - (chirpTimes(channel)[i] ?? 0) * 1000)).toBeLessThanOrEqual(30);
      });
    }
  });

  it('tells silent and identical channels', async () => {
    const [voice = new Float32Array(), other = new Float32Array()] = makeTestSignal(8000);
    const format = { encoding: 'mulaw', sampleRate: 8000 } as const;
    expect(await analyzeBytes(makeWav([voice, voice], format))).toMatchObject({ identicalChannels: true });
    expect(await analyzeBytes(makeWav([voice, other], format))).toMatchObject({
      identicalChannels: false,
      silentChannels: [],
    });
    const silence = new Float32Array(voice.length);
    expect(await analyzeBytes(makeWav([silence, voice], format))).toMatchObject({
      silentChannels: [0],
      identicalChannels: false,
    });
  });

  it('keeps the whole part of a truncated recording, and warns', async () => {
    for (const name of ['lame-16k.mp3', 'vbr-44k.mp3', 'opus.ogg', 'opus.webm', 'flac.flac', 'aac.m4a']) {
      const bytes = readFileSync(fixturePath(name));
      const analysis = await analyzeBytes(bytes.subarray(0, Math.floor(bytes.length * 0.6))).catch(
        (error: unknown) => error,
      );
      if (name === 'aac.m4a' || name === 'opus.webm') {
        // The first has its index at the end, the second all its sound in one cluster, which is read whole or not at all.
        expect([name, analysis]).toMatchObject([name, { code: 'damaged' }]);
        continue;
      }
      expect([name, analysis]).toMatchObject([name, { durationMs: expect.any(Number) }]);
      const { durationMs, warnings } = analysis as Awaited<ReturnType<typeof analyzeBytes>>;
      expect([name, durationMs > 1500 && durationMs < 3500]).toEqual([name, true]);
      expect([name, warnings.map((warning) => warning.code)]).toEqual([name, ['truncated']]);
    }
  });

  it('says what header and sound disagree about', async () => {
    const bytes = readFileSync(fixturePath('lame-16k.mp3'));
    const half = await analyzeBytes(bytes.subarray(0, 9000));
    expect(half.warnings[0]?.message).toMatch(/^The header says 4 s, 2\.\d+ s were decoded\.$/);
  });

  it('plays MP3 with rubbish in the middle, without losing step after it', async () => {
    const bytes = readFileSync(fixturePath('lame-16k.mp3'));
    bytes.fill(0x55, 6000, 6700);
    const analysis = await analyzeBytes(bytes);
    expect(analysis.warnings.map((warning) => warning.code)).toEqual(['truncated', 'damaged-frames']);
    expect(analysis.durationMs).toBeGreaterThan(3700);
  });

  it('plays MP3 files put one behind the other, tags and all', async () => {
    const bytes = readFileSync(fixturePath('lame-8k.mp3'));
    const analysis = await analyzeBytes(Buffer.concat([bytes, bytes]));
    expect(analysis.warnings.map((warning) => warning.code)).toEqual(['duration-mismatch']);
    expect(Math.abs(analysis.durationMs - 8250)).toBeLessThan(100);
  });

  it.each([
    ['', 'not-audio', 'empty'],
    ['<html><body>403</body></html>', 'not-audio', 'html'],
    ['<?xml version="1.0"?><Error/>', 'not-audio', 'xml'],
    ['{"error":"expired"}', 'not-audio', 'json'],
  ])('refuses %j', async (text, code, found) => {
    expect(await errorOf(analyzeBytes(Buffer.from(text)))).toMatchObject({ code, found });
    expect((await readdir(folder)).sort()).toEqual(['recording']);
  });

  it.each([
    ['adpcm-ms.wav', 'ms adpcm'],
    ['gsm.wav', 'gsm 06.10'],
    ['flac.ogg', 'flac'],
    ['alac.m4a', 'alac'],
  ])('names what it cannot decode: %s', async (name, found) => {
    expect(await errorOf(analyzeRecording(pathsFor(fixturePath(name))))).toMatchObject({ code: 'unsupported', found });
  });

  it('takes a header without sound for damage', async () => {
    const empty = makeWav([new Float32Array()], { encoding: 's16', sampleRate: 8000 });
    expect(await errorOf(analyzeBytes(empty))).toMatchObject({ code: 'damaged' });
    const onlyHeaders = readFileSync(fixturePath('opus.ogg')).subarray(0, 120);
    expect(await errorOf(analyzeBytes(onlyHeaders))).toMatchObject({ code: 'damaged' });
  });

  it('says that the player cannot play doubles', async () => {
    const analysis = await analyzeBytes(makeWav(makeTestSignal(8000), { encoding: 'f64', sampleRate: 8000 }));
    expect(analysis).toMatchObject({ playable: 'none', peaks: 'written', warnings: [{ code: 'not-playable' }] });
  });

  it('says when the file is gone', async () => {
    expect(await errorOf(analyzeRecording(pathsFor(join(folder, 'gone'))))).toMatchObject({ code: 'not-found' });
  });

  it('holds no more of an hour in memory than of a minute', async () => {
    const header = makeWav([new Float32Array(), new Float32Array()], { encoding: 'mulaw', sampleRate: 8000 });
    const filePath = join(folder, 'hour');
    await writeFile(filePath, Buffer.concat([header, Buffer.alloc(3600 * 16_000, 0x5a)]));
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }, 5);
    const analysis = await analyzeRecording(pathsFor(filePath));
    clearInterval(timer);
    expect(analysis.durationMs).toBe(3_600_000);
    expect(peak / 1e6).toBeLessThan(24); // the file has 58 MB, its samples 230 MB
  });

  it('stops between two blocks and leaves nothing behind', async () => {
    const reason = new Error('enough');
    let asked = 0;
    const signal = {
      reason,
      get aborted() {
        asked += 1;
        return asked > 2;
      },
    };
    await expect(analyzeRecording({ ...pathsFor(fixturePath('opus.ogg')), signal })).rejects.toBe(reason);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('storePeaksFile', () => {
  it('stores what a renderer made, if it is about this recording', async () => {
    await analyzeRecording(pathsFor(fixturePath('lame-16k.mp3')));
    const bytes = new Uint8Array(await readFile(join(folder, 'peaks')));
    const path = join(folder, 'stored');
    await storePeaksFile(path, bytes, { channels: 2, durationMs: 4004 });
    expect(new Uint8Array(await readFile(path))).toEqual(bytes);
    await expect(storePeaksFile(path, bytes, { channels: 1 })).rejects.toThrow('2 channels');
    await expect(storePeaksFile(path, bytes, { durationMs: 9000 })).rejects.toThrow('4000 ms');
    await expect(storePeaksFile(path, bytes.subarray(0, -1))).rejects.toThrow('cut short');
  });
});
