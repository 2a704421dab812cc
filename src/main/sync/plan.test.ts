import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings, type RecordingFilter, type SyncFilter } from '#shared/model/settings.ts';
import type { CallFacts } from '../store/call-facts.ts';
import { priorities } from '../store/jobs.ts';
import { EVICTED } from '../store/recording-use.ts';
import {
  endedWithin,
  isInWorkspace,
  isPollDue,
  LATE_WINDOW_MS,
  mayStopListing,
  needsDetail,
  nextSyncDelayMs,
  type PlanContext,
  planCall,
} from './plan.ts';

const now = 1_800_000_000_000;
const call = (over: Partial<CallFacts> = {}): CallFacts => ({
  id: 'a',
  startMs: now - 600_000,
  durationMs: 60_000,
  statusGroup: 'completed',
  detailState: 'ready',
  lateMissing: false,
  listChanged: false,
  fetchedMs: now - 100_000,
  agentKey: 'agent-1',
  recordingState: 'none',
  recordingCode: null,
  analyzed: false,
  ...over,
});

const anyCall = fc.record<CallFacts>({
  id: fc.string(),
  startMs: fc.option(fc.integer({ min: 0, max: now + 10 ** 9 })),
  durationMs: fc.option(fc.integer({ min: 0, max: 10 ** 8 })),
  statusGroup: fc.constantFrom('in-progress', 'completed', 'failed', 'unknown'),
  detailState: fc.constantFrom('listed', 'ready', 'failed', 'unreadable'),
  lateMissing: fc.boolean(),
  listChanged: fc.boolean(),
  fetchedMs: fc.option(fc.integer({ min: 0, max: now })),
  agentKey: fc.option(fc.constantFrom('agent-1', 'agent-2')),
  recordingState: fc.constantFrom('unknown', 'none', 'pending', 'queued', 'downloading', 'ready', 'gone', 'failed'),
  recordingCode: fc.option(fc.constantFrom(EVICTED, 'not-yet', 'refused')),
  analyzed: fc.boolean(),
});
const anyRecordings = fc.option(
  fc.record<RecordingFilter>({
    agents: fc.subarray(['agent-1', 'agent-2']),
    minDurationMs: fc.integer({ min: 0, max: 200_000 }),
    maxAgeDays: fc.option(fc.integer({ min: 1, max: 100 })),
  }),
);
const anyContext = fc.record<PlanContext>({
  nowMs: fc.integer({ min: 0, max: now * 2 }),
  recordings: anyRecordings,
});
const everything: PlanContext = { nowMs: now, recordings: defaultSettings.recordingFilter };
const kinds = (facts: CallFacts, context = everything) => planCall(facts, context).map((job) => job.kind);

describe('which details are worth a Get', () => {
  it.each<[string, Partial<CallFacts>, boolean]>([
    ['new', { detailState: 'listed' }, true],
    ['failed before', { detailState: 'failed' }, true],
    ['changed in the list', { listChanged: true }, true],
    ['running', { statusGroup: 'in-progress', durationMs: null }, true],
    ['of an unknown status, without an end', { statusGroup: 'unknown', durationMs: null }, true],
    ['of an unknown status, with an end', { statusGroup: 'unknown' }, false],
    ['finished and complete', {}, false],
    ['finished lately, something missing', { lateMissing: true }, true],
    ['finished long ago, something missing', { lateMissing: true, startMs: now - 2 * LATE_WINDOW_MS }, false],
    ['unreadable and unchanged', { detailState: 'unreadable', statusGroup: 'in-progress' }, false],
    ['unreadable for almost a day', { detailState: 'unreadable', fetchedMs: now - 86_399_000 }, false],
    ['unreadable for a day', { detailState: 'unreadable', fetchedMs: now - 86_400_000 }, true],
  ])('a call that is %s', (_name, over, wanted) => {
    expect(needsDetail(call(over), now)).toBe(wanted);
  });

  it('never asks again about a finished, complete, unchanged call', () => {
    fc.assert(
      fc.property(anyCall, fc.integer({ min: 0, max: now * 2 }), (any, at) => {
        const left = {
          ...any,
          detailState: 'ready',
          lateMissing: false,
          listChanged: false,
          statusGroup: 'completed',
        } as const;
        return !needsDetail(left, at) && !isPollDue(left, at);
      }),
    );
  });
});

