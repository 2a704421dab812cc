import { expect, it } from 'vitest';
import { turnToCompare } from './use-add-keys.ts';

it('means the agent’s turn, or its answer to the caller’s', () => {
  const turns = (['agent', 'caller', 'caller', 'agent', 'caller'] as const).map((role, i) => ({ role, index: 10 + i }));
  expect([0, 1, 2, 3].map((current) => turnToCompare(turns, current))).toEqual([10, 13, 13, 13]);
  // Nobody answers the last one.
  expect(turnToCompare(turns, 4)).toBe(14);
  expect(turnToCompare(turns, -1)).toBeNull();
});
