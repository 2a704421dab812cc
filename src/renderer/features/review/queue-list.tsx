import { ClipboardCheck, X } from 'lucide-react';
import { formatCount, formatDateTime, formatDuration } from '#shared/logic/format.ts';
import type { MyQueue, QueueEntry } from '#shared/model/review/queue.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { statusGroupWords, statusLabel } from '../../lib/call-words.ts';
import { callRoute, hrefOf } from '../../lib/router.ts';
import { Badge, StatusShape } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/feedback.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ActionKbd } from '../../ui/kbd.tsx';
import { counted } from '../sync/sync-words.ts';
import { callTitle, whyWords } from './queue-words.ts';
import { openNextCall, useQueueActions } from './use-queue.ts';

/** The reviewer's queue in its order: what is next, and why. */
export function QueueList({ queue, onSample }: { queue: MyQueue; onSample: () => void }) {
  const { open, counts } = queue;
  const readOnly = useReadOnlyReason();
  const nowMs = Date.now();
  return (
    <section aria-labelledby="queue-title" className="flex flex-col gap-2">
      <div className="flex min-h-7 flex-wrap items-center gap-3">
        <h2 id="queue-title" className="font-strong">
          My queue
        </h2>
        <span className="flex-1 text-text-2">{queueSentence(counts)}</span>
        {open.length === 0 ? null : (
          <Button onClick={() => void openNextCall(null)}>
            Open the next call <ActionKbd action="review-queue.next" />
          </Button>
        )}
      </div>
      {open.length === 0 ? (
        <div className="border-y border-line py-6">
          <EmptyState
            icon={<ClipboardCheck />}
            title="Nothing waits for your review"
            action={
              <Button variant="primary" disabledReason={readOnly} onClick={onSample}>
                Assign a sample
              </Button>
            }
          >
            Draw a sample of the calls that are here, or import a bundle in which somebody has assigned calls to you.
          </EmptyState>
        </div>
      ) : (
        <ol aria-label="Calls to review" className="border-t border-line">
          {open.map((entry, at) => (
            <Entry key={`${entry.callId} ${entry.assignmentId}`} entry={entry} first={at === 0} nowMs={nowMs} />
          ))}
        </ol>
      )}
      {counts.open > open.length ? (
        <p className="text-text-3">And {formatCount(counts.open - open.length)} more.</p>
      ) : null}
    </section>
  );
}

function queueSentence({ open, inProgress, overdue, notHere }: MyQueue['counts']): string {
  const parts = [counted(open, 'call')];
  if (inProgress > 0) parts.push(`${formatCount(inProgress)} in progress`);
  if (overdue > 0) parts.push(`${formatCount(overdue)} overdue`);
  if (notHere > 0) parts.push(`${formatCount(notHere)} not in this workspace yet`);
  return parts.join(', ');
}

function Entry({ entry, first, nowMs }: { entry: QueueEntry; first: boolean; nowMs: number }) {
  const { remove } = useQueueActions();
  const readOnly = useReadOnlyReason();
  const status = statusGroupWords[entry.statusGroup];
  const overdue = entry.dueMs !== null && entry.dueMs < nowMs;
  return (
    <li className="flex items-center border-b border-line">
      <a
        href={hrefOf(callRoute(entry.callId))}
        data-queue-link
        {...(first ? { 'aria-current': 'step' as const } : {})}
        className="grid min-w-0 flex-1 grid-cols-[minmax(0,1.4fr)_minmax(0,1.2fr)_auto] items-center gap-x-3 rounded-sm px-2 py-1.5 hover:bg-surface-2"
      >
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-strong">{callTitle(entry)}</span>
          {first ? <Badge tone="accent">Next</Badge> : null}
        </span>
        <span className={overdue ? 'truncate text-bad' : 'truncate text-text-2'} title={whyWords(entry, nowMs)}>
          {whyWords(entry, nowMs)}
        </span>
        <span className="flex items-center gap-3 whitespace-nowrap text-text-2">
          <span className="flex items-center gap-1.5" title={statusLabel(entry.status)}>
            <StatusShape shape={status.shape} tone={status.tone} />
            <span className="sr-only">{statusLabel(entry.status)}</span>
          </span>
          <span className="w-12 text-right">{formatDuration(entry.durationMs)}</span>
          <time className="w-24 text-right">{formatDateTime(entry.startMs, undefined, nowMs)}</time>
        </span>
      </a>
      <IconButton
        size="sm"
        label={`Take ${callTitle(entry)} of ${formatDateTime(entry.startMs, undefined, nowMs)} out of the queue`}
        icon={<X />}
        disabledReason={
          readOnly ?? (entry.reviewId === null ? null : 'its review was begun: finish it or give it up in the call')
        }
        onClick={() => remove(entry.callId)}
      />
    </li>
  );
}
