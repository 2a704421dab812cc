import { useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { toast } from '../../ui/toast-store.ts';
import { currentTurn } from '../call/player/player.ts';
import type { CallSession } from '../call/session.ts';
import { openExport, openImport } from './open-exchange.ts';
import { saveClip } from './save-clip.ts';

/** Export, import and clips of the call on screen. */
export function useExchangeKeys({ detail, player, turns, timing, durationMs }: CallSession): void {
  const { row, recording } = detail;
  const writable = useReadOnlyReason() === null;
  const clipTurn = (): void => {
    const position = currentTurn(player.store.getState());
    const turn = turns[position];
    const startMs = turn?.startMs ?? null;
    if (turn === undefined || startMs === null) {
      toast.info('Go to a turn whose time is known, then cut it out.');
      return;
    }
    const heardEnd = timing?.turns.find(({ index }) => index === turn.index)?.endMs ?? turn.endMs;
    const next = turns.flatMap((one) => (one.startMs !== null && one.startMs > startMs ? one.startMs : []));
    void saveClip({ callId: row.id, startMs, endMs: heardEnd ?? Math.min(durationMs, ...next) });
  };
  useKeys('exchange', [
    { action: 'export', run: () => openExport({ callId: row.id }) },
    { action: 'import', run: () => openImport(row.id), enabled: writable },
    { action: 'clip', run: clipTurn, enabled: recording.state === 'ready' },
  ]);
}