describe('the plan of a call', () => {
  it.each<[string, Partial<CallFacts>, string[]]>([
    ['new: its details first', { detailState: 'listed', recordingState: 'unknown' }, ['detail']],
    ['read, recording not here', { recordingState: 'unknown' }, ['recording']],
    ['read, recording failed before', { recordingState: 'failed', recordingCode: 'network' }, ['recording']],
    ['read, recording evicted', { recordingState: 'pending', recordingCode: EVICTED }, []],
    ['read, recording gone', { recordingState: 'gone' }, []],
    ['read, without a recording', { recordingState: 'none' }, []],
    ['running', { statusGroup: 'in-progress', durationMs: null, recordingState: 'pending' }, ['detail']],
    ['here, not yet decoded', { recordingState: 'ready' }, ['audio']],
    ['here and decoded', { recordingState: 'ready', analyzed: true }, []],
    ['changed, here, not yet decoded', { listChanged: true, recordingState: 'ready' }, ['detail', 'audio']],
  ])('that is %s', (_name, over, jobs) => {
    expect(kinds(call(over))).toEqual(jobs);
  });

  it('leaves everything finished alone, whatever the filters and the time', () => {
    fc.assert(
      fc.property(anyCall, anyContext, fc.constantFrom('none', 'ready', 'gone'), (any, context, recordingState) => {
        const finished: CallFacts = {
          ...any,
          detailState: 'ready',
          statusGroup: 'completed',
          lateMissing: false,
          listChanged: false,
          recordingState: recordingState as CallFacts['recordingState'],
          analyzed: true,
        };
        return planCall(finished, context).length === 0;
      }),
    );
  });

  it('never asks for a recording together with the details that bring its link, nor for one that cannot be had', () => {
    fc.assert(
      fc.property(anyCall, anyContext, (any, context) => {
        const jobs = planCall(any, context).map(({ kind }) => kind);
        expect(new Set(jobs).size).toBe(jobs.length);
        expect(jobs.includes('detail') && jobs.includes('recording')).toBe(false);
        if (['ready', 'none', 'gone'].includes(any.recordingState) || context.recordings === null)
          expect(jobs).not.toContain('recording');
        if (any.recordingState !== 'ready') expect(jobs).not.toContain('audio');
      }),
    );
  });

  it('does not end in circles: once what was planned is done, nothing is planned any more', () => {
    fc.assert(
      fc.property(anyCall, anyContext, (any, context) => {
        let facts: CallFacts = { ...any, statusGroup: 'completed', durationMs: any.durationMs ?? 1 };
        for (let round = 0; round < 3; round += 1) {
          for (const job of planCall(facts, context)) {
            if (job.kind === 'detail')
              facts = { ...facts, detailState: 'ready', lateMissing: false, listChanged: false };
            if (job.kind === 'recording') facts = { ...facts, recordingState: 'ready', analyzed: false };
            if (job.kind === 'audio') facts = { ...facts, analyzed: true };
          }
        }
        expect(planCall(facts, context)).toEqual([]);
      }),
    );
  });

  it('puts what was asked for first, also what a filter or the cache limit left out, then the newest', () => {
    const week = 7 * 86_400_000;
    const lacking = { recordingState: 'pending', recordingCode: EVICTED } as const;
    expect(planCall(call(lacking), { ...everything, asked: priorities.open })).toMatchObject([
      { kind: 'recording', priority: priorities.open, startMs: now - 600_000 },
    ]);
    const priorityOf = (startMs: number) =>
      planCall(call({ startMs, recordingState: 'unknown' }), everything)[0]?.priority;
    expect([priorityOf(now - week + 1), priorityOf(now - week)]).toEqual([priorities.newest, priorities.backfill]);
  });

  it.each<[string, Partial<RecordingFilter>, Partial<CallFacts>, boolean]>([
    ['of another agent', { agents: ['agent-2'] }, {}, false],
    ['of this agent', { agents: ['agent-1'] }, {}, true],
    ['shorter than asked', { minDurationMs: 60_001 }, {}, false],
    ['as long as asked', { minDurationMs: 60_000 }, {}, true],
    ['older than asked', { maxAgeDays: 1 }, { startMs: now - 2 * LATE_WINDOW_MS }, false],
    ['young enough', { maxAgeDays: 1 }, {}, true],
  ])('takes the recording of a call %s as the filter says', (_name, filter, over, wanted) => {
    const recordings = { ...defaultSettings.recordingFilter, ...filter };
    expect(kinds(call({ recordingState: 'unknown', ...over }), { nowMs: now, recordings })).toEqual(
      wanted ? ['recording'] : [],
    );
  });
});

