import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insightsContract } from '#shared/contract/insights.ts';
import { insightKeys, insightMeasures } from '#shared/model/insights/question.ts';
import type { Turn } from '#shared/model/turn.ts';
import { indexAll } from '../../testing/demo-store.ts';
import { detailOf, summaryOf, temporaryDb } from '../../testing/workspace-fixtures.ts';
import { saveDetail, saveListed } from '../calls.ts';
import { eraseCall } from '../erase.ts';
import { openForReading } from '../open.ts';
import { type AnswerOf, createInsightReader, type InsightName, type QuestionOf } from './answers.ts';
import { readOverview } from './coverage.ts';
import { Dropped, quietTask } from './task.ts';

const limits = { slowLatencyMs: 1200, badLatencyMs: 2000, latencyToleranceMs: 250 };
let store: ReturnType<typeof temporaryDb>;
let reader: ReturnType<typeof createInsightReader>;
let db: ReturnType<typeof openForReading>;
beforeEach(() => {
  store = temporaryDb();
  // A connection of its own, as on its thread: it sees what others write by the data version.
  db = openForReading(store.dir);
  reader = createInsightReader(db);
});
afterEach(() => {
  db.close();
  store.remove();
});

function ask<N extends InsightName>(name: N, question: QuestionOf<N>): AnswerOf<N> {
  const answer = reader.answer(name, question, limits, quietTask);
  insightsContract[name]['~orpc'].outputSchema?.parse(answer);
  return answer;
}

/** Caller and agent in turn; the agent's turns with these gaps. */
function turnsOf(gaps: readonly (number | null)[]): Turn[] {
  return gaps.flatMap((gap, i) =>
    (['caller', 'agent'] as const).map((role, side): Turn => {
      const index = 2 * i + side;
      const reported = role === 'agent' ? gap : null;
      return {
        index,
        entry: index,
        role,
        rawRole: role,
        content: `${role} says number ${i}`,
        startMs: null,
        endMs: null,
        gender: null,
        latency: null,
        reportedGapMs: reported,
        measuredGapMs: null,
      };
    }),
  );
}

interface Made {
  id: string;
  gaps: readonly (number | null)[];
  version?: string | null;
  generation?: 'v1' | 'functions' | 'legacy';
  startMs?: number | null;
}

function save(...calls: Made[]): void {
  for (const { id, gaps, version = '1', generation = 'v1', startMs = Date.UTC(2026, 0, 5, 12) } of calls) {
    const over = { agentId: 'agent', agentName: 'Ada', agentVersion: version, startMs };
    saveListed(store.db, summaryOf(id, over), '{}', 1);
    saveDetail(store.db, detailOf(id, { ...over, turns: turnsOf(gaps) }), JSON.stringify({ gaps }), generation, 1);
  }
  indexAll(store.db);
}

const many = (n: number, make: (i: number) => Omit<Made, 'id'>): Made[] =>
  Array.from({ length: n }, (_, i) => ({ id: `call-${i}-${make(i).version ?? ''}`, ...make(i) }));

/** Every question there is. */
function askAll(): void {
  for (const by of insightKeys) {
    const question = { filter: {}, by };
    for (const measure of insightMeasures) {
      ask('latency', { ...question, measure });
      for (const limit of ['slow', 'bad', 'p90'] as const) ask('tail', { ...question, measure, limit });
    }
    for (const name of ['stages', 'bias', 'sound', 'outcomes', 'tools', 'cost', 'coverage'] as const)
      ask(name, question);
  }
  ask('notable', { filter: {} });
}

const all = { filter: {}, by: 'all', measure: 'reported' } as const;

