import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeasuredGap, TurnTiming } from '../../model/timing.ts';
import type { Turn } from '../../model/turn.ts';
import { noSpanSentence, spanOfTurn, startSentence } from './start-point.ts';

const turn = (index: number, change: Partial<Turn> = {}): Turn => ({
  index,
  entry: index,
  role: index % 2 === 0 ? 'caller' : 'agent',
  rawRole: 'x',
  content: 'words',
  startMs: index * 2000,
  endMs: null,
  gender: null,
  latency: null,
  reportedGapMs: null,
  measuredGapMs: null,
  ...change,
});
const timed = (index: number, gap: Partial<MeasuredGap> | null, change: Partial<TurnTiming> = {}): TurnTiming => ({
  index,
  startMs: null,
  endMs: null,
  startSource: null,
  endSource: null,
  gap: gap === null ? null : { ms: 800, fromMs: 1500, toMs: 2300, confidence: 'high', doubts: [], ...gap },
  noGap: null,
  bargedInMs: null,
  heardChars: null,
  ...change,
});

describe('where a turn is heard from', () => {
  it('is the measured end of the caller’s speech, to the end that was heard', () => {
    const timing = { turns: [timed(0, null), timed(1, {}, { startMs: 2300, endMs: 3900 })] };
    const { span } = spanOfTurn([turn(0), turn(1, { reportedGapMs: 300 })], timing, 1, 60_000);
    expect(span).toEqual({ fromMs: 1500, onsetMs: 2300, toMs: 3900, source: 'measured', doubtful: false });
  });

  it('says when the measurement is of low confidence', () => {
    const timing = { turns: [timed(0, null), timed(1, { confidence: 'low' }, { startMs: 2300, endMs: 3900 })] };
    const { span } = spanOfTurn([turn(0), turn(1)], timing, 1, 60_000);
    expect(span).toMatchObject({ source: 'measured', doubtful: true });
    expect(span && startSentence(span)).toContain('low confidence');
  });

  it('is the start less the reported gap where nothing was measured, and says so', () => {
    const { span } = spanOfTurn([turn(0), turn(1, { reportedGapMs: 700 }), turn(2)], null, 1, 60_000);
    expect(span).toEqual({ fromMs: 1300, onsetMs: 2000, toMs: 4000, source: 'reported', doubtful: true });
    expect(span && startSentence(span)).toContain('Not measured');
  });

  it('is the turn itself where no gap is known, or the reported one cannot be a wait', () => {
    for (const reportedGapMs of [null, -200]) {
      const { span } = spanOfTurn([turn(0), turn(1, { reportedGapMs })], null, 1, 9000);
      expect(span).toEqual({ fromMs: 2000, onsetMs: 2000, toMs: 9000, source: 'turn-start', doubtful: true });
    }
  });

  it('hears a turn of more than a minute to its end', () => {
    const long = spanOfTurn([turn(0), turn(1, { endMs: 95_000 })], null, 1, 120_000);
    expect(long.span?.toMs).toBe(95_000);
  });

  it('has a reason where there is nothing to hear', () => {
    const turns = [turn(0), turn(1, { startMs: null }), turn(3)];
    expect(spanOfTurn(turns, null, 7, 60_000)).toEqual({ span: null, reason: 'no-turn' });
    expect(spanOfTurn(turns, null, 1, 60_000)).toEqual({ span: null, reason: 'no-time' });
    expect(spanOfTurn(turns, null, 3, 5000)).toEqual({ span: null, reason: 'beyond-recording' });
    expect(noSpanSentence('no-time')).toContain('no time');
  });

  it('always lies within the recording, start before end', () => {
    const time = fc.option(fc.integer({ min: 0, max: 100_000 }));
    fc.assert(
      fc.property(
        time,
        time,
        fc.option(fc.integer({ min: -5000, max: 20_000 })),
        fc.option(fc.integer({ min: 1, max: 100_000 })),
        (startMs, endMs, reportedGapMs, durationMs) => {
          const { span } = spanOfTurn([turn(1, { startMs, endMs, reportedGapMs })], null, 1, durationMs);
          if (span === null) return;
          expect(span.fromMs).toBeGreaterThanOrEqual(0);
          expect(span.onsetMs).toBeGreaterThanOrEqual(span.fromMs);
          expect(span.toMs).toBeGreaterThan(span.onsetMs);
          expect(span.toMs).toBeLessThanOrEqual(durationMs ?? Number.POSITIVE_INFINITY);
        },
      ),
    );
  });
});
