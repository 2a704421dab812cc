import { describe, expect, it } from 'vitest';
import { betaCdf, logGamma } from './beta.ts';
import { clopperPearson, signTest, wilsonInterval } from './binomial.ts';
import { benjaminiHochberg, holm } from './multiple.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { quantile } from './quantile.ts';
import { studentCdf, studentQuantile } from './student.ts';
import { theilSen } from './trend.ts';

describe('Distributions (Abramowitz & Stegun 1964, tables 26.1 and 26.10)', () => {
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [2, 0.977249868051821],
    [-3, 0.00134989803163],
    [-6, 9.865876450377e-10],
  ])('normal, at %f', (x, p) => {
    expect(normalCdf(x) / p).toBeCloseTo(1, 11);
    expect(normalQuantile(p)).toBeCloseTo(x, 9);
  });

  it.each([
    [1, 0.975, 12.706],
    [4, 0.975, 2.776],
    [9, 0.975, 2.262],
    [10, 0.95, 1.812],
    [30, 0.995, 2.75],
    [120, 0.975, 1.98],
  ])('Student’s t with %i degrees of freedom', (df, p, t) => {
    expect(studentQuantile(p, df)).toBeCloseTo(t, 3);
    expect(studentCdf(studentQuantile(p, df), df)).toBeCloseTo(p, 12);
  });

  it('with many degrees of freedom t is the normal one', () => {
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 6);
    expect(studentQuantile(0.975, 9e5)).toBeCloseTo(1.959964, 4);
  });

  it('beta: closed forms', () => {
    expect(betaCdf(0.3, 1, 1)).toBeCloseTo(0.3, 14);
    expect(betaCdf(0.3, 2, 1)).toBeCloseTo(0.09, 14);
    // I_x(2, 3) = 6x² − 8x³ + 3x⁴
    expect(betaCdf(0.4, 2, 3)).toBeCloseTo(6 * 0.16 - 8 * 0.064 + 3 * 0.0256, 13);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
  });
});

describe('Intervals of one share (Newcombe 1998, Statistics in Medicine 17:857, table I)', () => {
  it.each([
    [81, 263, 0.2553, 0.3662, 0.2527, 0.3676],
    [15, 148, 0.0624, 0.1605, 0.0578, 0.1617],
    [0, 20, 0, 0.1611, 0, 0.1684],
    [1, 29, 0.0061, 0.1718, 0.0009, 0.1776],
  ])('%i of %i', (hits, trials, low, high, exactLow, exactHigh) => {
    const wilson = wilsonInterval(hits / trials, trials);
    expect([wilson.low, wilson.high]).toEqual([expect.closeTo(low, 4), expect.closeTo(high, 4)]);
    const exact = clopperPearson(hits, trials);
    expect([exact.low, exact.high]).toEqual([expect.closeTo(exactLow, 4), expect.closeTo(exactHigh, 4)]);
  });

  it('exact: 4 of 20 at 90 % (NIST/SEMATECH e-Handbook, 7.2.4.1)', () => {
    const { low, high } = clopperPearson(4, 20, 0.9);
    expect(low).toBeCloseTo(0.07135, 5);
    expect(high).toBeCloseTo(0.40103, 5);
  });
});

describe('Sign test: binomial tails counted out', () => {
  it.each([
    [9, 1, 22 / 1024],
    [8, 2, 112 / 1024],
    [6, 0, 2 / 64],
    [5, 5, 1],
    [0, 0, 1],
  ])('%i to %i', (pluses, minuses, p) => {
    expect(signTest(pluses, minuses)).toBeCloseTo(p, 12);
    expect(signTest(minuses, pluses)).toBeCloseTo(p, 12);
  });

  it('of many votes too (near the normal one with its correction for steps)', () => {
    expect(signTest(5100, 4900)).toBeCloseTo(2 * normalCdf(-(99.5 / 50)), 4);
  });
});

describe('Several comparisons', () => {
  // Benjamini & Hochberg 1995, section 4: 15 p-values; at 5 % Bonferroni and Holm keep three, their procedure four.
  const published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];
  it('the example of Benjamini & Hochberg', () => {
    expect(benjaminiHochberg(published).filter((p) => p !== null && p <= 0.05)).toHaveLength(4);
    expect(holm(published).filter((p) => p !== null && p <= 0.05)).toHaveLength(3);
    expect(benjaminiHochberg(published)[3]).toBeCloseTo((15 / 4) * 0.0095, 12);
  });

  it('in any order, with gaps', () => {
    expect(holm([0.04, null, 0.01, 0.03])).toEqual([0.06, null, 0.03, 0.06]);
    expect(benjaminiHochberg([0.04, null, 0.01, Number.NaN])).toEqual([0.04, null, 0.02, null]);
    expect(holm([])).toEqual([]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });
});

describe('Quantiles of type 7 (Hyndman & Fan 1996: place 1 + (n − 1)p)', () => {
  it.each([
    [[1, 2, 3, 4, 10], 0.9, 7.6],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.25, 3.25],
    [[5], 0.99, 5],
    [[1, 3], 0.5, 2],
  ])('%j at %f', (values, p, expected) => {
    expect(quantile(values, p)).toBeCloseTo(expected, 12);
  });
});

describe('Trend', () => {
  it('the example of Sen 1968, section 6: a slope of 4', () => {
    const times = [1, 2, 3, 4, 10, 12, 18];
    const values = [9, 15, 19, 20, 45, 55, 78];
    const found = theilSen(times.map((day, i) => ({ day, value: values[i] ?? 0 })));
    expect(found.perDay).toBe(4);
    expect(found.interval.low).toBeLessThan(4);
    expect(found.interval.high).toBeGreaterThan(4);
  });

  it.each([
    // Largest S of Kendall's that is not significant at 5 % two-sided is 2 below the table's (Kendall 1970, table 1: 10, 13, 15, 18, 20, 23).
    [5, 10],
    [6, 13],
    [7, 15],
    [8, 18],
    [9, 20],
    [10, 23],
  ])('the interval of %i days begins where S is significant', (days, critical) => {
    // Slopes are all different and known: value = day², so slope of (i, j) = i + j and its order is known.
    const points = Array.from({ length: days }, (_, day) => ({
      day,
      value: day ** 2 + day * 1e-3 * Math.SQRT2 ** day,
    }));
    const slopes = points
      .flatMap((a, i) => points.slice(0, i).map((b) => (a.value - b.value) / (a.day - b.day)))
      .sort((a, b) => a - b);
    const below = (slopes.length - critical) / 2;
    expect(theilSen(points).interval.low).toBe(slopes[Math.floor(below)]);
    expect(theilSen(points).interval.high).toBe(slopes[slopes.length - 1 - Math.floor(below)]);
  });
});
