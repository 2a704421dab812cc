import type { Turn } from '#shared/model/turn.ts';
import { useKeys } from '../../lib/keys.ts';
import { toast } from '../../ui/toast-store.ts';
import { addToTray } from './tray.ts';

/** The turn that is meant at place `current`: an agent's own, or the agent's answer to a caller's, for waits are what is compared. */
export function turnToCompare(turns: readonly Pick<Turn, 'index' | 'role'>[], current: number): number | null {
  const here = turns[current];
  if (here === undefined) return null;
  const answer = turns.find(({ role }, place) => place >= current && role === 'agent');
  return (answer ?? here).index;
}

/** Keys of the open call: its current turn, or the call as a whole, into the tray. `index` null = no turn has begun. */
export function useAddToCompareKeys(callId: string, index: number | null): void {
  useKeys('to-compare', [
    {
      action: 'turn',
      run: () => {
        if (index === null) toast.info('No turn has begun here. Choose one first.');
        else addToTray([{ callId, index }]);
      },
    },
    { action: 'call', run: () => addToTray([{ callId, index: null }]) },
  ]);
}
