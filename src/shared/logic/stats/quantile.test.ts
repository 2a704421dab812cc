import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantile, quantileOf, sortedValues } from './quantile.ts';

it('a quantile is the same whether the values are sorted first or not', () => {
  const value = fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 80 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
      const kept = values.slice();
      const finite = values.filter((each) => Math.abs(each) < 1e150);
      expect(quantileOf(finite, p)).toBe(quantile(sortedValues(finite), p));
      expect(values).toEqual(kept);
    }),
  );
  expect(quantileOf([], 0.5)).toBeNull();
  expect(quantileOf([Number.NaN, 4, Number.NEGATIVE_INFINITY], 0.5)).toBe(4);
});
