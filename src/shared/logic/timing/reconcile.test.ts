import { describe, expect, it } from 'vitest';
import type { TurnTiming } from '../../model/timing.ts';
import type { ReportedLatency, Turn } from '../../model/turn.ts';
import { accountForGaps, reconcileTurn } from './reconcile.ts';
import { makeTurn } from './test-support.ts';

const nothing: ReportedLatency = {
  total_perceived_ms: null,
  vad_delay_ms: null,
  stt_finalize_ms: null,
  llm_startup_ms: null,
  llm_first_sentence_ms: null,
  tts_synthesis_ms: null,
  send_overhead_ms: null,
};

const agent = (latency: Partial<ReportedLatency> | null, index = 0): Turn => ({
  ...makeTurn(index, 'agent', 0),
  latency: latency === null ? null : { ...nothing, ...latency },
});

function heard(ms: number): Pick<TurnTiming, 'gap' | 'noGap'> {
  return { gap: { ms, fromMs: 0, toMs: ms, confidence: 'high', doubts: [] }, noGap: null };
}
const unheard = (noGap: TurnTiming['noGap']) => ({ gap: null, noGap });

describe('reconcileTurn', () => {
  it('holds total and stages against the gap', () => {
    const turn = agent({ total_perceived_ms: 1200, vad_delay_ms: 500, llm_startup_ms: 900, tts_synthesis_ms: -20 });
    expect(reconcileTurn(turn, heard(1600), 250)).toEqual({
      reportedMs: 1200,
      stagesMs: 1400,
      measuredMs: 1600,
      residualMs: 400,
      residualShare: 0.25,
      stagesResidualMs: 200,
      agrees: false,
      confidence: 'high',
      doubts: [],
      noGap: null,
    });
    expect(reconcileTurn(turn, heard(1450), 250).agrees).toBe(true);
    expect(reconcileTurn(turn, heard(940), 250).agrees).toBe(false);
  });

  it('says nothing about what is missing', () => {
    expect(reconcileTurn(agent(null), unheard('greeting'), 250)).toMatchObject({
      reportedMs: null,
      stagesMs: null,
      measuredMs: null,
      residualMs: null,
      agrees: null,
      noGap: 'greeting',
    });
    const negative = agent({ total_perceived_ms: -5 });
    expect(reconcileTurn(negative, heard(0), 1)).toMatchObject({
      reportedMs: null,
      measuredMs: 0,
      residualShare: null,
    });
    expect(reconcileTurn(agent({ total_perceived_ms: 10 }), null, 1)).toMatchObject({ reportedMs: 10, noGap: null });
    const caller = { ...agent({ total_perceived_ms: 10 }), role: 'caller' as const };
    expect(reconcileTurn(caller, heard(5), 1)).toMatchObject({ reportedMs: null, measuredMs: null, noGap: null });
  });
});

describe('accountForGaps', () => {
  it('counts answers only, and which of them differ', () => {
    const turns = [
      agent(null),
      makeTurn(1, 'caller', 0),
      agent({ total_perceived_ms: 1000 }),
      agent({ total_perceived_ms: 1000 }),
      agent(null),
      agent({ total_perceived_ms: 900 }),
    ];
    const timings = [unheard('greeting'), unheard(null), heard(1010), heard(1500), heard(700), unheard('not-found')];
    expect(accountForGaps(turns, timings, 200)).toEqual({
      agentTurns: 5,
      eligible: 4,
      measured: 3,
      medianMs: 1010,
      p90Ms: 1500,
      worst: { position: 3, ms: 1500 },
      compared: 2,
      biasMs: 255,
      differing: 1,
    });
  });

  it('has no numbers for no turns', () => {
    expect(accountForGaps([], [], 200)).toMatchObject({
      eligible: 0,
      medianMs: null,
      p90Ms: null,
      worst: null,
      biasMs: null,
    });
  });
});
