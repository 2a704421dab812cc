import type { Anchor, Placement } from '../../model/review/anchor.ts';
import type { Stretch } from '../../model/review/exchange.ts';
import type { CallTiming } from '../../model/timing.ts';
import type { ToolCall } from '../../model/turn.ts';
import type { SpokenTurn } from './spoken.ts';

/** Where an anchor is heard, in which turn of the transcript it stands, and how sure that is. */
export interface AnchorPlace {
  readonly at: Stretch | null;
  readonly turn: number | null;
  readonly placement: Placement['state'];
}

export interface PlaceInput {
  /** Of the same call, by position. */
  readonly spoken: ReadonlyMap<number, SpokenTurn>;
  readonly toolCalls: readonly ToolCall[];
  readonly timing: CallTiming | null;
}

/**
 * Where an anchor lies on the recording's clock: a turn or words within it where the turn is heard, a tool call while it ran.
 * `placement` is where it stands in today's transcript; where it is lost, its time of then is taken.
 */
export function placeOnClock(anchor: Anchor, { turn, tool, state }: Placement, input: PlaceInput): AnchorPlace {
  return { at: stretchOf(anchor, turn, tool, input), turn, placement: state };
}

function stretchOf(anchor: Anchor, turn: number | null, tool: number | null, input: PlaceInput): Stretch | null {
  switch (anchor.on) {
    case 'call':
      return null;
    case 'point':
      return { startMs: anchor.atMs, endMs: anchor.atMs };
    case 'range':
      return { startMs: anchor.startMs, endMs: anchor.endMs };
    case 'tool': {
      const found = tool === null ? undefined : input.toolCalls[tool];
      const begun = pointAt(found?.startMs ?? anchor.tool.startMs, input.timing);
      return begun && { startMs: begun.startMs, endMs: begun.startMs + Math.max(0, found?.durationMs ?? 0) };
    }
    case 'turn':
    case 'text': {
      const heard = turn === null ? undefined : input.spoken.get(turn);
      if (heard !== undefined) return { startMs: heard.startMs, endMs: heard.endMs };
      return pointAt(anchor.turn.startMs, input.timing);
    }
  }
}

/** A time of the transcript on the recording's clock, as far as the two were fitted to each other. */
function pointAt(transcriptMs: number | null, timing: CallTiming | null): Stretch | null {
  if (transcriptMs === null) return null;
  const { offsetMs, driftPpm } = timing?.clock ?? { offsetMs: 0, driftPpm: 0 };
  const startMs = Math.max(0, transcriptMs + offsetMs + (transcriptMs * driftPpm) / 1e6);
  return { startMs, endMs: startMs };
}
