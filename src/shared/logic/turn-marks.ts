import type { TurnTiming } from '../model/timing.ts';
import type { Turn } from '../model/turn.ts';

/** A voice that breaks in is taken for the turn that starts nearest to it, within this many ms. */
const NEAR_MS = 1500;

/** Who broke into whom: positions of turns. */
export interface BargeIn {
  /** The turn that was broken into, and the one that did; null where no turn of the other party starts there. */
  readonly into: number;
  readonly by: number | null;
  readonly atMs: number;
}

/** Finds for every turn that was broken into the turn that did it: the other party's nearest start, within 1.5 s. */
export function findBargeIns(turns: readonly Pick<Turn, 'role'>[], timings: readonly TurnTiming[]): BargeIn[] {
  return timings.flatMap((timing, into) => {
    const atMs = timing.bargedInMs;
    const role = turns[into]?.role;
    if (atMs === null || role === undefined) return [];
    let by: number | null = null;
    let nearest = NEAR_MS;
    timings.forEach(({ startMs }, other) => {
      const otherRole = turns[other]?.role;
      if (startMs === null || otherRole === role || otherRole === undefined || otherRole === 'other') return;
      const distance = Math.abs(startMs - atMs);
      if (distance <= nearest && (by === null || distance < nearest)) {
        by = other;
        nearest = distance;
      }
    });
    return [{ into, by, atMs }];
  });
}

/** An order of turns is usable when every turn is in it once. */
export function isOrder(order: readonly number[], count: number): boolean {
  return order.length === count && new Set(order).size === count && order.every((at) => at >= 0 && at < count);
}

/**
 * Turns whose place changed. `spoken`: shown in the order spoken, the vendor lists it after the turn that follows.
 * `vendor`: shown in the vendor's order, it was said before the turn above.
 */
export function findMoved(order: readonly number[]): { spoken: ReadonlySet<number>; vendor: ReadonlySet<number> } {
  const rank = new Map(order.map((position, at) => [position, at]));
  const spoken = new Set<number>();
  const vendor = new Set<number>();
  order.forEach((position, at) => {
    const next = order[at + 1];
    if (next !== undefined && next < position) spoken.add(position);
    const above = rank.get(position - 1);
    if (above !== undefined && above > at) vendor.add(position);
  });
  return { spoken, vendor };
}

/** How far back the end of the heard part may be moved to a gap between words, characters. */
const WORD = 24;

/**
 * Splits an agent's text where it was cut off. `heardChars` is an estimate, so the cut is moved back to a gap between
 * words, and never falls inside a character. The halves put together are the text.
 */
export function splitHeard(text: string, heardChars: number): { heard: string; unheard: string } {
  if (heardChars >= text.length) return { heard: text, unheard: '' };
  let at = Math.max(0, Math.trunc(heardChars));
  const gap = /\s\S*$/u.exec(text.slice(Math.max(0, at - WORD), at));
  if (/\s/u.test(text[at] ?? ' ')) {
    // Already between two words.
  } else if (gap !== null) {
    at -= gap[0].length - 1;
  } else if (at <= WORD) {
    at = 0;
  } else {
    at = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text).containing(at)?.index ?? at;
  }
  return { heard: text.slice(0, at), unheard: text.slice(at) };
}
