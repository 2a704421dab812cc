import { useKeys } from '../../../lib/keys.ts';
import { navigate } from '../../../lib/router.ts';
import { BlindReveal } from './blind-reveal.tsx';
import { BlindRound } from './blind-round.tsx';
import { type BlindSession, closeBlind, useBlind } from './blind-store.ts';
import { DrawForm } from './draw-form.tsx';
import { VoteResultsView } from './vote-results-view.tsx';

/** Listening blind while there are pairs to hear; then what was what, and what all votes come to. */
export function BlindView() {
  const session = useBlind((state) => state.session);
  // Each pair has players of its own.
  if (session !== null && !session.over) return <BlindRound key={`${session.id} ${session.at}`} session={session} />;
  return <Outcome session={session} />;
}

function Outcome({ session }: { session: BlindSession | null }) {
  useKeys('blind', [{ action: 'back', label: 'Back to Calls', run: () => navigate({ name: 'calls' }) }]);
  return (
    <div className="relative h-full overflow-auto">
      <div className="mx-auto flex max-w-[1240px] flex-col gap-6 p-6">
        <h1 className="text-title font-strong">Blind listening</h1>
        {session === null ? null : <BlindReveal session={session} onClose={closeBlind} />}
        <DrawForm />
        <VoteResultsView />
      </div>
    </div>
  );
}
