import { describe, expect, it } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { anchorSchema } from '../../model/review/anchor.ts';
import { type AutoMetric, type AutoRule, autoMetricSchema } from '../../model/review/scorecard.ts';
import type { CallTiming } from '../../model/timing.ts';
import type { ToolCall, Turn } from '../../model/turn.ts';
import { summariseMeasuredGaps } from '../gap-pairs.ts';
import { measureCall } from '../timing/measure-call.ts';
import { type Line, makeCall, makeTool } from '../timing/test-support.ts';
import { type AutoInput, autoAnswer, autoAnswers, computeMetric } from './auto-metrics.ts';
import { formatFigure } from './auto-words.ts';
import { makeCard, makeCriterion, scale } from './test-cards.ts';

interface Parts {
  turns?: Turn[];
  toolCalls?: ToolCall[];
  timing?: CallTiming | null;
  findings?: Finding[];
  durationMs?: number | null;
  transcriptKind?: AutoInput['detail']['transcriptKind'];
  detailFetchedMs?: number | null;
}

function inputOf({ turns = [], toolCalls = [], timing = null, findings = [], ...rest }: Parts): AutoInput {
  const { durationMs = null, transcriptKind = 'turns', detailFetchedMs = 1 } = rest;
  const detail = {
    row: { durationMs },
    recording: { durationMs: null },
    turns,
    toolCalls,
    transcriptKind,
    detailFetchedMs,
  };
  // Of the row and the recording only the lengths are read.
  return { detail: detail as unknown as AutoInput['detail'], timing, findings, deadAirMs: 3000 };
}

/** Gaps before the agent's answers: 500, 900, 2 500 ms; the caller's second turn is begun over by the agent. */
const lines: readonly Line[] = [
  ['agent', 500, 2500, 'Hello, this is the practice, how can I help?'],
  ['caller', 3000, 5000, 'I would like to move my appointment.'],
  ['agent', 5500, 8000, 'Sure, for which day is it booked at the moment?'],
  ['caller', 8600, 11_000, 'It is on Tuesday the fourth at ten.'],
  ['agent', 11_900, 15_000, 'Thank you, and when would you like to come instead?'],
  ['caller', 15_700, 18_000, 'Any time on Friday afternoon is fine.'],
  ['agent', 20_500, 24_000, 'I can offer half past two on Friday, is that fine?'],
  ['caller', 28_500, 31_000, 'Yes, half past two is perfect for me, thanks.'],
];

const call = makeCall(lines, 32_000);
const timing = measureCall({
  ...call,
  lanes: { roles: ['agent', 'caller'], source: 'hand' },
});
const input = inputOf({ turns: [...call.turns], timing });

const rule = (metric: AutoMetric, is: AutoRule['is'], limit: number): AutoRule => ({ metric, is, limit });

