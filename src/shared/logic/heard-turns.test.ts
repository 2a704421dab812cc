import { describe, expect, it } from 'vitest';
import type { Turn } from '../model/turn.ts';
import { turnTimingOf } from '../testing/timing.ts';
import { heardTurns } from './heard-turns.ts';

const turn = (index: number, startMs: number | null): Turn => ({
  index,
  entry: index,
  role: 'agent',
  rawRole: 'agent',
  content: 'Hello',
  startMs,
  endMs: null,
  gender: null,
  latency: null,
  reportedGapMs: 900,
  measuredGapMs: null,
});
describe('heardTurns', () => {
  it('takes what was heard, and what was reported where nothing was', () => {
    const gap = { ms: 1020, fromMs: 480, toMs: 1500, confidence: 'high', doubts: [] } as const;
    const turns = [turn(0, 1000), turn(1, 9000), turn(2, null)];
    const found = heardTurns(turns, {
      turns: [
        turnTimingOf(0, { startMs: 1500, endMs: 2500, gap: { ...gap, doubts: [] } }),
        turnTimingOf(1, {}),
        turnTimingOf(2, {}),
      ],
    });
    expect(found.map((t) => [t.startMs, t.endMs, t.measuredGapMs])).toEqual([
      [1500, 2500, 1020],
      [9000, null, null],
      [null, null, null],
    ]);
    expect(found.map((t) => t.reportedGapMs)).toEqual([900, 900, 900]);
  });

  it('leaves the turns as they are without a timing, or with one of another transcript', () => {
    const turns = [turn(0, 1000)];
    expect(heardTurns(turns, null)).toBe(turns);
    expect(heardTurns(turns, { turns: [] })).toBe(turns);
  });
});
