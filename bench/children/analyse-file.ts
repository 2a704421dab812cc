import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyzeRecording } from '../../src/main/audio/analyze.ts';
import { detectInPeaks } from '../../src/main/audio/detect.ts';
import { withDecoder } from '../../src/main/audio/fixtures/open-fixture.ts';
import { ownPeakMb } from '../lib/memory.ts';

/**
 * Works on one recording again and again, for at least so many ms of sound: `decode` = the decoder alone, its samples
 * thrown away; `analyse` = what the app does (decode, peaks, energies, copy); `detect` = speech from the peaks file. Its one
 * line of output is what it took. See `analysis.ts`.
 */
const [mode = '', file = '', leastMs = '0'] = process.argv.slice(2);
const dir = mkdtempSync(join(tmpdir(), 'earmark-bench-'));
const request = { filePath: file, peaksPath: join(dir, 'x.peaks'), playablePath: join(dir, 'x.mp4') };
const work: Record<string, () => Promise<number>> = {
  decode: () =>
    withDecoder(file, async (stream) => {
      let frames = 0;
      for await (const block of stream.blocks()) frames += block.frames;
      await stream.close();
      return (frames / stream.sampleRate) * 1000;
    }),
  analyse: async () => (await analyzeRecording(request)).durationMs,
  detect: async () => (await detectInPeaks(request.peaksPath)).durationMs,
};
const once = work[mode];
if (!once) throw new Error(`there is no mode "${mode}"`);
if (mode === 'detect') await analyzeRecording(request);

// The first time pays for compiling; a recording is never the first in a sync of many.
await once();
let soundMs = 0;
const began = process.cpuUsage();
while (soundMs < Number(leastMs)) soundMs += await once();
const { user, system } = process.cpuUsage(began);
rmSync(dir, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify({ soundMs, cpuMs: (user + system) / 1000, peakMb: ownPeakMb() })}\n`);
