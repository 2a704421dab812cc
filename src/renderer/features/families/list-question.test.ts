import { expect, it } from 'vitest';
import { sortFamilies, useFamilyList } from './list-question.ts';

it('sorts figures from the largest, names from A, and the same column the other way round', () => {
  const sort = () => useFamilyList.getState().sort;
  sortFamilies('turns');
  expect(sort()).toEqual({ key: 'turns', descending: false });
  sortFamilies('measured');
  expect(sort()).toEqual({ key: 'measured', descending: true });
  sortFamilies('name');
  expect(sort()).toEqual({ key: 'name', descending: false });
});
