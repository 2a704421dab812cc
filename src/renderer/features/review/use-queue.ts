import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MyQueue, OpenDispute, PackProgress, Progress, QueueEntry } from '#shared/model/review/queue.ts';
import { callRoute, currentRoute, navigate } from '../../lib/router.ts';
import { client, orpc, problemOf } from '../../lib/rpc.ts';
import { toast } from '../../ui/toast-store.ts';

export const useMyQueue = (): MyQueue | undefined => useQuery(orpc.queue.mine.queryOptions()).data;
export const useProgress = (): Progress | undefined => useQuery(orpc.queue.progress.queryOptions()).data;
export const usePacks = (): readonly PackProgress[] | undefined => useQuery(orpc.queue.packs.queryOptions()).data;
export const useOpenDisputes = (): readonly OpenDispute[] | undefined =>
  useQuery(orpc.queue.disputes.queryOptions()).data;

/** What there is to do on a call; null = it is not in the queue, undefined = not known yet. */
export const useQueueEntry = (callId: string): QueueEntry | null | undefined =>
  useQuery(orpc.queue.ofCall.queryOptions({ input: { callId } })).data;

export interface QueueActions {
  skip(callId: string, reason: string): Promise<boolean>;
  unskip(callId: string): void;
  remove(callId: string): void;
  begin(callId: string): void;
  giveUp(callId: string): void;
  removePack(packId: string): void;
}

/** What can be done with the queue; a failure is said in a toast. What comes of it arrives as events, and is asked for at once here. */
export function useQueueActions(): QueueActions {
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onError: (error) => toast.error(problemOf(error).message),
    onSuccess: () => queries.invalidateQueries({ queryKey: orpc.queue.key() }),
  });
  const done = (work: () => Promise<unknown>): Promise<boolean> =>
    mutateAsync(work).then(
      () => true,
      () => false,
    );
  return {
    skip: (callId, reason) => done(() => client.queue.skip({ callId, reason })),
    unskip: (callId) => void done(() => client.queue.unskip({ callId })),
    remove: (callId) => void done(() => client.queue.remove({ callId })),
    begin: (callId) => void done(() => client.queue.start({ callId })),
    giveUp: (callId) => void done(() => client.queue.giveUp({ callId })),
    removePack: (packId) => void done(() => client.queue.removePack({ packId })),
  };
}

/**
 * Opens the call that comes after this one in the queue (null: the first). Where there is no other, says so and goes to the
 * Review screen, which shows what is done and what can be done next. Who has gone somewhere by themselves meanwhile stays there.
 */
export async function openNextCall(after: string | null): Promise<void> {
  const from = currentRoute();
  try {
    const next = await client.queue.next({ after });
    if (currentRoute() !== from) return;
    if (next !== null) {
      navigate(callRoute(next.callId));
      return;
    }
    toast.info('That was the last call of your queue.');
    navigate({ name: 'review' });
  } catch (error) {
    toast.error(problemOf(error).message);
  }
}