describe('insights of', () => {
  it('nothing', () => {
    expect(ask('latency', all)).toMatchObject({ calls: 0, groups: [], refusal: { code: 'no-calls' } });
    askAll();
  });

  it('a filter that matches nothing', () => {
    save({ id: 'one', gaps: [1000] });
    const filter = { agents: [{ agent: 'nobody', version: null }] };
    expect(ask('latency', { ...all, filter }).refusal?.code).toBe('no-calls');
    expect(ask('notable', { filter }).refusal?.code).toBe('no-calls');
  });

  it('calls without any latency', () => {
    save({ id: 'one', gaps: [null, null] });
    const { groups, refusal } = ask('latency', all);
    expect(refusal?.code).toBe('no-number');
    expect(groups[0]).toMatchObject({
      turns: 2,
      n: 0,
      p50: null,
      counts: [],
      missing: [{ why: 'not-reported', n: 2 }],
    });
    askAll();
  });

  it('one call', () => {
    save({ id: 'one', gaps: [1000, 2000] });
    const { groups } = ask('latency', all);
    expect(groups[0]).toMatchObject({ n: 2, nCalls: 1, p50: { value: 1500, low: null, high: null } });
    expect(ask('notable', { filter: {} }).refusal?.code).toBe('one-version');
    askAll();
  });

  it('gaps that are all equal', () => {
    save(...many(30, () => ({ gaps: [700, 700] })));
    const [group] = ask('latency', all).groups;
    expect(group?.p50).toEqual({ value: 700, low: 700, high: 700 });
    expect(group?.counts.reduce((sum, n) => sum + n, 0)).toBe(60);
    expect(group?.aboveSlow).toMatchObject({ k: 0, n: 60, share: 0, low: 0 });
    askAll();
  });

  it('recordings that only a window decodes, or nobody: none is said to be on its way', () => {
    save(...many(3, () => ({ gaps: [700] })));
    store.db.exec("UPDATE calls SET recording_state = 'ready'");
    const facts = store.db.prepare(
      "INSERT INTO audio_facts (call_id, playable, peaks_state, warnings, analyzer) VALUES (?, 'none', ?, '[]', 1)",
    );
    facts.run('call-0-', 'needs-browser');
    facts.run('call-1-', 'unsupported');
    const said = [
      ['not-measured', 1],
      ['for-window', 1],
    ];
    expect(ask('latency', all).badges.map(({ code, n }) => [code, n])).toEqual(said);
    expect(readOverview(db, {}).badges.map(({ code, n }) => [code, n])).toEqual(said);
  });

  it('two hundred versions', () => {
    save(...many(200, (i) => ({ gaps: [i + 1], version: String(i) })));
    const { groups, moreGroups } = ask('latency', { ...all, by: 'version' });
    expect(groups.map(({ group }) => Number(group.version))).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect(moreGroups).toBe(0);
    expect(ask('notable', { filter: {} })).toMatchObject({ pairs: 0, tooFew: 199, found: [] });
  });

  it('more days than an answer names: the latest, and how many were left out', () => {
    save(...many(401, (i) => ({ gaps: [500], startMs: Date.UTC(2024, 0, 1 + i, 12) })));
    const { groups, moreGroups } = ask('latency', { ...all, by: 'day' });
    expect([groups.length, moreGroups]).toEqual([400, 1]);
  });

  it('calls without times: in no day, hour or weekday', () => {
    save({ id: 'dated', gaps: [500] }, { id: 'undated', gaps: [900], startMs: null });
    for (const by of ['day', 'hour', 'weekday'] as const) {
      const { groups, undated, calls } = ask('latency', { ...all, by });
      expect([groups.length, groups[0]?.n, undated, calls]).toEqual([1, 1, 1, 2]);
    }
    const [group] = ask('latency', all).groups;
    expect([group?.n, group?.trend.reduce((sum, { n }) => sum + n, 0)]).toEqual([2, 1]);
  });

  it('generations that are mixed: kept apart where the figure is the vendor’s, and said', () => {
    save({ id: 'a', gaps: [500] }, { id: 'b', gaps: [900], generation: 'functions' });
    const { groups, badges } = ask('latency', all);
    expect(groups.map(({ group, n }) => [group.generation, n]).sort()).toEqual([
      ['functions', 1],
      ['v1', 1],
    ]);
    expect(badges.map(({ code }) => code)).toContain('mixed-generations');
    expect(ask('latency', { ...all, measure: 'measured' }).groups.map(({ group }) => group.generation)).toEqual([null]);
    for (const { group } of groups) {
      const behind = {
        ...all,
        key: group.key,
        pick: { kind: 'with' },
        period: null,
        sort: 'newest',
        offset: 0,
        limit: 9,
      };
      expect(ask('turnsBehind', behind as QuestionOf<'turnsBehind'>).total).toBe(1);
    }
    askAll();
  });

  it('a generation without the figure is no reason to split', () => {
    save({ id: 'a', gaps: [500] }, { id: 'b', gaps: [null], generation: 'legacy' });
    expect(ask('latency', all).groups.map(({ group, n, turns }) => [group.generation, n, turns])).toEqual([
      [null, 1, 2],
    ]);
  });
});

describe('the library that is kept', () => {
  it('follows what changes, call by call', () => {
    save({ id: 'a', gaps: [500] }, { id: 'b', gaps: [700] });
    const values = () =>
      ask('turnsBehind', {
        ...all,
        key: null,
        pick: { kind: 'with' },
        period: null,
        sort: 'fastest',
        offset: 0,
        limit: 9,
      }).turns.map(({ callId, value }) => [callId, value]);
    expect(values()).toEqual([
      ['a', 500],
      ['b', 700],
    ]);
    save({ id: 'b', gaps: [900, 100] });
    expect(values()).toEqual([
      ['b', 100],
      ['a', 500],
      ['b', 900],
    ]);
    save({ id: 'c', gaps: [50] });
    eraseCall(store.db, store.dir, 'a', 1);
    expect(values()).toEqual([
      ['c', 50],
      ['b', 100],
      ['b', 900],
    ]);
    expect(ask('latency', all)).toMatchObject({ calls: 2, turns: 3 });
  });

  it('is whole after a question was dropped half-way', () => {
    save({ id: 'a', gaps: [500] });
    const dropping = {
      step: (doing: string) => {
        if (doing === 'reading-turns') throw new Dropped();
      },
    };
    expect(() => reader.answer('latency', all, limits, dropping)).toThrow(Dropped);
    expect(ask('latency', all)).toMatchObject({ calls: 1, turns: 1 });
  });
});
