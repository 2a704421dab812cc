import { useReadOnlyReason } from '../../../lib/actions.ts';
import { useReview } from '../../review-work/use-review.ts';
import { useNextCall } from '../score/next-call.ts';
import { askToFinish } from '../score/score-requests.ts';
import { useCards } from '../score/use-cards.ts';
import { saveSpent } from './time-spent.tsx';
import { useCallState } from './use-call-state.ts';

/**
 * Finishes the review in progress: by the score pane, which says what it still lacks; where the workspace has no scorecard to
 * score with, as it is.
 */
export function useFinish(callId: string): () => void {
  const { work, mine } = useCallState(callId);
  const cards = useCards(useReview(null));
  const readOnly = useReadOnlyReason();
  const nextCall = useNextCall(callId);
  const withoutCard = mine !== null && mine.fields.versionId === null && cards.published.length === 0;
  const finish = async () => {
    if (readOnly !== null) return;
    // The time up to this moment belongs to the review.
    await saveSpent();
    if (!withoutCard) {
      askToFinish();
      return;
    }
    const done = await work.actions.apply([{ kind: 'review', itemId: mine.id, set: { state: 'done' } }]);
    if (done !== null) nextCall();
  };
  return () => void finish();
}
