import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findStep } from './steps.ts';

it('goes on, back and round', () => {
  expect(findStep([2, 5, 9], 5, 1)).toBe(9);
  expect(findStep([2, 5, 9], 9, 1)).toBe(2);
  expect(findStep([2, 5, 9], 5, -1)).toBe(2);
  expect(findStep([2, 5, 9], 2, -1)).toBe(9);
  expect(findStep([], 2, 1)).toBeUndefined();
});

it('passes over what lies within the slack', () => {
  expect(findStep([100, 300], 80, 1, { after: 20, before: 0 })).toBe(300);
  expect(findStep([100, 300], 79, 1, { after: 20, before: 0 })).toBe(100);
  expect(findStep([100, 300], 900, -1, { after: 0, before: 600 })).toBe(100);
  expect(findStep([100, 300], 901, -1, { after: 0, before: 600 })).toBe(300);
});

it('reaches every place by going on', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1000), { minLength: 1 }), fc.constantFrom(1, -1), (made, direction) => {
      const places = made.toSorted((a, b) => a - b);
      const seen = new Set<number>();
      let at = -1;
      for (let i = 0; i < places.length; i += 1) {
        at = findStep(places, at, direction as 1 | -1) ?? -1;
        seen.add(at);
      }
      expect(seen.size).toBe(places.length);
    }),
  );
});
