import { cpSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ReadDb } from '../src/main/store/db.ts';
import { databaseFileName, openForReading } from '../src/main/store/open.ts';
import { connectRpc, enter, type ServedApp, serveEarmark } from './lib/earmark.ts';
import { type LibrarySize, turnLibrary } from './lib/fill-turn-library.ts';
import { readMemory } from './lib/memory.ts';
import { ask } from './lib/questions.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import type { Scope } from './lib/scope.ts';
import { median, type Spread, spreadOf } from './lib/stats.ts';
import { show, showRatio } from './lib/table.ts';

const TURNS_PER_CALL = 30;
/** A plain walk over the same rows: every agent turn, or every turn with its words, each column read. */
const AGENT_TURNS = 'SELECT count(*), sum(wording_no), sum(reported_ms), sum(measured_ms), sum(tools) FROM agent_turns';
const ALL_TURNS = 'SELECT count(*), sum(length(content)), sum(start_ms), sum(reported_gap_ms) FROM turns';

const delaySchema = z.object({ p50: z.number(), p99: z.number(), max: z.number(), utilization: z.number() });
type Delay = z.output<typeof delaySchema>;
type Rpc = ReturnType<typeof connectRpc>;

export const turns: Benchmark = {
  name: 'turns',
  about:
    'turns like one, and families, among 3,000,000 turns, against a plain SQL scan of the same rows; building them',
  run: async (context: BenchContext): Promise<Report> => {
    const { scope, quick, log } = context;
    const size: LibrarySize = { calls: quick ? 1000 : 100_000, turnsPerCall: TURNS_PER_CALL, indexed: true };
    const library = turnLibrary(size, log);
    const building = await build(scope.child(), quick ? 200 : 2000, log);
    const asking = await askAll(scope.child(), library.dir, quick ? 3 : 15, log);
    return report({ library, asking, building, fileMb: statSync(join(library.dir, databaseFileName)).size / 2 ** 20 });
  },
};

interface Building {
  calls: number;
  turns: number;
  ms: number;
  scanMs: number;
  delay: Delay;
}

/** Has the app index a workspace that was never indexed. */
async function build(scope: Scope, calls: number, log: (line: string) => void): Promise<Building> {
  const plain = turnLibrary({ calls, turnsPerCall: TURNS_PER_CALL, indexed: false }, log);
  const dir = join(scope.temporaryDir(), 'workspace');
  cpSync(plain.dir, dir, { recursive: true });
  const db = openForReading(dir);
  const scanMs = median(Array.from({ length: 5 }, () => timeOf(() => db.prepare(ALL_TURNS).get())));
  db.close();
  log(`indexing ${calls} calls`);
  const began = performance.now();
  const app = await serveEarmark(scope, dir);
  await ask(app.process, z.null(), 'start');
  const rpc = connectRpc(app, await enter(app));
  for (let indexed = -1; indexed < calls; ) {
    await sleep(250);
    const status = await rpc.families.status();
    if (status.total !== calls) throw new Error(`${status.total} of ${calls} calls are there`);
    indexed = status.indexed;
  }
  const ms = performance.now() - began;
  const delay = await ask(app.process, delaySchema, 'stop');
  await scope.close();
  return { calls, turns: calls * TURNS_PER_CALL, ms, scanMs, delay };
}

interface Asked {
  name: string;
  found: number;
  /** Of the first round, with nothing remembered of the ones before. */
  firstMs: number;
  times: Spread;
}

interface Asking {
  counts: Record<string, number>;
  scan: Spread;
  asked: Asked[];
  delay: Delay;
  idle: Delay;
  startMb: number | null;
  peakMb: number | null;
}

async function askAll(scope: Scope, dir: string, runs: number, log: (line: string) => void): Promise<Asking> {
  const db = openForReading(dir);
  scope.defer(() => db.close());
  const questions = questionsOf(db);
  const app = await serveEarmark(scope, dir);
  const rpc = connectRpc(app, await enter(app));
  await rpc.families.status();
  const pid = app.process.pid ?? 0;
  const startMb = readMemory(pid)?.rssMb ?? null;
  const idle = await watch(app, () => sleep(3000));
  const scans: number[] = [];
  const times = new Map<string, { found: number; firstMs: number; took: number[] }>();
  log('asking');
  const delay = await watch(app, async () => {
    // In turn, so that what else the machine does meanwhile falls on all of them; the first round is told apart.
    for (let run = 0; run <= runs; run += 1) {
      const scanMs = timeOf(() => db.prepare(AGENT_TURNS).get());
      if (run > 0) scans.push(scanMs);
      for (const [name, question] of questions) {
        const began = performance.now();
        const found = await question(rpc);
        const ms = performance.now() - began;
        const one = times.get(name) ?? { found, firstMs: ms, took: [] };
        if (run > 0) one.took.push(ms);
        times.set(name, one);
      }
    }
  });
  const count = (table: string) => Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  const tables = ['calls', 'turns', 'agent_turns', 'wordings', 'families', 'wording_terms'];
  const peakMb = readMemory(pid)?.peakMb ?? null;
  const asked = [...times].map(([name, { took, ...rest }]) => ({ name, ...rest, times: spreadOf(took) }));
  const counts = Object.fromEntries(tables.map((table) => [table, count(table)]));
  await scope.close();
  return { counts, scan: spreadOf(scans), asked, delay, idle, startMb, peakMb };
}

