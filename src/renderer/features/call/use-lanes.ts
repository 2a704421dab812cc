import { useCallback, useMemo } from 'react';
import type { CallTiming, Lanes } from '#shared/model/timing.ts';
import { useTimingActions } from './use-timing.ts';

/** Whose voice each channel carries, and how to say that it is the other way round. */
export interface CallLanes {
  readonly channels: number;
  /** Null for anything but two channels, and while nobody knows. */
  readonly roles: Lanes['roles'] | null;
  readonly source: Lanes['source'] | null;
  /** 0 (a coin) to 1; null when it was not detected. */
  readonly confidence: number | null;
  /** The answer may still come. */
  readonly pending: boolean;
  /** Exchanges the two, here and in the agent's other calls; with nobody known, says that the first is the agent. Null where there are not two channels. */
  readonly flip: (() => void) | null;
}

/** The lanes of a call as they were measured, or as the reader set them. */
export function useLanes(callId: string, timing: CallTiming | null, channels: number): CallLanes {
  const { setAgentChannel } = useTimingActions(callId);
  const known = channels === 2 ? (timing?.lanes ?? null) : null;
  const first = known?.roles[0] ?? null;
  const flip = useCallback(() => setAgentChannel(first === 'agent' ? 1 : 0), [first, setAgentChannel]);
  const pending = channels > 1 && timing === null;
  return useMemo(
    () => ({
      channels,
      roles: known?.roles ?? null,
      source: known?.source ?? null,
      confidence: known?.confidence ?? null,
      pending,
      flip: channels === 2 ? flip : null,
    }),
    [channels, known, pending, flip],
  );
}
