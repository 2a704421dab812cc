import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { GapSummary } from '#shared/logic/latency.ts';
import type { TurnIndex } from '#shared/logic/transcript.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import type { Turn } from '#shared/model/turn.ts';
import type { CallActions } from './actions.ts';
import type { MixState } from './player/channel-mix.ts';
import { currentTurn, type Player, type PlayerState } from './player/player.ts';
import type { CallLanes } from './use-lanes.ts';
import type { ViewStore } from './wave/view-store.ts';

/** One opened call: its data, its player, and what can be done with both. */
export interface CallSession {
  readonly detail: CallDetail;
  /** The transcript's turns at the times at which they are heard; `detail.turns` has them as reported. */
  readonly turns: readonly Turn[];
  /** What was measured in the sound; null while it is being measured. */
  readonly timing: CallTiming | null;
  readonly lanes: CallLanes;
  readonly player: Player;
  readonly view: ViewStore;
  readonly index: TurnIndex;
  /** The gaps the vendor reported, and those measured in the sound. */
  readonly gaps: GapSummary;
  readonly measuredGaps: GapSummary;
  /** What the linter found in the reported latency, in the transcript's order. */
  readonly findings: readonly Finding[];
  readonly settings: Settings;
  /** Length of the time axis: the recording's, else the call's. */
  readonly durationMs: number;
  /** There is a recording that the browser plays: on this disk, or on its way there. */
  readonly playable: boolean;
  readonly actions: CallActions;
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

/** A part of how the channels are mixed; re-renders only when that part changes. */
export function useMixState<T>(select: (state: MixState) => T): T {
  return useStore(useSession().player.mix.store, select);
}

/** Position of the turn the reader is at, -1 before the first. */
export function useCurrentTurn(): number {
  return usePlayerState(currentTurn);
}
