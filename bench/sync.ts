import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { defaultLimits } from '../src/main/voicy/client.ts';
import { runNode } from './lib/children.ts';
import { runEarmarkSync, type SyncOutcome } from './lib/earmark.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { type BenchSandbox, countsBetween, type SandboxCounts, startBenchSandbox } from './lib/sandbox.ts';
import type { Scope } from './lib/scope.ts';
import { median } from './lib/stats.ts';
import { showRatio, showRuns } from './lib/table.ts';

/** The page size of Earmark's own list reading. The requests of both are printed side by side, so a change shows. */
const pageSize = 500;
/** Far enough back that no field of any call is still expected, so that a second sync finds nothing to ask. */
const newestCallAgeMs = 3 * 86_400_000;

const bareSchema = z.object({
  calls: z.number(),
  requests: z.number(),
  bytes: z.number(),
  listedMs: z.number(),
  ms: z.number(),
  cpuMs: z.number(),
  peakMb: z.number(),
});

interface Round {
  bare: z.output<typeof bareSchema>;
  /** The same by the client that Earmark has beneath. */
  bareUndici: z.output<typeof bareSchema>;
  first: SyncOutcome & { wallMs: number };
  second: SyncOutcome;
  diskBytes: number;
  sandbox: { bare: SandboxCounts; first: SandboxCounts };
}

export const sync: Benchmark = {
  name: 'sync',
  about: 'first sync of 20,000 calls against bare fetching and parsing of the same, then a sync with nothing to do',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const calls = quick ? 300 : 20_000;
    const startAt = Date.now() - newestCallAgeMs;
    const sandbox = await startBenchSandbox(scope, { kind: 'synthetic', calls, startAt });
    log(`warming the sandbox up with ${calls} calls`);
    await fetchBare(scope, sandbox, 'fetch');
    const rounds: Round[] = [];
    for (let round = 1; round <= (quick ? 1 : 2); round += 1) {
      log(`round ${round}`);
      rounds.push(await runRound(scope.child(), sandbox));
    }
    return report(calls, rounds);
  },
};

async function fetchBare(scope: Scope, sandbox: BenchSandbox, client: 'fetch' | 'undici'): Promise<Round['bare']> {
  const args = [sandbox.baseUrl, String(pageSize), String(defaultLimits.maxInFlight), client];
  const printed = await runNode(scope, new URL('./children/bare-fetch.ts', import.meta.url), args, {
    env: { EARMARK_BENCH_KEY: sandbox.apiKey },
  });
  return bareSchema.parse(JSON.parse(printed.at(-1) ?? 'null'));
}

async function runRound(scope: Scope, sandbox: BenchSandbox): Promise<Round> {
  const dataDir = scope.temporaryDir();
  const start = await sandbox.counts();
  const bare = await fetchBare(scope, sandbox, 'fetch');
  const afterBare = await sandbox.counts();
  const bareUndici = await fetchBare(scope, sandbox, 'undici');
  const beforeFirst = await sandbox.counts();
  const began = performance.now();
  const first = await runEarmarkSync(scope, dataDir, sandbox, { recordings: false });
  const wallMs = performance.now() - began;
  const afterFirst = await sandbox.counts();
  const diskBytes = sizeOf(dataDir);
  const second = await runEarmarkSync(scope, dataDir, sandbox, { recordings: false });
  await scope.close();
  if (first.calls.new !== bare.calls) throw new Error(`${bare.calls} calls listed, but ${first.calls.new} synced`);
  return {
    bare,
    bareUndici,
    first: { ...first, wallMs },
    second,
    diskBytes,
    sandbox: { bare: countsBetween(start, afterBare), first: countsBetween(beforeFirst, afterFirst) },
  };
}

function sizeOf(dir: string): number {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(dir, name)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
}

function report(calls: number, rounds: readonly Round[]): Report {
  const runs = (pick: (round: Round) => number) => {
    const values = rounds.map(pick);
    return { values, median: median(values) };
  };
  const text = ({ values, median: middle }: { values: number[]; median: number }) => showRuns(values, middle);
  const ours = {
    callsPerSecond: runs(({ first }) => (first.calls.new / first.durationMs) * 1000),
    ms: runs(({ first }) => first.durationMs),
    wallMs: runs(({ first }) => first.wallMs),
    cpuMsPerCall: runs(({ first }) => first.cpuMs / first.calls.new),
    peakMb: runs(({ first }) => first.peakMb),
    requests: runs(({ first }) => first.requests.api),
    sandboxCpuMsPerCall: runs(({ first, sandbox }) => sandbox.first.cpuMs / first.calls.new),
  };
  const bare = {
    callsPerSecond: runs((round) => (round.bare.calls / round.bare.ms) * 1000),
    ms: runs((round) => round.bare.ms),
    cpuMsPerCall: runs((round) => round.bare.cpuMs / round.bare.calls),
    peakMb: runs((round) => round.bare.peakMb),
    requests: runs((round) => round.bare.requests),
    sandboxCpuMsPerCall: runs(({ bare: { calls: n }, sandbox }) => sandbox.bare.cpuMs / n),
  };
  const undiciPerSecond = runs(({ bareUndici: { calls: n, ms } }) => (n / ms) * 1000);
  const disk = {
    bytesPerCall: runs((round) => round.diskBytes / round.first.calls.new),
    jsonBytesPerCall: runs((round) => round.bare.bytes / round.bare.calls),
  };
  const second = {
    ms: runs((round) => round.second.durationMs),
    requests: runs((round) => round.second.requests.api),
    changed: runs((round) => round.second.calls.new + round.second.calls.updated),
  };
  const compare = (what: string, a: { values: number[]; median: number }, b: { values: number[]; median: number }) => [
    what,
    text(a),
    text(b),
    showRatio(a.median, b.median),
  ];
  return {
    tables: [
      {
        title: `First sync of ${calls} calls, no recordings, no rate limit (median of ${rounds.length} [min-max])`,
        head: ['', 'earmark sync', 'bare fetch + parse', 'ratio'],
        rows: [
          compare('calls/s', ours.callsPerSecond, bare.callsPerSecond),
          compare('... against bare undici', ours.callsPerSecond, undiciPerSecond),
          compare('duration, ms', ours.ms, bare.ms),
          compare('CPU of the process, ms/call', ours.cpuMsPerCall, bare.cpuMsPerCall),
          compare('CPU of the sandbox, ms/call', ours.sandboxCpuMsPerCall, bare.sandboxCpuMsPerCall),
          compare('peak RSS, MB', ours.peakMb, bare.peakMb),
          compare('API requests', ours.requests, bare.requests),
          compare('bytes/call: on disk, as JSON', disk.bytesPerCall, disk.jsonBytesPerCall),
          ['whole command, ms', text(ours.wallMs), '', ''],
          ['second sync, nothing new, ms', text(second.ms), '', ''],
          ['second sync, API requests', text(second.requests), '', ''],
        ],
      },
    ],
    figures: { calls, ours, bare, bareUndici: { callsPerSecond: undiciPerSecond }, disk, second },
    notes: [
      `both ask with ${defaultLimits.maxInFlight} requests in flight; durations are without the start of Node`,
      'the newest call is three days old: calls of the last 24 h without a recording would be asked for again',
    ],
  };
}
