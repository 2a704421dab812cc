import { describe, expect, it } from 'vitest';
import type { Figure } from '#shared/model/review/agreement.ts';
import { anchorMs, anchorWords, formatFigure, intervalWords, whyWords } from './words.ts';

const figure = (more: Partial<Figure>): Figure => ({
  value: 0.7,
  why: null,
  low: null,
  high: null,
  whyNoInterval: null,
  units: 5,
  ...more,
});

describe('figures in words', () => {
  it('writes coefficients, shares and points', () => {
    expect(formatFigure(0.743, 'coefficient')).toBe('0.74');
    expect(formatFigure(-0.0063, 'coefficient')).toBe('\u22120.01');
    expect(formatFigure(-0.001, 'coefficient')).toBe('0.00');
    expect(formatFigure(0.6, 'share')).toBe('60\u202f%');
    expect(formatFigure(7.5, 'points')).toBe('+7.5');
    expect(formatFigure(-7.5, 'points')).toBe('\u22127.5');
    expect(formatFigure(0, 'points')).toBe('0.0');
    expect(formatFigure(null, 'share')).toBe('–');
  });

  it('says the interval, or plainly why there is none', () => {
    expect(intervalWords(figure({ low: 0.521, high: 0.84 }), 'coefficient')).toBe('0.52 to 0.84');
    expect(intervalWords(figure({ whyNoInterval: 'too-few' }), 'coefficient')).toBe('5 calls: too few for an interval');
    expect(intervalWords(figure({ whyNoInterval: 'too-few', units: 1 }), 'share', 'repeat')).toBe(
      '1 repeat: too few for an interval',
    );
    expect(intervalWords(figure({ value: null, why: 'one-rater', whyNoInterval: 'one-rater' }), 'share')).toBeNull();
  });

  it('says why there is no figure', () => {
    expect(whyWords(figure({ value: null, why: 'one-category' }))).toBe('all answers are the same');
    expect(whyWords(figure({}))).toBeNull();
  });
});

describe('evidence', () => {
  const turn = { index: 3, role: 'agent', startMs: 4200, text: 'Hello' } as const;
  it('begins somewhere, and is called something', () => {
    expect(anchorMs({ on: 'call' })).toBeNull();
    expect(anchorMs({ on: 'range', startMs: 10, endMs: 20 })).toBe(10);
    expect(anchorMs({ on: 'turn', turn })).toBe(4200);
    expect(anchorWords({ on: 'turn', turn })).toBe('turn 4');
    const exact = '😀'.repeat(60);
    const words = anchorWords({ on: 'text', turn, quote: { exact, prefix: '', suffix: '', at: 0 } });
    expect(words).toBe(`“${'😀'.repeat(39)}…”`);
  });
});
