import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { GapSummary } from '#shared/logic/latency.ts';
import type { TurnIndex } from '#shared/logic/transcript.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import type { CallActions } from './actions.ts';
import { currentTurn, type Player, type PlayerState } from './player/create-player.ts';
import type { ViewStore } from './wave/view-store.ts';

/** One opened call: its data, its player, and what can be done with both. */
export interface CallSession {
  readonly detail: CallDetail;
  readonly player: Player;
  readonly view: ViewStore;
  readonly index: TurnIndex;
  readonly gaps: GapSummary;
  readonly settings: Settings;
  /** Length of the time axis: the recording's, else the call's. */
  readonly durationMs: number;
  /** There is a recording that the browser plays: on this disk, or on its way there. */
  readonly playable: boolean;
  readonly actions: CallActions;
  /** What was measured in the recording's sound; null while that is not known. */
  readonly timing: CallTiming | null;
}

const SessionContext = createContext<CallSession | null>(null);
export const SessionProvider = SessionContext.Provider;

/** The call that is open here. */
export function useSession(): CallSession {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession outside of a call');
  return session;
}

/** A part of the player's state; re-renders only when that part changes. */
export function usePlayerState<T>(select: (state: PlayerState) => T): T {
  return useStore(useSession().player.store, select);
}

/** Position of the turn the reader is at, -1 before the first. */
export function useCurrentTurn(): number {
  return usePlayerState(currentTurn);
}
