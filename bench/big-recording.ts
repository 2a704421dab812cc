import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { runNode } from './lib/children.ts';
import { runEarmarkSync, type SyncOutcome } from './lib/earmark.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { startBenchSandbox } from './lib/sandbox.ts';
import type { Scope } from './lib/scope.ts';
import { median } from './lib/stats.ts';
import { show, showRatio, showRuns } from './lib/table.ts';

const MB = 2 ** 20;
/** Earmark refuses recordings of more than 2 GB. */
const capBytes = 2 ** 31;
/** Old enough that a second sync would not ask for anything late. */
const callAgeMs = 3 * 86_400_000;
const watchEveryMs = 10;
/** What issue 3 asks for. */
const growthLimitMb = 64;

const bareSchema = z.object({ bytes: z.number(), ms: z.number(), cpuMs: z.number(), peakMb: z.number() });

interface Format {
  name: string;
  sampleRate: number;
  channels: 1 | 2;
}

/** Three hours of studio sound, and 37 of a telephone line: the second has twelve times as many waveform buckets. */
const formats: readonly Format[] = [
  { name: '48 kHz stereo', sampleRate: 48_000, channels: 2 },
  { name: '8 kHz mono', sampleRate: 8000, channels: 1 },
];

interface Sync extends SyncOutcome {
  /** From the first byte's file to the file in place. */
  downloadMs: number;
}

export const bigRecording: Benchmark = {
  name: 'big-recording',
  about: 'sync of one 2 GB recording: memory against one of 1 MB, pace against a bare download to a file',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const bytes = quick ? 64 * MB : capBytes - MB;
    const rounds = quick ? 1 : 3;
    const results: { format: Format; small: Sync[]; big: Sync[]; bare: z.output<typeof bareSchema>[] }[] = [];
    for (const format of formats) {
      const result = { format, small: [] as Sync[], big: [] as Sync[], bare: [] as z.output<typeof bareSchema>[] };
      for (let round = 1; round <= rounds; round += 1) {
        log(`${format.name}, round ${round}`);
        result.small.push(await syncOne(scope.child(), format, MB));
        result.big.push(await syncOne(scope.child(), format, bytes));
        result.bare.push(await fetchBare(scope.child(), format, bytes));
      }
      results.push(result);
    }
    return report(bytes, results);
  },
};

async function serve(scope: Scope, format: Format, bytes: number) {
  const { sampleRate, channels } = format;
  return startBenchSandbox(scope, { kind: 'generated', startAt: Date.now() - callAgeMs, bytes, sampleRate, channels });
}

async function syncOne(scope: Scope, format: Format, bytes: number): Promise<Sync> {
  const sandbox = await serve(scope, format, bytes);
  const dataDir = scope.temporaryDir();
  const watch = watchDownload(join(dataDir, 'recordings'));
  const outcome = await runEarmarkSync(scope, dataDir, sandbox, { recordings: true }).finally(watch.stop);
  if (outcome.recordings.downloaded !== 1) throw new Error('the recording was not downloaded');
  const downloadMs = watch.downloadMs();
  await scope.close();
  return { ...outcome, downloadMs };
}

/** Sees a part appear and become a recording. */
function watchDownload(dir: string): { stop: () => void; downloadMs: () => number } {
  let began: number | null = null;
  let ended: number | null = null;
  const look = (): void => {
    let names: string[] = [];
    try {
      names = readdirSync(dir);
    } catch {
      // The folder is not there before the command has started.
      return;
    }
    if (names.some((name) => name.endsWith('.part'))) began ??= performance.now();
    if (names.some((name) => name.endsWith('.wav'))) ended ??= performance.now();
  };
  const timer = setInterval(look, watchEveryMs);
  return {
    stop: () => clearInterval(timer),
    downloadMs: () => (ended ?? performance.now()) - (began ?? ended ?? performance.now()),
  };
}

async function fetchBare(scope: Scope, format: Format, bytes: number): Promise<z.output<typeof bareSchema>> {
  const sandbox = await serve(scope, format, bytes);
  const url = await sandbox.recordingUrl('generated');
  const script = new URL('./children/bare-download.ts', import.meta.url);
  const printed = await runNode(scope, script, [url, join(scope.temporaryDir(), 'recording.wav')]);
  await scope.close();
  return bareSchema.parse(JSON.parse(printed.at(-1) ?? 'null'));
}

function report(
  bytes: number,
  results: readonly { format: Format; small: Sync[]; big: Sync[]; bare: z.output<typeof bareSchema>[] }[],
): Report {
  const pace = (ms: number): number => bytes / MB / (ms / 1000);
  const rows = results.flatMap(({ format, small, big, bare }) => {
    const runs = (values: number[]) => ({ values, median: median(values) });
    const peak = runs(big.map((sync) => sync.peakMb));
    const base = runs(small.map((sync) => sync.peakMb));
    const ours = runs(big.map((sync) => pace(sync.downloadMs)));
    const plain = runs(bare.map(({ ms }) => pace(ms)));
    const growth = peak.median - base.median;
    const text = ({ values, median: middle }: { values: number[]; median: number }) => showRuns(values, middle);
    return [
      {
        format,
        row: [`${format.name}: peak RSS, MB`, text(peak), text(base), `+${show(growth)} MB`],
        growth,
        peak,
        base,
        ours,
        plain,
      },
      { format, row: ['... download, MB/s', text(ours), text(plain), showRatio(ours.median, plain.median)] },
      {
        format,
        row: ['... whole sync with analysis, s', text(runs(big.map((sync) => sync.durationMs / 1000))), '', ''],
      },
      { format, row: ['... peak RSS of the bare download, MB', text(runs(bare.map(({ peakMb }) => peakMb))), '', ''] },
    ];
  });
  return {
    tables: [
      {
        title: `One recording of ${show(bytes / MB)} MB (median of ${results[0]?.big.length ?? 0} [min-max])`,
        head: ['', 'earmark sync', '1 MB recording, or bare download', ''],
        rows: rows.map(({ row }) => row),
      },
    ],
    figures: { bytes, results },
    notes: [
      `growth of peak RSS against the same sync with a 1 MB recording; the aim is at most ${growthLimitMb} MB`,
      'download = from the appearance of the part to the file in place: with digest, fsync and rename',
    ],
  };
}
