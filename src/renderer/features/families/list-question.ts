import { create } from 'zustand';
import type { FamiliesQuestion } from '#shared/model/families.ts';

/** What the list of families shows; it outlives its view, so that coming back finds it as it was. */
export interface FamilyListState {
  readonly agent: string | null;
  readonly text: string;
  /** Only calls of the call list's filter count. */
  readonly listFilter: boolean;
  readonly sort: FamiliesQuestion['sort'];
}

export const useFamilyList = create<FamilyListState>(() => ({
  agent: null,
  text: '',
  listFilter: false,
  sort: { key: 'turns', descending: true },
}));

/** Sorts by a column: names from A, figures from the largest; the same column again the other way round. */
export function sortFamilies(key: FamiliesQuestion['sort']['key']): void {
  useFamilyList.setState(({ sort }) => ({
    sort: { key, descending: sort.key === key ? !sort.descending : key !== 'name' },
  }));
}
