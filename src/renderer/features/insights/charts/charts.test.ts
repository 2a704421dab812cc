import { describe, expect, it } from 'vitest';
import { extentOf, linearScale, spreadLabels, tickRoom } from './scale.ts';
import { csvOf, tableOf } from './table-data.ts';
import { pathOf } from './trend.tsx';

describe('linearScale', () => {
  it('puts round ends at the ends of the drawing', () => {
    const x = linearScale([3, 1930], [100, 500], 5);
    expect([x.from, x.to]).toEqual([0, 2000]);
    expect([x(0), x(1000), x(2000)]).toEqual([100, 300, 500]);
    expect(x.ticks).toEqual([0, 500, 1000, 1500, 2000]);
  });

  it('draws equal values in the middle of something, and upward axes too', () => {
    for (const value of [0, 1, 640, -640]) {
      const x = linearScale([value, value], [0, 100], 4);
      expect(x.from).toBeLessThan(value);
      expect(x.to).toBeGreaterThan(value);
      expect(x(value)).toBeGreaterThan(0);
      expect(x(value)).toBeLessThan(100);
    }
    expect(linearScale([0, 10], [200, 0], 2)(10)).toBe(0);
  });

  it('has room for three ticks at least', () => {
    expect(tickRoom(10)).toBe(3);
    expect(tickRoom(10_000)).toBe(10);
  });
});

describe('extentOf', () => {
  it('takes what is there', () => {
    expect(extentOf([null, 4, Number.NaN, -2, undefined])).toEqual([-2, 4]);
    expect(extentOf([null, undefined])).toBeNull();
  });
});

describe('spreadLabels', () => {
  it('moves a label right only where it would lie on another', () => {
    expect(spreadLabels([0, 10, 200], [50, 50, 50], 5, 400)).toEqual([0, 55, 200]);
  });

  it('moves labels left where the drawing ends', () => {
    expect(spreadLabels([300, 300, 300], [50, 50, 50], 10, 400)).toEqual([230, 290, 350]);
    expect(spreadLabels([], [], 10, 400)).toEqual([]);
  });
});

describe('pathOf', () => {
  it('breaks where nothing was measured', () => {
    expect(pathOf([[0, 1], [2, 3], null, [4, 5]])).toBe('M0.0 1.0L2.0 3.0M4.0 5.0');
    expect(pathOf([null])).toBe('');
  });
});

describe('the table behind a chart', () => {
  const table = tableOf<{ name: string; ms: number | null }>(
    [
      { head: 'Version', value: ({ name }) => name },
      { head: 'Median, ms', value: ({ ms }) => ms, text: ({ ms }) => (ms === null ? '–' : `${ms} ms`), number: true },
    ],
    [
      { name: '=HYPERLINK("x")', ms: 12.5 },
      { name: 'v7', ms: null },
    ],
  );

  it('reads as the chart does', () => {
    expect(table.rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['=HYPERLINK("x")', '12.5 ms'],
      ['v7', '–'],
    ]);
  });

  it('is harmless as a file, with numbers as numbers and nothing for what was not measured', () => {
    expect(csvOf(table)).toBe('Version,"Median, ms"\r\n"\'=HYPERLINK(""x"")",12.5\r\nv7,\r\n');
  });
});
