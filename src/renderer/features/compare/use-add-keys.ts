import { useKeys } from '../../lib/keys.ts';
import { toast } from '../../ui/toast-store.ts';
import { addToTray } from './tray.ts';

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
