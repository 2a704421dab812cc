import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { inTransaction, type ReadDb } from '../src/main/store/db.ts';
import { openForReading, openForWriting } from '../src/main/store/open.ts';
import type { TimingInput } from '../src/shared/logic/timing/input.ts';
import { measureCall } from '../src/shared/logic/timing/measure-call.ts';
import { connectRpc, enter, type ServedApp, serveEarmark } from './lib/earmark.ts';
import { fillMeasurable, makeMeasurable } from './lib/fill-measurable.ts';
import { ask } from './lib/questions.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { median, type Spread, spreadOf } from './lib/stats.ts';
import { show, showRatio, showRuns } from './lib/table.ts';

const delaySchema = z.object({ p50: z.number(), p99: z.number(), p999: z.number(), max: z.number() });
type Delay = z.output<typeof delaySchema>;
type Rpc = ReturnType<typeof connectRpc>;

const turnsPerCall = 60;
const longTurns = 2000;
const openings = 20;

interface CatchUp {
  perSecond: number;
  delay: Delay;
}

/** Opening one long call: from the question to the answer, and the longest block of the host's event loop meanwhile. */
interface LongCall {
  bareMs: Spread;
  askedMs: Spread;
  delay: Delay;
}

export const measure: Benchmark = {
  name: 'measure',
  about: 'calls measured in the background against bare `measureCall`, and the event loop of the host meanwhile',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const calls = Array.from({ length: quick ? 60 : 500 }, (_, n) => ({
      id: `call-${n}`,
      input: makeMeasurable(turnsPerCall, n + 1),
    }));
    const dir = scope.temporaryDir();
    log(`storing ${calls.length} calls of ${turnsPerCall} turns and one of ${longTurns}`);
    const inputs = fillMeasurable(dir, [...calls, { id: 'long', input: makeMeasurable(longTurns, 7) }]);
    const long = inputs.pop();
    if (long === undefined) throw new Error('the long call is missing');
    const bare = Array.from({ length: quick ? 1 : 3 }, () => timeBare(inputs));

    const app = await serveEarmark(scope, dir);
    const rpc = connectRpc(app, await enter(app));
    const events = new AbortController();
    scope.defer(() => events.abort());
    followEvents(rpc, events.signal).catch(() => undefined);
    const db = openForReading(dir);
    scope.defer(() => db.close());
    const all = calls.length + 1;
    // It catches up by itself when it opens.
    await measured(db, all, null);
    await sleep(3000);
    const idle = await watch(app, () => sleep(quick ? 1000 : 5000));
    const rounds: CatchUp[] = [];
    for (let round = 1; round <= (quick ? 1 : 3); round += 1) {
      log(`catching up, round ${round}`);
      rounds.push(await catchUp(app, rpc, dir, db, all, 3000 + round));
      await sleep(2000);
    }
    log('opening the long call');
    const longCall = await openLong(app, rpc, long);
    events.abort();
    return report({ calls: calls.length, bare, idle, rounds, longCall });
  },
};

/** Calls per second of nothing but the measuring, in one thread that is warm. */
function timeBare(inputs: readonly TimingInput[]): number {
  for (const input of inputs.slice(0, 50)) measureCall(input);
  const began = performance.now();
  for (const input of inputs) measureCall(input);
  return inputs.length / ((performance.now() - began) / 1000);
}

/** As the page does: without a listener, announcing would cost nothing. */
async function followEvents(rpc: Rpc, signal: AbortSignal): Promise<void> {
  for await (const _ of await rpc.app.events(undefined, { signal })) if (signal.aborted) return;
}

/** Waits until so many calls are measured, by this limit for dead air where one is given. */
async function measured(db: ReadDb, calls: number, deadAirMs: number | null): Promise<void> {
  const count = db.prepare('SELECT count(*) FROM call_measures WHERE :by IS NULL OR thresholds LIKE :by').pluck();
  while (Number(count.get({ by: deadAirMs === null ? null : `${deadAirMs} %` })) < calls) await sleep(5);
}

async function watch(app: ServedApp, work: () => Promise<unknown>): Promise<Delay> {
  await ask(app.process, z.null(), 'start');
  await work();
  return ask(app.process, delaySchema, 'stop');
}

/** Takes every figure away, behind the host's back, and has it notice by a setting on which they depend. */
async function catchUp(
  app: ServedApp,
  rpc: Rpc,
  dir: string,
  db: ReadDb,
  calls: number,
  deadAirMs: number,
): Promise<CatchUp> {
  const writing = openForWriting(dir);
  inTransaction(writing, () => writing.exec('DELETE FROM turn_measures; DELETE FROM call_measures'));
  writing.close();
  await sleep(1000);
  let ms = 0;
  const delay = await watch(app, async () => {
    const began = performance.now();
    await rpc.settings.update({ deadAirMs });
    await measured(db, calls, deadAirMs);
    ms = performance.now() - began;
  });
  return { perSecond: calls / (ms / 1000), delay };
}

async function openLong(app: ServedApp, rpc: Rpc, input: TimingInput): Promise<LongCall> {
  const bare: number[] = [];
  for (let run = 0; run < openings; run += 1) {
    const began = performance.now();
    measureCall(input);
    bare.push(performance.now() - began);
  }
  const asked: number[] = [];
  await rpc.calls.timing({ id: 'long' });
  const delay = await watch(app, async () => {
    for (let run = 0; run < openings; run += 1) {
      const began = performance.now();
      await rpc.calls.timing({ id: 'long' });
      asked.push(performance.now() - began);
      await sleep(50);
    }
  });
  return { bareMs: spreadOf(bare), askedMs: spreadOf(asked), delay };
}

interface Found {
  calls: number;
  bare: number[];
  idle: Delay;
  rounds: CatchUp[];
  longCall: LongCall;
}

function report({ calls, bare, idle, rounds, longCall }: Found): Report {
  const perSecond = rounds.map((round) => round.perSecond);
  const delayRow = (name: string, pick: (delay: Delay) => number): string[] => {
    const values = rounds.map(({ delay }) => pick(delay));
    return [name, show(pick(idle)), showRuns(values, median(values)), show(pick(longCall.delay))];
  };
  return {
    tables: [
      {
        title: `${calls} calls of ${turnsPerCall} turns with speech, none measured (median of ${rounds.length} [min-max])`,
        head: ['', 'calls/s'],
        rows: [
          ['measured and stored in the background', showRuns(perSecond, median(perSecond))],
          ['bare `measureCall`, one warm thread', showRuns(bare, median(bare))],
          ['ratio', showRatio(median(perSecond), median(bare))],
        ],
      },
      {
        title: 'Event loop of `earmark serve` (main thread), lateness of a 1 ms timer, ms',
        head: ['', 'idle', 'catching up', `opening a call of ${longTurns} turns`],
        rows: [
          delayRow('p50', ({ p50 }) => p50),
          delayRow('p99', ({ p99 }) => p99),
          delayRow('p99.9', ({ p999 }) => p999),
          delayRow('max', ({ max }) => max),
        ],
      },
      {
        title: `A call of ${longTurns} turns, ${openings} times, ms`,
        head: ['', 'p50', 'max'],
        rows: [
          ['`calls.timing` through the web host', show(longCall.askedMs.p50), show(longCall.askedMs.max)],
          ['bare `measureCall`', show(longCall.bareMs.p50), show(longCall.bareMs.max)],
        ],
      },
    ],
    figures: { calls, turnsPerCall, barePerSecond: bare, idle, rounds, longCall },
    notes: [
      'every figure is taken out of the database before a round; what is timed ends when the last is in it again',
    ],
  };
}