describe('figures of a call', () => {
  it('takes the gaps that the latency pane shows', () => {
    const { gaps, worst } = summariseMeasuredGaps(call.turns, timing);
    expect(gaps.map(({ gapMs }) => gapMs)).toEqual([500, 900, 2500]);
    expect(computeMetric('measured-gap-p50', input)).toMatchObject({ figure: 900 });
    expect(computeMetric('measured-gap-max', input)).toMatchObject({ figure: worst?.gapMs });
    expect(computeMetric('measured-gap-p95', input)).toEqual({
      figure: 2500,
      evidence: [{ on: 'range', startMs: 18_000, endMs: 20_500 }],
      note: 'measured at 3 of 4 agent turns',
    });
  });

  it('takes the nearest rank of 20 reported gaps: the 19th', () => {
    const turns = Array.from({ length: 20 }, (_, at): Turn => {
      const turn = makeTurnWith(at, (at + 1) * 100);
      return turn;
    });
    const figure = computeMetric('reported-gap-p95', inputOf({ turns }));
    expect(figure).toMatchObject({ figure: 1900, note: 'reported at 20 of 20 agent turns' });
    expect(
      figure.figure === null ? [] : figure.evidence.map((anchor) => anchor.on === 'turn' && anchor.turn.index),
    ).toEqual([18, 19]);
  });

  it('finds the longest silence and monologue also below the limits of the settings', () => {
    expect(timing.deadAir.map(({ startMs, endMs }) => endMs - startMs)).toEqual([4500]);
    expect(computeMetric('dead-air-longest', input)).toMatchObject({
      figure: 4500,
      evidence: [{ on: 'range', startMs: 24_000, endMs: 28_500 }],
    });
    expect(computeMetric('dead-air-total', input)).toMatchObject({ figure: 4500 });
    const quick = { ...timing, deadAir: [] };
    expect(computeMetric('dead-air-longest', { ...input, timing: quick })).toMatchObject({ figure: 4500 });
    expect(computeMetric('dead-air-total', { ...input, timing: quick })).toMatchObject({
      figure: 0,
      note: 'no silence is that long',
    });
    expect(timing.monologues).toEqual([]);
    expect(computeMetric('longest-monologue', input)).toMatchObject({
      figure: 3500,
      evidence: [{ on: 'range', startMs: 20_500, endMs: 24_000 }],
    });
  });

  it('counts who broke in on whom, and leaves out short sounds', () => {
    const overlaps: CallTiming['overlaps'] = [
      { startMs: 100, endMs: 900, first: 'caller', kind: 'talk-over' },
      { startMs: 2000, endMs: 2600, first: 'caller', kind: 'barge-in' },
      { startMs: 3000, endMs: 3200, first: 'caller', kind: 'backchannel' },
      { startMs: 4000, endMs: 4700, first: 'agent', kind: 'barge-in' },
      { startMs: 5000, endMs: 5500, first: 'agent', kind: 'talk-over' },
    ];
    const over = { ...input, timing: { ...timing, overlaps } };
    expect(computeMetric('agent-talked-over', over)).toEqual({
      figure: 2,
      evidence: [
        { on: 'range', startMs: 100, endMs: 900 },
        { on: 'range', startMs: 2000, endMs: 2600 },
      ],
      note: null,
    });
    expect(computeMetric('barge-ins', over)).toMatchObject({ figure: 1, evidence: [{ startMs: 4000 }] });
    const { talk } = timing;
    if (talk === null) throw new Error('both parties are heard');
    const share = talk.agentMs / (talk.agentMs + talk.callerMs);
    expect(computeMetric('agent-talk-share', input)).toMatchObject({ figure: share });
  });

  it('counts failed tools and cites them', () => {
    const failed = { ...makeTool(3, 1200), error: 'timeout', name: 'book', invocationId: 'i-1' };
    const silent = { ...makeTool(5, null), statusCode: null, hasResult: false };
    const toolCalls = [makeTool(1, 100), failed, silent];
    expect(computeMetric('tool-errors', inputOf({ toolCalls }))).toEqual({
      figure: 1,
      evidence: [{ on: 'tool', tool: { invocationId: 'i-1', name: 'book', entry: 3, startMs: 1200 } }],
      note: 'of 3 tool calls, 1 without a result',
    });
    expect(computeMetric('tool-errors', inputOf({}))).toMatchObject({ figure: 0, note: 'no tool was called' });
  });

  it('counts impossible figures where there are figures', () => {
    const found = (position: number, severity: Finding['severity']): Finding => ({
      rule: 'negative-value',
      severity,
      position,
      message: '',
      lookAt: '',
      definition: 'total_perceived_ms',
    });
    const turns = [makeTurnWith(0, 100), makeTurnWith(1, 200)];
    const findings = [found(1, 'error'), found(1, 'error'), found(0, 'warning')];
    const figure = computeMetric('findings-error', inputOf({ turns, findings }));
    expect(figure).toMatchObject({ figure: 2 });
    expect(figure.figure === null ? 0 : figure.evidence.length).toBe(1);
    expect(computeMetric('findings-error', input).figure).toBeNull();
  });

  it('gives evidence that an anchor can hold, for every metric', () => {
    for (const metric of autoMetricSchema.options) {
      const figure = computeMetric(metric, input);
      if (figure.figure === null) continue;
      for (const anchor of figure.evidence) expect(anchorSchema.safeParse(anchor).success).toBe(true);
      expect(formatFigure(metric, figure.figure)).toMatch(/\d/);
    }
  });
});

