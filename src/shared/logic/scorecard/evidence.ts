import type { Anchor, TurnKey } from '../../model/review/anchor.ts';

/** What an anchor can hold of a time, ms. */
const MAX_MS = 1e9;

const anchorMs = (ms: number): number | null => (Number.isFinite(ms) ? Math.min(MAX_MS, Math.max(0, ms)) : null);

/** A stretch of the recording as evidence; null for one that is none. */
export function rangeEvidence(span: { startMs: number; endMs: number }): Anchor | null {
  const startMs = anchorMs(span.startMs);
  const endMs = anchorMs(span.endMs);
  return startMs === null || endMs === null || endMs < startMs ? null : { on: 'range', startMs, endMs };
}

/** Whether two anchors stand on the same. */
export function isSameAnchor(a: Anchor, b: Anchor): boolean {
  if (a.on === 'range' && b.on === 'range') return a.startMs === b.startMs && a.endMs === b.endMs;
  if (a.on === 'point' && b.on === 'point') return a.atMs === b.atMs;
  if (a.on === 'tool' && b.on === 'tool') return a.tool.entry === b.tool.entry && a.tool.name === b.tool.name;
  if (a.on === 'text' && b.on === 'text') {
    return isSameTurn(a.turn, b.turn) && a.quote.at === b.quote.at && a.quote.exact === b.quote.exact;
  }
  if (a.on === 'turn' && b.on === 'turn') return isSameTurn(a.turn, b.turn);
  return a.on === 'call' && b.on === 'call';
}

function isSameTurn(a: TurnKey, b: TurnKey): boolean {
  return a.index === b.index && a.role === b.role && a.startMs === b.startMs && a.text === b.text;
}
