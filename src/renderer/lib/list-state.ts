import { useMemo } from 'react';
import { create } from 'zustand';
import type { CallFilter, CallSort } from '#shared/model/list.ts';
import { defaultSort, listViewSchema, noFilter, toCallFilter, type UiFilter } from './call-filter.ts';

/** What the list shows and where the reader was in it. It outlives the list's view, so going back finds it as it was. */
export interface ListState {
  filter: UiFilter;
  sort: CallSort;
  /** The row with the focus, and the call it held: after a sync the call may stand in another row. */
  activeIndex: number;
  activeId: string | null;
  scrollTop: number;
}

const storageKey = 'earmark.list';

function restored(): Pick<ListState, 'filter' | 'sort'> {
  try {
    const parsed = listViewSchema.safeParse(JSON.parse(window.sessionStorage.getItem(storageKey) ?? 'null'));
    if (parsed.success) return parsed.data;
  } catch {
    // Storage refused or nonsense in it: the list begins unfiltered.
  }
  return { filter: noFilter, sort: defaultSort };
}

export const useListState = create<ListState>(() => ({ ...restored(), activeIndex: 0, activeId: null, scrollTop: 0 }));

useListState.subscribe((state, before) => {
  if (state.filter === before.filter && state.sort === before.sort) return;
  try {
    window.sessionStorage.setItem(storageKey, JSON.stringify({ filter: state.filter, sort: state.sort }));
  } catch {
    // Not remembered over a reload.
  }
});

const top = { activeIndex: 0, activeId: null, scrollTop: 0 };

export function setFilter(change: Partial<UiFilter>): void {
  useListState.setState(({ filter }) => ({ filter: { ...filter, ...change }, ...top }));
}

export function clearFilter(): void {
  useListState.setState({ filter: noFilter, ...top });
}

export function setSort(sort: CallSort): void {
  useListState.setState({ sort, ...top });
}

/** The question the list asks now; the call view asks for its neighbours with the very same. */
export function useListQuestion(): { filter: CallFilter; sort: CallSort } {
  const filter = useListState((state) => state.filter);
  const sort = useListState((state) => state.sort);
  const today = new Date().toDateString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the day is what "today" depends on
  return useMemo(() => ({ filter: toCallFilter(filter, Date.now()), sort }), [filter, sort, today]);
}
