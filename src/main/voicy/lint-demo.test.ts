import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lintCall } from '#shared/logic/lint/lint-call.ts';
import { timingOf, turnTimingOf } from '#shared/testing/timing.ts';
import { parseTranscript } from './parse-transcript.ts';

const demoDir = join(import.meta.dirname, '..', '..', '..', 'resources', 'demo');
const read = (name: string): unknown => JSON.parse(readFileSync(join(demoDir, name), 'utf8'));

interface Call {
  call_id: string;
  agent: { name: string; version: number } | null;
  transcript: unknown[] | null;
}
interface TruthTurn {
  entry: number;
  onsetMs: number;
  gapMs: number | null;
}

const calls = (read('demo.json') as { calls: { call: Call }[] }).calls.map(({ call }) => call);
const truth = (read('truth.json') as { calls: Record<string, { turns: TruthTurn[] }> }).calls;

/** The corpus as if its sound had been measured without error: every gap of its truth, with high confidence. */
const linted = calls.map((call) => {
  const parsed = parseTranscript(call.transcript ?? [], new Set());
  const known = new Map(truth[call.call_id]?.turns.map((turn) => [turn.entry, turn]));
  const gaps = parsed.turns.map(({ entry }) => {
    const { gapMs = null, onsetMs = 0 } = known.get(entry) ?? {};
    return gapMs === null ? null : { ms: gapMs, fromMs: onsetMs - gapMs, toMs: onsetMs };
  });
  const timing = timingOf({
    turns: gaps.map((gap, index) =>
      turnTimingOf(index, gap === null ? { noGap: 'not-found' } : { gap: { ...gap, confidence: 'high', doubts: [] } }),
    ),
  });
  const comparable = parsed.turns.filter((turn, i) => turn.reportedGapMs !== null && gaps[i] !== null).length;
  const misreporting = call.agent?.name === 'Callum (accounts)' && call.agent.version === 12;
  return { misreporting, comparable, findings: lintCall({ ...parsed, timing, toleranceMs: 250 }) };
});

const count = (of: readonly (typeof linted)[number][], rule: string) =>
  of.reduce((sum, { findings }) => sum + findings.filter((finding) => finding.rule === rule).length, 0);

it('tells the answers that are under-reported from all others, once the sound is known', () => {
  const bad = linted.filter(({ misreporting }) => misreporting);
  const good = linted.filter(({ misreporting }) => !misreporting);
  const answers = bad.reduce((sum, { comparable }) => sum + comparable, 0);
  expect(answers).toBeGreaterThan(40);
  expect(count(bad, 'differs-from-sound')).toBe(answers);
  expect(good.reduce((sum, { comparable }) => sum + comparable, 0)).toBeGreaterThan(200);
  expect(count(good, 'differs-from-sound')).toBe(0);
});

it('finds nothing else in figures that are sound, but the stages left out and the tools that were waited for', () => {
  const rules = new Set(linted.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  expect([...rules].toSorted()).toEqual(['differs-from-sound', 'missing-stages', 'tool-time-in-stage']);
  const tools = linted.flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'tool-time-in-stage'));
  expect(new Set(tools.map(({ severity }) => severity))).toEqual(new Set(['info']));
  expect(tools.every(({ message }) => message.startsWith('LLM first sentence'))).toBe(true);
});
