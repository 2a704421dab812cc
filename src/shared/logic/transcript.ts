import type { ToolCall, Turn } from '../model/turn.ts';

/** Turns by time, for lookups while the recording plays. Positions are places in the transcript's `turns` array. */
export interface TurnIndex {
  readonly startsMs: Float64Array;
  readonly positions: Int32Array;
}

type Timed = Pick<Turn, 'startMs'>;

function isTime(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** Sorts the turns that have a time by it; equal times keep the transcript's order, turns without a time are left out. */
export function createTurnIndex(turns: readonly Timed[]): TurnIndex {
  const timed = turns
    .flatMap((turn, position) => (isTime(turn.startMs) ? [{ startMs: turn.startMs, position }] : []))
    .sort((a, b) => a.startMs - b.startMs || a.position - b.position);
  return {
    startsMs: Float64Array.from(timed, (turn) => turn.startMs),
    positions: Int32Array.from(timed, (turn) => turn.position),
  };
}

/** How many turns start at or before `timeMs`. */
function countStarted(index: TurnIndex, timeMs: number): number {
  let low = 0;
  let high = index.startsMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((index.startsMs[middle] as number) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The turn being heard at `timeMs`: the last one that has started, -1 before the first. */
export function findActiveTurn(index: TurnIndex, timeMs: number): number {
  return index.positions[countStarted(index, timeMs) - 1] ?? -1;
}

/** The first start after `timeMs`, undefined when no turn starts later. */
export function findNextStart(index: TurnIndex, timeMs: number): number | undefined {
  return index.startsMs[countStarted(index, timeMs)];
}

/** A stretch of the recording, ms. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * What is played as "this turn": to its end where known, else to the next start, else to the end of the recording.
 * Undefined for a turn without a time or one that lies beyond the recording.
 */
export function findTurnSpan(
  turns: readonly Pick<Turn, 'startMs' | 'endMs'>[],
  index: TurnIndex,
  position: number,
  durationMs: number,
): Span | undefined {
  const turn = turns[position];
  if (turn === undefined || !isTime(turn.startMs)) return undefined;
  const startMs = Math.max(0, turn.startMs);
  const known = isTime(turn.endMs) && turn.endMs > startMs ? turn.endMs : findNextStart(index, startMs);
  const endMs = Math.min(known ?? durationMs, durationMs);
  return endMs > startMs ? { startMs, endMs } : undefined;
}

/** Where to start so that the pause before a turn is heard: its gap before it, half a second where none is known. */
export function replayStartMs(turn: Pick<Turn, 'startMs' | 'reportedGapMs' | 'measuredGapMs'>): number | undefined {
  if (!isTime(turn.startMs)) return undefined;
  const gaps = [turn.reportedGapMs, turn.measuredGapMs].filter(isTime);
  const leadMs = gaps.length > 0 ? Math.max(0, ...gaps) : 500;
  return Math.max(0, turn.startMs - leadMs);
}

/** One thing of the transcript in the vendor's order. */
export type TimelineItem =
  | { readonly kind: 'turn'; readonly position: number; readonly turn: Turn }
  | { readonly kind: 'tool'; readonly position: number; readonly call: ToolCall };

/**
 * Puts the tool calls between the turns, by the place both had in the vendor's transcript. With an `order` (positions of
 * the turns as spoken) the turns come in that, and a tool call stays behind the turn it followed.
 */
export function buildTimeline(
  turns: readonly Turn[],
  toolCalls: readonly ToolCall[],
  order: readonly number[] | null = null,
): TimelineItem[] {
  const items: { entry: number; item: TimelineItem }[] = [
    ...turns.map((turn, position) => ({ entry: turn.entry, item: { kind: 'turn', position, turn } as const })),
    ...toolCalls.map((call, position) => ({ entry: call.entry, item: { kind: 'tool', position, call } as const })),
  ];
  const listed = items.sort((a, b) => a.entry - b.entry).map(({ item }) => item);
  if (order === null) return listed;
  const first: TimelineItem[] = [];
  const groups = new Map<number, TimelineItem[]>();
  let group = first;
  for (const item of listed) {
    if (item.kind === 'turn') {
      group = [];
      groups.set(item.position, group);
    }
    group.push(item);
  }
  return [...first, ...order.flatMap((position) => groups.get(position) ?? [])];
}

/**
 * The tool calls of a turn, as places in the timeline: those between it and the next turn, else those right before it
 * (an agent's answer comes after the calls it needed). None for a place that is not a turn.
 */
export function findToolsOfTurn(timeline: readonly TimelineItem[], place: number): number[] {
  if (timeline[place]?.kind !== 'turn') return [];
  const after: number[] = [];
  for (let i = place + 1; timeline[i]?.kind === 'tool'; i += 1) after.push(i);
  if (after.length > 0) return after;
  const before: number[] = [];
  for (let i = place - 1; timeline[i]?.kind === 'tool'; i -= 1) before.unshift(i);
  return before;
}

/**
 * The agent turn whose latency is meant by "this turn": itself, else the answer that follows it, else the last one
 * before it. Undefined when there is no agent turn.
 */
export function findLatencyTurn(turns: readonly Pick<Turn, 'role'>[], position: number): number | undefined {
  const at = Math.max(0, position);
  for (let i = at; i < turns.length; i += 1) if (turns[i]?.role === 'agent') return i;
  for (let i = Math.min(at, turns.length) - 1; i >= 0; i -= 1) if (turns[i]?.role === 'agent') return i;
  return undefined;
}

/** The letter that stands for a speaker beside its colour. */
export function speakerLetter(turn: Pick<Turn, 'role' | 'rawRole'>): string {
  if (turn.role === 'agent') return 'A';
  if (turn.role === 'caller') return 'C';
  const [first] = turn.rawRole.trim();
  return first?.toLocaleUpperCase() ?? '?';
}
