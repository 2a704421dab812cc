import { useCallback, useMemo } from 'react';
import { guessLaneRoles } from '#shared/logic/lanes.ts';
import type { CallTiming, LaneRole, Lanes } from '#shared/model/timing.ts';
import type { Turn } from '#shared/model/turn.ts';
import type { PeaksStatus } from './wave/use-peaks.ts';

export type LaneRoles = readonly [LaneRole, LaneRole];

/** Whose voice each channel carries, and how to say that it is the other way round. */
export interface CallLanes {
  readonly channels: number;
  /** Null for anything but two channels, and while nobody knows. */
  readonly roles: LaneRoles | null;
  readonly source: Lanes['source'] | null;
  /** 0 (a coin) to 1; null when it was not detected. */
  readonly confidence: number | null;
  /** The answer may still come. */
  readonly pending: boolean;
  /** Exchanges the two; with nobody known, says that the first is the agent. Null where there are not two channels. */
  readonly flip: (() => void) | null;
}

export interface LaneSources {
  readonly turns: readonly Turn[];
  readonly timing: CallTiming | null;
  readonly peaks: PeaksStatus;
  readonly recordedChannels: number | null;
  /** What the reader has said of this call; wins over all the rest. */
  readonly byHand: LaneRoles | null;
  readonly onFlipLanes: (roles: LaneRoles) => void;
}

/** The lanes as the reader set them, else as they were detected, else as the energies of the peaks let guess. */
export function useLanes({ turns, timing, peaks, recordedChannels, byHand, onFlipLanes }: LaneSources): CallLanes {
  const { data, state } = peaks;
  const channels = data?.channels ?? recordedChannels ?? 0;
  const energy = data?.energy ?? null;
  const known = timing?.lanes ?? null;
  const guess = useMemo(
    () => (known !== null || energy === null ? null : guessLaneRoles(energy, turns)),
    [known, energy, turns],
  );
  const roles = channels === 2 ? (byHand ?? known?.roles ?? guess?.roles ?? null) : null;
  const source = roles === null ? null : byHand !== null ? 'hand' : (known?.source ?? 'detected');
  const confidence =
    roles === null || byHand !== null ? null : known === null ? (guess?.confidence ?? null) : known.confidence;
  const pending = channels > 1 && roles === null && energy === null && state !== 'failed' && state !== 'none';
  const first = roles?.[0] ?? null;
  const flip = useCallback(() => {
    onFlipLanes(first === 'agent' ? ['caller', 'agent'] : ['agent', 'caller']);
  }, [first, onFlipLanes]);
  return useMemo(
    () => ({ channels, roles, source, confidence, pending, flip: channels === 2 ? flip : null }),
    [channels, roles, source, confidence, pending, flip],
  );
}
