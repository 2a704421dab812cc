import type { ListenSpan } from './start-point.ts';

/** What is played: one turn, both of a pair, or the first of them once more. */
export const playPlans = ['one', 'a-b', 'a-b-a'] as const;
export type PlayPlan = (typeof playPlans)[number];

/** Positions of the two turns that are being held against each other. */
export type ListenPair = readonly [number, number];

/** The letter of a turn by its position: A to F. */
export function letterOf(position: number): string {
  return String.fromCharCode(65 + position);
}

/** Which turns a plan plays, in order. `current` is the one to play alone. */
export function legsOf(plan: PlayPlan, [first, second]: ListenPair, current: number): readonly number[] {
  if (plan === 'one') return [current];
  return plan === 'a-b' ? [first, second] : [first, second, first];
}

/** The pair after a turn was picked: with more than two turns, the picked one and the one heard before it, in their order. */
export function pairAfterPick(pair: ListenPair, current: number, picked: number): ListenPair {
  if (pair.includes(picked) || picked === current) return pair;
  return current < picked ? [current, picked] : [picked, current];
}

/** The other one of a pair; the first for a turn that is not of it. */
export function otherOf([first, second]: ListenPair, current: number): number {
  return current === first ? second : first;
}

/** One turn of a plan, with when it sounds. */
export interface PlannedLeg {
  readonly clip: number;
  /** From pressing play, ms at normal speed. */
  readonly atMs: number;
  /** Places on the common axis, on which 0 is the end of the caller's speech. */
  readonly fromOffsetMs: number;
  readonly toOffsetMs: number;
}

/** When each leg of a plan sounds. Legs of turns that cannot be heard (`null`) are left out. `pauseMs` lies between two. */
export function scheduleOf(
  legs: readonly number[],
  spans: readonly (ListenSpan | null)[],
  leadInMs: number,
  pauseMs: number,
): PlannedLeg[] {
  const planned: PlannedLeg[] = [];
  let atMs = 0;
  for (const clip of legs) {
    const span = spans[clip];
    if (span === null || span === undefined) continue;
    const fromOffsetMs = startOffset(span, leadInMs);
    const toOffsetMs = endOffset(span);
    planned.push({ clip, atMs, fromOffsetMs, toOffsetMs });
    atMs += toOffsetMs - fromOffsetMs + pauseMs;
  }
  return planned;
}

/** Where a turn begins to play on the common axis: so much of the caller's last words, as far as the recording has them. */
export function startOffset({ fromMs }: Pick<ListenSpan, 'fromMs'>, leadInMs: number): number {
  const lead = Math.min(Math.max(0, leadInMs), fromMs);
  return lead === 0 ? 0 : -lead;
}

/** Where a turn ends on the common axis. */
export function endOffset({ fromMs, toMs }: Pick<ListenSpan, 'fromMs' | 'toMs'>): number {
  return toMs - fromMs;
}

/** Where a switch in mid-play goes on: at the same place of the axis, or from the beginning where the other turn is over by then. */
export function offsetAfterSwitch(span: ListenSpan, offsetMs: number, leadInMs: number): number {
  const first = startOffset(span, leadInMs);
  return offsetMs >= endOffset(span) ? first : Math.max(first, offsetMs);
}
