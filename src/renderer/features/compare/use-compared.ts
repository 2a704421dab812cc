import { useQueries } from '@tanstack/react-query';
import { type TurnContext, turnContext } from '#shared/logic/compare/turn-context.ts';
import { type LatencyGeometry, layoutLatency } from '#shared/logic/latency.ts';
import type { CompareRef } from '#shared/model/compare.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { CallTiming, MeasuredGap } from '#shared/model/timing.ts';
import { orpc, type Problem, problemOf } from '../../lib/rpc.ts';

/** A call that is compared, as far as it is read. */
export interface ComparedCall {
  readonly callId: string;
  readonly detail: CallDetail | null;
  /** Null while it is being measured, or when that failed. */
  readonly timing: CallTiming | null;
  readonly measuring: boolean;
  readonly problem: Problem | null;
  readonly retry: () => void;
}

/** Reads the calls of what is compared, one for each in its order. */
export function useComparedCalls(refs: readonly CompareRef[]): ComparedCall[] {
  const details = useQueries({
    queries: refs.map(({ callId }) => orpc.calls.get.queryOptions({ input: { id: callId } })),
  });
  const timings = useQueries({
    queries: refs.map(({ callId }) => orpc.calls.timing.queryOptions({ input: { id: callId } })),
  });
  return refs.map(({ callId }, i) => {
    const detail = details[i];
    const timing = timings[i];
    return {
      callId,
      detail: detail?.data ?? null,
      timing: timing?.data ?? null,
      measuring: timing?.isPending === true,
      problem: detail?.error ? problemOf(detail.error) : null,
      retry: () => void detail?.refetch(),
    };
  });
}

/** One turn that is compared, with all that is drawn of it. Null while its call is read, or when the call has no such turn. */
export interface ComparedTurn {
  readonly context: TurnContext;
  readonly geometry: LatencyGeometry;
  readonly measured: MeasuredGap | null;
}

/** The turns that are compared, their waterfalls on one time axis: it ends where the longest of them does. */
export function comparedTurns(
  refs: readonly CompareRef[],
  calls: readonly Pick<ComparedCall, 'detail' | 'timing'>[],
): (ComparedTurn | null)[] {
  const turns = refs.map(({ index }, i): ComparedTurn | null => {
    const { detail = null, timing = null } = calls[i] ?? {};
    const context = detail === null || index === null ? null : turnContext(detail.turns, detail.toolCalls, index);
    if (context === null) return null;
    const isAgent = context.turn.role === 'agent';
    const measured = (isAgent && index !== null ? timing?.turns[index]?.gap : null) ?? null;
    return { context, measured, geometry: layoutLatency(isAgent ? context.turn.latency : null, measured?.ms ?? null) };
  });
  const axisEndMs = Math.max(1, ...turns.map((turn) => turn?.geometry.axisEndMs ?? 0));
  return turns.map((turn) => (turn === null ? null : { ...turn, geometry: { ...turn.geometry, axisEndMs } }));
}
