import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../stats/binomial.ts';
import { bootstrapInterval } from '../stats/bootstrap.ts';
import { quantile } from '../stats/quantile.ts';
import { seededRandom } from '../stats/random.ts';
import { alphaUnits, krippendorffAlpha } from './alpha.ts';
import { cohenKappa, kappaOfTable, kappaWeights } from './kappa.ts';
import { percentAgreement } from './percent.ts';
import { none, type Ratings } from './ratings.ts';

const metrics = ['nominal', 'ordinal', 'interval', 'ratio'] as const;

describe('where there is no figure', () => {
  const cases: [string, Ratings<number>, ReturnType<typeof none>][] = [
    ['no units', [], none('nothing')],
    [
      'all missing',
      [
        [null, null],
        [null, null],
      ],
      none('nothing'),
    ],
    [
      'one rater',
      [
        [1, null],
        [2, null],
      ],
      none('one-rater'),
    ],
    ['a single column', [[1], [2]], none('one-rater')],
    [
      'two raters who never met',
      [
        [1, null],
        [null, 1],
      ],
      none('no-overlap'),
    ],
    [
      'numbers that are none',
      [
        [Number.NaN, 1],
        [2, Number.POSITIVE_INFINITY],
      ],
      none('no-overlap'),
    ],
  ];
  it.each(cases)('%s', (_, ratings, expected) => {
    for (const metric of metrics) expect(krippendorffAlpha(ratings, metric)).toEqual(expected);
    expect(percentAgreement(ratings)).toEqual(expected);
    expect(cohenKappa(ratings, [1, 2])).toEqual(expected);
  });

  it('one category only: chance explains all, so no coefficient, while the share is 1', () => {
    const same = [
      [3, 3],
      [3, 3],
      [3, null],
    ];
    for (const metric of metrics) expect(krippendorffAlpha(same, metric)).toEqual(none('one-category'));
    expect(cohenKappa(same, [1, 2, 3], 'quadratic')).toEqual(none('one-category'));
    expect(percentAgreement(same)).toEqual({ value: 1, why: null });
  });

  it('equal decimal fractions have no spread, whatever rounding makes of their mean', () => {
    const same = Array.from({ length: 7 }, () => [0.1, 0.1, 0.1]);
    expect(krippendorffAlpha(same, 'interval')).toEqual(none('one-category'));
  });

  it('an empty table', () => {
    expect(
      kappaOfTable(
        [
          [0, 0],
          [0, 0],
        ],
        kappaWeights('none', 2),
      ),
    ).toEqual(none('nothing'));
  });
});

const ratingsArb = fc.integer({ min: 2, max: 4 }).chain((raters) =>
  fc.array(
    fc.array(fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }), { minLength: raters, maxLength: raters }),
    {
      minLength: 2,
      maxLength: 12,
    },
  ),
);

describe('properties', () => {
  it('alpha is at most 1, and does not care in which order units and raters come', () => {
    fc.assert(
      fc.property(ratingsArb, fc.constantFrom(...metrics), (ratings, metric) => {
        const found = krippendorffAlpha(ratings, metric);
        if (found.value === null) return;
        expect(found.value).toBeLessThanOrEqual(1 + 1e-12);
        const turned = [...ratings].reverse().map((row) => [...row].reverse());
        expect(krippendorffAlpha(turned, metric).value).toBeCloseTo(found.value, 10);
      }),
    );
  });

  it('interval alpha survives moving and stretching the scale, ordinal alpha any other scale in the same order', () => {
    fc.assert(
      fc.property(ratingsArb, (ratings) => {
        const map = (change: (value: number) => number) =>
          ratings.map((row) => row.map((value) => (value === null ? null : change(value))));
        const interval = krippendorffAlpha(ratings, 'interval');
        const moved = krippendorffAlpha(
          map((value) => 1000 - 7 * value),
          'interval',
        );
        const ordinal = krippendorffAlpha(ratings, 'ordinal');
        const bent = krippendorffAlpha(
          map((value) => value ** 3),
          'ordinal',
        );
        expect(moved.why).toBe(interval.why);
        if (interval.value !== null) expect(moved.value).toBeCloseTo(interval.value, 8);
        expect(bent.why).toBe(ordinal.why);
        if (ordinal.value !== null) expect(bent.value).toBeCloseTo(ordinal.value, 10);
      }),
    );
  });

  it('with two categories all metrics are the nominal one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(1, 4), fc.constantFrom(1, 4)), { minLength: 2 }), (ratings) => {
        const nominal = krippendorffAlpha(ratings, 'nominal');
        for (const metric of metrics) {
          const found = krippendorffAlpha(ratings, metric);
          expect(found.why).toBe(nominal.why);
          if (nominal.value !== null) expect(found.value).toBeCloseTo(nominal.value, 10);
        }
        const table = cohenKappa(ratings, [1, 4]);
        const weighted = cohenKappa(ratings, [1, 4], 'quadratic');
        if (table.value !== null) expect(weighted.value).toBeCloseTo(table.value, 10);
      }),
    );
  });

  it('a unit that counts twice is the same as the unit there twice', () => {
    fc.assert(
      fc.property(ratingsArb, fc.constantFrom(...metrics), (ratings, metric) => {
        const once = alphaUnits(ratings, metric);
        const twice = alphaUnits([...ratings, ...ratings], metric);
        const a = once.alpha(() => 2);
        const b = twice.alpha(() => 1);
        if (a === null || b === null) expect(a).toBe(b);
        else expect(a).toBeCloseTo(b, 10);
      }),
    );
  });
});

