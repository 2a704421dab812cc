import { notifyManager, QueryClient } from '@tanstack/react-query';

/**
 * Data stays until an event says that it changed, so nothing is stale by age. `networkMode: always`: the server is on
 * this machine, and the browser's idea of being offline must not stop a question to it.
 */
export function createQueryClient(): QueryClient {
  // Within the event that changed something: after a timer, a box that was just ticked is first seen unticked again.
  notifyManager.setScheduler(queueMicrotask);
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
