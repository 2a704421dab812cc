import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateHeard, shareSaid, speakingRate } from './heard.ts';

const spoken = (content: string, speechMs: number) => ({ content, speechMs });

describe('speakingRate', () => {
  it('is the median pace of turns long enough to have one, and unknown for few', () => {
    const slow = spoken('a'.repeat(20), 2000);
    const usual = spoken('a'.repeat(45), 3000);
    const fast = spoken('a'.repeat(60), 3000);
    expect(speakingRate([slow, fast, usual])).toBe(0.015);
    expect(speakingRate([slow, fast, spoken('Yes.', 2000)])).toBeNull();
    expect(speakingRate([slow, fast, spoken('a'.repeat(60), 300)])).toBeNull();
  });
});

describe('estimateHeard', () => {
  const content = 'Your parcel is on its way.';

  it('ends with the word that is nearest', () => {
    expect(estimateHeard(spoken(content, 1100), 0.01)).toBe('Your parcel'.length);
    expect(estimateHeard(spoken(content, 1050), 0.01)).toBe('Your parcel'.length);
    expect(estimateHeard(spoken(content, 1330), 0.01)).toBe('Your parcel is'.length);
    expect(estimateHeard(spoken(content, 100), 0.01)).toBe(0);
    expect(estimateHeard(spoken(content, 2500), 0.01)).toBeNull();
    expect(estimateHeard(spoken(content, 9000), 0.01)).toBeNull();
    expect(estimateHeard(spoken('', 0), 0.01)).toBeNull();
  });

  it('never breaks a character, nor goes beyond the text', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', ' ', '好', '😀', '\n'), maxLength: 80 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 8000 }), (text, speechMs) => {
        const chars = estimateHeard(spoken(text, speechMs), 0.012);
        if (chars === null) return;
        expect(chars).toBeLessThan(text.length);
        expect(text.slice(0, chars).isWellFormed()).toBe(true);
      }),
    );
  });

  it('goes with the share that is said', () => {
    expect(shareSaid(spoken(content, 1300), 0.01)).toBe(0.5);
    expect(shareSaid(spoken('  ', 10), 0.01)).toBe(1);
  });
});