describe('which calls a workspace holds', () => {
  it.each<[string, Partial<SyncFilter>, boolean]>([
    ['any, without a filter', {}, true],
    ['of this agent', { agents: ['agent-1'] }, true],
    ['of others', { agents: ['agent-2'] }, false],
    ['from this moment on', { fromMs: now - 600_000 }, true],
    ['from later on', { fromMs: now - 599_999 }, false],
    ['before this moment', { toMs: now - 600_000 }, false],
    ['long enough', { minDurationMs: 60_000 }, true],
    ['longer', { minDurationMs: 60_001 }, false],
  ])('%s', (_name, filter, held) => {
    expect(isInWorkspace(call(), { ...defaultSettings.syncFilter, ...filter })).toBe(held);
  });

  it('judges a running call by its length only once it has one', () => {
    const filter = { ...defaultSettings.syncFilter, minDurationMs: 60_000 };
    expect(isInWorkspace(call({ durationMs: null }), filter)).toBe(true);
  });
});

describe('how far an automatic sync reads the list', () => {
  const page = { allSame: true, oldestStartMs: now - 3 * LATE_WINDOW_MS, lastFullListMs: now - 3_600_000, nowMs: now };
  it.each<[string, Partial<typeof page> | { oldestStartMs: null } | { lastFullListMs: null }, boolean]>([
    ['known, unchanged and old', {}, true],
    ['with something new', { allSame: false }, false],
    ['of calls that may still change', { oldestStartMs: now - LATE_WINDOW_MS }, false],
    ['without times', { oldestStartMs: null }, false],
    ['a day after the last full list', { lastFullListMs: now - LATE_WINDOW_MS }, false],
    ['before any full list', { lastFullListMs: null }, false],
    ['after the clock was put back', { lastFullListMs: now + 1 }, false],
  ])('ends at a page that is %s', (_name, over, ends) => {
    expect(mayStopListing({ ...page, ...over })).toBe(ends);
  });
});

describe('polling between syncs', () => {
  const running = { statusGroup: 'in-progress', durationMs: null } as const;
  it.each<[string, Partial<CallFacts>, boolean]>([
    ['20 s old and asked 4 s ago', { ...running, startMs: now - 20_000, fetchedMs: now - 4_000 }, false],
    ['20 s old and asked 5 s ago', { ...running, startMs: now - 20_000, fetchedMs: now - 5_000 }, true],
    ['an hour old and asked 59 s ago', { ...running, startMs: now - 3_600_000, fetchedMs: now - 59_000 }, false],
    ['an hour old and asked a minute ago', { ...running, startMs: now - 3_600_000, fetchedMs: now - 60_000 }, true],
    ['ended 10 s ago, asked 10 s ago', { startMs: now - 70_000, fetchedMs: now - 10_000, lateMissing: true }, true],
    ['ended 4 min ago, asked 1 min ago', { startMs: now - 300_000, fetchedMs: now - 60_000, lateMissing: true }, false],
    ['ended 4 min ago, asked 2 min ago', { startMs: now - 300_000, fetchedMs: now - 120_000, lateMissing: true }, true],
    ['ended long ago', { startMs: now - 3 * LATE_WINDOW_MS, lateMissing: true }, false],
  ])('a call %s', (_name, over, due) => {
    expect(isPollDue(call(over), now)).toBe(due);
  });

  it('asks about one call at most twelve times a minute', () => {
    fc.assert(
      fc.property(
        anyCall,
        fc.integer({ min: 0, max: 4_999 }),
        (any, since) => !isPollDue({ ...any, fetchedMs: now - since }, now),
      ),
    );
  });
});

describe('times', () => {
  it('counts the late window from the end of a call', () => {
    expect(endedWithin({ startMs: 0, durationMs: 1000 }, 500, 1499)).toBe(true);
    expect(endedWithin({ startMs: 0, durationMs: 1000 }, 500, 1500)).toBe(false);
    expect(endedWithin({ startMs: null, durationMs: 1000 }, 500, 0)).toBe(false);
  });

  it('waits longer after each failure, with jitter, but never more than about five minutes', () => {
    expect(nextSyncDelayMs(0, 0.5)).toBe(300_000);
    expect(nextSyncDelayMs(1, 0.5)).toBe(15_000);
    expect(nextSyncDelayMs(3, 0.5)).toBe(60_000);
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (n, r) => nextSyncDelayMs(n, r) <= 330_000),
    );
  });
});
