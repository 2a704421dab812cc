import { describe, expect, it } from 'vitest';
import type { CallRow } from '#shared/model/call.ts';
import type { RowMeasures } from '#shared/model/measures.ts';
import { deadAirWords, differenceWords, findingWords, overlapWords, unknownReason } from './row-words.ts';

const none: RowMeasures = {
  measured: 0,
  noMeasure: null,
  measuredWorstMs: null,
  measuredMedianMs: null,
  differenceWorstMs: null,
  differenceMedianMs: null,
  errors: 0,
  warnings: 0,
  overlaps: null,
  bargeIns: null,
  agentOverCaller: null,
  deadAirLongestMs: null,
  deadAirTotalMs: null,
};
const row = (part: Partial<RowMeasures> | null, detailState: CallRow['detailState'] = 'ready') => ({
  detailState,
  measures: part && { ...none, ...part },
});

describe('why a figure is not there', () => {
  it.each([
    [row(null, 'listed'), 'gap', 'The details of this call have not been read yet'],
    [row(null), 'gap', 'This call has not been measured yet'],
    [row({ noMeasure: 'no-recording' }), 'gap', 'There is no recording on this disk to measure in.'],
    [row({ noMeasure: 'no-recording' }), 'parties', 'There is no recording on this disk to measure in.'],
    [row({ deadAirLongestMs: 0 }), 'parties', 'The parties of this call cannot be told apart'],
    [row({ measured: 3 }), 'difference', 'No turn of this call has both a reported and a measured gap'],
  ] as const)('%#', (call, of, why) => expect(unknownReason(call, of)).toBe(why));
});

it('figures are told in words', () => {
  const apart = { differenceWorstMs: 312, differenceMedianMs: 80 };
  expect(differenceWords(row(apart), { latencyToleranceMs: 250 })).toContain('312\u202fms apart at most');
  expect(differenceWords(row(apart), { latencyToleranceMs: 250 })).toContain('more than the tolerance');
  expect(differenceWords(row(apart), { latencyToleranceMs: 312 })).toContain('within the tolerance');
  expect(findingWords(1, 2)).toBe('1 error, 2 warnings');
  expect(findingWords(0, 0)).toBe('The checks of reported latency found nothing');
  expect(overlapWords(row({ overlaps: 3, bargeIns: 1, agentOverCaller: 2 }))).toBe(
    '3 overlaps, 1 barge-in; the agent began over the caller 2 times',
  );
  expect(overlapWords(row({ overlaps: 0, bargeIns: 0, agentOverCaller: 0 }))).toBe('Nobody speaks over the other');
  expect(deadAirWords(row({ deadAirLongestMs: 4000, deadAirTotalMs: 7500 }))).toContain('7\u202f500\u202fms in all');
});
