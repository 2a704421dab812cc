import type { RateKind } from '../src/sandbox/index.ts';
import { runEarmarkSync } from './lib/earmark.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { startBenchSandbox } from './lib/sandbox.ts';
import type { Scope } from './lib/scope.ts';
import { show } from './lib/table.ts';

/** The standard plan's allowance. */
const requests = 60;
/** So many allowances' worth of requests: one page of the list, the rest Gets. */
const allowances = 4;
/** Far enough back that no field of any call is still expected. */
const newestCallAgeMs = 3 * 86_400_000;
const kinds: readonly RateKind[] = ['fixed', 'sliding', 'bucket'];

interface Outcome {
  kind: RateKind;
  sent: number;
  refused: number;
  durationMs: number;
  /** No client can be faster: the first allowance at once, the others as they come back. */
  boundMs: number;
}

export const rateLimit: Benchmark = {
  name: 'rate-limit',
  about: 'first sync at 60 requests a minute against the time that the limit makes anybody wait',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const windowMs = quick ? 5000 : 60_000;
    log(
      `${kinds.join(', ')} at the same time, since each of them mostly waits: ${boundOf(windowMs) / 1000} s at least`,
    );
    return report(windowMs, await Promise.all(kinds.map((kind) => runOne(scope.child(), kind, windowMs))));
  },
};

/** With as many requests as are needed: a client that sends more of them than it has to is slower for it. */
function boundOf(windowMs: number): number {
  return (allowances - 1) * windowMs;
}

async function runOne(scope: Scope, kind: RateKind, windowMs: number): Promise<Outcome> {
  const calls = requests * allowances - 1;
  const startAt = Date.now() - newestCallAgeMs;
  const limit = { requests, windowMs, kind };
  const sandbox = await startBenchSandbox(scope, { kind: 'synthetic', calls, startAt }, { rateLimit: limit });
  const { calls: synced, durationMs } = await runEarmarkSync(scope, scope.temporaryDir(), sandbox, {
    recordings: false,
  });
  const { list, get, refused } = await sandbox.counts();
  await scope.close();
  if (synced.new !== calls) throw new Error(`${calls} calls, but ${synced.new} synced`);
  const sent = list + get;
  return { kind, sent, refused, durationMs, boundMs: boundOf(windowMs) };
}

function report(windowMs: number, outcomes: readonly Outcome[]): Report {
  const derived = outcomes.map((outcome) => ({
    ...outcome,
    ratio: outcome.durationMs / outcome.boundMs,
    refusedShare: outcome.refused / outcome.sent,
    used: outcome.boundMs / outcome.durationMs,
  }));
  const percent = (share: number): string => `${show(share * 100)} %`;
  return {
    tables: [
      {
        title: `First sync of ${requests * allowances - 1} calls, no recordings, at ${requests} requests per ${windowMs / 1000} s`,
        head: ['counted as', 'bound, s', 'took, s', 'ratio', 'allowance used', 'requests', '429s'],
        rows: derived.map(({ kind, boundMs, durationMs, ratio, used, sent, refused, refusedShare }) => [
          kind,
          show(boundMs / 1000),
          show(durationMs / 1000),
          show(ratio),
          percent(used),
          String(sent),
          `${refused} (${percent(refusedShare)})`,
        ]),
      },
    ],
    figures: { requests, windowMs, outcomes: derived },
    notes: [
      'bound: the first allowance at once, each further one a window later; durations are without the start of Node',
      'the aims: ratio at most 1.1, allowance used at least 90 %, 429s at most 2 %',
    ],
  };
}
