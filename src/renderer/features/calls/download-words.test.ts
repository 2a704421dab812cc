import { describe, expect, it } from 'vitest';
import { noFilter } from '../../lib/call-filter.ts';
import { downloadLabel, filterSentence, planWarnings, queuedSentence, sizeWords } from './download-words.ts';

const plan = { calls: 100, here: 60, missing: 30, bytes: 1_200_000_000, freeBytes: 41_000_000_000 };

describe('planWarnings', () => {
  it('has none when there is room', () => {
    expect(planWarnings(plan, { bytes: 1, capBytes: null })).toEqual([]);
    expect(planWarnings(plan, undefined)).toEqual([]);
  });

  it('warns of a disk that is too small, by how much', () => {
    expect(planWarnings({ ...plan, freeBytes: 200_000_000 }, undefined)).toEqual([
      expect.stringContaining('1.0\u202fGB more than the disk has room for'),
    ]);
  });

  it('warns of a limit that what is here already counts towards', () => {
    expect(planWarnings(plan, { bytes: 9_000_000_000, capBytes: 10_000_000_000 })).toEqual([
      expect.stringContaining('limit of 10.0\u202fGB'),
    ]);
    expect(planWarnings(plan, { bytes: 8_000_000_000, capBytes: 10_000_000_000 })).toEqual([]);
  });

  it('does not guess without a size', () => {
    expect(planWarnings({ ...plan, bytes: null, freeBytes: 0 }, { bytes: 9, capBytes: 1 })).toEqual([]);
  });
});

it('the size is about right, unknown or nothing', () => {
  expect(sizeWords(plan)).toBe('about 1.2\u202fGB');
  expect(sizeWords({ ...plan, bytes: null })).toContain('not known');
  expect(sizeWords({ ...plan, missing: 0, bytes: 0 })).toBe('nothing to download');
  expect(downloadLabel(plan)).toBe('Download 30 recordings, about 1.2\u202fGB');
  expect(downloadLabel({ ...plan, missing: 1, bytes: null })).toBe('Download 1 recording');
});

it('filterSentence names every filter in force', () => {
  expect(filterSentence(noFilter, undefined)).toBeNull();
  const filter = { ...noFilter, text: ' 415 ', directions: ['incoming' as const], statusGroups: ['failed' as const] };
  expect(filterSentence(filter, undefined)).toBe('“415” · Failed · Incoming');
});

it('queuedSentence says when it comes', () => {
  expect(queuedSentence(0, { paused: false, offline: false })).toContain('Nothing was left');
  expect(queuedSentence(1, { paused: true, offline: true })).toContain('It comes when you resume');
  expect(queuedSentence(2, { paused: false, offline: true })).toContain('as soon as Voicy');
  expect(queuedSentence(2, { paused: false, offline: false })).toContain('before anything else');
});
