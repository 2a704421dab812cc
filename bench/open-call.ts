import { type Drawing, drawAlone, measureBlank } from './lib/draw-alone.ts';
import { type OpenedCall, type Opening, openCold, openWarm } from './lib/open-calls.ts';
import { type CallLength, prepareCalls } from './lib/prepare-calls.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { median, spreadOf } from './lib/stats.ts';
import { show, showRatio, showRuns } from './lib/table.ts';

interface Measured {
  length: CallLength;
  cold: OpenedCall[];
  warm: Opening[];
  again: Opening[];
  alone: Drawing[];
}

export const openCall: Benchmark = {
  name: 'open-call',
  about: 'opening a call of 5 and 60 minutes and its memory, against wavesurfer.js fetching and decoding the same file',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const minutes = quick ? [1, 3] : [5, 60];
    log(`making calls of ${minutes.join(' and ')} minutes and syncing them`);
    const prepared = await prepareCalls(scope, minutes, quick ? 2 : 5);
    const { served, lengths } = prepared;

    const measured: Measured[] = [];
    for (const length of lengths) {
      log(`${length.minutes} min: cold`);
      const cold: OpenedCall[] = [];
      for (let run = 0; run < (quick ? 1 : 5); run += 1) cold.push(await openCold(scope.child(), served, length));
      measured.push({ length, cold, warm: [], again: [], alone: [] });
    }
    const warmPeaksMb: number[] = [];
    for (let session = 1; session <= (quick ? 1 : 3); session += 1) {
      log(`warm, session ${session}`);
      const { openings, peakMb } = await openWarm(scope.child(), served, lengths);
      if (peakMb !== null) warmPeaksMb.push(peakMb);
      for (const { length, first, again } of openings) {
        const found = measured.find((one) => one.length === length);
        found?.warm.push(...first);
        found?.again.push(...again);
      }
    }
    for (const one of measured) {
      log(`${one.length.minutes} min: wavesurfer.js by itself`);
      for (let run = 0; run < (quick ? 1 : 3); run += 1) one.alone.push(await drawAlone(scope.child(), one.length));
    }
    return report(measured, warmPeaksMb, await measureBlank(scope.child()));
  },
};

const whole = (opening: Opening): number => Math.max(opening.readableMs, opening.paintedMs);

function report(measured: readonly Measured[], warmPeaksMb: readonly number[], blankMb: number | null): Report {
  const times = measured.map(({ length, cold, warm, again, alone }) => ({
    minutes: length.minutes,
    turns: length.turns,
    codec: length.audio.codec,
    fileBytes: length.audio.bytes,
    warm: spreadOf(warm.map(whole)),
    warmReadable: spreadOf(warm.map((one) => one.readableMs)),
    warmPainted: spreadOf(warm.map((one) => one.paintedMs)),
    again: spreadOf(again.map(whole)),
    cold: spreadOf(cold.map(whole)),
    aloneMs: alone.map((one) => one.ms),
    peakMb: cold.flatMap((one) => one.peakMb ?? []),
    alonePeakMb: alone.flatMap((one) => one.peakMb ?? []),
  }));
  const head = ['', ...times.map(({ minutes, turns }) => `${minutes} min, ${turns} turns`)];
  const row = (name: string, pick: (time: (typeof times)[number]) => string): string[] => [name, ...times.map(pick)];
  const p50p95 = ({ n, p50, p95 }: { n: number; p50: number; p95: number }) => `${show(p50)} / ${show(p95)} (n=${n})`;
  const runs = (values: readonly number[]) => (values.length === 0 ? '-' : showRuns(values, median(values)));
  return {
    tables: [
      {
        title: 'Click on the list row -> waveform painted and transcript readable, ms p50 / p95',
        head,
        rows: [
          row('first time, app warm', ({ warm }) => p50p95(warm)),
          row('  of which transcript', ({ warmReadable }) => p50p95(warmReadable)),
          row('  of which waveform', ({ warmPainted }) => p50p95(warmPainted)),
          row('opened again', ({ again }) => p50p95(again)),
          row('first call in a fresh browser', ({ cold }) => p50p95(cold)),
          row('wavesurfer.js by itself', ({ aloneMs }) => `${runs(aloneMs)} (n=${aloneMs.length})`),
          row('times faster, warm', ({ aloneMs, warm }) => showRatio(median(aloneMs), warm.p50)),
          row('times faster, fresh browser', ({ aloneMs, cold }) => showRatio(median(aloneMs), cold.p50)),
        ],
      },
      {
        title: 'Most memory of the renderer process, MB RSS',
        head,
        rows: [
          row('Earmark, this call only', ({ peakMb }) => runs(peakMb)),
          row('wavesurfer.js by itself', ({ alonePeakMb }) => runs(alonePeakMb)),
          row('ratio', ({ peakMb, alonePeakMb }) =>
            peakMb.length * alonePeakMb.length === 0 ? '-' : showRatio(median(alonePeakMb), median(peakMb)),
          ),
        ],
      },
    ],
    figures: { times, warmPeaksMb, blankMb },
    notes: [
      `recordings are ${times[0]?.codec ?? '-'}, stereo; every call has a recording and peaks of its own; the pointer rests on the row for 150 ms before the click`,
      `renderer of an empty page: ${blankMb === null ? '-' : show(blankMb)} MB; after a whole warm session (all calls, each twice): ${runs(warmPeaksMb)} MB`,
      'wavesurfer.js is timed from create() on a loaded page to the frame after `ready`; its page has no transcript',
    ],
  };
}
