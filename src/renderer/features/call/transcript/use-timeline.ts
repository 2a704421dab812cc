import { useMemo, useState } from 'react';
import { directionOf } from '#shared/logic/text-direction.ts';
import { buildTimeline, type TimelineItem } from '#shared/logic/transcript.ts';
import { isOrder } from '#shared/logic/turn-marks.ts';
import { useCorrections } from '../correct/corrections-context.tsx';
import { useSession } from '../session.ts';
import { noteTurns, type TurnNotes } from './turn-notes.ts';

export interface Timeline {
  readonly items: readonly TimelineItem[];
  /** Place in `items` of each turn, by position. */
  readonly itemOfTurn: ReadonlyMap<number, number>;
  readonly notes: readonly TurnNotes[];
  /** Which way most turns of the call run. */
  readonly direction: 'ltr' | 'rtl';
  /** The vendor's order is not the one spoken; which of them is shown. Null when they are the same. */
  readonly shownOrder: 'spoken' | 'vendor' | null;
  switchOrder(): void;
}

/** The turns (as corrected) and tool calls as listed, with what was measured beside them. */
export function useTimeline(): Timeline {
  const { detail, timing } = useSession();
  const { toolCalls } = detail;
  const { turns, transcript } = useCorrections();
  const [wanted, setWanted] = useState<'spoken' | 'vendor'>('spoken');
  const order = timing?.order ?? null;
  const usable = order !== null && isOrder(order, turns.length) ? order : null;
  const items = useMemo(
    () => buildTimeline(turns, toolCalls, wanted === 'spoken' ? usable : null),
    [turns, toolCalls, usable, wanted],
  );
  const itemOfTurn = useMemo(
    () => new Map(items.flatMap((item, i) => (item.kind === 'turn' ? [[item.position, i] as const] : []))),
    [items],
  );
  const notes = useMemo(
    () => noteTurns(transcript.turns, timing, usable, wanted),
    [transcript, timing, usable, wanted],
  );
  const direction = useMemo(() => {
    const known = turns.map((turn) => directionOf(turn.content)).filter((one) => one !== null);
    return known.filter((one) => one === 'rtl').length * 2 > known.length ? 'rtl' : 'ltr';
  }, [turns]);
  return {
    items,
    itemOfTurn,
    notes,
    direction,
    shownOrder: usable === null ? null : wanted,
    switchOrder: () => setWanted((now) => (now === 'spoken' ? 'vendor' : 'spoken')),
  };
}
