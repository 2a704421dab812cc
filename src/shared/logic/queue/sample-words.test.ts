import { describe, expect, it } from 'vitest';
import { sampleReason, sampleWords } from './sample-words.ts';

const plain = { rules: [], rulesMatch: 'all' as const, strata: null, seed: 7 };

describe('a sample in words', () => {
  it('says how many of how many, by what, and the seed that draws it again', () => {
    const byVersion = { ...plain, strata: { by: 'version' as const, share: 'proportional' as const } };
    expect(sampleWords(byVersion, { drawn: 25, matching: 1204 })).toBe(
      '25 of 1\u202f204 matching calls, stratified by version, seed 7',
    );
    expect(sampleWords(plain, { drawn: 1, matching: 1 })).toBe('1 of 1 matching call, seed 7');
  });

  it('says every rule and how they go together', () => {
    const slow = { rule: 'slow' as const, figure: 'p95' as const, aboveMs: 2000 };
    const ruled = { ...plain, rules: [slow, { rule: 'tool-errors' as const }], rulesMatch: 'any' as const };
    expect(sampleWords(ruled, { drawn: 3, matching: 9 })).toBe(
      '3 of 9 matching calls, with a p95 gap above 2\u202f000\u202fms or with tool errors, seed 7',
    );
    expect(sampleReason(ruled)).toBe('slow, tool errors');
    expect(sampleReason(plain)).toBe('random');
    expect(sampleReason({ rules: [], strata: { by: 'day', share: 'equal' } })).toBe('random by day');
  });
});
