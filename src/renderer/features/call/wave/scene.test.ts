import { expect, it } from 'vitest';
import type { Turn } from '#shared/model/turn.ts';
import { timingOf, turnTimingOf } from '#shared/testing/timing.ts';
import { buildLanes, buildMarks, buildTimingMarks } from './scene.ts';

const turn = (role: Turn['role'], startMs: number | null, reportedGapMs: number | null = null): Turn => ({
  index: 0,
  entry: 0,
  role,
  rawRole: role,
  content: '',
  startMs,
  endMs: null,
  gender: null,
  latency: null,
  reportedGapMs,
  measuredGapMs: null,
});
const thresholds = { slowLatencyMs: 1200, badLatencyMs: 2000 };

it('names lanes by voice, else by number', () => {
  expect(buildLanes(2, ['caller', 'agent']).map((lane) => lane.label)).toEqual(['Caller', 'Agent']);
  expect(buildLanes(2, null).map((lane) => lane.label)).toEqual(['Channel 1', 'Channel 2']);
  expect(buildLanes(1, null)).toHaveLength(1);
  expect(buildLanes(0, null)).toHaveLength(1);
});

it('puts turns on the lane of their speaker, in time order, and gaps before agent turns', () => {
  const turns = [turn('caller', 5000), turn('agent', 9000, 1500), turn('other', 1000), turn('agent', null, 900)];
  const { marks, gaps } = buildMarks(turns, buildLanes(2, ['caller', 'agent']), thresholds, null);
  expect(marks.map((mark) => [mark.position, mark.lane])).toEqual([
    [2, null],
    [0, 0],
    [1, 1],
  ]);
  expect(gaps).toEqual([{ position: 1, gapMs: 1500, startMs: 7500, endMs: 9000, level: 'slow', isMeasured: false }]);
});

it('puts what was measured where it is heard, and goes by it for what is slow', () => {
  const turns = [turn('caller', 5000), turn('agent', 9000, 900), turn('agent', 20_000, 2500)];
  const gap = { ms: 2100, fromMs: 7150, toMs: 9250, confidence: 'low' as const, doubts: ['noise' as const] };
  const timing = timingOf({
    turns: [turnTimingOf(0, { startMs: 5250 }), turnTimingOf(1, { startMs: 9250, gap }), turnTimingOf(2)],
  });
  const { marks, gaps, slow } = buildMarks(turns, buildLanes(2, ['caller', 'agent']), thresholds, timing);
  expect(marks.map((mark) => mark.startMs)).toEqual([5250, 9250, 20_000]);
  expect(gaps.map(({ startMs, isMeasured }) => [startMs, isMeasured])).toEqual([
    [8350, true],
    [17_500, false],
  ]);
  expect(slow.map(({ startMs, level }) => [startMs, level])).toEqual([
    [7150, 'bad'],
    [17_500, 'bad'],
  ]);
  expect(buildTimingMarks(timing, thresholds).measured).toEqual([
    { position: 1, startMs: 7150, endMs: 9250, gapMs: 2100, level: 'bad', certain: false },
  ]);
});
