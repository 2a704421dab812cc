import { describe, expect, it } from 'vitest';
import type { ReportedLatency, ToolCall } from '../../model/turn.ts';
import { answer, answers, rulesOf, tool } from './fixtures/calls.ts';

describe('attribution', () => {
  const sentence = (...lengths: number[]) =>
    lengths.map((ms, i) => ({ llm_first_sentence_ms: ms, llm_startup_ms: 100 + i }));
  // The fourth answer's tool: between the caller's turn (entry 30) and the answer (entry 35).
  const findTool = (ms: number, ...tools: ToolCall[]) =>
    answers(
      [...sentence(100, 120, 140), { total_perceived_ms: 1600, llm_startup_ms: 103, llm_first_sentence_ms: ms }],
      tools,
    ).filter(({ rule }) => rule === 'tool-time-in-stage');

  it('sees a tool’s run time in the stage that is longer by it', () => {
    expect(findTool(1120, tool(32, 1000))).toMatchObject([{ severity: 'info', position: 7 }]);
    // Usual is 120: longer by the tool's 1000 within 250, and not within 251.
    expect(findTool(870, tool(32, 1000))).toHaveLength(1);
    expect(findTool(869, tool(32, 1000))).toEqual([]);
  });

  it('is silent when there is doubt', () => {
    expect(findTool(1120)).toEqual([]);
    expect(findTool(1120, tool(32, null))).toEqual([]);
    expect(findTool(1120, tool(32, 1000), tool(33, 1000))).toEqual([]);
    expect(findTool(620, tool(32, 500))).toEqual([]);
    expect(findTool(621, tool(32, 501))).toHaveLength(1);
    const fewUsual = answers(
      [...sentence(100, 120), { llm_first_sentence_ms: 1110, total_perceived_ms: 1600 }],
      [tool(22, 1000)],
    );
    expect(rulesOf(fewUsual)).not.toContain('tool-time-in-stage');
  });

  it('is a warning where no tool can run', () => {
    const found = answers([{}, {}, {}, { tts_synthesis_ms: 1150, total_perceived_ms: 2000 }], [tool(32, 1000)]);
    expect(found.find(({ rule }) => rule === 'tool-time-in-stage')).toMatchObject({ severity: 'warning', position: 7 });
  });

  const constant = (count: number, change: (i: number) => Partial<ReportedLatency>) =>
    answers(Array.from({ length: count }, (_, i) => ({ ...varied(i), ...change(i) }))).filter(
      ({ rule }) => rule === 'constant-stage',
    );
  const varied = (i: number) => ({
    stt_finalize_ms: 100 + i,
    llm_startup_ms: 300 + i,
    llm_first_sentence_ms: 200 + i,
    tts_synthesis_ms: 150 + i,
  });

  it('sees a constant in a stage that cannot be one, from five answers on', () => {
    expect(constant(5, () => ({}))).toEqual([]);
    expect(constant(4, () => ({ tts_synthesis_ms: 20 }))).toEqual([]);
    expect(constant(5, () => ({ tts_synthesis_ms: 20 }))).toMatchObject([{ severity: 'warning', position: 1 }]);
    expect(constant(5, () => ({ tts_synthesis_ms: 19 }))).toEqual([]);
    expect(constant(5, (i) => ({ tts_synthesis_ms: i === 2 ? 21 : 20 }))).toEqual([]);
  });
});

describe('the sound', () => {
  it('reported and heard: apart by the tolerance is fine, by one more is not', () => {
    expect(answer({}, { ms: 1250 })).toEqual([]);
    expect(answer({}, { ms: 1251 })).toMatchObject([{ rule: 'differs-from-sound', severity: 'warning' }]);
    expect(answer({}, { ms: 1251 })[0]?.message).toContain('251\u202fms longer');
    expect(answer({}, { ms: 750 })).toEqual([]);
    expect(answer({}, { ms: 749 })[0]?.message).toContain('251\u202fms less');
  });

  it('is information when the gap is uncertain, and says why', () => {
    const [found] = answer({}, { ms: 3000, confidence: 'low', doubts: ['mono', 'noise'] });
    expect(found).toMatchObject({ rule: 'differs-from-sound', severity: 'info' });
    expect(found?.lookAt).toContain('both parties are on one channel; the line is noisy');
  });

  // After the first token: 900 of sentence, or 200 of synthesis and sending. The start is 400 before it.
  const early = (sentence: number, gapMs: number, confidence: 'high' | 'low' = 'high') =>
    answer(
      { total_perceived_ms: 5000, vad_delay_ms: 4000, llm_first_sentence_ms: sentence },
      { ms: gapMs, confidence },
    ).filter(({ rule }) => rule === 'llm-before-caller-end');

  it('the model before the caller’s end: the start alone is information, the first token a warning', () => {
    expect(early(900, 1050)).toEqual([]);
    expect(early(900, 1049)).toMatchObject([{ severity: 'info', message: expect.stringContaining('started') }]);
    expect(early(900, 650)).toMatchObject([{ severity: 'info' }]);
    expect(early(900, 649)).toMatchObject([{ severity: 'warning', message: expect.stringContaining('first token') }]);
    expect(early(900, 100, 'low')).toEqual([]);
  });

  it('counts synthesis and sending where they are longer than the sentence', () => {
    expect(early(0, 350)).toEqual([]);
    expect(early(0, 349)).toHaveLength(1);
  });
});
