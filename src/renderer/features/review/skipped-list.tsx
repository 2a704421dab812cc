import { formatDateTime } from '#shared/logic/format.ts';
import type { QueueEntry } from '#shared/model/review/queue.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { callRoute, hrefOf } from '../../lib/router.ts';
import { Button } from '../../ui/button.tsx';
import { callTitle } from './queue-words.ts';
import { useQueueActions } from './use-queue.ts';

/** Calls that were passed over, with why; each can be put back. */
export function SkippedList({ entries }: { entries: readonly QueueEntry[] }) {
  const { unskip } = useQueueActions();
  const readOnly = useReadOnlyReason();
  if (entries.length === 0) return null;
  const nowMs = Date.now();
  return (
    <section aria-labelledby="skipped-title" className="flex flex-col gap-2">
      <h2 id="skipped-title" className="font-strong">
        Skipped
      </h2>
      <ul className="border-t border-line">
        {entries.map((entry) => (
          <li
            key={entry.assignmentId ?? entry.callId}
            className="flex items-center gap-3 border-b border-line px-2 py-1"
          >
            <a className="min-w-0 shrink-0 truncate rounded-sm hover:underline" href={hrefOf(callRoute(entry.callId))}>
              {callTitle(entry)}, {formatDateTime(entry.startMs, undefined, nowMs)}
            </a>
            <span className="min-w-0 flex-1 truncate text-text-2" title={entry.skipped ?? undefined}>
              {entry.skipped}
            </span>
            <Button
              size="sm"
              disabledReason={readOnly}
              aria-label={`Put ${callTitle(entry)} of ${formatDateTime(entry.startMs, undefined, nowMs)} back into the queue`}
              onClick={() => unskip(entry.callId)}
            >
              Put back
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
