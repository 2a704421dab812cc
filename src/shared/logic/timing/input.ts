import type { LaneRole, Speech } from '../../model/timing.ts';
import type { ToolCall, Turn } from '../../model/turn.ts';

/** What `measureCall` needs to know of a call. */
export interface TimingInput {
  readonly turns: readonly Turn[];
  readonly toolCalls: readonly ToolCall[];
  /** Length of the recording; null when there is none. */
  readonly recordingMs: number | null;
  /** What was detected in it; null when that was not done. */
  readonly speech: Speech | null;
  /** What the reader fixed; null = detect. */
  readonly lanes: { readonly roles: readonly [LaneRole, LaneRole]; readonly source: 'agent' | 'hand' } | null;
  /** By how much the reader moved the transcript against the fit, ms. */
  readonly nudgeMs: number;
  readonly thresholds: {
    readonly deadAirMs: number;
    readonly monologueMs: number;
    /** From this much silence on it counts as a hold; absent = only music does. */
    readonly holdMs?: number;
  };
}
