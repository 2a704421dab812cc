import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openForReading } from '../src/main/store/open.ts';
import { connectRpc, enter, type ServedApp, serveEarmark } from './lib/earmark.ts';
import { turnLibrary } from './lib/fill-turn-library.ts';
import { readMemory } from './lib/memory.ts';
import { ask } from './lib/questions.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { median } from './lib/stats.ts';
import { show, showRatio } from './lib/table.ts';

const TURNS_PER_CALL = 30;
/** A plain walk over the rows that insights are made of, each column read. */
const SCAN = `SELECT count(*), sum(reported_ms), sum(measured_ms), sum(vad_ms), sum(stt_ms), sum(llm_startup_ms), sum(llm_sentence_ms),
  sum(tts_ms), sum(send_ms), sum(tools), sum(wording_no) FROM agent_turns`;

const delaySchema = z.object({ p50: z.number(), p99: z.number(), max: z.number(), utilization: z.number() });
type Rpc = ReturnType<typeof connectRpc>;

export const insights: Benchmark = {
  name: 'insights',
  about: 'an insights page and two versions compared, on 3,000,000 turns, against a plain SQL scan of the same rows',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const calls = quick ? 1000 : 100_000;
    const library = turnLibrary({ calls, turnsPerCall: TURNS_PER_CALL, indexed: true }, log);
    const db = openForReading(library.dir);
    scope.defer(() => db.close());
    const app = await serveEarmark(scope, library.dir);
    const rpc = connectRpc(app, await enter(app));
    const pid = app.process.pid ?? 0;
    const facets = await rpc.calls.facets();
    const startMb = readMemory(pid)?.rssMb ?? null;
    const idle = await watch(app, () => sleep(3000));
    const [agent] = facets.agents.filter(({ versions }) => versions.length > 1);
    const [b, a] = agent?.versions ?? [];
    if (agent === undefined || a === undefined || b === undefined) throw new Error('no agent has two versions');
    const scans: number[] = [];
    const times = new Map<string, number[]>();
    log('asking');
    const busy = await watch(app, async () => {
      for (let run = 0; run < (quick ? 3 : 2); run += 1) {
        scans.push(timeOf(() => db.prepare(SCAN).get()));
        for (const [name, question] of questionsOf({ agent: agent.agent, a: a.version, b: b.version }, run)) {
          const began = performance.now();
          await question(rpc);
          times.set(name, [...(times.get(name) ?? []), performance.now() - began]);
        }
      }
    });
    const peakMb = readMemory(pid)?.peakMb ?? null;
    const scan = median(scans);
    const late = (name: string, { p50, p99, max, utilization }: z.output<typeof delaySchema>) => [
      name,
      ...[p50, p99, max, utilization * 100].map(show),
    ];
    return {
      tables: [
        {
          title: `${calls} calls, ${calls * TURNS_PER_CALL} turns (ms through the web host; the first time the turns are read in)`,
          head: ['', 'first', 'median of the others', 'first, of a scan', 'others, of a scan'],
          rows: [
            ['plain scan of the agent turns in SQL', show(scans[0] ?? 0), show(scan), '', '1x'],
            ...[...times].map(([name, [first = 0, ...others]]) => [
              name,
              show(first),
              show(median(others)),
              showRatio(first, scan),
              showRatio(median(others), scan),
            ]),
          ],
        },
        {
          title: 'Lateness of a 1 ms timer on the main thread, ms',
          head: ['', 'p50', 'p99', 'max', 'busy, %'],
          rows: [late('idle', idle), late('while all that is asked', busy)],
        },
      ],
      notes: [
        `memory of the app: ${startMb === null ? '-' : show(startMb)} MB before, ${peakMb === null ? '-' : show(peakMb)} MB at most`,
      ],
      figures: { calls, scans, times: Object.fromEntries(times), idle, busy, startMb, peakMb },
    };
  },
};

/** What a page asks in its order; each run with another filter, so that no answer is one that was kept. */
function questionsOf(
  versions: { agent: string; a: string | null; b: string | null },
  run: number,
): [string, (rpc: Rpc) => Promise<unknown>][] {
  const filter = { fromMs: run };
  const question = { filter, by: 'version' as const };
  const behind = { ...question, key: null, measure: 'measured' as const, period: null, offset: 0, limit: 50 };
  return [
    ['overview', (rpc) => rpc.insights.overview({ filter })],
    ['latency, everything', (rpc) => rpc.insights.latency({ filter, by: 'all', measure: 'measured' })],
    ['latency by version', (rpc) => rpc.insights.latency({ ...question, measure: 'measured' })],
    ['latency by family', (rpc) => rpc.insights.latency({ filter, by: 'family', measure: 'measured' })],
    ['stages by version', (rpc) => rpc.insights.stages(question)],
    ['slow tail by version', (rpc) => rpc.insights.tail({ ...question, measure: 'measured', limit: 'p90' })],
    ['reported against measured', (rpc) => rpc.insights.bias(question)],
    ['sound', (rpc) => rpc.insights.sound(question)],
    ['outcomes', (rpc) => rpc.insights.outcomes(question)],
    ['tools', (rpc) => rpc.insights.tools(question)],
    ['cost', (rpc) => rpc.insights.cost(question)],
    ['coverage', (rpc) => rpc.insights.coverage(question)],
    ['the slowest turns', (rpc) => rpc.insights.turnsBehind({ ...behind, pick: { kind: 'with' }, sort: 'slowest' })],
    ['two versions compared', (rpc) => rpc.insights.compareVersions({ ...versions, filter })],
    ['worth a look', (rpc) => rpc.insights.notable({ filter })],
  ];
}

async function watch(app: ServedApp, work: () => Promise<unknown>): Promise<z.output<typeof delaySchema>> {
  await ask(app.process, z.null(), 'start');
  await work();
  return ask(app.process, delaySchema, 'stop');
}

function timeOf(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
