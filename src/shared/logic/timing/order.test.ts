import { expect, it } from 'vitest';
import { findSpokenOrder } from './order.ts';

it('keeps an order that is right, and turns without a time behind those they follow', () => {
  expect(findSpokenOrder([])).toBeNull();
  expect(findSpokenOrder([null, 100, 100, null, 200])).toBeNull();
  expect(findSpokenOrder([null, 300, null, 100, 200])).toEqual([0, 3, 4, 1, 2]);
});