describe('what cannot be computed', () => {
  it('is null with the reason, never a number', () => {
    const reasons = (parts: Parts) =>
      Object.fromEntries(
        autoMetricSchema.options.map((metric) => {
          const figure = computeMetric(metric, inputOf(parts));
          return [metric, figure.figure === null ? figure.reason : figure.figure];
        }),
      );
    const nothing = reasons({ timing: null, transcriptKind: 'none' });
    for (const reason of Object.values(nothing)) expect(reason).toMatch(/\.$/);
    expect(nothing['measured-gap-p95']).toMatch('not been measured yet');
    const unsynced = reasons({ detailFetchedMs: null, timing: null });
    expect(unsynced['tool-errors']).toMatch('not on this disk yet');
    const text = reasons({ transcriptKind: 'text' });
    expect(text.turns).toMatch('one text');
    const noSound = measureCall({ ...call, speech: null, recordingMs: null });
    expect(reasons({ timing: noSound })['dead-air-longest']).toBe(noSound.problems.at(-1)?.message);
  });

  it('includes who spoke over whom in a mono recording', () => {
    const first = call.speech?.channels[0];
    if (first === undefined) throw new Error('the call has sound');
    const mono = measureCall({ ...call, speech: { durationMs: 32_000, channels: [first], identical: false } });
    for (const metric of ['agent-talked-over', 'barge-ins', 'agent-talk-share', 'longest-monologue'] as const) {
      expect(computeMetric(metric, { ...input, timing: mono })).toMatchObject({ figure: null });
    }
  });

  it('survives figures that are none', () => {
    const odd = { ...timing, deadAir: [{ startMs: Number.NaN, endMs: Number.POSITIVE_INFINITY, after: null }] };
    expect(computeMetric('dead-air-longest', { ...input, timing: odd })).toEqual({
      figure: null,
      reason: 'The figures of this call are not finite.',
    });
  });
});

describe('a criterion that the data answers', () => {
  it('passes when the rule holds, whichever answer is the good one', () => {
    const at = (limit: number, good: 'yes' | 'no') =>
      autoAnswer(
        makeCriterion('a', {
          answer: { type: 'yes-no', good },
          auto: rule('measured-gap-p95', 'below', limit),
        }),
        input,
      );
    expect(at(2501, 'yes')).toMatchObject({ answer: true, figure: 2500 });
    expect(at(2500, 'yes')).toMatchObject({ answer: false });
    expect(at(2501, 'no')).toMatchObject({ answer: false });
    expect(at(2500, 'no')).toMatchObject({ answer: true });
    expect(at(2500, 'yes')).toMatchObject({
      says: '2\u202f500\u202fms (measured at 3 of 4 agent turns); asked for: p95 measured gap below 2\u202f500\u202fms.',
    });
  });

  it.each([
    ['below', 4, false],
    ['at-most', 4, true],
    ['at-least', 4, true],
    ['above', 4, false],
    ['below', 5, true],
    ['above', 3, true],
  ] as const)('turns %s %d: %s', (is, limit, holds) => {
    const turns = Array.from({ length: 4 }, (_, at) => makeTurnWith(at, null));
    const criterion = makeCriterion('a', { auto: rule('turns', is, limit) });
    expect(autoAnswer(criterion, inputOf({ turns }))).toMatchObject({ answer: holds });
  });

  it('asks the data only where a yes or no is asked', () => {
    const auto = rule('turns', 'above', 0);
    const card = makeCard([
      { criteria: [makeCriterion('a'), makeCriterion('b', { auto }), makeCriterion('c', { auto, answer: scale() })] },
    ]);
    expect([...autoAnswers(card, input).keys()]).toEqual(['b']);
  });
});

function makeTurnWith(index: number, reportedGapMs: number | null): Turn {
  const first = call.turns[0];
  if (first === undefined) throw new Error('the call has turns');
  const latency = reportedGapMs === null ? null : { ...emptyLatency, total_perceived_ms: reportedGapMs };
  return { ...first, index, reportedGapMs, latency };
}

const emptyLatency = {
  total_perceived_ms: null,
  vad_delay_ms: null,
  stt_finalize_ms: null,
  llm_startup_ms: null,
  llm_first_sentence_ms: null,
  tts_synthesis_ms: null,
  send_overhead_ms: null,
};
