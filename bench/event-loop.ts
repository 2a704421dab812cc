import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { connectRpc, enter, type ServedApp, serveEarmark } from './lib/earmark.ts';
import { ask } from './lib/questions.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { startBenchSandbox } from './lib/sandbox.ts';
import { median, type Spread, spreadOf } from './lib/stats.ts';
import { show, showRatio, showRuns } from './lib/table.ts';

/** How often a page of the list is read meanwhile, as a reader who scrolls would. */
const readEveryMs = 100;
const pageRows = 100;
const quietMs = 10_000;

const delaySchema = z.object({
  ticks: z.number(),
  p50: z.number(),
  p99: z.number(),
  p999: z.number(),
  max: z.number(),
  utilization: z.number(),
});

interface Watched {
  delay: z.output<typeof delaySchema>;
  ms: number;
  /** How long the pages took that were read meanwhile, ms; null when none were. */
  pages: Spread | null;
}

interface Round {
  idle: Watched;
  syncing: Watched;
  reading: Watched;
  calls: number;
  recordings: number;
}

type Rpc = ReturnType<typeof connectRpc>;

export const eventLoop: Benchmark = {
  name: 'event-loop',
  about: 'delay of the main process’s event loop during that sync with 300 recordings, the list being read meanwhile',
  run: async (context: BenchContext): Promise<Report> => {
    const { quick, log } = context;
    const rounds: Round[] = [];
    for (let round = 1; round <= (quick ? 1 : 3); round += 1) {
      log(`round ${round}`);
      rounds.push(await runRound(context));
    }
    return report(rounds);
  },
};

async function runRound({ scope: outer, quick, log }: BenchContext): Promise<Round> {
  const scope = outer.child();
  const sandbox = await startBenchSandbox(scope, {
    kind: 'synthetic',
    calls: quick ? 300 : 5000,
    startAt: Date.now(),
    turnsPerCall: [6, 14],
    withRecordings: quick ? 20 : 300,
  });
  const app = await serveEarmark(scope, scope.temporaryDir());
  const rpc = connectRpc(app, await enter(app));
  const events = new AbortController();
  scope.defer(() => events.abort());
  followEvents(rpc, events.signal).catch(() => undefined);
  await sleep(1000);

  const pauseMs = quick ? 2000 : quietMs;
  const idle = await watch(app, null, () => sleep(pauseMs));
  log('syncing');
  const syncing = await watch(app, rpc, async () => {
    await rpc.connection.save({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    await syncEnded(rpc);
  });
  const status = await rpc.sync.status();
  if (status.lastRun?.outcome !== 'done') throw new Error(`the sync ended as "${status.lastRun?.outcome}"`);
  await sleep(2000);
  const reading = await watch(app, rpc, () => sleep(pauseMs));
  events.abort();
  await scope.close();
  return { idle, syncing, reading, calls: status.cachedCalls, recordings: status.cachedRecordings };
}

/** As the page does: without a listener, announcing would cost nothing. */
async function followEvents(rpc: Rpc, signal: AbortSignal): Promise<void> {
  for await (const _ of await rpc.app.events(undefined, { signal })) if (signal.aborted) return;
}

async function syncEnded(rpc: Rpc): Promise<void> {
  for (;;) {
    await sleep(250);
    const { phase, lastRun } = await rpc.sync.status();
    if (phase === 'idle' && lastRun !== null) return;
  }
}

/** Watches the loop while `work` lasts; with `rpc`, pages of the list are read all along. */
async function watch(app: ServedApp, rpc: Rpc | null, work: () => Promise<unknown>): Promise<Watched> {
  const over = new AbortController();
  const took: number[] = [];
  await ask(app.process, z.null(), 'start');
  const began = performance.now();
  const reading = rpc === null ? Promise.resolve() : readPages(rpc, took, over.signal);
  try {
    await work();
  } finally {
    over.abort();
  }
  const ms = performance.now() - began;
  const delay = await ask(app.process, delaySchema, 'stop');
  await reading;
  return { delay, ms, pages: took.length > 0 ? spreadOf(took) : null };
}

/** Jumps about in the list; no page is asked for before the one before has come. */
async function readPages(rpc: Rpc, took: number[], signal: AbortSignal): Promise<void> {
  let total = 0;
  for (let step = 0; !signal.aborted; step += 1) {
    const offset = total === 0 ? 0 : ((step * 7919) % Math.ceil(total / pageRows)) * pageRows;
    const began = performance.now();
    const page = await rpc.calls.list({
      filter: {},
      sort: { key: 'start', descending: true },
      offset,
      limit: pageRows,
    });
    const ms = performance.now() - began;
    took.push(ms);
    total = page.total;
    await sleep(Math.max(0, readEveryMs - ms));
  }
}

function report(rounds: readonly Round[]): Report {
  const figure = (phase: 'idle' | 'syncing' | 'reading', pick: (watched: Watched) => number) =>
    rounds.map((round) => pick(round[phase]));
  const row = (name: string, pick: (watched: Watched) => number): string[] => {
    const [idle, reading, syncing] = (['idle', 'reading', 'syncing'] as const).map((phase) => figure(phase, pick));
    const texts = [idle, reading, syncing].map((values = []) => showRuns(values, median(values)));
    return [name, ...texts, showRatio(median(syncing ?? []), median(idle ?? []))];
  };
  const page = (pick: (pages: Spread) => number) => {
    const text = (phase: 'syncing' | 'reading') => {
      const values = rounds.flatMap((round) => (round[phase].pages === null ? [] : [pick(round[phase].pages)]));
      return { values, middle: median(values) };
    };
    const [syncing, reading] = [text('syncing'), text('reading')];
    return [
      '',
      showRuns(reading.values, reading.middle),
      showRuns(syncing.values, syncing.middle),
      `${show(syncing.middle / reading.middle)}x of reading`,
    ];
  };
  const calls = median(rounds.map((round) => round.calls));
  const recordings = median(rounds.map((round) => round.recordings));
  return {
    tables: [
      {
        title: `Event loop of \`earmark serve\` (main thread), ${calls} calls, ${recordings} recordings (median of ${rounds.length} [min-max])`,
        head: ['', 'idle', 'reading the list', 'syncing + reading', 'syncing to idle'],
        rows: [
          row('delay p50, ms', ({ delay }) => delay.p50),
          row('delay p99, ms', ({ delay }) => delay.p99),
          row('delay p99.9, ms', ({ delay }) => delay.p999),
          row('delay max, ms', ({ delay }) => delay.max),
          row('busy, %', ({ delay }) => delay.utilization * 100),
          row('watched, s', ({ ms }) => ms / 1000),
          ['list page p50, ms', ...page((pages) => pages.p50)],
          ['list page p99, ms', ...page((pages) => pages.p99)],
          ['list page max, ms', ...page((pages) => pages.max)],
        ],
      },
    ],
    figures: { rounds },
    notes: [
      'delay = lateness of a 1 ms timer (perf_hooks.monitorEventLoopDelay, its own period taken off)',
      `a page of ${pageRows} rows every ${readEveryMs} ms through the web host and the router; the event stream is followed`,
    ],
  };
}
