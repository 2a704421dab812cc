import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insightsContract } from '#shared/contract/insights.ts';
import type { InsightQuestion } from '#shared/model/insights/question.ts';
import { latencyStages } from '#shared/model/turn.ts';
import { readDemoFile, readDemoTruth, storeDemo } from '../../testing/demo-store.ts';
import { temporaryDb } from '../../testing/workspace-fixtures.ts';
import {
  type AnswerOf,
  createInsightReader,
  type InsightName,
  type InsightReader,
  type QuestionOf,
} from './answers.ts';
import { readOverview } from './coverage.ts';
import { quietTask } from './task.ts';

const limits = { slowLatencyMs: 1200, badLatencyMs: 2000, latencyToleranceMs: 250 };
let store: ReturnType<typeof temporaryDb>;
let reader: InsightReader;
beforeAll(() => {
  store = temporaryDb();
  storeDemo(store.db, Date.UTC(2026, 10, 25, 12));
  reader = createInsightReader(store.db);
});
afterAll(() => store.remove());

/** Asks, and holds the answer against the contract as both hosts do. */
function ask<N extends InsightName>(name: N, question: QuestionOf<N>): AnswerOf<N> {
  const answer = reader.answer(name, question, limits, quietTask);
  if (answer !== null) insightsContract[name]['~orpc'].outputSchema?.parse(answer);
  return answer;
}

// ---- The same from the demo's files, by other means.
const files = readDemoFile();
const truth = readDemoTruth();
const versionOf = (name: string, version: number) =>
  files.filter(({ call }) => call.agent?.name === name && call.agent.version === version);
const reportedOf = (calls: typeof files, field: string): number[] =>
  calls
    .flatMap(({ call }) => call.transcript ?? [])
    .filter(({ role }) => role === 'agent')
    .flatMap(({ latency_breakdown: latency }) => latency?.[field] ?? []);
const measuredOf = (calls: typeof files): number[] =>
  calls
    .flatMap(({ call }) => (call.transcript === null ? [] : (truth[call.call_id]?.turns ?? [])))
    .flatMap(({ gapMs }) => gapMs ?? []);
const medianOf = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

const everything: InsightQuestion = { filter: {}, by: 'version' };
const mia = 'Mia (front desk)';

