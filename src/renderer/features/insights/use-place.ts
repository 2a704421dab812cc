import { useEffect, useRef } from 'react';
import { isFiltered } from '../../lib/call-filter.ts';
import { setFilter, useListState } from '../../lib/list-state.ts';
import { navigate } from '../../lib/router.ts';
import { formatPlace, type InsightsPlace, parsePlace } from './insights-address.ts';

/** Where one was in Insights: coming back without an address finds it as it was left. */
let left = '';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * What the screen shows, by its address, and how to change it. The filter is the call list's own: an address with a filter sets
 * it, and a filter that is changed stands in the address.
 */
export function usePlace(search: string): [InsightsPlace, (part: Partial<InsightsPlace>) => void] {
  const filter = useListState((state) => state.filter);
  const place = parsePlace(search === '' ? left : search);
  const seen = useRef<string | null>(null);

  const go = (next: InsightsPlace, replace: boolean): void => {
    left = formatPlace(next);
    if (left !== search) navigate({ name: 'insights', search: left }, { replace });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is read from the address, and `go` only navigates
  useEffect(() => {
    const isNew = seen.current !== search;
    seen.current = search;
    if (isNew && place.filter !== null && !same(place.filter, filter)) {
      setFilter(place.filter);
      return;
    }
    go({ ...place, filter: isFiltered(filter) ? filter : null }, true);
  }, [search, filter]);

  return [
    place,
    // Another view, and opening or closing a list, are steps to come back to; another choice is not.
    (part) => go({ ...place, ...part }, !('view' in part || 'behind' in part)),
  ];
}
