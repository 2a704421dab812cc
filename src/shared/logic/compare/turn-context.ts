import type { ToolCall, Turn } from '../../model/turn.ts';

/** What stands around a turn in its call. */
export interface TurnContext {
  readonly turn: Turn;
  /** What others said since the agent's turn before, in order; empty for the first words of a call. */
  readonly before: readonly Turn[];
  /** Tools that were called in that stretch, in order. */
  readonly tools: readonly ToolCall[];
}

/** The turn at a place of the transcript with what led to it; null when there is no such turn. */
export function turnContext(turns: readonly Turn[], toolCalls: readonly ToolCall[], index: number): TurnContext | null {
  const turn = turns[index];
  if (turn === undefined) return null;
  let first = index;
  while (first > 0 && turns[first - 1]?.role !== turn.role) first -= 1;
  const from = turns[first - 1]?.entry ?? Number.NEGATIVE_INFINITY;
  return {
    turn,
    before: turns.slice(first, index),
    tools: toolCalls.filter(({ entry }) => entry > from && entry < turn.entry),
  };
}
