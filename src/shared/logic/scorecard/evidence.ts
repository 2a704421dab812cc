import type { Anchor, TurnKey } from '../../model/review/anchor.ts';
import type { ToolCall, Turn } from '../../model/turn.ts';

/** What an anchor can hold of a time, ms. */
const MAX_MS = 1e9;
const MAX_TEXT = 20_000;
const MAX_NAME = 500;

const anchorMs = (ms: number | null): number | null =>
  ms === null || !Number.isFinite(ms) ? null : Math.min(MAX_MS, Math.max(0, ms));

function turnKey({ index, role, startMs, content }: Turn): TurnKey {
  return { index: Math.max(0, index), role, startMs: anchorMs(startMs), text: content.slice(0, MAX_TEXT) };
}

/** The turn as evidence. @param turn as reported, not at the time at which it is heard */
export function turnEvidence(turn: Turn): Anchor {
  return { on: 'turn', turn: turnKey(turn) };
}

/** A stretch of the recording as evidence; null for one that is none. */
export function rangeEvidence(span: { startMs: number; endMs: number }): Anchor | null {
  const startMs = anchorMs(span.startMs);
  const endMs = anchorMs(span.endMs);
  return startMs === null || endMs === null || endMs < startMs ? null : { on: 'range', startMs, endMs };
}

export function toolEvidence({ invocationId, name, entry, startMs }: ToolCall): Anchor {
  return {
    on: 'tool',
    tool: {
      invocationId: invocationId?.slice(0, MAX_NAME) ?? null,
      name: name.slice(0, MAX_NAME),
      entry: Math.max(0, entry),
      startMs: anchorMs(startMs),
    },
  };
}

/** Whether two anchors say the same, whatever the order of their fields. */
export function isSameAnchor(a: Anchor, b: Anchor): boolean {
  if (a.on === 'range' && b.on === 'range') return a.startMs === b.startMs && a.endMs === b.endMs;
  if (a.on === 'point' && b.on === 'point') return a.atMs === b.atMs;
  if (a.on === 'tool' && b.on === 'tool') return a.tool.entry === b.tool.entry && a.tool.name === b.tool.name;
  if (a.on === 'call' || b.on === 'call') return a.on === b.on;
  if (a.on === 'text' && b.on === 'text') {
    return isSameTurn(a.turn, b.turn) && a.quote.at === b.quote.at && a.quote.exact === b.quote.exact;
  }
  return a.on === 'turn' && b.on === 'turn' && isSameTurn(a.turn, b.turn);
}

function isSameTurn(a: TurnKey, b: TurnKey): boolean {
  return a.index === b.index && a.role === b.role && a.startMs === b.startMs && a.text === b.text;
}
