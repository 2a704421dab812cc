import { formatDateTime } from '#shared/logic/format.ts';
import { callRoute, hrefOf } from '../../lib/router.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { useReviewers } from '../review-work/use-reviewers.ts';
import { callTitle } from './queue-words.ts';
import { useOpenDisputes } from './use-queue.ts';

/** Disputes that wait for an answer; the answer is given in the call. */
export function DisputeList() {
  const disputes = useOpenDisputes();
  const { nameOf } = useReviewers();
  if (disputes === undefined) return null;
  const nowMs = Date.now();
  return (
    <section aria-labelledby="disputes-title" className="flex flex-col gap-2">
      <h2 id="disputes-title" className="font-strong">
        Disputes
      </h2>
      {disputes.length === 0 ? (
        <p className="text-text-2">No dispute waits for an answer.</p>
      ) : (
        <ul className="border-t border-line">
          {disputes.map((dispute) => (
            <li key={dispute.id} className="border-b border-line">
              <a
                href={hrefOf(callRoute(dispute.callId))}
                className="flex flex-col gap-0.5 rounded-sm px-2 py-1.5 hover:bg-surface-2"
              >
                <span className="flex items-center gap-2">
                  <StatusShape shape="triangle" tone="bad" />
                  <span className="min-w-0 truncate font-strong">{callTitle(dispute)}</span>
                  <time className="ml-auto whitespace-nowrap text-text-2">
                    {formatDateTime(dispute.startMs, undefined, nowMs)}
                  </time>
                </span>
                <span className="truncate text-text-2">
                  {dispute.text === '' ? 'No reason was given' : dispute.text}
                </span>
                <span className="text-meta text-text-3">
                  by {nameOf(dispute.by)}, about the review of {nameOf(dispute.reviewer)}
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
