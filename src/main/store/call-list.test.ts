import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallFilter, type CallSort, callSortKeys } from '#shared/model/list.ts';
import { summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { createCallListReader, readFacets } from './call-list.ts';
import { saveListed } from './calls.ts';
import { openForReading } from './open.ts';

const newest: CallSort = { key: 'start', descending: true };

describe('the call list', () => {
  let store: ReturnType<typeof temporaryDb>;
  let reader: ReturnType<typeof createCallListReader>;
  let readDb: ReturnType<typeof openForReading>;

  beforeAll(() => {
    store = temporaryDb();
    for (let i = 0; i < 300; i += 1) {
      const group = i % 3 === 0 ? 'failed' : 'completed';
      saveListed(
        store.db,
        summaryOf(`call-${i}`, {
          startMs: i % 10 === 9 ? null : 1000 * i,
          durationMs: i % 7 === 0 ? null : i,
          agentId: i % 2 ? 'agent-1' : null,
          agentName: i % 2 ? 'Dana' : 'Omer',
          agentVersion: String(i % 12),
          statusGroup: group,
          status: group === 'failed' ? 'busy' : 'user_hangup',
          direction: i % 2 ? 'incoming' : 'outgoing',
          fromNumber: `+1555010${i}`,
        }),
        '{}',
        1,
      );
    }
    readDb = openForReading(store.dir);
    reader = createCallListReader(readDb);
  });
  afterAll(() => {
    readDb.close();
    store.remove();
  });

  it.each(
    callSortKeys.flatMap((key) => [
      { key, descending: true },
      { key, descending: false },
    ]),
  )('pages through every call once by $key, descending $descending, the unknown last', (sort) => {
    const ids = [];
    for (let offset = 0; offset < 300; offset += 70) ids.push(...reader.page({}, sort, offset, 70).rows);
    expect(new Set(ids.map((r) => r.id)).size).toBe(300);
    if (sort.key === 'duration') expect(ids.slice(-43).every((r) => r.durationMs === null)).toBe(true);
    if (sort.key === 'start') expect(ids.slice(-30).every((r) => r.startMs === null)).toBe(true);
  });

  it('sorts versions as numbers', () => {
    const rows = reader.page(
      { agents: [{ agent: 'agent-1', version: null }] },
      { key: 'agent', descending: true },
      0,
      5,
    ).rows;
    expect(rows[0]?.agentVersion).toBe('11');
  });

  it.each<[CallFilter, number]>([
    [{}, 300],
    [{ statusGroups: ['failed'] }, 100],
    [{ statusGroups: ['failed', 'completed'] }, 300],
    [{ directions: ['outgoing'] }, 150],
    [{ agents: [{ agent: 'Omer', version: null }] }, 150],
    [{ agents: [{ agent: 'agent-1', version: '3' }] }, 25],
    [{ fromMs: 100_000, toMs: 200_000 }, 90],
    [{ text: 'dana' }, 150],
    [{ text: 'call-29' }, 11],
    [{ text: '%' }, 0],
    [{ text: "' OR 1=1 --" }, 0],
    [{ recordingStates: ['ready'] }, 0],
  ])('filters %j', (filter, count) => {
    expect(reader.page(filter, newest, 0, 1).total).toBe(count);
  });

  it('knows a call’s neighbours within the list one came from', () => {
    const { rows } = reader.page({ statusGroups: ['failed'] }, newest, 0, 3);
    const middle = reader.neighbours(rows[1]?.id ?? '', { statusGroups: ['failed'] }, newest);
    expect(middle).toEqual({ previous: rows[0]?.id, next: rows[2]?.id, position: 1, total: 100 });
    expect(reader.neighbours('call-1', { statusGroups: ['failed'] }, newest)).toMatchObject({
      position: -1,
      previous: null,
      next: null,
    });
  });

  it('sees what another connection has written', () => {
    const before = reader.page({}, newest, 0, 1).total;
    saveListed(store.db, summaryOf('fresh', { startMs: 9_000_000 }), '{}', 1);
    const page = reader.page({}, newest, 0, 1);
    expect(page.total).toBe(before + 1);
    expect(page.rows[0]?.id).toBe('fresh');
    store.db.prepare('DELETE FROM calls WHERE id = ?').run('fresh');
  });

  it('orders the newest first by index', () => {
    const plan = readDb
      .prepare('EXPLAIN QUERY PLAN SELECT rowid FROM calls ORDER BY start_ms DESC, rowid DESC')
      .all() as { detail: string }[];
    expect(plan.map((p) => p.detail).join()).toMatch(/USING COVERING INDEX calls_by_start/);
    expect(plan.map((p) => p.detail).join()).not.toMatch(/TEMP B-TREE/);
  });

  it('counts for the filter panel', () => {
    const facets = readFacets(readDb);
    expect(facets.total).toBe(300);
    expect(facets.agents.map((a) => [a.agent, a.name, a.count])).toEqual([
      ['agent-1', 'Dana', 150],
      ['Omer', 'Omer', 150],
    ]);
    expect(facets.agents[0]?.versions[0]).toEqual({ version: '11', count: 25 });
    expect(facets.statusGroups).toContainEqual({ group: 'failed', count: 100 });
  });
});
