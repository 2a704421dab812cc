import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openForReading } from '../../src/main/store/open.ts';
import { type Random, randomInt } from '../../src/sandbox/random.ts';
import { hasStackTrace } from './command.ts';
import { differences } from './exports.ts';
import { codesOf } from './full-disk.ts';
import type { Ledger } from './ledger.ts';
import { inspectRemains, leftovers, lossesBetween, verifyProblems } from './remains.ts';
import { type GrowingCalls, growCalls } from './soak-calls.ts';
import { addRandomFaults } from './soak-faults.ts';
import { watchUsage } from './usage.ts';
import { createWorld, type World } from './world.ts';

export interface SoakOptions {
  minutes: number;
  seed: number;
  killEverySeconds: number;
  /** Chance per request, 0 to 1. */
  faultShare: number;
  random: Random;
  /** Unix ms. */
  now: () => number;
  /** Told of what happens, line by line. */
  say: (line: string) => void;
}

/** What happened in one minute; sizes are the largest seen. */
export interface SoakMinute {
  minute: number;
  syncs: number;
  whole: number;
  killed: number;
  requests: number;
  calls: number;
  recordings: number;
  rssBytes: number;
  walBytes: number;
  databaseBytes: number;
}

export interface SoakReport {
  minutes: SoakMinute[];
  /** How often syncs gave each reason for not being whole. */
  codes: Record<string, number>;
  /** Broken invariants in words. */
  problems: string[];
}

const FIRST_CALLS = 40;
/** A kill comes within this long after a sync has begun. */
const KILL_WITHIN_MS = 1500;
const LAST_TRIES = 3;

/** Runs the soak to its end. Rejects only when it could not be set up. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const world = await createWorld([]);
  try {
    return await soak(world, options);
  } finally {
    await world.close();
  }
}

async function soak(world: World, options: SoakOptions): Promise<SoakReport> {
  const { random, now, say } = options;
  const dir = world.workspace();
  const calls = growCalls(world.sandbox, options.seed, FIRST_CALLS);
  addRandomFaults(world.sandbox.faults, options.faultShare);
  const report: SoakReport = { minutes: [], codes: {}, problems: [] };
  const beganMs = now();
  const endMs = beganMs + options.minutes * 60_000;
  let nextKillMs = beganMs + options.killEverySeconds * 1000;
  let before: Ledger = { version: 0, damage: [], calls: new Map(), ready: new Map() };

  while (now() < endMs) {
    const row = minuteOf(report, Math.floor((now() - beganMs) / 60_000) + 1);
    calls.step();
    world.sandbox.clearRequests();
    const killAfterMs = now() >= nextKillMs ? randomInt(random, 0, KILL_WITHIN_MS) : null;
    const ended = await world.sync(dir, (child) => {
      watchUsage(child, dir, row);
      if (killAfterMs === null) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      child.on('exit', () => clearTimeout(timer));
    });
    const { ledger, problems } = await inspectRemains(world, dir);
    const again = world.sandbox.requests.filter((r) => r.kind === 'media' && before.ready.has(r.callId ?? ''));
    problems.push(...lossesBetween(before, ledger));
    problems.push(...again.map(({ callId }) => `the finished recording of ${callId} was downloaded again`));
    if (hasStackTrace(ended)) problems.push(`an exception that nobody caught: ${ended.stderr}`);
    before = ledger;

    row.syncs += 1;
    row.requests += world.sandbox.counts().total;
    row.calls = ledger.calls.size;
    row.recordings = ledger.ready.size;
    row.databaseBytes = sizeOf(join(dir, 'earmark.db'));
    if (ended.signal === 'SIGKILL') {
      row.killed += 1;
      nextKillMs += options.killEverySeconds * 1000;
      say(`minute ${row.minute}: killed ${killAfterMs} ms after the start, ${ledger.calls.size} calls kept`);
    } else if (ended.code === 0) row.whole += 1;
    else if (ended.result === null)
      problems.push(
        `a sync ended (code ${ended.code}, signal ${ended.signal}) without a result: ${ended.stdout}${ended.stderr}`,
      );
    else for (const code of codesOf(ended.result)) report.codes[code] = (report.codes[code] ?? 0) + 1;
    for (const problem of problems) say(`minute ${row.minute}: ${problem}`);
    report.problems.push(...problems);
  }
  report.problems.push(...(await conclude(world, dir, before, calls, say)));
  return report;
}

/** After the faults: the workspace becomes whole, and is what a new one would be, plus what the vendor has deleted. */
async function conclude(
  world: World,
  dir: string,
  before: Ledger,
  calls: GrowingCalls,
  say: SoakOptions['say'],
): Promise<string[]> {
  world.sandbox.faults.clear();
  let last = await world.sync(dir);
  for (let tries = 1; last.code !== 0 && tries < LAST_TRIES; tries += 1) last = await world.sync(dir);
  if (last.code !== 0) return [`without faults the sync still fails: ${last.stdout}${last.stderr}`];
  const fresh = world.workspace();
  await world.sync(fresh);
  const { ledger, problems } = await inspectRemains(world, dir);
  // Told as unreadable and asked again a day later: a proxy's JSON cannot be told from the vendor's.
  const unread = unreadableIn(dir);
  if (unread.size > 0) say(`${unread.size} calls could not be read and are asked again in a day`);
  const isCompared = ({ id }: { id: string }) => !calls.removed.has(id) && !unread.has(id);
  const found = (await world.exported(dir)).filter(isCompared);
  return [
    ...problems,
    ...lossesBetween(before, ledger),
    ...(await verifyProblems(dir)),
    ...leftovers(dir, ledger).map((path) => `${path} is left over`),
    ...differences(found, (await world.exported(fresh)).filter(isCompared)),
  ];
}

function unreadableIn(dir: string): Set<string> {
  const db = openForReading(dir);
  try {
    return new Set(db.prepare<[], string>(`SELECT id FROM calls WHERE detail_state = 'unreadable'`).pluck().all());
  } finally {
    db.close();
  }
}

function minuteOf(report: SoakReport, minute: number): SoakMinute {
  const last = report.minutes.at(-1);
  if (last?.minute === minute) return last;
  const zero = { syncs: 0, whole: 0, killed: 0, requests: 0, calls: 0, recordings: 0 };
  const row = { minute, ...zero, rssBytes: 0, walBytes: 0, databaseBytes: 0 };
  report.minutes.push(row);
  return row;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
