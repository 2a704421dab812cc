import { recordChanges } from '../src/main/review/records.ts';
import { requestOf } from '../src/main/review/testing/queue-seat.ts';
import type { ReadDb, WriteDb } from '../src/main/store/db.ts';
import { openForReading, openForWriting } from '../src/main/store/open.ts';
import { findNext } from '../src/main/store/queue.ts';
import { readSample } from '../src/main/store/sampling.ts';
import type { SampleRequest } from '../src/shared/model/review/queue.ts';
import { fillStore } from './lib/fill-store.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { type Spread, spreadOf } from './lib/stats.ts';
import { show, showRatio } from './lib/table.ts';

const REVIEWER = 'ada';
/** The same columns that a sample by version looks at, and nothing else: what SQLite needs to walk the calls once. */
const SCAN = 'SELECT id, agent_key, agent_name, agent_version, status_group, recording_state FROM calls';

const request = (over: Partial<SampleRequest>): SampleRequest =>
  requestOf([REVIEWER], {
    // The bench's calls have no recordings.
    leaveOut: { reviewedBy: 'anyone', assigned: true, skipped: true, withoutRecording: false },
    size: { in: 'calls', calls: 25 },
    ...over,
  });

const stratified = request({ strata: { by: 'version', share: 'proportional' } });
const slow = request({
  rules: [{ rule: 'slow', figure: 'worst', aboveMs: 2000 }],
  strata: { by: 'day', share: 'equal' },
});

export const queue: Benchmark = {
  name: 'queue',
  about: '"next call" and samples of 100,000 calls, against a plain SQL scan of the same rows',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const calls = quick ? 5000 : 100_000;
    const assigned = quick ? 500 : 20_000;
    const dir = scope.temporaryDir();
    log(`storing ${calls} calls`);
    fillStore(dir, calls);
    log(`assigning ${assigned} of them`);
    const writing = openForWriting(dir);
    const assignMs = assign(writing, assigned);
    writing.close();
    const db = openForReading(dir);
    scope.defer(() => {
      db.close();
    });
    const runs = quick ? 3 : 20;
    const measured = measure(db, runs);
    const { scan, next, nextAfter } = measured;
    const row = (name: string, spread: Spread): string[] => [
      name,
      show(spread.p50),
      show(spread.p95),
      showRatio(spread.p50, scan.p50),
    ];
    return {
      tables: [
        {
          title: `${calls} calls, ${assigned} in one queue (ms, ${runs} runs in turn; ratio of medians to the scan)`,
          head: ['', 'p50', 'p95', 'of a scan'],
          rows: [
            row('plain scan of the calls, every row read', scan),
            row('next call: the first', next),
            row('next call: after one in the middle', nextAfter),
            row('sample, stratified by version', measured.sample),
            row('sample of slow ones, by day in equal parts', measured.slow),
          ],
        },
      ],
      figures: { calls, assigned, assignMs, ...measured },
      notes: [`assigning ${assigned} calls took ${show(assignMs)} ms in batches of 1000, each one transaction`],
    };
  },
};

/** Assigns calls in batches as a sample does; the whole time, ms. */
function assign(db: WriteDb, count: number): number {
  const ids = db.prepare('SELECT id FROM calls ORDER BY id LIMIT ?').pluck().all(count) as string[];
  const began = performance.now();
  for (let from = 0; from < ids.length; from += 1000) {
    const changes = ids.slice(from, from + 1000).map((callId) => ({
      kind: 'assignment' as const,
      itemId: `${callId}/${REVIEWER}`,
      callId,
      set: { reviewer: REVIEWER, reason: 'random' },
      seen: {},
    }));
    recordChanges(db, { author: REVIEWER, nowMs: Date.UTC(2026, 10, 1) + from, command: `bench-${from}` }, changes);
  }
  return performance.now() - began;
}

function measure(db: ReadDb, runs: number) {
  const middle = db
    .prepare(`SELECT call_id FROM queue_work WHERE state = 'open' ORDER BY sort_ms, call_id LIMIT 1 OFFSET ?`)
    .pluck()
    .get(200) as string;
  const work: Record<'scan' | 'next' | 'nextAfter' | 'sample' | 'slow', () => unknown> = {
    scan: () => {
      let rows = 0;
      for (const _ of db.prepare(SCAN).raw().iterate()) rows += 1;
      return rows;
    },
    next: () => findNext(db, REVIEWER, null)?.callId,
    nextAfter: () => findNext(db, REVIEWER, middle)?.callId,
    sample: () => readSample(db, stratified).callIds.length,
    slow: () => readSample(db, slow).matching,
  };
  const names = Object.keys(work) as (keyof typeof work)[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  // In turn, so that what else the machine does meanwhile falls on all of them; the first round warms up.
  for (let run = 0; run <= runs; run += 1) {
    for (const name of names) {
      const began = performance.now();
      if (work[name]() === undefined) throw new Error(`"${name}" found nothing`);
      if (run > 0) times.get(name)?.push(performance.now() - began);
    }
  }
  const of = (name: keyof typeof work) => spreadOf(times.get(name) ?? []);
  return { scan: of('scan'), next: of('next'), nextAfter: of('nextAfter'), sample: of('sample'), slow: of('slow') };
}
