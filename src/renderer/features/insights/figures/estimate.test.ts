import { describe, expect, it } from 'vitest';
import { formatLatency } from '#shared/logic/format.ts';
import { estimateWords, intervalText, msTick, percent, shareWords, signed } from './estimate.ts';

describe('figures in words', () => {
  it('has no unit at ticks', () => {
    expect([0, 500, 20_000, -300].map(msTick)).toEqual(['0', '500', '20\u202f000', '\u2212300']);
  });

  it('writes shares with as much as they can bear', () => {
    expect([null, 0, 0.004, 0.123, 1].map(percent)).toEqual(['–', '0\u202f%', '0.4\u202f%', '12\u202f%', '100\u202f%']);
  });

  it('gives differences their sign, and none to nothing', () => {
    expect(signed(712, formatLatency)).toBe('+712\u202fms');
    expect(signed(-12.4, formatLatency)).toBe('\u221212\u202fms');
    expect(signed(0.2, formatLatency)).toBe('0\u202fms');
    expect(signed(null, formatLatency)).toBe('–');
  });

  it('says when there is no figure, and when there is no interval', () => {
    expect(estimateWords('p50', null, formatLatency)).toBe('p50: none');
    expect(intervalText(null, formatLatency)).toBe('–');
    expect(estimateWords('p50', { value: 900, low: null, high: null }, formatLatency)).toBe(
      'p50 900\u202fms, too few for an interval',
    );
    expect(estimateWords('p50', { value: 900, low: 850, high: 990 }, formatLatency)).toBe(
      'p50 900\u202fms (850\u202fms to 990\u202fms)',
    );
  });

  it('counts what a share is of', () => {
    expect(shareWords({ k: 0, n: 0, share: null, low: null, high: null }, 'turns')).toBe('0 of 0 turns, –');
    expect(shareWords({ k: 12, n: 80, share: 0.15, low: 0.09, high: 0.24 }, 'turns')).toBe(
      '12 of 80 turns, 15\u202f% (9.0\u202f% to 24\u202f%)',
    );
  });
});
