import type { ShownTurn } from '#shared/logic/corrections/apply.ts';
import { toShown } from '#shared/logic/corrections/text-map.ts';
import { formatClock, formatLatency } from '#shared/logic/format.ts';
import { findBargeIns, findMoved } from '#shared/logic/turn-marks.ts';
import type { CallTiming, TurnTiming } from '#shared/model/timing.ts';
import type { Turn } from '#shared/model/turn.ts';

/** What the sound says about one turn. */
export interface TurnNotes {
  /** Where it is heard, else where the vendor says it is. */
  readonly timeMs: number | null;
  readonly timeHint: string | null;
  /** The words after so many characters were not heard, and what that is reckoned from; null when all were. */
  readonly cutOff: { readonly heardChars: number; readonly from: string } | null;
  /** What happened at this turn, in a few words each. */
  readonly marks: readonly { readonly word: string; readonly hint: string }[];
}

function timeHint(turn: Turn, timing: TurnTiming | undefined): string | null {
  const heardMs = timing?.startMs ?? null;
  if (heardMs === null) return turn.startMs === null ? 'The vendor gave no time for this turn' : null;
  const where = timing?.startSource === 'sound' ? 'Heard at' : 'Reported time moved to the recording’s clock:';
  const reported =
    turn.startMs === null ? 'the vendor gave no time' : `the vendor reported ${formatClock(turn.startMs)}`;
  return `${where} ${formatClock(heardMs)}; ${reported}`;
}

function cutOff({ sent, turn, map }: ShownTurn, timing: TurnTiming | undefined): TurnNotes['cutOff'] {
  const heard = timing?.heardChars ?? null;
  if (turn.role !== 'agent' || timing === undefined || heard === null || heard >= sent.content.length) return null;
  // It was reckoned in the vendor's words; in corrected ones it is where those end.
  const heardChars = map === null ? heard : (toShown(map, { from: 0, to: heard })?.to ?? 0);
  const endMs = timing.endMs ?? timing.bargedInMs;
  const length =
    timing.startMs === null || endMs === null || endMs < timing.startMs
      ? 'how long the agent was heard before it was cut off'
      : `the ${formatLatency(endMs - timing.startMs)} that the agent was heard, until ${formatClock(endMs)}`;
  return { heardChars, from: `Estimated from ${length}` };
}

const party = (turn: Turn | undefined) => (turn?.role === 'agent' ? 'agent' : 'caller');

/** Puts what was measured beside each turn; `shown` is the order in which the turns stand. */
export function noteTurns(
  shownTurns: readonly ShownTurn[],
  timing: CallTiming | null,
  order: readonly number[] | null,
  shown: 'spoken' | 'vendor',
): TurnNotes[] {
  const turns = shownTurns.map(({ sent }) => sent);
  const timings = timing?.turns ?? [];
  const marks = turns.map((): { word: string; hint: string }[] => []);
  for (const { into, by, atMs } of findBargeIns(turns, timings)) {
    const other = party(turns[into]) === 'agent' ? 'caller' : 'agent';
    marks[into]?.push({
      word: `barged into at ${formatClock(atMs)}`,
      hint: `The ${other} began to speak at ${formatClock(atMs)}, and this turn ended for that`,
    });
    if (by !== null) {
      marks[by]?.push({ word: 'barged in', hint: `Began while the ${party(turns[into])} was still speaking` });
    }
  }
  if (order !== null) {
    const moved = findMoved(order);
    for (const position of moved[shown]) {
      marks[position]?.push(
        shown === 'vendor'
          ? { word: 'said before the turn above', hint: 'The recording has these turns the other way round' }
          : { word: 'listed later by the vendor', hint: 'Said before the turn below; the vendor has it after that' },
      );
    }
  }
  return shownTurns.map((turn, position) => ({
    timeMs: timings[position]?.startMs ?? turn.sent.startMs,
    timeHint: timeHint(turn.sent, timings[position]),
    cutOff: cutOff(turn, timings[position]),
    marks: marks[position] ?? [],
  }));
}
