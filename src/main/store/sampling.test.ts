import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SampleRequest } from '#shared/model/review/queue.ts';
import { requestOf } from '../review/testing/queue-seat.ts';
import { summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { createCallListReader, readFacets } from './call-list.ts';
import { saveListed } from './calls.ts';
import { countReviews, findNext, nextQueries, readQueue } from './queue.ts';
import { readSample, sampleStatement } from './sampling.ts';

let store: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  store = temporaryDb();
});
afterEach(() => store.remove());

const hour = 3_600_000;
const add = (id: string, over: Parameters<typeof summaryOf>[1] = {}, recording = 'ready') => {
  saveListed(store.db, summaryOf(id, over), '{}', 1);
  store.db.prepare('UPDATE calls SET recording_state = ? WHERE id = ?').run(recording, id);
};
const measure = (id: string, figures: Record<string, number>) => {
  const columns = {
    basis: 'b',
    thresholds: 't',
    agent_turns: 1,
    eligible: 1,
    measured: 1,
    reported: 0,
    compared: 0,
    errors: 0,
    warnings: 0,
    infos: 0,
    findings: '{}',
    tool_calls: 0,
    tool_errors: 0,
    problems: '[]',
    turns_digest: '',
    ...figures,
  };
  const names = Object.keys(columns);
  store.db
    .prepare(`INSERT INTO call_measures (call_id, ${names.join(', ')}) VALUES (?, ${names.map(() => '?').join(', ')})`)
    .run(id, ...Object.values(columns));
};
const work = (id: string, callId: string, reviewer: string, state: string, place = 4, sortMs = 1) =>
  store.db
    .prepare(
      `INSERT INTO queue_work (id, call_id, reviewer, since_ms, state, place, sort_ms) VALUES (?, ?, ?, 1, ?, ?, ?)`,
    )
    .run(id, callId, reviewer, state, place, sortMs);
const reviewed = (callId: string, reviewer: string, state = 'done') => {
  store.db
    .prepare('INSERT INTO call_reviews (review_id, call_id, reviewer, state, submitted_ms) VALUES (?, ?, ?, ?, 1)')
    .run(`r ${callId} ${reviewer}`, callId, reviewer, state);
  store.db.prepare('INSERT OR REPLACE INTO call_states VALUES (?, ?, ?)').run(callId, state, reviewer);
};
const drawn = (over: Partial<SampleRequest>) => readSample(store.db, requestOf(['ada'], over)).callIds.toSorted();

describe('rules', () => {
  beforeEach(() => {
    add('plain');
    add('reported', { durationMs: 10_000 });
    store.db.exec(`UPDATE calls SET worst_latency_ms = 5000 WHERE id = 'reported'`);
    add('measured', { durationMs: 600_000 });
    store.db.exec(`UPDATE calls SET worst_latency_ms = 9000 WHERE id = 'measured'`);
    measure('measured', { measured_worst_ms: 1500, measured_p95_ms: 1400, errors: 1, warnings: 1 });
    add('tools');
    measure('tools', { tool_errors: 2, barge_ins: 1, warnings: 1, reported_p95_ms: 3000 });
  });

  it('find slow calls by what was measured, and by what was reported where nothing was', () => {
    const slow = (figure: 'worst' | 'p95', aboveMs: number) => drawn({ rules: [{ rule: 'slow', figure, aboveMs }] });
    expect(slow('worst', 2000)).toEqual(['reported']);
    expect(slow('worst', 1000)).toEqual(['measured', 'reported']);
    expect(slow('p95', 1000)).toEqual(['measured', 'tools']);
  });

  it('find short and long ones, findings, tool errors, barge-ins, and those not reviewed', () => {
    expect(drawn({ rules: [{ rule: 'shorter', thanMs: 60_000 }] })).toEqual(['reported']);
    expect(drawn({ rules: [{ rule: 'longer', thanMs: 60_000 }] })).toEqual(['measured']);
    expect(drawn({ rules: [{ rule: 'findings', least: 'error' }] })).toEqual(['measured']);
    expect(drawn({ rules: [{ rule: 'findings', least: 'warning' }] })).toEqual(['measured', 'tools']);
    expect(drawn({ rules: [{ rule: 'tool-errors' }] })).toEqual(['tools']);
    expect(drawn({ rules: [{ rule: 'barge-ins' }] })).toEqual(['tools']);
    reviewed('tools', 'bob');
    const leaveOut = { ...requestOf(['ada']).leaveOut, reviewedBy: 'assignees' as const };
    expect(drawn({ rules: [{ rule: 'not-reviewed' }], leaveOut })).toEqual(['measured', 'plain', 'reported']);
  });

  it('hold together or each alone', () => {
    const rules = [{ rule: 'tool-errors' as const }, { rule: 'findings' as const, least: 'error' as const }];
    expect(drawn({ rules, rulesMatch: 'all' })).toEqual([]);
    expect(drawn({ rules, rulesMatch: 'any' })).toEqual(['measured', 'tools']);
  });
});

