import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyStages, type ReportedLatency } from '../model/turn.ts';
import { findSlowTurn, gapSpan, latencyTicks, layoutLatency, summariseGaps } from './latency.ts';

const none: ReportedLatency = {
  total_perceived_ms: null,
  vad_delay_ms: null,
  stt_finalize_ms: null,
  llm_startup_ms: null,
  llm_first_sentence_ms: null,
  tts_synthesis_ms: null,
  send_overhead_ms: null,
};
const vendorExample: ReportedLatency = {
  vad_delay_ms: 500,
  stt_finalize_ms: 1200,
  llm_startup_ms: 85,
  llm_first_sentence_ms: 95,
  tts_synthesis_ms: 130,
  send_overhead_ms: 20,
  total_perceived_ms: 1530,
};

describe('layoutLatency', () => {
  it("overlaps the vendor's own example instead of stacking it", () => {
    const { bars, sumMs, overlapMs, unaccountedMs, axisEndMs } = layoutLatency(vendorExample);
    expect([sumMs, overlapMs, unaccountedMs, axisEndMs]).toEqual([2030, 500, 0, 1530]);
    expect(bars.map((bar) => [bar.startMs, bar.endMs])).toEqual([
      [0, 500],
      [0, 1200],
      [1200, 1285],
      [1285, 1380],
      [1380, 1510],
      [1510, 1530],
    ]);
  });

  it('lays stages that fit one after another and says what is left', () => {
    const geometry = layoutLatency({ ...none, vad_delay_ms: 300, llm_startup_ms: 200, total_perceived_ms: 900 });
    expect([geometry.overlapMs, geometry.unaccountedMs]).toEqual([0, 400]);
    expect(geometry.bars.map((bar) => bar.startMs)).toEqual([0, null, 300, null, null, null]);
    expect(geometry.missing).toHaveLength(4);
  });

  it('does not invent a total', () => {
    const geometry = layoutLatency({ ...vendorExample, total_perceived_ms: null });
    expect([geometry.totalMs, geometry.overlapMs, geometry.axisEndMs]).toEqual([null, null, 2030]);
  });

  it('does not draw negative values, and names them', () => {
    const geometry = layoutLatency({ ...vendorExample, stt_finalize_ms: -40, total_perceived_ms: -1 });
    expect(geometry.negative).toEqual(['stt_finalize_ms', 'total_perceived_ms']);
    expect(geometry.totalMs).toBeNull();
    expect(geometry.bars[1]).toMatchObject({ valueMs: -40, startMs: null, endMs: null });
  });

  it('shows a stage longer than the total for what it is', () => {
    const geometry = layoutLatency({ ...none, stt_finalize_ms: 2000, tts_synthesis_ms: 100, total_perceived_ms: 900 });
    expect(geometry.bars[1]).toMatchObject({ startMs: 0, endMs: 2000, exceedsTotal: true });
    expect(geometry.axisEndMs).toBe(2000);
  });

  it('has nothing to draw where nothing was reported', () => {
    for (const latency of [null, none]) {
      const geometry = layoutLatency(latency);
      expect(geometry).toMatchObject({
        totalMs: null,
        sumMs: null,
        overlapMs: null,
        unaccountedMs: null,
        axisEndMs: 1,
      });
      expect(geometry.missing).toHaveLength(6);
    }
  });

  it('keeps every length, the order of the stages and the axis start, whatever is reported', () => {
    const ms = fc.option(fc.integer({ min: -500, max: 60_000 }), { nil: null });
    fc.assert(
      fc.property(fc.array(ms, { minLength: 7, maxLength: 7 }), (values) => {
        const latency = Object.fromEntries(
          [...latencyStages, 'total_perceived_ms'].map((field, i) => [field, values[i] ?? null]),
        ) as ReportedLatency;
        const geometry = layoutLatency(latency);
        let previous = 0;
        for (const bar of geometry.bars) {
          if (bar.startMs === null || bar.endMs === null) continue;
          expect(bar.startMs).toBeGreaterThanOrEqual(previous);
          expect(bar.endMs - bar.startMs).toBe(bar.valueMs);
          expect(bar.endMs).toBeLessThanOrEqual(geometry.axisEndMs);
          if (!bar.exceedsTotal && geometry.totalMs !== null && !geometry.bars.some((other) => other.exceedsTotal)) {
            expect(bar.endMs).toBeLessThanOrEqual(geometry.totalMs);
          }
          previous = bar.startMs;
        }
      }),
    );
  });
});

it('marks the axis in round steps', () => {
  expect(latencyTicks(1530, 4)).toEqual([0, 500, 1000, 1500]);
  expect(latencyTicks(1, 4)).toEqual([0, 1]);
  expect(latencyTicks(42_000, 4).length).toBeLessThanOrEqual(5);
});

const gaps = (...list: (number | null)[]) => list.map((reportedGapMs) => ({ role: 'agent' as const, reportedGapMs }));

describe('summariseGaps', () => {
  it('gives median, 90th percentile and worst of what was reported', () => {
    expect(summariseGaps(gaps(900, null, 1500, 700, 1100))).toMatchObject({
      medianMs: 1000,
      p90Ms: 1500,
      worst: { position: 2, gapMs: 1500 },
      agentTurns: 5,
    });
    expect(summariseGaps(gaps(10, 30, 20)).medianMs).toBe(20);
    expect(summariseGaps(gaps(...Array.from({ length: 10 }, (_, i) => i + 1))).p90Ms).toBe(9);
  });
  it('has no figures without gaps, and ignores negative ones and callers', () => {
    const turns = [...gaps(null, -5), { role: 'caller' as const, reportedGapMs: 900 }];
    expect(summariseGaps(turns)).toEqual({ gaps: [], agentTurns: 2, medianMs: null, p90Ms: null, worst: null });
  });
});

it('goes round the slow turns', () => {
  const list = summariseGaps(gaps(100, 2000, 300, 1200)).gaps;
  expect(findSlowTurn(list, -1, 1200, 1)).toBe(1);
  expect(findSlowTurn(list, 1, 1200, 1)).toBe(3);
  expect(findSlowTurn(list, 3, 1200, 1)).toBe(1);
  expect(findSlowTurn(list, 1, 1200, -1)).toBe(3);
  expect(findSlowTurn(list, 0, 9999, 1)).toBeUndefined();
});

it('hears a gap right before its turn', () => {
  expect(gapSpan({ role: 'agent', startMs: 5000, reportedGapMs: 1530 })).toEqual({ startMs: 3470, endMs: 5000 });
  expect(gapSpan({ role: 'agent', startMs: 400, reportedGapMs: 1530 })).toEqual({ startMs: 0, endMs: 400 });
  for (const [startMs, reportedGapMs] of [
    [null, 900],
    [900, null],
    [900, -1],
    [900, 0],
    [0, 900],
  ] as const) {
    expect(gapSpan({ role: 'agent', startMs, reportedGapMs })).toBeNull();
  }
  expect(gapSpan({ role: 'caller', startMs: 900, reportedGapMs: 100 })).toBeNull();
});
