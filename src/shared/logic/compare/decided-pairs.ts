import type { DecidedPair, DoubtfulPair } from '../../model/compare.ts';
import type { Placement } from '../../model/review/anchor.ts';
import type { AnchorTurn } from '../anchors/make.ts';
import { placeAnchors } from '../anchors/place.ts';
import type { ReadItem } from '../review/read-item.ts';

/** One of two calls: its turns as they are today, and its halves of pairs. */
export interface PairedCall {
  readonly id: string;
  readonly turns: readonly AnchorTurn[];
  readonly halves: readonly ReadItem<'pair'>[];
}

/** What readers decided about the turns of two calls, as far as it is in force; the rest with why it is not. */
export interface DecidedPairs {
  readonly pins: readonly DecidedPair[];
  readonly breaks: readonly DecidedPair[];
  readonly doubtful: readonly DoubtfulPair[];
}

interface Whole extends Omit<DecidedPair, 'a' | 'b'> {
  readonly a: Placement;
  readonly b: Placement;
  readonly updatedMs: number;
}

/**
 * Puts the halves of two calls together and places them in today's transcripts. Only what stands beyond doubt in both is
 * used; a pin is also left where a later decision says otherwise or a later pin crosses it.
 */
export function decidePairs(a: PairedCall, b: PairedCall): DecidedPairs {
  const pins: DecidedPair[] = [];
  const breaks: DecidedPair[] = [];
  const doubtful: DoubtfulPair[] = [];
  const doubt = ({ pairId, state, a: inA, b: inB }: Whole, why: string) =>
    doubtful.push({ pairId, state, a: inA.turn, b: inB.turn, why });
  const decided = new Set<string>();
  for (const whole of wholePairs(a, b)) {
    const { pairId, state } = whole;
    const unsure = unsureOf(whole.a) ?? unsureOf(whole.b);
    const [inA, inB] = [whole.a.turn, whole.b.turn];
    if (unsure !== null || inA === null || inB === null) {
      doubt(whole, unsure ?? 'Its turn is not there any more.');
      continue;
    }
    const pair = { pairId, state, a: inA, b: inB };
    const name = `${inA} ${inB}`;
    if (decided.has(name)) doubt(whole, 'The same two turns were decided about again since.');
    else if (state === 'broken') breaks.push(pair);
    else if (a.turns[inA]?.role !== b.turns[inB]?.role)
      doubt(whole, 'The two are not said by the same party any more.');
    else if (pins.some((other) => other.a === inA || other.b === inB)) {
      doubt(whole, 'One of its turns was pinned to another one since.');
    } else if (pins.some((other) => other.a < inA !== other.b < inB)) doubt(whole, 'A later pin crosses it.');
    else pins.push(pair);
    decided.add(name);
  }
  return { pins: pins.sort((x, y) => x.a - y.a), breaks, doubtful };
}

/** What both calls have a half of, the latest decision first. */
function wholePairs(a: PairedCall, b: PairedCall): Whole[] {
  const inA = placed(a);
  const inB = placed(b);
  return [...inA]
    .flatMap(([pairId, one]) => {
      const other = inB.get(pairId);
      if (other === undefined) return [];
      // Merged seats may have left the halves at different decisions.
      const latest = other.half.updatedMs > one.half.updatedMs ? other.half : one.half;
      const { state } = latest.fields;
      return state === null
        ? []
        : [{ pairId, state, a: one.placement, b: other.placement, updatedMs: latest.updatedMs }];
    })
    .sort((x, y) => y.updatedMs - x.updatedMs || (x.pairId < y.pairId ? -1 : 1));
}

function placed(call: PairedCall) {
  const halves = call.halves.flatMap((half) => {
    const { anchor, pairId } = half.fields;
    return anchor?.on === 'turn' && pairId !== null ? [{ half, anchor, pairId }] : [];
  });
  const placements = placeAnchors(
    halves.map(({ anchor }) => anchor),
    { turns: call.turns, toolCalls: [], recordingMs: null },
  );
  return new Map(
    halves.flatMap(({ half, pairId }, i) => {
      const placement = placements[i];
      return placement === undefined ? [] : [[pairId, { half, placement }] as const];
    }),
  );
}

function unsureOf({ state, why }: Placement): string | null {
  if (state === 'same' || state === 'moved') return null;
  return why ?? 'The transcript has changed there.';
}
