import type { Span } from '#shared/logic/transcript.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { toast } from '../../ui/toast-store.ts';
import { useNotes } from '../call/notes/notes-context.tsx';
import { rangeOfMarking } from '../call/notes/notes-store.ts';
import { currentTurn } from '../call/player/player.ts';
import { useSession } from '../call/session.ts';
import { openExport, openImport } from './open-exchange.ts';
import { saveClip } from './save-clip.ts';

/** Keys and palette commands for the files of the call on screen: export, import, a stretch as sound. */
export function ExchangeKeys() {
  const { detail, player, turns, timing, durationMs } = useSession();
  const { store, byId } = useNotes();
  const { row, recording } = detail;
  const writable = useReadOnlyReason() === null;

  /** The range being marked, or of the note that keys work on. */
  const markedRange = (): Span | null => {
    const { marking, activeId } = store.getState();
    const anchor = activeId === null ? undefined : byId.get(activeId)?.anchor;
    return rangeOfMarking(marking) ?? (anchor?.on === 'range' ? anchor : null);
  };
  const turnSpan = (): Span | null => {
    const turn = turns[currentTurn(player.store.getState())];
    const startMs = turn?.startMs ?? null;
    if (turn === undefined || startMs === null) return null;
    const heardEnd = timing?.turns.find(({ index }) => index === turn.index)?.endMs ?? turn.endMs;
    const next = turns.flatMap((one) => (one.startMs !== null && one.startMs > startMs ? one.startMs : []));
    return { startMs, endMs: heardEnd ?? Math.min(durationMs, ...next) };
  };
  const clip = (): void => {
    const span = markedRange() ?? turnSpan();
    if (span === null || span.endMs <= span.startMs) {
      toast.info('Mark a range, or go to a turn whose time is known, then cut it out.');
      return;
    }
    void saveClip({ callId: row.id, startMs: span.startMs, endMs: span.endMs });
  };
  useKeys('exchange', [
    { action: 'export', run: () => openExport({ callId: row.id }) },
    { action: 'import', run: () => openImport(row.id), enabled: writable },
    { action: 'clip', run: clip, enabled: recording.state === 'ready' },
  ]);
  return null;
}