/** What is asked, by name; answers with how much was found. Turns are chosen by how often their wording occurs. */
function questionsOf(db: ReadDb): [string, (rpc: Rpc) => Promise<number>][] {
  const wordings = db
    .prepare<[], { no: number; turns: number; family: string; agent: string }>(
      `SELECT w.no, count(*) AS turns, f.key AS family, w.agent FROM agent_turns t JOIN wordings w ON w.no = t.wording_no
       JOIN families f ON f.no = w.family GROUP BY w.no ORDER BY turns DESC, w.no`,
    )
    .all();
  const turnOf = (no: number) =>
    db
      .prepare<[number], { callId: string; index: number }>(
        `SELECT n.call_id AS callId, t.idx AS "index" FROM agent_turns t JOIN call_numbers n ON n.no = t.call_no
         WHERE t.wording_no = ? ORDER BY t.call_no LIMIT 1`,
      )
      .get(no);
  const at = (share: number) => wordings[Math.floor(share * (wordings.length - 1))];
  const page = { offset: 0, limit: 50 };
  const like = (share: number, sameAgent: boolean) => {
    const turn = turnOf(at(share)?.no ?? 0);
    if (turn === undefined) throw new Error('there is no such wording');
    return (rpc: Rpc) => rpc.turns.like({ ...turn, filter: {}, sameAgent, ...page }).then(({ total }) => total);
  };
  const most = at(0);
  const call = turnOf(most?.no ?? 0);
  if (most === undefined || call === undefined) throw new Error('nothing is indexed');
  const sort = { key: 'turns' as const, descending: true };
  const list = { agent: null, filter: {}, text: '', sort, ...page };
  const version = { agents: [{ agent: most.agent, version: '3' }] };
  return [
    ['turns like one of the most frequent wording', like(0, false)],
    ['... of the same agent', like(0, true)],
    ['turns like one of a wording in the middle', like(0.3, false)],
    ['turns like one that is said once', like(1, false)],
    ['families of all calls', (rpc) => rpc.families.list(list).then(({ total }) => total)],
    ['families of one version', (rpc) => rpc.families.list({ ...list, filter: version }).then(({ total }) => total)],
    [
      'the family with that wording',
      (rpc) => rpc.families.get({ id: most.family, filter: {} }).then((one) => one.turns),
    ],
    [
      '... its slowest turns',
      (rpc) =>
        rpc.families
          .turns({ id: most.family, wording: null, version: null, filter: {}, sort: 'slowest-measured', ...page })
          .then(({ total }) => total),
    ],
    ['families of one call', (rpc) => rpc.families.ofCall({ callId: call.callId }).then(({ length }) => length)],
    ['status of the index', (rpc) => rpc.families.status().then(({ indexed }) => indexed)],
  ];
}

async function watch(app: ServedApp, work: () => Promise<unknown>): Promise<Delay> {
  await ask(app.process, z.null(), 'start');
  await work();
  return ask(app.process, delaySchema, 'stop');
}

function timeOf(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

interface Found {
  library: { storedMs: number | null; indexedMs: number | null };
  asking: Asking;
  building: Building;
  fileMb: number;
}

function report({ library, asking, building, fileMb }: Found): Report {
  const { counts, scan, asked, delay, idle, startMb, peakMb } = asking;
  const of = (table: string) => (counts[table] ?? 0).toLocaleString('en');
  const late = (name: string, { p50, p99, max, utilization }: Delay) => [
    name,
    ...[p50, p99, max, utilization * 100].map(show),
  ];
  return {
    tables: [
      {
        title: `${of('calls')} calls, ${of('turns')} turns, ${of('agent_turns')} of them agents' (ms through the web host; ratio of medians to the scan)`,
        head: ['', 'found', 'first', 'p50', 'p95', 'max', 'of a scan'],
        rows: [
          ['plain scan of the agent turns in SQL', '', '', show(scan.p50), show(scan.p95), show(scan.max), '1x'],
          ...asked.map(({ name, found, firstMs, times }) => [
            name,
            String(found),
            show(firstMs),
            ...[times.p50, times.p95, times.max].map(show),
            showRatio(times.p50, scan.p50),
          ]),
        ],
      },
      {
        title: 'Lateness of a 1 ms timer on the main thread, ms',
        head: ['', 'p50', 'p99', 'max', 'busy, %'],
        rows: [late('idle', idle), late('while all that is asked', delay), late('while indexing', building.delay)],
      },
    ],
    figures: { library, asking, building, fileMb },
    notes: [
      `${of('wordings')} wordings (${of('wording_terms')} words of them indexed) in ${of('families')} families; the database is ${show(fileMb)} MB`,
      `indexing ${building.calls} calls with ${building.turns} turns by \`earmark serve\`, start included: ${show(building.ms / 1000)} s, ${show((building.calls * 1000) / building.ms)} calls/s, ${showRatio(building.ms, building.scanMs)} a plain scan of their turns (${show(building.scanMs)} ms)`,
      library.indexedMs === null
        ? 'the library was there from an earlier run'
        : `making the library: storing ${show((library.storedMs ?? 0) / 1000)} s, indexing ${show(library.indexedMs / 1000)} s in one thread`,
      `memory of the app: ${startMb === null ? '-' : show(startMb)} MB before, ${peakMb === null ? '-' : show(peakMb)} MB at most`,
    ],
  };
}
