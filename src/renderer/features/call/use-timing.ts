import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { CallTiming } from '#shared/model/timing.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { toast } from '../../ui/toast-store.ts';

/** What was measured in a call's sound; null while it is being measured. */
export function useTiming(callId: string): CallTiming | null {
  const { data } = useQuery(orpc.calls.timing.queryOptions({ input: { id: callId } }));
  return data ?? null;
}

/** What the reader can say about a call's channels and clock; how it went comes with the call's next timing. */
export interface TimingActions {
  /** The agent is on this channel, here and in the agent's other calls; null = detect it. */
  setAgentChannel(channel: 0 | 1 | null): void;
  /** Moves the transcript against the recording, ms. */
  nudgeClock(nudgeMs: number): void;
  pending: boolean;
}

export function useTimingActions(callId: string): TimingActions {
  const queries = useQueryClient();
  const onError = (error: unknown) => toast.error(problemOf(error).message);
  // The event says so too, a moment later.
  const onSuccess = () => queries.invalidateQueries({ queryKey: orpc.calls.timing.key() });
  const lanes = useMutation(orpc.calls.setAgentChannel.mutationOptions({ onError, onSuccess }));
  const clock = useMutation(orpc.calls.nudgeClock.mutationOptions({ onError, onSuccess }));
  const { mutate: setLanes } = lanes;
  const { mutate: setClock } = clock;
  return {
    setAgentChannel: useCallback((channel) => setLanes({ id: callId, channel }), [setLanes, callId]),
    nudgeClock: useCallback((nudgeMs) => setClock({ id: callId, nudgeMs }), [setClock, callId]),
    pending: lanes.isPending || clock.isPending,
  };
}
