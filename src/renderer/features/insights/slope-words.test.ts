import { describe, expect, it } from 'vitest';
import { slopeWords } from './slope-words.ts';

const day = (date: number, value: number | null, month = 9) => ({
  fromMs: new Date(2026, month, date).getTime(),
  toMs: new Date(2026, month, date + 1).getTime(),
  n: 20,
  calls: 4,
  p50: value === null ? null : { value, low: null, high: null },
  p90: null,
});

describe('where a trend goes', () => {
  it('says the slope with its interval, over the change of the clock as well', () => {
    const noise = [0, 3, -2, 4, 1, -3, 2, 0, -1, 3];
    // 25 October is the day on which clocks go back in Europe.
    const points = noise.map((n, i) => day(20 + i, 800 + 12 * i + n));
    expect(slopeWords(points, 'day')).toMatch(
      /^p50 rises by 1[123]\sms a day \(95 %: \+1[0-3]\sms to \+1[1-4]\sms, 10 days\)$/,
    );
    const falling = points.map((point, i) => ({ ...point, p50: { value: 900 - 5 * i, low: null, high: null } }));
    expect(slopeWords(falling, 'day')).toMatch(/^p50 falls by 5\sms a day$/);
  });

  it('claims nothing of few steps, of none, and of what only wobbles', () => {
    expect(slopeWords([], 'day')).toBe('');
    expect(slopeWords([day(1, 800)], 'week')).toBe('');
    expect(slopeWords([day(1, 800), day(2, 900), day(3, null)], 'day')).toBe('too few days for a slope (2, from 5 on)');
    const wobble = [800, 900, 810, 890, 805, 895, 800, 900].map((value, i) => day(1 + i, value));
    expect(slopeWords(wobble, 'day')).toMatch(/^no slope shown \(/);
    expect(
      slopeWords(
        [1, 2, 3, 4, 5, 6].map((date) => day(date, 800)),
        'day',
      ),
    ).toBe('p50 stays the same');
  });

  it('counts weeks and months as steps', () => {
    const values = [800, 810, 819, 831, 840, 851];
    const weeks = values.map((value, i) => day(5 + 7 * i, value));
    expect(slopeWords(weeks, 'week')).toMatch(/^p50 rises by 10\sms a week \(.*, 6 weeks\)$/);
    const months = values.map((value, i) => day(1, value, 8 + i));
    expect(slopeWords(months, 'month')).toMatch(/^p50 rises by 10\sms a month/);
  });
});
