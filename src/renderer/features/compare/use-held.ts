import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { CompareRef, HeldFacts } from '#shared/model/compare.ts';
import { orpc } from '../../lib/rpc.ts';
import { markInTray, useTray } from './tray.ts';
import { refKey } from './tray-list.ts';

/** What is known of what is in the tray and of `refs`, by `refKey`. Empty while it is being read. */
export function useHeld(refs: readonly CompareRef[]): ReadonlyMap<string, HeldFacts> {
  const tray = useTray((state) => state.items);
  const items = useMemo(() => {
    const keys = new Set(tray.map(refKey));
    const others = refs.filter((ref) => !keys.has(refKey(ref)));
    return [...tray, ...others.map(({ callId, index }) => ({ callId, index, mark: null }))];
  }, [tray, refs]);
  const { data } = useQuery({
    ...orpc.compare.facts.queryOptions({ input: { items } }),
    enabled: items.length > 0,
    // Adding one must not empty the others' labels.
    placeholderData: (before: HeldFacts[] | undefined) => before,
  });
  useEffect(() => {
    for (const { callId, index, mark } of data ?? []) if (mark !== null) markInTray({ callId, index }, mark);
  }, [data]);
  return useMemo(() => new Map((data ?? []).map((facts) => [refKey(facts), facts])), [data]);
}
