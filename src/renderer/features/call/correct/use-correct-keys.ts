import { useReadOnlyReason } from '../../../lib/actions.ts';
import { useKeys } from '../../../lib/keys.ts';
import { toast } from '../../../ui/toast-store.ts';
import { useCurrentTurn } from '../session.ts';
import { useCorrections, useCorrectState } from './corrections-context.tsx';

/** The keys of corrections. `stand` keeps the turn in its place while rows change their height. */
export function useCorrectKeys(stand: () => void): void {
  const { actions, store, transcript, count, work } = useCorrections();
  const current = useCurrentTurn();
  const editing = useCorrectState((state) => state.editing);
  const readOnly = useReadOnlyReason();
  const known = work.problem === null && (work.items !== null || 'soon');
  const enabled = readOnly === null && editing === null && known;
  const withTurn = (run: (position: number) => void) => () => {
    if (transcript.turns[current] === undefined) toast.info('No turn has begun here. Choose one first.');
    else run(current);
  };
  useKeys('correct', [
    { action: 'edit', run: withTurn((position) => store.setState({ editing: position })), enabled },
    {
      action: 'speaker',
      run: withTurn((position) => {
        void actions.exchangeSpeaker(position).then((done) => done && toast.ok('The other party says this turn now.'));
      }),
      enabled,
    },
    {
      action: 'revert',
      run: withTurn((position) => {
        if (transcript.turns[position]?.correction == null) toast.info('Nothing was corrected in this turn.');
        else {
          stand();
          void actions.revert(position).then((done) => done && toast.ok('The turn is as the vendor sent it.'));
        }
      }),
      enabled,
    },
    {
      action: 'changes',
      run: () => {
        if (count === 0) toast.info('Nothing was corrected in this call.');
        else {
          stand();
          store.setState(({ showChanges }) => ({ showChanges: !showChanges }));
        }
      },
      enabled: known,
    },
  ]);
}