describe('intervals', () => {
  it('Wilson’s (Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662, 0 of 20 gives 0 to 0.1611)', () => {
    const { low, high } = wilsonInterval(81 / 263, 263);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
    expect(wilsonInterval(0, 10).low).toBe(0);
    expect(wilsonInterval(0, 20).high).toBeCloseTo(0.1611, 4);
    expect(wilsonInterval(1, 10).high).toBe(1);
  });

  it('too few units, no spread, and figures that are mostly missing give none, with the reason', () => {
    expect(bootstrapInterval(5, () => 1)).toEqual({ low: null, high: null, why: 'too-few' });
    expect(bootstrapInterval(50, () => 1)).toEqual({ low: null, high: null, why: 'no-spread' });
    expect(bootstrapInterval(50, (times) => (times(0) > 0 ? times(0) : null))).toEqual({
      low: null,
      high: null,
      why: 'unstable',
    });
  });

  it('is the same each time, and holds the figure’s own value', () => {
    const random = seededRandom(3);
    const ratings = Array.from({ length: 60 }, () => {
      const truth = Math.ceil(random() * 5);
      return [truth, random() < 0.7 ? truth : Math.ceil(random() * 5)];
    });
    const units = alphaUnits(ratings, 'ordinal');
    const interval = bootstrapInterval(units.units, units.alpha);
    expect(bootstrapInterval(units.units, units.alpha)).toEqual(interval);
    const own = units.alpha(() => 1);
    expect(interval.low).toBeLessThan(own ?? Number.NaN);
    expect(interval.high).toBeGreaterThan(own ?? Number.NaN);
  });

  it('the bootstrap of a mean is as wide as its standard error says', () => {
    const random = seededRandom(11);
    const values = Array.from({ length: 400 }, () => random());
    const interval = bootstrapInterval(values.length, (times) => {
      let sum = 0;
      values.forEach((value, i) => {
        sum += value * times(i);
      });
      return sum / values.length;
    });
    const se = Math.sqrt(1 / 12 / values.length);
    expect((interval.high ?? 0) - (interval.low ?? 0)).toBeCloseTo(2 * 1.96 * se, 2);
  });

  it('quantiles lie between neighbours', () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(quantile([7], 0.95)).toBe(7);
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5, 12);
  });
});

// By simulation: two or four raters who give the true answer with probability q and guess otherwise. The interval must hold the value
// that endless data would give in about 95 of 100 samples. `npm run bench agreement` has the whole table.
describe('coverage of the intervals of alpha', () => {
  it.each([
    { raters: 2, q: 0.7, units: 30, metric: 'nominal', categories: 2 },
    { raters: 2, q: 0.9, units: 50, metric: 'nominal', categories: 2 },
    { raters: 4, q: 0.7, units: 30, metric: 'ordinal', categories: 5 },
    { raters: 3, q: 0.8, units: 50, metric: 'interval', categories: 5 },
  ] as const)('$raters raters, $units units, $metric', ({ raters, q, units, metric, categories }) => {
    const random = seededRandom(raters * 1000 + units);
    const guess = () => 1 + Math.floor(random() * categories);
    const sample = (size: number) =>
      Array.from({ length: size }, () => {
        const truth = guess();
        return Array.from({ length: raters }, () => (random() < q ? truth : guess()));
      });
    const truth = alphaUnits(sample(30_000), metric).alpha(() => 1) ?? Number.NaN;
    const rounds = 150;
    let held = 0;
    for (let round = 0; round < rounds; round += 1) {
      const prepared = alphaUnits(sample(units), metric);
      const interval = bootstrapInterval(prepared.units, prepared.alpha, { resamples: 300, seed: round });
      if (interval.why === null && interval.low <= truth && truth <= interval.high) held += 1;
    }
    // 150 samples of a true 93 %: four standard errors are 8 %.
    expect(held / rounds).toBeGreaterThan(0.85);
  });
});
