import { ChevronDown, ListEnd } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { formatDateTime, formatDuration } from '#shared/logic/format.ts';
import { allowedMoves } from '#shared/logic/queue/review-states.ts';
import type { QueueEntry } from '#shared/model/review/queue.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import type { KeyActionId } from '../../../lib/key-catalogue.ts';
import { useKeys } from '../../../lib/keys.ts';
import { reviewStateWords } from '../../../lib/review-words.ts';
import { StatusShape } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { ActionKbd } from '../../../ui/kbd.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { whyWords } from '../../review/queue-words.ts';
import { openNextCall, useMyQueue, useQueueActions, useQueueEntry } from '../../review/use-queue.ts';
import { type ReviewDialog, ReviewDialogs } from './review-dialogs.tsx';
import { useSpentMs } from './time-spent.tsx';
import { type CallReviewInfo, useCallState } from './use-call-state.ts';
import { useFinish } from './use-finish.ts';

/** The review of the open call: where it stands, beginning and finishing it, the next call, and what else can be done with it. */
export function ReviewControls({ callId }: { callId: string }) {
  const finish = useFinish(callId);
  const info = useCallState(callId);
  const asked = useQueueEntry(callId);
  const entry = asked ?? null;
  const queued = useMyQueue()?.counts.open ?? 0;
  const actions = useQueueActions();
  const readOnly = useReadOnlyReason();
  const [dialog, setDialog] = useState<ReviewDialog | null>(null);
  const { state, mine } = info;
  const may = readOnly === null;
  const begin = () => actions.begin(callId);
  const open = (which: ReviewDialog) => () => setDialog(which);
  const offers = offersOf(info, entry);
  const known = info.work.items !== null && info.reviewers.me !== null && asked !== undefined;
  const when = (offered: boolean) => may && (known ? offered : 'soon');
  useKeys('reviewing', [
    { action: 'begin', run: begin, enabled: when(mine === null) },
    { action: 'next-queued', run: () => void openNextCall(callId) },
    { action: 'skip', run: open('skip'), enabled: when(offers.skip) },
    { action: 'coaching', run: open('coaching'), enabled: when(offers.coaching) },
    { action: 'dispute', run: open('dispute'), enabled: when(offers.dispute) },
    { action: 'answer', run: open('answer'), enabled: when(offers.answer) },
  ]);
  return (
    <span className="flex shrink-0 items-center gap-1">
      <StateMenu callId={callId} info={info} entry={entry} offers={offers} onOpen={setDialog} />
      {mine !== null ? (
        <Button variant="primary" disabledReason={readOnly} onClick={finish}>
          Finish
        </Button>
      ) : state === 'new' || entry !== null ? (
        <Button disabledReason={readOnly} onClick={begin}>
          Begin review
        </Button>
      ) : null}
      {queued === 0 ? null : (
        <IconButton
          label="Next call of my queue"
          action="reviewing.next-queued"
          side="bottom"
          icon={<ListEnd />}
          onClick={() => void openNextCall(callId)}
        />
      )}
      <ReviewDialogs dialog={dialog} callId={callId} info={info} onClose={() => setDialog(null)} />
    </span>
  );
}

interface Offers {
  skip: boolean;
  coaching: boolean;
  dispute: boolean;
  answer: boolean;
  again: boolean;
  giveUp: boolean;
}

/** What can be done with the review as it stands. */
function offersOf({ state, review, mine, openDispute }: CallReviewInfo, entry: QueueEntry | null): Offers {
  return {
    skip: entry?.assignmentId != null,
    coaching: mine !== null || review !== null,
    dispute: review !== null && allowedMoves(state).includes('dispute'),
    answer: openDispute !== null,
    again: mine === null && review !== null && state !== 'in-progress',
    giveUp: mine !== null,
  };
}

function StateMenu({
  callId,
  info,
  entry,
  offers,
  onOpen,
}: {
  callId: string;
  info: CallReviewInfo;
  entry: QueueEntry | null;
  offers: Offers;
  onOpen: (dialog: ReviewDialog) => void;
}) {
  const [open, setOpen] = useState(false);
  const { begin, giveUp } = useQueueActions();
  const readOnly = useReadOnlyReason();
  const words = reviewStateWords[info.state];
  const choose = (run: () => void) => () => {
    setOpen(false);
    run();
  };
  const item = (label: string, run: () => void, action?: KeyActionId) => (
    <Button key={label} variant="ghost" className="justify-start" disabledReason={readOnly} onClick={choose(run)}>
      <span className="flex-1 text-left">{label}</span>
      {action === undefined ? null : <ActionKbd action={action} />}
    </Button>
  );
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label="Review of this call"
      className="w-80"
      trigger={
        <Button variant="ghost" aria-label={`Review: ${words.label}`}>
          <StatusShape shape={words.shape} tone={words.tone} />
          <span className="max-[1000px]:sr-only">{words.label}</span>
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <Facts info={info} entry={entry} hint={words.hint} />
      <div className="flex flex-col">
        {offers.answer ? item('Answer the dispute', () => onOpen('answer'), 'reviewing.answer') : null}
        {offers.coaching ? item('Coaching note', () => onOpen('coaching'), 'reviewing.coaching') : null}
        {offers.dispute ? item('Dispute the review', () => onOpen('dispute'), 'reviewing.dispute') : null}
        {offers.again ? item('Review again', () => begin(callId), 'reviewing.begin') : null}
        {offers.skip ? item('Skip this call', () => onOpen('skip'), 'reviewing.skip') : null}
        {offers.giveUp ? item('Give the review up', () => giveUp(callId)) : null}
      </div>
    </Popover>
  );
}

function Facts({ info, entry, hint }: { info: CallReviewInfo; entry: QueueEntry | null; hint: string }) {
  const { review, mine, reviewers, disputes } = info;
  const nowMs = Date.now();
  const spent = useSpentMs();
  const spentMs = mine !== null && spent.reviewId === mine.id ? spent.ms : (review?.fields.spentMs ?? null);
  const shown = mine ?? review;
  const rows: (readonly [string, ReactNode])[] = [];
  if (entry !== null) rows.push(['In your queue', whyWords(entry, nowMs)]);
  if (shown !== null) {
    rows.push(['Reviewer', reviewers.nameOf(shown.fields.reviewer ?? shown.author)]);
    if (shown.fields.submittedMs !== null) {
      rows.push(['Finished', formatDateTime(shown.fields.submittedMs, undefined, nowMs)]);
    }
    rows.push(['Time spent', spentMs === null ? 'not measured' : formatDuration(spentMs)]);
    if (shown.fields.coaching !== null) rows.push(['Coaching note', shown.fields.coaching]);
  }
  for (const { fields, author, id } of disputes) {
    rows.push([
      'Dispute',
      <span key={id}>
        {fields.text ?? 'No reason was given'} ({reviewers.nameOf(author)})
      </span>,
    ]);
    if (fields.outcome === null) continue;
    const outcome = fields.outcome === 'upheld' ? 'The review stands' : 'The review is to be changed';
    rows.push(['Answer', `${outcome}: ${fields.answer ?? ''} (${reviewers.nameOf(fields.answeredBy)})`]);
  }
  return (
    <div className="mb-2 flex flex-col gap-1 border-b border-line px-1 pb-2">
      <p className="text-text-2">{hint}.</p>
      {rows.length === 0 ? null : (
        <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-2 gap-y-0.5">
          {rows.map(([label, value], at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: several disputes have the same label, and rows only grow
            <div key={at} className="contents">
              <dt className="text-text-3">{label}</dt>
              <dd className="line-clamp-4 [overflow-wrap:anywhere]">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