describe('figures of the demo', () => {
  it.each([
    [mia, 6],
    [mia, 7],
    ['Callum (accounts)', 12],
    ['Leo (deliveries)', 3],
  ])('are those of its files: %s %i', (name, version) => {
    const calls = versionOf(name, version);
    const group = <N extends { group: { agentName: string | null; version: string | null } }>(groups: N[]) =>
      groups.find((one) => one.group.agentName === name && one.group.version === String(version));
    const reported = group(ask('latency', { ...everything, measure: 'reported' }).groups);
    expect(reported).toMatchObject({ calls: calls.length, n: reportedOf(calls, 'total_perceived_ms').length });
    expect(reported?.p50?.value).toBe(medianOf(reportedOf(calls, 'total_perceived_ms')));
    expect(reported?.aboveSlow?.k).toBe(reportedOf(calls, 'total_perceived_ms').filter((ms) => ms > 1200).length);
    const measured = group(ask('latency', { ...everything, measure: 'measured' }).groups);
    expect(measured?.n).toBe(measuredOf(calls).length);
    expect(measured?.p50?.value).toBe(medianOf(measuredOf(calls)));
    const stages = group(ask('stages', everything).groups)?.stages ?? [];
    for (const { stage, p50, n } of stages) {
      expect([stage, p50?.value, n]).toEqual([
        stage,
        medianOf(reportedOf(calls, stage)),
        reportedOf(calls, stage).length,
      ]);
    }
    const tools = ask('tools', everything).tools.filter((one) => group([one]) !== undefined);
    const results = calls.flatMap(({ call }) => call.transcript ?? []).flatMap(({ function_result: of }) => of ?? []);
    expect(tools.reduce((sum, { timeouts }) => sum + timeouts.k, 0)).toBe(
      results.filter(({ error }) => error === 'timeout').length,
    );
  });

  it('account for every turn, in the histogram and in the reasons', () => {
    for (const measure of ['reported', 'measured', 'difference', ...latencyStages] as const) {
      for (const by of ['all', 'agent', 'version', 'day', 'hour', 'weekday', 'family', 'direction'] as const) {
        const { groups, turns, undated, moreGroups } = ask('latency', { filter: {}, by, measure });
        expect(undated).toBe(0);
        const named = groups.reduce((sum, group) => sum + group.turns, 0);
        // Kinds of turn that are said once or twice are many, and not named.
        expect(moreGroups > 0).toBe(by === 'family');
        if (by === 'family') expect(named).toBeLessThanOrEqual(turns - moreGroups);
        else expect(named).toBe(turns);
        for (const { n, counts, missing, turns: all } of groups) {
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(n);
          expect(n + missing.reduce((sum, of) => sum + of.n, 0)).toBe(all);
        }
      }
    }
  });

  it('lead to the turns and calls behind them', () => {
    const page = { offset: 0, limit: 200 };
    const { groups, edges } = ask('latency', { ...everything, measure: 'llm_startup_ms' });
    for (const { group, counts, missing, n } of groups) {
      const of = {
        ...everything,
        key: group.key,
        measure: 'llm_startup_ms',
        period: null,
        sort: 'slowest',
        ...page,
      } as const;
      const all = ask('turnsBehind', { ...of, pick: { kind: 'with' } });
      expect(all.total).toBe(n);
      const values = all.turns.map(({ value }) => value ?? -1);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      counts.forEach((count, i) => {
        const pick = { kind: 'range', fromMs: edges[i] ?? null, toMs: edges[i + 1] ?? null } as const;
        expect(ask('turnsBehind', { ...of, pick }).total).toBe(count);
      });
      for (const { why, n: lacking } of missing) {
        const found = ask('turnsBehind', { ...of, pick: { kind: 'why', why } });
        expect(found.total).toBe(lacking);
        expect(found.turns.every((turn) => turn.value === null && turn.why === why)).toBe(true);
      }
    }
    const tail = ask('tail', { ...everything, measure: 'reported', limit: 'p90' });
    for (const { group, causes, slow } of tail.groups) {
      const of = { ...everything, key: group.key, measure: 'reported', period: null, sort: 'newest', ...page } as const;
      const total = (cause: (typeof causes)[number]['cause'] | null) =>
        ask('turnsBehind', { ...of, pick: { kind: 'tail', limit: 'p90', cause } }).total;
      expect(total(null)).toBe(slow);
      for (const { cause, share } of causes) expect(total(cause)).toBe(share.k);
    }
    for (const { group, tool, timeouts } of ask('tools', everything).tools) {
      const { calls } = ask('callsBehind', {
        ...everything,
        key: group.key,
        pick: { kind: 'tool', tool, outcome: 'timeout' },
        ...page,
      });
      expect(calls.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(timeouts.k);
    }
    for (const { group, n, currency } of ask('cost', everything).costs) {
      expect(
        ask('callsBehind', { ...everything, key: group.key, pick: { kind: 'cost', currency }, ...page }).total,
      ).toBe(n);
    }
  });

  it('of families lead to their turns', () => {
    const { groups } = ask('latency', { filter: {}, by: 'family', measure: 'reported' });
    expect(groups.length).toBeGreaterThan(5);
    for (const { group, turns } of groups.slice(0, 5)) {
      const of = { filter: {}, by: 'family', key: group.key, measure: 'reported', period: null } as const;
      expect(ask('turnsBehind', { ...of, pick: { kind: 'all' }, sort: 'oldest', offset: 0, limit: 1 }).total).toBe(
        turns,
      );
    }
    expect(ask('sound', { filter: {}, by: 'family' }).refusal?.code).toBe('not-grouped');
  });

  it('say the same in the first look', () => {
    const { groups } = ask('coverage', { filter: {}, by: 'all' });
    expect(readOverview(store.db, {})).toMatchObject({
      calls: 70,
      turns: groups[0]?.turns,
      reported: groups[0]?.reported.n,
      measured: groups[0]?.measured.n,
      indexed: groups[0]?.indexed,
    });
  });

  it('are answered for outcomes and sound as well', () => {
    const outcomes = ask('outcomes', everything);
    const turns = ask('coverage', { filter: {}, by: 'all' }).turns;
    const counted = outcomes.groups.map(({ hangups: h }) => h.afterSlow.n + h.afterOthers.n + h.unknown);
    expect(counted.reduce((sum, n) => sum + n, 0)).toBe(turns);
    for (const { figures } of ask('sound', everything).groups)
      expect(figures.every(({ n, mean }) => n > 0 || mean === null)).toBe(true);
  });
});

describe('what is worth a look in the demo', () => {
  it('are its three stories', () => {
    const { found } = ask('notable', { filter: {} });
    const said = found.map(({ kind, agentName, version, before, metric }) => [
      kind,
      agentName,
      version,
      before,
      metric.id,
      metric.better,
    ]);
    expect(said).toContainEqual(['version', mia, '7', '6', 'llm_startup_ms', false]);
    expect(said).toContainEqual(['version', 'Leo (deliveries)', '3', '2', 'tool-timeouts', false]);
    expect(said).toContainEqual(['misreports', 'Callum (accounts)', '12', null, 'difference-p50', false]);
    const slow = found.find(({ metric, version }) => metric.id === 'llm_startup_ms' && version === '7');
    const expected =
      medianOf(reportedOf(versionOf(mia, 7), 'llm_startup_ms')) -
      medianOf(reportedOf(versionOf(mia, 6), 'llm_startup_ms'));
    expect(slow?.metric.difference?.value).toBe(expected);
    expect(slow?.sentence).toContain(`+${Math.round(expected)} ms`);
  });

  it('is compared figure by figure', () => {
    const agent = files.find(({ call }) => call.agent?.name === mia)?.call.agent?.id ?? '';
    const answer = ask('compareVersions', { agent, a: '6', b: '7', filter: {} });
    expect(answer?.refusal).toBeNull();
    const row = answer?.metrics.find(({ id }) => id === 'llm_startup_ms');
    const [six, seven] = [6, 7].map((version) => medianOf(reportedOf(versionOf(mia, version), 'llm_startup_ms')));
    expect(row).toMatchObject({ verdict: 'higher', a: { value: six }, b: { value: seven } });
    const { value, low, high } = row?.difference ?? {};
    expect(value).toBe(Number(seven) - Number(six));
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(Number(value));
    expect(high).toBeGreaterThan(Number(value));
    expect(ask('compareVersions', { agent, a: '7', b: '7', filter: {} })?.refusal?.code).toBe('one-version');
    expect(ask('compareVersions', { agent, a: '6', b: '99', filter: {} })?.refusal?.code).toBe('no-calls');
    expect(ask('compareVersions', { agent: 'nobody', a: '6', b: '7', filter: {} })).toBeNull();
  });
});
