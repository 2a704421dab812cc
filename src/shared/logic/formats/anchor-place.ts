import type { Anchor } from '../../model/review/anchor.ts';
import type { Stretch } from '../../model/review/exchange.ts';
import type { CallTiming } from '../../model/timing.ts';
import type { ToolCall, Turn } from '../../model/turn.ts';
import type { SpokenTurn } from './spoken.ts';

/** Where an anchor is heard, and in which turn of the transcript. */
export interface AnchorPlace {
  readonly at: Stretch | null;
  readonly turn: number | null;
}

export interface PlaceInput {
  readonly turns: readonly Turn[];
  /** Of the same call, by position. */
  readonly spoken: ReadonlyMap<number, SpokenTurn>;
  readonly toolCalls: readonly ToolCall[];
  readonly timing: CallTiming | null;
}

/**
 * Where an anchor lies on the recording's clock: a turn or words within it where the turn is heard, a tool call while it ran.
 * `turn` is where the anchor stands in today's transcript, by `logic/anchors`; where it is lost, its time of then is taken.
 */
export function placeOnClock(anchor: Anchor, turn: number | null, input: PlaceInput): AnchorPlace {
  switch (anchor.on) {
    case 'call':
      return { at: null, turn: null };
    case 'point':
      return { at: { startMs: anchor.atMs, endMs: anchor.atMs }, turn: null };
    case 'range':
      return { at: { startMs: anchor.startMs, endMs: anchor.endMs }, turn: null };
    case 'tool':
      return { at: toolStretch(anchor, input), turn: null };
    case 'turn':
    case 'text': {
      const heard = turn === null ? undefined : input.spoken.get(turn);
      if (heard !== undefined) return { at: { startMs: heard.startMs, endMs: heard.endMs }, turn };
      return { at: pointAt(anchor.turn.startMs, input.timing), turn };
    }
  }
}

function toolStretch({ tool }: Extract<Anchor, { on: 'tool' }>, { toolCalls, timing }: PlaceInput): Stretch | null {
  const found =
    toolCalls.find(({ invocationId }) => invocationId !== null && invocationId === tool.invocationId) ??
    toolCalls.find(({ entry, name }) => entry === tool.entry && name === tool.name);
  const begun = pointAt(found?.startMs ?? tool.startMs, timing);
  if (begun === null) return null;
  return { startMs: begun.startMs, endMs: begun.startMs + Math.max(0, found?.durationMs ?? 0) };
}

/** A time of the transcript on the recording's clock, as far as the two were fitted to each other. */
function pointAt(transcriptMs: number | null, timing: CallTiming | null): Stretch | null {
  if (transcriptMs === null) return null;
  const { offsetMs, driftPpm } = timing?.clock ?? { offsetMs: 0, driftPpm: 0 };
  const startMs = Math.max(0, transcriptMs + offsetMs + (transcriptMs * driftPpm) / 1e6);
  return { startMs, endMs: startMs };
}
