import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { placeAnchors } from '#shared/logic/anchors/place.ts';
import { type CorrectedTranscript, correctTurns, type PlacedCorrection } from '#shared/logic/corrections/apply.ts';
import { readFields } from '#shared/logic/review/read-item.ts';
import type { ReviewItem } from '#shared/model/review/event.ts';
import type { Turn } from '#shared/model/turn.ts';
import { type ReviewWork, useReview } from '../../review-work/use-review.ts';
import { useSession } from '../session.ts';
import { type CorrectionActions, createCorrectionActions } from './correction-actions.ts';

/** What the reader is doing with the corrections of one call. */
export interface CorrectState {
  /** The turn whose words are being corrected, by position. */
  readonly editing: number | null;
  /** Whether what was corrected is shown beside what is said now. */
  readonly showChanges: boolean;
}

/** The corrections of the open call, and what can be done with them. */
export interface CallCorrections {
  readonly work: ReviewWork;
  readonly transcript: CorrectedTranscript;
  /** The turns with the corrected words and speakers, in the vendor's order. */
  readonly turns: readonly Turn[];
  /** How many corrections there are, those adrift included. */
  readonly count: number;
  readonly store: StoreApi<CorrectState>;
  readonly actions: CorrectionActions;
}

const CorrectionsContext = createContext<CallCorrections | null>(null);

/** The corrections of the call that is open here. */
export function useCorrections(): CallCorrections {
  const corrections = useContext(CorrectionsContext);
  if (corrections === null) throw new Error('useCorrections outside of a call');
  return corrections;
}

/** A part of what the reader is doing with the corrections; re-renders only when that part changes. */
export function useCorrectState<T>(select: (state: CorrectState) => T): T {
  return useStore(useCorrections().store, select);
}

/** Reads a call's corrections and puts them beside its turns. */
export function CorrectionsProvider({ children }: { children: ReactNode }) {
  const { detail } = useSession();
  const { row, turns } = detail;
  const work = useReview(row.id);
  const [store] = useState(() => createStore<CorrectState>(() => ({ editing: null, showChanges: false })));
  const items = useCorrectionItems(work.items);
  const placed = useMemo(() => placeCorrections(items, turns), [items, turns]);
  const transcript = useMemo(() => correctTurns(turns, placed), [turns, placed]);
  const shown = useMemo(
    () => (placed.length === 0 ? turns : transcript.turns.map(({ turn }) => turn)),
    [placed, turns, transcript],
  );
  const actions = useMemo(
    () => createCorrectionActions({ callId: row.id, turns, transcript, review: work.actions }),
    [row.id, turns, transcript, work.actions],
  );
  const value = useMemo(
    () => ({ work, transcript, turns: shown, count: placed.length, store, actions }),
    [work, transcript, shown, placed, store, actions],
  );
  return <CorrectionsContext value={value}>{children}</CorrectionsContext>;
}

/** The corrections among a call's items; the same list while none of them changes, however many notes are written. */
function useCorrectionItems(items: ReviewWork['items']): readonly ReviewItem[] {
  const last = useRef<readonly ReviewItem[]>([]);
  return useMemo(() => {
    const found = [...(items?.values() ?? [])].filter(
      ({ kind, fields }) => kind === 'correction' && fields.deleted !== true,
    );
    const same = found.length === last.current.length && found.every((item, i) => item === last.current[i]);
    if (!same) last.current = found;
    return last.current;
  }, [items]);
}

function placeCorrections(items: readonly ReviewItem[], turns: readonly Turn[]): PlacedCorrection[] {
  const read = items.map((item) => ({ item, fields: readFields('correction', item.fields) }));
  const placements = placeAnchors(
    read.map(({ fields }) => fields.anchor ?? { on: 'call' }),
    { turns, toolCalls: [], recordingMs: null },
  );
  return read.flatMap(({ item, fields }, i) => {
    const placement = placements[i];
    return placement === undefined ? [] : [{ id: item.id, updatedMs: item.updatedMs, fields, placement }];
  });
}
