import { currentRoute } from '../../../lib/router.ts';
import { useSettings } from '../../../lib/settings.ts';
import { openNextCall, useMyQueue } from '../../review/use-queue.ts';
import { useNeighbours } from '../use-neighbours.ts';

/**
 * Where a reviewer goes after submitting a review: the one place that decides it. To the next call of the queue; to the next of the
 * list when nothing was queued; nowhere when the reader has switched that off, or has left the call
 * while it was being submitted.
 */
export function useNextCall(callId: string): () => void {
  const neighbours = useNeighbours(callId);
  const { autoAdvance } = useSettings();
  const queued = useMyQueue()?.counts.open ?? 0;
  return () => {
    const route = currentRoute();
    if (!autoAdvance || route.name !== 'call' || route.id !== callId) return;
    if (queued > 0) void openNextCall(callId);
    else neighbours.go(1);
  };
}
