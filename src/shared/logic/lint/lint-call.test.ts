import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingRuleSchema, findingSchema } from '../../model/finding.ts';
import type { MeasuredGap } from '../../model/timing.ts';
import type { ReportedLatency, TurnRole } from '../../model/turn.ts';
import { getDefinition } from '../definitions.ts';
import { answer, answers, fine, none, rulesOf, timingOf, tool, turn } from './fixtures/calls.ts';
import { lintCall, ruleTitle } from './lint-call.ts';
import { latencyFields } from './rule.ts';

it('finds nothing where nothing is wrong, and nothing in a call without reported latency', () => {
  expect(answer({})).toEqual([]);
  expect(answer({}, { ms: 1000 })).toEqual([]);
  expect(
    lintCall({ turns: [turn('caller', 0), turn('agent', 1)], toolCalls: [], timing: null, toleranceMs: 250 }),
  ).toEqual([]);
});

it('has a title and a definition for every rule, and findings that the schema takes', () => {
  for (const rule of findingRuleSchema.options) expect(ruleTitle(rule)).not.toBe(rule);
  const [finding] = answer({ vad_delay_ms: -1 });
  expect(findingSchema.parse(finding)).toEqual(finding);
  expect(finding && getDefinition(finding.definition).version).toBe(1);
});

describe('values', () => {
  it.each(latencyFields)('%s: 0 is no negative length, -1 is', (field) => {
    expect(rulesOf(answer({ [field]: 0 }))).not.toContain('negative-value');
    const found = answer({ [field]: -1 }).find(({ rule }) => rule === 'negative-value');
    expect(found).toMatchObject({ severity: 'error', position: 1 });
    expect(found?.message).toContain('\u22121\u202fms');
  });

  it.each([
    ['a minute', { vad_delay_ms: 60_000 }, false],
    ['more than a minute', { vad_delay_ms: 60_001 }, true],
    ['not a number', { send_overhead_ms: Number.NaN }, true],
    ['endless', { send_overhead_ms: Number.POSITIVE_INFINITY }, true],
    ['a total of 1', { total_perceived_ms: 1 }, false],
    ['a total of 0', { total_perceived_ms: 0 }, true],
    ['a first token of 1', { llm_startup_ms: 1 }, false],
    ['a first token of 0 before a sentence', { llm_startup_ms: 0 }, true],
    ['a first token of 0 without a sentence', { llm_startup_ms: 0, llm_first_sentence_ms: 0 }, false],
    ['no synthesis', { tts_synthesis_ms: 0 }, false],
  ])('impossible: %s -> %s', (_, change, impossible) => {
    expect(rulesOf(answer(change)).includes('impossible-value')).toBe(impossible);
  });

  it('does not judge a value again that is impossible', () => {
    expect(rulesOf(answer({ llm_startup_ms: 90_000 }))).toEqual(['impossible-value']);
    expect(rulesOf(answer({ total_perceived_ms: 0 }, { ms: 1000 }))).toEqual(['impossible-value']);
    expect(rulesOf(answer({ total_perceived_ms: -5 }, { ms: 1000 }))).toEqual(['negative-value']);
  });
});

describe('sums', () => {
  // Seven figures: rounding can make 3.5 ms.
  it('total above the sum: 3 ms are rounding, 4 are not', () => {
    expect(answer({ total_perceived_ms: 1303 })).toEqual([]);
    const [found] = answer({ total_perceived_ms: 1304 });
    expect(found).toMatchObject({ rule: 'total-above-sum', severity: 'warning' });
    expect(found?.message).toContain('4\u202fms belong to no stage');
  });

  it('says nothing of the sum when a stage is missing, and names a tool that may be the reason', () => {
    expect(rulesOf(answer({ total_perceived_ms: 2000, stt_finalize_ms: null }))).toEqual(['missing-stages']);
    const [found] = answer({ total_perceived_ms: 2000 }, null, [tool(5, 700)]);
    expect(found?.lookAt).toContain('lookup ran for 700');
  });

  it('total below a stage: 1 ms is rounding, 2 are not', () => {
    expect(rulesOf(answer({ vad_delay_ms: 1001 }))).toEqual([]);
    expect(answer({ vad_delay_ms: 1002 })).toMatchObject([{ rule: 'total-below-stage', severity: 'error' }]);
  });

  // Three figures with the total: 1.5 ms of rounding. First token 400 and first sentence follow each other.
  it('stages that must follow each other: 1001 ms in 1000 is rounding, 1002 is not', () => {
    expect(answer({ llm_first_sentence_ms: 601 })).toEqual([]);
    expect(answer({ llm_first_sentence_ms: 602 })).toMatchObject([
      { rule: 'sequence-above-total', severity: 'warning' },
    ]);
  });

  it('first token, synthesis and sending follow each other too', () => {
    expect(answer({ tts_synthesis_ms: 552 })).toEqual([]);
    expect(rulesOf(answer({ tts_synthesis_ms: 553 }))).toEqual(['sequence-above-total']);
  });
});

