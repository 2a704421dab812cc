import { formatCount } from '#shared/logic/format.ts';
import type { QueueCounts, SyncStatus } from '#shared/model/sync.ts';
import { useReadOnlyReason, useSyncActions } from '../../lib/actions.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { failedOf, planSentence, queueKinds, queueReasons, waitingOf } from './queue-words.ts';
import { isPaused, resumeFirst } from './sync-words.ts';

const headCell = 'py-1 text-right font-normal';
const column = 'w-[12%]';

/** The plan: what waits, of which kind and why, in the order in which it is fetched. */
export function PlanTable({ sync }: { sync: SyncStatus }) {
  const { queue } = sync;
  const failed = failedOf(queue);
  const { retryFailed, pending } = useSyncActions();
  const readOnly = useReadOnlyReason();
  return (
    <section aria-labelledby="plan-title">
      <div className="mb-1 flex min-h-7 items-center gap-2">
        <h2 id="plan-title" className="flex-1 font-strong">
          What waits
        </h2>
        {failed === 0 ? null : (
          <Button
            disabled={pending}
            disabledReason={readOnly ?? (isPaused(sync) ? resumeFirst : null)}
            onClick={retryFailed}
          >
            Retry failed ({formatCount(failed)})
          </Button>
        )}
      </div>
      <p className="mb-2 text-text-2">{planSentence(sync)}</p>
      <table className="w-full table-fixed border-collapse">
        <thead className="text-text-2">
          <tr className="border-b border-line">
            <th scope="col" className="py-1 text-left font-normal">
              <span className="sr-only">Kind</span>
            </th>
            {queueReasons.map(({ key, label, hint }) => (
              <th key={key} scope="col" title={hint} className={cx(headCell, column)}>
                {label}
              </th>
            ))}
            <th scope="col" title="All that wait for their turn" className={cx(headCell, column)}>
              All
            </th>
            <th
              scope="col"
              title="Tried again by the next sync, or now with Retry failed"
              className={cx(headCell, column)}
            >
              Failed
            </th>
          </tr>
        </thead>
        <tbody>
          {queueKinds.map(([kind, label]) => (
            <Row key={kind} label={label} queue={queue[kind]} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ label, queue }: { label: string; queue: QueueCounts }) {
  return (
    <tr className="h-7 border-b border-line">
      <th scope="row" className="text-left font-normal">
        {label}
      </th>
      {queueReasons.map(({ key }) => (
        <Count key={key} count={queue[key]} />
      ))}
      <Count count={waitingOf(queue)} className="font-strong" />
      <Count count={queue.failed} className="text-bad" />
    </tr>
  );
}

function Count({ count, className }: { count: number; className?: string }) {
  return <td className={cx('text-right', count === 0 ? 'text-text-3' : className)}>{formatCount(count)}</td>;
}
