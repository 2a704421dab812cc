import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SyncStatus } from '#shared/model/sync.ts';
import { toast } from '../ui/toast-store.ts';
import { clearFilter } from './list-state.ts';
import { navigate } from './router.ts';
import { orpc, problemOf } from './rpc.ts';

const sayProblem = (error: unknown): void => toast.error(problemOf(error).message);

export interface SyncActions {
  start: () => void;
  cancel: () => void;
  pause: () => void;
  resume: () => void;
  retryFailed: () => void;
  pending: boolean;
}

/** What can be done with the sync; what comes of it arrives as events. */
export function useSyncActions(): SyncActions {
  const queries = useQueryClient();
  const onSuccess = (status: SyncStatus): void => {
    queries.setQueryData(orpc.sync.status.queryKey(), status);
  };
  const said = { onError: sayProblem, onSuccess };
  const start = useMutation(orpc.sync.start.mutationOptions(said));
  const cancel = useMutation(orpc.sync.cancel.mutationOptions(said));
  const pause = useMutation(orpc.sync.pause.mutationOptions(said));
  const resume = useMutation(orpc.sync.resume.mutationOptions(said));
  const retry = useMutation(orpc.sync.retryFailed.mutationOptions(said));
  return {
    start: () => start.mutate({}),
    cancel: () => cancel.mutate({}),
    pause: () => pause.mutate({}),
    resume: () => resume.mutate({}),
    retryFailed: () => retry.mutate({}),
    pending: [start, cancel, pause, resume, retry].some((mutation) => mutation.isPending),
  };
}

/** Why nothing can be written to this workspace now; null when it can. */
export function useReadOnlyReason(): string | null {
  const notices = useQuery(orpc.sync.status.queryOptions()).data?.notices ?? [];
  return notices.find((notice) => notice.code === 'read-only')?.message ?? null;
}

/** Opens the other workspace: everything on screen belongs to the old one and is asked for again. */
export function useOpenWorkspace() {
  const queries = useQueryClient();
  return useMutation(
    orpc.workspace.open.mutationOptions({
      onError: sayProblem,
      onSuccess: async () => {
        clearFilter();
        navigate({ name: 'calls' });
        await queries.resetQueries();
      },
    }),
  );
}

/** Demo only: pulls the plug of the built-in server, or puts it back. */
export function useDemoServer() {
  const queries = useQueryClient();
  return useMutation(
    orpc.connection.setDemoServer.mutationOptions({
      onError: sayProblem,
      onSuccess: (connection) => queries.setQueryData(orpc.connection.get.queryKey(), connection),
    }),
  );
}

export function useAppInfo() {
  return useQuery(orpc.app.info.queryOptions()).data;
}

export function useConnection() {
  return useQuery(orpc.connection.get.queryOptions()).data;
}

export function useSyncStatus() {
  return useQuery(orpc.sync.status.queryOptions()).data;
}
