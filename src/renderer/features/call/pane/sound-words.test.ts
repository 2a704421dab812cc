import { describe, expect, it } from 'vitest';
import type { ClockFit, Overlap } from '#shared/model/timing.ts';
import { timingOf } from '#shared/testing/timing.ts';
import { clockInWords, levelsInWords, overlapsInWords, shareInWords } from './sound-words.ts';

const clock = (part: Partial<ClockFit> = {}): ClockFit => ({
  offsetMs: -4,
  driftPpm: 0,
  residualMs: 1.4,
  pairs: 33,
  confidence: 'high',
  nudgeMs: 0,
  ...part,
});
const overlap = (kind: Overlap['kind']): Overlap => ({ startMs: 0, endMs: 100, first: 'agent', kind });

describe('clockInWords', () => {
  it('says where the sound is, by how many turns, and how well they agree', () => {
    expect(clockInWords(clock())).toMatch(/^sound 4.ms ahead of the transcript’s times \(33 turns, ± 1.ms\)$/);
    expect(clockInWords(clock({ pairs: 1, confidence: 'low' }))).toContain('(1 turn, ± ');
    expect(clockInWords(clock({ nudgeMs: 100, offsetMs: 96 }))).toMatch(/behind .*, of that 100.ms by hand/);
  });

  it('shows no fit where there was none, only what the reader did', () => {
    const moved = clockInWords(clock({ pairs: 0, residualMs: 0, confidence: 'low', offsetMs: 100, nudgeMs: 100 }));
    expect(moved).toMatch(/100.ms behind .*moved by hand; it could not be fitted$/);
    expect(moved).not.toContain('±');
    expect(clockInWords(null)).toBeNull();
  });
});

it('counts overlaps by kind, one as one, and leaves out what there is none of', () => {
  expect(overlapsInWords(timingOf())).toBe('none');
  const overlaps = [overlap('barge-in'), overlap('backchannel'), overlap('backchannel')];
  expect(overlapsInWords(timingOf({ overlaps }))).toBe('1 barge-in, 2 backchannels');
});

it('writes levels with a minus, and says what is silent', () => {
  const channel = { segments: [], other: [] };
  expect(levelsInWords({ ...channel, speechDb: -20.6, noiseDb: -59 })).toBe(
    'speech −21 dBFS, line −59 dBFS, 38 dB apart',
  );
  expect(levelsInWords({ ...channel, speechDb: -20, noiseDb: null })).toContain('silent line');
  expect(levelsInWords({ ...channel, speechDb: null, noiseDb: -60 })).toBeNull();
});

it('gives no share of what was not measured', () => {
  expect(shareInWords(timingOf(), 'agentMs')).toBeNull();
});
