import { expect, it } from 'vitest';
import type { ReportedLatency } from '../model/turn.ts';
import { timingOf } from '../testing/timing.ts';
import { noDeadAirReason, noFindingReason, noGapReason, noOverlapReason, unmeasuredReason } from './timing-words.ts';

const timing = timingOf({
  speech: { durationMs: 1000, channels: [], identical: false },
  lanes: { roles: ['agent', 'caller'], source: 'detected', confidence: 1 },
});

it('says why nothing was measured', () => {
  expect(unmeasuredReason(null)).toContain('not been measured yet');
  expect(unmeasuredReason(timing)).toBeNull();
  const problems = [{ code: 'aac', message: 'Only a browser reads AAC.' }];
  expect(unmeasuredReason({ ...timing, speech: null, problems })).toBe('Only a browser reads AAC.');
  expect(unmeasuredReason({ ...timing, speech: null })).toContain('could not be measured');
});

it('says why there is no overlap or dead air to go to', () => {
  expect(noOverlapReason(timing)).toContain('Nobody speaks over');
  expect(noOverlapReason({ ...timing, lanes: null })).toContain('cannot be told apart');
  const overlaps = [{ startMs: 0, endMs: 200, first: 'agent' as const, kind: 'backchannel' as const }];
  expect(noOverlapReason({ ...timing, overlaps })).toContain('mm-hm');
  expect(noOverlapReason(null)).toContain('not been measured yet');
  expect(noDeadAirReason(timing, 3000)).toContain('3\u202f000\u202fms or longer');
  expect(noDeadAirReason(null, 3000)).toContain('not been measured yet');
});

it('says why a turn has no gap, for a turn that was not measured too', () => {
  expect(noGapReason(timing, 4)).toBe('This turn was not measured.');
  expect(noGapReason(null, 4)).toContain('not been measured yet');
});

it('says why there is no finding', () => {
  const latency = { total_perceived_ms: 900 } as ReportedLatency;
  expect(noFindingReason([{ latency: null }], timing)).toContain('nothing to check');
  expect(noFindingReason([{ latency }], timing)).toContain('also against the sound');
  expect(noFindingReason([{ latency }], null)).toMatch(/needs no sound.*not been measured yet/);
});
