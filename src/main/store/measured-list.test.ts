import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumUpCall } from '#shared/logic/measures/sum-up-call.ts';
import { measureCall } from '#shared/logic/timing/measure-call.ts';
import type { CallFilter, CallSort, CallSortKey } from '#shared/model/list.ts';
import type { CallMeasures } from '#shared/model/measures.ts';
import { defaultSettings } from '#shared/model/settings.ts';
import { detailOf, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { createCallListReader, orderQuery, whereClause } from './call-list.ts';
import { saveDetail, saveListed } from './calls.ts';
import { findMatching } from './matching.ts';
import { readMeasureInput, saveMeasures } from './measures.ts';

let store: ReturnType<typeof temporaryDb>;
let reader: ReturnType<typeof createCallListReader>;

/** Sixty calls, each figure by its number; every third one is not measured. */
const figuresOf = (n: number): Partial<CallMeasures> => ({
  measuredWorstMs: n * 100 + 0.5,
  measuredMedianMs: n * 50,
  differenceWorstMs: n,
  errors: n % 10 === 0 ? 1 : 0,
  warnings: n % 5 === 0 ? 2 : 0,
  overlaps: n % 4,
  bargeIns: n % 4 === 3 ? 1 : 0,
  agentOverCaller: n % 8 === 7 ? 1 : 0,
  deadAirLongestMs: n % 2 === 0 ? 0 : 3000 + n,
});

beforeAll(() => {
  store = temporaryDb();
  for (let n = 0; n < 60; n += 1) {
    const id = `call-${n}`;
    saveListed(store.db, summaryOf(id, { startMs: n }), '{}', 1);
    saveDetail(store.db, detailOf(id, { startMs: n }), '{}', 'v1', 1);
    const input = readMeasureInput(store.db, id);
    if (n % 3 === 2 || input === undefined) continue;
    const timing = measureCall({ ...input, thresholds: defaultSettings });
    const call = { ...sumUpCall({ ...input, timing, toleranceMs: 250 }), ...figuresOf(n) };
    saveMeasures(store.db, [{ callId: id, basis: input.basis, thresholds: defaultSettings, call, turns: [] }]);
  }
  reader = createCallListReader(store.db);
});
afterAll(() => store.remove());

const newest: CallSort = { key: 'start', descending: true };
const numbers = (filter: CallFilter, sort: CallSort = newest): number[] =>
  reader.page(filter, sort, 0, 100).rows.map(({ id }) => Number(id.slice(5)));
const measured = Array.from({ length: 60 }, (_, n) => n).filter((n) => n % 3 !== 2);

describe('the list by what was measured', () => {
  it.each<[CallFilter, (n: number) => boolean]>([
    [{ measuredAboveMs: 4000 }, (n) => n >= 40],
    [{ measuredAboveMs: 4000.5 }, (n) => n > 40],
    [{ differenceAboveMs: 30 }, (n) => n > 30],
    [{ deadAirAboveMs: 3009 }, (n) => n % 2 === 1 && n > 9],
    [{ deadAirAboveMs: 0 }, (n) => n % 2 === 1],
    [{ findings: 'error' }, (n) => n % 10 === 0],
    [{ findings: 'any' }, (n) => n % 5 === 0],
    [{ overlaps: 'any' }, (n) => n % 4 > 0],
    [{ overlaps: 'barge-in' }, (n) => n % 4 === 3],
    [{ overlaps: 'agent-over-caller' }, (n) => n % 8 === 7],
    [{ findings: 'any', measuredAboveMs: 2000, toMs: 50 }, (n) => n % 5 === 0 && n >= 20 && n < 50],
  ])('is filtered: %j', (filter, isIn) => {
    const expected = measured.filter(isIn);
    expect(expected.length).toBeGreaterThan(0);
    expect(numbers(filter)).toEqual(expected.toReversed());
    expect(findMatching(store.db, filter).calls).toBe(expected.length);
  });

  it.each<[CallSortKey, (n: number) => number]>([
    ['measured-worst', (n) => n],
    ['measured-median', (n) => n],
    ['difference', (n) => n],
    ['findings', (n) => (n % 10 === 0 ? 10 : 0) + (n % 5 === 0 ? 1 : 0)],
    ['overlaps', (n) => (n % 4) * 10 + (n % 4 === 3 ? 1 : 0)],
    ['dead-air', (n) => (n % 2 === 0 ? 0 : n)],
  ])('is sorted by %s both ways, what is not measured last', (key, value) => {
    for (const descending of [true, false]) {
      const shown = numbers({}, { key, descending });
      expect(shown).toHaveLength(60);
      expect(new Set(shown.slice(40))).toEqual(new Set(Array.from({ length: 20 }, (_, i) => i * 3 + 2)));
      const values = shown.slice(0, 40).map(value);
      expect(values).toEqual(values.toSorted((a, b) => (descending ? b - a : a - b)));
    }
  });

  it('shows the figures, none for what is not measured, none after a change', () => {
    const [first] = reader.page({ text: 'call-30' }, newest, 0, 1).rows;
    expect(first?.measures).toMatchObject({ measuredWorstMs: 3000.5, errors: 1, warnings: 2, overlaps: 2 });
    expect(reader.page({ text: 'call-32' }, newest, 0, 1).rows[0]?.measures).toBeNull();
    saveDetail(store.db, detailOf('call-33', { turns: [] }), '{"n":2}', 'v1', 2);
    expect(reader.page({ text: 'call-33' }, newest, 0, 1).rows[0]?.measures).toBeNull();
  });
});

describe('the plan of', () => {
  const planOf = (filter: CallFilter, sort: CallSort) => {
    const { where, values } = whereClause(filter);
    const plan = store.db.prepare(`EXPLAIN QUERY PLAN ${orderQuery(where, sort)}`).all(...values);
    return (plan as { detail: string }[]).map(({ detail }) => detail).join('\n');
  };

  it.each<[CallFilter, string]>([
    [{ measuredAboveMs: 1 }, 'measures_by_worst'],
    [{ differenceAboveMs: 1 }, 'measures_by_difference'],
    [{ deadAirAboveMs: 1 }, 'measures_by_dead_air'],
    [{ findings: 'error' }, 'measures_with_errors'],
    [{ findings: 'any' }, 'measures_with_findings'],
    [{ overlaps: 'any' }, 'measures_with_overlaps'],
    [{ overlaps: 'barge-in' }, 'measures_with_barge_ins'],
    [{ overlaps: 'agent-over-caller' }, 'measures_with_agent_over'],
  ])('a filter reads an index and not the table: %j', (filter, index) => {
    const plan = planOf(filter, newest);
    expect(plan).toMatch(new RegExp(`call_measures USING (COVERING )?INDEX ${index}`));
    expect(plan).not.toMatch(/SCAN call_measures$/m);
  });

  it('a sort by measured figures looks each call up by its key', () => {
    expect(planOf({}, { key: 'measured-worst', descending: true })).toMatch(/SEARCH m USING PRIMARY KEY/);
  });
});