describe('what is left out', () => {
  it('are reviewed, assigned and skipped calls, those without recording, and calls that still go on; each is counted', () => {
    for (const id of ['free', 'mine', 'bobs', 'queued', 'skipped']) add(id);
    add('silent', {}, 'pending');
    add('ringing', { status: 'ongoing', statusGroup: 'in-progress' });
    reviewed('mine', 'ada');
    reviewed('bobs', 'bob', 'in-progress');
    work('1', 'queued', 'bob', 'open');
    work('2', 'skipped', 'ada', 'skipped');
    const all = readSample(store.db, requestOf(['ada']));
    expect(all.callIds).toEqual(['free']);
    expect(all.leftOut).toEqual({ reviewed: 2, assigned: 1, skipped: 1, withoutRecording: 1 });
    const leaveOut = { reviewedBy: 'assignees' as const, assigned: false, skipped: false, withoutRecording: false };
    expect(drawn({ leaveOut })).toEqual(['bobs', 'free', 'queued', 'silent', 'skipped']);
    // Nobody gets twice what they have.
    work('3', 'queued', 'ada', 'open');
    expect(drawn({ leaveOut })).not.toContain('queued');
  });

  it('is what the list’s filter leaves out as well', () => {
    add('v6', { agentVersion: '6' });
    add('v7');
    expect(drawn({ filter: { agents: [{ agent: 'agent-1', version: '6' }] } })).toEqual(['v6']);
  });
});

describe('strata', () => {
  it('are versions of agents, statuses or local days, and what is not known', () => {
    const noon = new Date(2026, 10, 24, 12).getTime();
    add('a', { startMs: noon });
    add('b', { startMs: noon + 13 * hour, agentVersion: '6' });
    add('c', {
      startMs: null,
      agentId: null,
      agentName: null,
      agentVersion: null,
      status: 'busy',
      statusGroup: 'failed',
    });
    const names = (by: 'version' | 'status' | 'day') =>
      readSample(store.db, requestOf(['ada'], { strata: { by, share: 'equal' } }))
        .strata.map(({ name }) => name)
        .toSorted();
    expect(names('version')).toEqual(['Dana v6', 'Dana v7', null]);
    expect(names('status')).toEqual(['busy', 'user_hangup']);
    expect(names('day')).toEqual(['2026-11-24', '2026-11-25', null]);
  });
});

