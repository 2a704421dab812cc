import type { CallTiming, GapDoubt, NoGapReason, Overlap } from '../model/timing.ts';
import type { Turn } from '../model/turn.ts';
import { gapOf } from './latency.ts';

/** What happens between the parties in one turn. `atMs` = where it begins. */
export interface TurnEvent {
  readonly kind: Overlap['kind'];
  readonly atMs: number;
}

/** One turn of a call as a line of a table. Times are ms from the beginning of the recording, lengths ms; null = unknown. */
export interface CallTableRow {
  /** The turn's place in the transcript, from 0. */
  readonly position: number;
  readonly who: string;
  readonly text: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly reportedGapMs: number | null;
  readonly measuredGapMs: number | null;
  /** Measured minus reported: positive = the caller waited longer than was reported. Null unless both are known. */
  readonly differenceMs: number | null;
  /** Why an agent turn has no measured gap. */
  readonly noGap: NoGapReason | null;
  /** What makes the measured gap less certain. */
  readonly doubts: readonly GapDoubt[];
  readonly events: readonly TurnEvent[];
  /** How many findings name this turn; null when the call has not been looked through. */
  readonly findings: number | null;
}

export interface CallTableInput {
  readonly turns: readonly Turn[];
  readonly timing: CallTiming | null;
  /** Indices of the turns that findings name, one for each finding; null when there are no findings to be had. */
  readonly findingTurns: readonly number[] | null;
}

/**
 * The turns of a call, in the order in which they were spoken, with all that is known of their timing. Without
 * timing, times and gaps are the reported ones only.
 */
export function buildCallTable({ turns, timing, findingTurns }: CallTableInput): CallTableRow[] {
  const timings = new Map((timing?.turns ?? []).map((turn) => [turn.index, turn]));
  const order = spokenOrder(turns.length, timing?.order ?? null);
  return order.flatMap((position) => {
    const turn = turns[position];
    if (turn === undefined) return [];
    const known = timings.get(turn.index);
    const startMs = known?.startMs ?? turn.startMs;
    const endMs = known?.endMs ?? turn.endMs;
    const reportedGapMs = gapOf(turn);
    const measuredGapMs = known?.gap?.ms ?? null;
    return [
      {
        position,
        who: turn.role === 'agent' ? 'Agent' : turn.role === 'caller' ? 'Caller' : turn.rawRole,
        text: turn.content,
        startMs,
        endMs,
        reportedGapMs,
        measuredGapMs,
        differenceMs: reportedGapMs === null || measuredGapMs === null ? null : measuredGapMs - reportedGapMs,
        noGap: known?.noGap ?? null,
        doubts: known?.gap?.doubts ?? [],
        events: eventsIn(turn, known?.bargedInMs ?? null, startMs, endMs, timing?.overlaps ?? []),
        findings: findingTurns === null ? null : findingTurns.filter((index) => index === turn.index).length,
      },
    ];
  });
}

/** The order of the timing where it names every turn once, else the transcript's. */
function spokenOrder(count: number, order: readonly number[] | null): readonly number[] {
  const positions = Array.from({ length: count }, (_, position) => position);
  const named = new Set(order);
  return order !== null && order.length === count && positions.every((at) => named.has(at)) ? order : positions;
}

/**
 * Overlaps that begin within the turn and in which its speaker was the one who spoke first. A barge-in that the turn
 * itself records, and that is among the overlaps as well, is not counted twice.
 */
function eventsIn(
  turn: Turn,
  bargedInMs: number | null,
  startMs: number | null,
  endMs: number | null,
  overlaps: readonly Overlap[],
): TurnEvent[] {
  const within =
    startMs === null || endMs === null
      ? []
      : overlaps.filter((one) => one.first === turn.role && one.startMs >= startMs && one.startMs < endMs);
  const events = within.map(({ kind, startMs: atMs }): TurnEvent => ({ kind, atMs }));
  if (bargedInMs !== null && events.every(({ kind }) => kind !== 'barge-in')) {
    events.push({ kind: 'barge-in', atMs: bargedInMs });
  }
  return events.sort((a, b) => a.atMs - b.atMs);
}
