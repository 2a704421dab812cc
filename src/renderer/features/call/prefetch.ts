import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { orpc } from '../../lib/rpc.ts';
import { coarsePeaksQuery, hasStoredPeaks } from './wave/use-peaks.ts';

/** The pointer rests on a row for longer than this before a click; one that only passes over asks for nothing. */
const REST_MS = 60;

/** Reads what the first picture of a call needs, its words and the coarse waveform. What fails is asked for again, and said, when it is opened. */
export async function prefetchCall(queries: QueryClient, id: string): Promise<void> {
  const detail = orpc.calls.get.queryOptions({ input: { id } });
  await queries.prefetchQuery(detail);
  const recording = queries.getQueryData(detail.queryKey)?.recording;
  if (recording !== undefined && hasStoredPeaks(recording))
    await queries.prefetchQuery(coarsePeaksQuery(id, recording));
}

/** Prefetches the call that was named last, once it has been the one for a moment; null = none. */
export function usePrefetchSoon(): (id: string | null) => void {
  const queries = useQueryClient();
  const soon = useMemo(() => {
    let timer: number | undefined;
    let last: string | null = null;
    return {
      name: (id: string | null) => {
        if (id === last) return;
        last = id;
        window.clearTimeout(timer);
        if (id !== null) timer = window.setTimeout(() => void prefetchCall(queries, id), REST_MS);
      },
      stop: () => window.clearTimeout(timer),
    };
  }, [queries]);
  useEffect(() => soon.stop, [soon]);
  return soon.name;
}
