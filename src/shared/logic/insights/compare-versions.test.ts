import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { compareVersions, type DefinedValues } from './compare-versions.ts';
import { versionMetrics } from './metrics.ts';

const metrics = versionMetrics(2000, 'measured');
const find = (id: string) => metrics.filter((metric) => metric.id === id);

/** Calls with a level each and turns around it, ms. */
function waits(calls: number, median: number, seed: number, definition = 'v1', turns = 10): DefinedValues {
  const random = seededRandom(seed);
  const values: number[] = [];
  const numbers: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const level = 200 * random();
    for (let turn = 0; turn < turns; turn += 1) {
      values.push(median - 150 + level + 100 * random());
      numbers.push(call);
    }
  }
  return { values: Float64Array.from(values), calls: Uint32Array.from(numbers), definition };
}

function compareMedian(a: readonly DefinedValues[], b: readonly DefinedValues[]) {
  return compareVersions(
    find('measured-p50').map((metric) => ({ metric, a, b })),
    { resamples: 300 },
  ).rows;
}

describe('version A beside version B', () => {
  it('finds 700 ms with ten calls beside sixteen, and which way', () => {
    const [slower] = compareMedian([waits(10, 900, 1)], [waits(16, 1600, 2)]);
    expect(slower).toMatchObject({
      verdict: 'slower',
      change: 'worse',
      a: { calls: 10, n: 100 },
      b: { calls: 16, n: 160 },
    });
    expect(slower?.interval.low).toBeLessThan(700);
    expect(slower?.interval.high).toBeGreaterThan(700);
    expect(slower?.words).toMatch(/^B is slower by \d+ ms \(95 %: \+\d+ ms to \+\d+ ms\)\.$/);
    const [faster] = compareMedian([waits(16, 1600, 2)], [waits(10, 900, 1)]);
    expect(faster).toMatchObject({ verdict: 'faster', change: 'better' });
    expect(faster?.difference).toBeCloseTo(-(slower?.difference ?? 0), 9);
  });

  it('gives the same answer each time', () => {
    const run = () => compareMedian([waits(10, 900, 1)], [waits(16, 950, 2)]);
    expect(run()).toEqual(run());
  });

  it('shows no difference where there is none, and does not say that there is none', () => {
    const [row] = compareMedian([waits(30, 900, 1)], [waits(30, 900, 2)]);
    expect(row).toMatchObject({ verdict: 'no-difference-shown', change: null });
    expect(row?.words).toContain('does not mean');
  });

  it('one call beside many, or three beside three, are too few', () => {
    for (const [a, b] of [
      [1, 50],
      [3, 3],
    ] as const) {
      const [row] = compareMedian([waits(a, 900, 1)], [waits(b, 5000, 2)]);
      expect(row).toMatchObject({ verdict: 'too-few', p: null, adjustedP: null, interval: { low: null } });
      expect(row?.words).toMatch(/^Too few calls to tell/);
    }
  });

  it('never pools values of different definitions', () => {
    const rows = compareMedian([waits(20, 900, 1, 'old'), waits(20, 900, 3, 'new')], [waits(20, 1600, 2, 'new')]);
    expect(rows.map(({ definition, verdict, a, b }) => [definition, verdict, a.n, b.n])).toEqual([
      ['new', 'slower', 200, 200],
      ['old', 'not-comparable', 200, 0],
    ]);
  });

  it('equal values: a difference without spread is one, no difference is none', () => {
    const flat = (value: number) => ({ ...waits(10, 0, 1), values: new Float64Array(100).fill(value) });
    const [same] = compareMedian([flat(800)], [flat(800)]);
    expect(same).toMatchObject({ verdict: 'no-difference-shown', difference: 0, interval: { why: 'no-spread' } });
    const [other] = compareMedian([flat(800)], [flat(900)]);
    expect(other).toMatchObject({ verdict: 'slower', difference: 100 });
  });

  it('nothing, NaN and infinities give no figure and no NaN', () => {
    const broken = {
      values: Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY),
      calls: Uint32Array.of(1, 2),
      definition: 'v1',
    };
    const none = { values: new Float64Array(), calls: new Uint32Array(), definition: 'v1' };
    const { rows } = compareVersions(
      metrics.flatMap((metric) => [
        { metric, a: [broken], b: [waits(12, 900, 1)] },
        { metric, a: [none], b: [none] },
        { metric, a: [], b: [] },
      ]),
      { resamples: 50 },
    );
    expect(rows).toHaveLength(2 * metrics.length);
    for (const row of rows) {
      expect(row.verdict).toBe('not-comparable');
      expect(JSON.stringify(row)).not.toContain('NaN');
    }
    expect(rows[0]?.a).toMatchObject({ n: 0, dropped: 2, value: null });
  });

  it('a call of 2,000 turns beside calls of one', () => {
    const long = waits(1, 5000, 5, 'v1', 2000);
    const short = waits(40, 900, 6, 'v1', 1);
    const mixed = {
      values: Float64Array.from([...Array.from(long.values), ...Array.from(short.values)]),
      calls: Float64Array.from([...Array.from(long.calls, () => 999), ...Array.from(short.calls)]),
      definition: 'v1',
    };
    const [row] = compareMedian([short], [mixed]);
    // The long call makes the median of the turns, yet it is one call: no difference may rest on it.
    expect(row?.difference).toBeGreaterThan(3000);
    expect(row?.verdict).toBe('no-difference-shown');
  });

  it('200 versions at once are one family: without a difference hardly anything is called one', () => {
    const compared = find('measured-p50').flatMap((metric) =>
      Array.from({ length: 200 }, (_, i) => ({ metric, a: [waits(8, 900, 2 * i + 1)], b: [waits(8, 900, 2 * i + 2)] })),
    );
    const { rows, tested } = compareVersions(compared, { resamples: 100 });
    expect(tested).toBe(200);
    expect(rows.filter(({ verdict }) => verdict !== 'no-difference-shown')).toEqual([]);
  });
});