describe('the call list', () => {
  it('knows, filters, sorts and counts by where reviews stand', () => {
    for (const id of ['a', 'b', 'c', 'd']) add(id);
    reviewed('b', 'ada', 'in-progress');
    reviewed('c', 'bob', 'disputed');
    const list = createCallListReader(store.db);
    const page = (filter: object, sort = { key: 'start' as const, descending: false }) =>
      list
        .page(filter, sort, 0, 10)
        .rows.map(({ id }) => id)
        .toSorted();
    expect(page({ reviewStates: ['new'] })).toEqual(['a', 'd']);
    expect(page({ reviewStates: ['disputed'] })).toEqual(['c']);
    expect(page({ reviewStates: ['new', 'in-progress'] })).toEqual(['a', 'b', 'd']);
    expect(page({ reviewers: ['bob'] })).toEqual(['c']);
    const sorted = list.page({}, { key: 'review', descending: false }, 0, 10).rows;
    expect(sorted.slice(0, 2).map(({ review }) => review)).toEqual([
      { state: 'disputed', reviewer: 'bob' },
      { state: 'in-progress', reviewer: 'ada' },
    ]);
    expect(sorted[3]?.review).toEqual({ state: 'new', reviewer: null });
    const facets = readFacets(store.db);
    expect(facets.reviewStates.find(({ state }) => state === 'new')).toEqual({ state: 'new', count: 2 });
    expect(facets.reviewers).toEqual([
      { id: 'ada', count: 1 },
      { id: 'bob', count: 1 },
    ]);
    expect(countReviews(store.db, 'ada')).toEqual({
      new: 2,
      inProgress: 1,
      done: 0,
      disputed: 1,
      resolved: 0,
      queued: 0,
    });
  });
});

describe('plans', () => {
  const planOf = (text: string, ...values: unknown[]) =>
    (store.db.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values) as { detail: string }[])
      .map(({ detail }) => detail)
      .join('; ');

  it('find the next call by one index, in its order, however long the queue is', () => {
    const asked = { reviewer: 'ada', callId: 'c' };
    for (const [text, more] of [
      [nextQueries.first, {}],
      [nextQueries.after, { place: 1, sortMs: 1, id: 'x' }],
    ] as const) {
      const plan = planOf(text, { ...asked, ...more });
      expect(plan).toMatch(
        text === nextQueries.first
          ? /queue_work_next \(reviewer=\?\)/
          : /queue_work_next \(reviewer=\? AND \(place,sort_ms,call_id,id\)>/,
      );
      expect(plan).toMatch(/SEARCH c USING INDEX sqlite_autoindex_calls_1 \(id=\?\)/);
      expect(plan).not.toMatch(/TEMP B-TREE|SCAN/);
    }
    expect(planOf(nextQueries.here, asked)).toMatch(
      /SEARCH q USING INDEX queue_work_of_call \(call_id=\? AND state=\? AND reviewer=\?\)/,
    );
  });

  it('walk the calls of a sample once, and look the rest up by key', () => {
    const { text, values } = sampleStatement(
      requestOf(['ada'], {
        rules: [{ rule: 'slow', figure: 'worst', aboveMs: 1 }],
        strata: { by: 'version', share: 'equal' },
      }),
    );
    const plan = planOf(text, ...values);
    expect(plan.match(/SCAN/g)).toHaveLength(1);
    expect(plan).toMatch(/SCAN calls/);
    expect(plan).toMatch(/SEARCH m USING PRIMARY KEY/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
  });

  it('tell in the order of the queue what comes first', () => {
    for (const id of ['a', 'b', 'c']) add(id);
    work('x', 'a', 'ada', 'open', 4, 1);
    work('y', 'b', 'ada', 'open', 1, 9);
    work('z', 'c', 'ada', 'open', 1, 5);
    work('w', 'not here', 'ada', 'open', 0, 1);
    expect(readQueue(store.db, 'ada', 100).open.map(({ callId }) => callId)).toEqual(['c', 'b', 'a']);
    expect(findNext(store.db, 'ada', 'c')?.callId).toBe('b');
    expect(findNext(store.db, 'ada', 'a')?.callId).toBe('c');
    expect(findNext(store.db, 'bob', null)).toBeNull();
  });
});
