import { useQuery } from '@tanstack/react-query';
import { FileQuestion, TriangleAlert } from 'lucide-react';
import { navigate } from '../../lib/router.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/feedback.tsx';
import { CallScreen } from './call-screen.tsx';
import { CallHeader } from './header.tsx';
import { CallSkeletonBody } from './skeleton.tsx';
import { useCallNavigationKeys } from './use-call-keys.ts';
import { useNeighbours } from './use-neighbours.ts';
import { useOpened } from './use-opened.ts';

/** How often a download's progress is asked for, ms. */
const PROGRESS_MS = 1000;

/** One call: recording, transcript and latency in step. */
export function CallView({ callId }: { callId: string }) {
  const { data, error, refetch } = useQuery(
    orpc.calls.get.queryOptions({
      input: { id: callId },
      // Bytes that arrive are no change of the call, so nothing else tells of them.
      refetchInterval: ({ state }) => (state.data?.recording.state === 'downloading' ? PROGRESS_MS : false),
    }),
  );
  const neighbours = useNeighbours(callId);
  useOpened(callId);
  useCallNavigationKeys(neighbours);
  return (
    <div className="relative flex h-full min-h-0 flex-col overflow-y-auto">
      <CallHeader detail={data ?? null} loading={error === null} neighbours={neighbours} />
      {data !== undefined ? (
        <CallScreen key={callId} detail={data} />
      ) : error !== null ? (
        <CallProblem error={error} onRetry={() => void refetch()} />
      ) : (
        <CallSkeletonBody />
      )}
    </div>
  );
}

function CallProblem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { code, message } = problemOf(error);
  const gone = code === 'not-found';
  return (
    <EmptyState
      icon={gone ? <FileQuestion /> : <TriangleAlert />}
      title={gone ? 'This call is not in this workspace' : 'The call could not be read'}
      action={
        <>
          {gone ? null : (
            <Button variant="primary" onClick={onRetry}>
              Try again
            </Button>
          )}
          <Button onClick={() => navigate({ name: 'calls' })}>Back to the list</Button>
        </>
      }
    >
      {gone ? 'It may belong to the other workspace, or the address is mistyped.' : message}
    </EmptyState>
  );
}
