import { describe, expect, it } from 'vitest';
import { countOver, median, percentile, spreadOf } from './stats.ts';
import { formatTable, show, showRatio, showRuns } from './table.ts';

describe('percentiles', () => {
  it('lie between neighbours in proportion', () => {
    expect(percentile([10, 20, 30, 40, 50], 0.5)).toBe(30);
    expect(percentile([10, 20], 0.25)).toBe(12.5);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('end at the smallest and the largest value', () => {
    expect(percentile([1, 2, 3], 0)).toBe(1);
    expect(percentile([1, 2, 3], 1)).toBe(3);
    expect(percentile([1, 2, 3], 2)).toBe(3);
  });

  it('do not need sorted input and leave it as it is', () => {
    const values = [30, 2, 100, 10];
    expect(median(values)).toBe(20);
    expect(spreadOf(values)).toMatchObject({ n: 4, min: 2, p50: 20, max: 100 });
    expect(values).toEqual([30, 2, 100, 10]);
  });

  it('refuse to make a figure of nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  it('count what is over a limit, not at it', () => {
    expect(countOver([16.7, 16.71, 40], 16.7)).toBe(2);
  });
});

describe('tables', () => {
  it('align text left and figures right', () => {
    const text = formatTable({
      title: 'T',
      head: ['what', 'ms'],
      rows: [
        ['a', '5'],
        ['longer', '1234'],
      ],
    });
    expect(text.split('\n')).toEqual(['T', 'what      ms', '------  ----', 'a          5', 'longer  1234']);
  });

  it('show numbers in few figures', () => {
    expect([0.1234, 12.34, 123.4, 5, Number.NaN].map(show)).toEqual(['0.12', '12.3', '123', '5', '-']);
  });

  it('show several runs with their range, and ratios', () => {
    expect(showRuns([1, 2, 4], 2)).toBe('2 [1-4]');
    expect(showRuns([2], 2)).toBe('2');
    expect([showRatio(10, 4), showRatio(1, 0)]).toEqual(['2.50x', '-']);
  });
});
