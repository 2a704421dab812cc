import { useState } from 'react';
import type { ReviewItem } from '#shared/model/review/event.ts';
import { Radio } from '../../../ui/radio.tsx';
import { openNextCall, useQueueActions } from '../../review/use-queue.ts';
import { TextDialog } from './text-dialog.tsx';
import type { CallReviewInfo } from './use-call-state.ts';

export type ReviewDialog = 'skip' | 'coaching' | 'dispute' | 'answer';

interface DialogProps {
  callId: string;
  info: CallReviewInfo;
  onClose: () => void;
}

/** The dialog that is open, if any. */
export function ReviewDialogs({ dialog, ...rest }: DialogProps & { dialog: ReviewDialog | null }) {
  switch (dialog) {
    case 'skip':
      return <SkipDialog {...rest} />;
    case 'coaching':
      return <CoachingDialog {...rest} />;
    case 'dispute':
      return <DisputeDialog {...rest} />;
    case 'answer':
      return <AnswerDialog {...rest} />;
    case null:
      return null;
  }
}

const reasons = [
  'No conversation took place',
  'Language I do not speak',
  'Recording cannot be understood',
  'I was involved',
];

function SkipDialog({ callId, onClose }: DialogProps) {
  const { skip } = useQueueActions();
  return (
    <TextDialog
      title="Skip this call"
      label="Why?"
      hint="The call leaves your queue and stays in the list of skipped ones, where it can be put back."
      callId={callId}
      draftKey={`skip/${callId}`.slice(0, 200)}
      saveLabel="Skip and go on"
      suggestions={reasons}
      onSave={async (reason) => {
        const done = await skip(callId, reason);
        if (done) void openNextCall(callId);
        return done;
      }}
      onClose={onClose}
    />
  );
}

function CoachingDialog({ callId, info, onClose }: DialogProps) {
  const review = info.mine ?? info.review;
  if (review === null) return null;
  return (
    <TextDialog
      title="Coaching note"
      label="What should be done differently?"
      hint="For the people who build the agent. It is part of the review and goes out with it."
      callId={callId}
      draftKey={`review/${review.id}/coaching`}
      stored={review.fields.coaching ?? ''}
      saveLabel="Save the note"
      mayBeEmpty
      onSave={(text) => done(info.work.actions.apply([change(review.id, { coaching: text === '' ? null : text })]))}
      onClose={onClose}
    />
  );
}

function DisputeDialog({ callId, info, onClose }: DialogProps) {
  const { review, reviewers } = info;
  if (review === null) return null;
  return (
    <TextDialog
      title="Dispute this review"
      label="What is wrong with it?"
      callId={callId}
      draftKey={`dispute/${review.id}`}
      saveLabel="Dispute"
      onSave={(text) =>
        done(
          info.work.actions.apply([
            { kind: 'dispute', itemId: crypto.randomUUID(), set: { reviewId: review.id, text } },
            change(review.id, { state: 'disputed' }),
          ]),
        )
      }
      onClose={onClose}
    >
      <p className="text-text-2">
        The review of {reviewers.nameOf(review.fields.reviewer ?? review.author)} stays as it is; the dispute waits for
        an answer.
      </p>
    </TextDialog>
  );
}

function AnswerDialog({ callId, info, onClose }: DialogProps) {
  const { openDispute, disputes, review, reviewers } = info;
  const [outcome, setOutcome] = useState<'upheld' | 'changed'>('upheld');
  if (openDispute === null || review === null) return null;
  const lastOne = disputes.filter(({ fields }) => fields.outcome === null).length === 1;
  return (
    <TextDialog
      title="Answer the dispute"
      label="Answer"
      callId={callId}
      draftKey={`answer/${openDispute.id}`}
      saveLabel="Answer"
      onSave={(answer) => {
        const answeredBy = reviewers.me?.id ?? '';
        return done(
          info.work.actions.apply([
            { kind: 'dispute', itemId: openDispute.id, set: { answer, answeredBy, outcome } },
            ...(lastOne ? [change(review.id, { state: 'resolved' })] : []),
          ]),
        );
      }}
      onClose={onClose}
    >
      <blockquote className="border-l-2 border-bad pl-3 [overflow-wrap:anywhere]">
        {openDispute.fields.text ?? 'No reason was given.'}
        <footer className="text-meta text-text-3">{reviewers.nameOf(openDispute.author)}</footer>
      </blockquote>
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-strong">Outcome</legend>
        <Radio
          name="outcome"
          checked={outcome === 'upheld'}
          onChange={() => setOutcome('upheld')}
          label="The review stands"
        />
        <Radio
          name="outcome"
          checked={outcome === 'changed'}
          onChange={() => setOutcome('changed')}
          label="The review is to be changed: review the call again"
        />
      </fieldset>
    </TextDialog>
  );
}

const change = (reviewId: string, set: Record<string, string | null>) =>
  ({ kind: 'review', itemId: reviewId, set }) as const;

const done = async (work: Promise<ReviewItem[] | null>): Promise<boolean> => (await work) !== null;