describe('presence', () => {
  const missing = { stt_finalize_ms: null };

  it('names what an answer lacks, once for the call when all lack the same', () => {
    expect(answer(missing)).toMatchObject([
      { rule: 'missing-stages', severity: 'info', message: 'Not reported: Speech to text.' },
    ]);
    expect(answers([missing, {}])).toMatchObject([{ position: 1 }]);
    const all = answers([missing, missing, missing]);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ position: 1, message: expect.stringContaining('any of the 3 answers') });
    expect(rulesOf(answers([missing, { send_overhead_ms: null }]))).toEqual(['missing-stages', 'missing-stages']);
  });

  it('takes a total alone for six missing stages', () => {
    expect(answer({ ...none, total_perceived_ms: 900 })[0]?.message).toContain('Speech to text');
  });

  const greet = (latency: ReportedLatency, role: TurnRole = 'agent', order: number[] | null = null) => {
    const turns = [turn(role, 0, latency), turn('caller', 10), turn('agent', 20, fine)];
    const timing = order === null ? null : timingOf(turns, {}, order);
    return rulesOf(lintCall({ turns, toolCalls: [], timing, toleranceMs: 250 }));
  };

  it('a greeting may report what it takes to speak, but no wait', () => {
    expect(greet({ ...none, llm_startup_ms: 300, tts_synthesis_ms: 190, send_overhead_ms: 30 })).toEqual([]);
    expect(greet({ ...none, total_perceived_ms: 0, vad_delay_ms: 0 })).toEqual([]);
    expect(greet({ ...none, total_perceived_ms: 900 })).toEqual(['no-wait-to-report']);
    expect(greet({ ...none, vad_delay_ms: 1 })).toEqual(['no-wait-to-report']);
  });

  it('no turn but the agent’s has a latency', () => {
    expect(greet({ ...none, send_overhead_ms: 30 }, 'caller')).toEqual(['no-wait-to-report']);
    expect(greet(none, 'caller')).toEqual([]);
  });

  it('goes by the order in which the turns were spoken', () => {
    expect(greet(fine, 'agent', [1, 0, 2])).toEqual([]);
    expect(greet(fine, 'agent', [0, 1, 2])).toEqual(['no-wait-to-report']);
  });
});

it('never throws, points at turns that exist, in their order', () => {
  const figure = fc.oneof(
    fc.integer({ min: -100, max: 5000 }),
    fc.double(),
    fc.constantFrom(null, 0, Number.NaN, Number.POSITIVE_INFINITY, 60_000, 60_001, Number.MAX_VALUE, undefined, 'x'),
  );
  const latency = fc.option(
    fc.record(Object.fromEntries(latencyFields.map((field) => [field, figure])), { requiredKeys: [] }),
  );
  const anyTurn = fc.record({ role: fc.constantFrom('agent', 'caller', 'other'), entry: fc.nat(30), latency });
  const gap = fc.record({
    ms: fc.oneof(fc.double(), fc.integer({ min: -500, max: 9000 })),
    confidence: fc.constantFrom('high', 'low'),
  });
  const anyTool = fc.record({ entry: fc.nat(30), durationMs: fc.option(fc.oneof(fc.double(), fc.nat(5000))) });
  fc.assert(
    fc.property(
      fc.array(anyTurn),
      fc.array(anyTool),
      fc.dictionary(fc.nat(20).map(String), gap),
      fc.boolean(),
      (made, tools, gaps, timed) => {
        const turns = made.map(({ role, entry, latency }) => ({
          ...turn(role as TurnRole, entry),
          latency: latency as ReportedLatency | null,
        }));
        const findings = lintCall({
          turns,
          toolCalls: tools.map(({ entry, durationMs }) => tool(entry, durationMs)),
          timing: timed ? timingOf(turns, gaps as Record<number, Partial<MeasuredGap>>) : null,
          toleranceMs: 250,
        });
        let last = 0;
        for (const finding of findings) {
          findingSchema.parse(finding);
          expect(finding.position).toBeGreaterThanOrEqual(last);
          expect(finding.position).toBeLessThan(turns.length);
          expect(finding.message).not.toMatch(/NaN\u202f|undefined|null/);
          last = finding.position;
        }
      },
    ),
    { numRuns: 500 },
  );
});
