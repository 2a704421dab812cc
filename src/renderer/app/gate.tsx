import { useQuery } from '@tanstack/react-query';
import { FirstRun } from '../features/connect/first-run.tsx';
import { orpc, problemOf } from '../lib/rpc.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState, Skeleton } from '../ui/feedback.tsx';
import { Shell } from './shell.tsx';

/** First run, or the application. A reader with cached calls but no key is not a first-time reader. */
export function Gate() {
  const connection = useQuery(orpc.connection.get.queryOptions());
  const facets = useQuery(orpc.calls.facets.queryOptions());

  const error = connection.error ?? facets.error;
  if (error !== null && (connection.data === undefined || facets.data === undefined)) {
    return (
      <main className="h-full">
        <EmptyState
          title="Earmark cannot start"
          action={
            <Button
              variant="primary"
              onClick={() => {
                void connection.refetch();
                void facets.refetch();
              }}
            >
              Try again
            </Button>
          }
        >
          {problemOf(error).message}
        </EmptyState>
      </main>
    );
  }
  if (connection.data === undefined || facets.data === undefined) return <Opening />;
  const { workspace, keyStored } = connection.data;
  const firstRun = workspace === 'own' && keyStored === 'none' && facets.data.total === 0;
  return firstRun ? <FirstRun connection={connection.data} /> : <Shell />;
}

/** The frame without contents. Drawn only when opening takes long enough to be noticed. */
function Opening() {
  return (
    <div className="appear-late flex h-full flex-col" aria-busy="true">
      <div className="flex min-h-0 flex-1">
        <div className="w-[72px] border-r border-line bg-surface-0" />
        <main className="flex flex-1 flex-col gap-4 p-3">
          <h1 className="sr-only">Earmark is opening</h1>
          <Skeleton className="h-7 w-2/3" />
          <Skeleton className="h-3/5" />
        </main>
      </div>
      <div className="h-7 border-t border-line bg-surface-0" />
    </div>
  );
}
