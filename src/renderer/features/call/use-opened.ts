import { useEffect } from 'react';
import { client, problemOf } from '../../lib/rpc.ts';
import { toast } from '../../ui/toast-store.ts';

/** Tells the host which call is on screen, so that what it still lacks is fetched first. Nothing waits for it. */
export function useOpened(callId: string): void {
  useEffect(() => {
    client.calls.opened({ id: callId }).catch((error: unknown) => {
      const { code, message } = problemOf(error);
      // Read-only is said above every view, an unknown call and a silent host by the view itself.
      if (code !== 'conflict' && code !== 'not-found' && code !== 'unreachable') toast.error(message);
    });
  }, [callId]);
}
