import type { CallTiming, TurnTiming } from '../model/timing.ts';

/** A call of which nothing was measured, but what a test says. */
export function timingOf(part: Partial<CallTiming> = {}): CallTiming {
  return {
    speech: null,
    lanes: null,
    clock: null,
    turns: [],
    order: null,
    overlaps: [],
    deadAir: [],
    holds: [],
    monologues: [],
    talk: null,
    problems: [],
    ...part,
  };
}

/** A turn of which nothing was measured, but what a test says. */
export function turnTimingOf(index: number, part: Partial<TurnTiming> = {}): TurnTiming {
  return {
    index,
    startMs: null,
    endMs: null,
    startSource: null,
    endSource: null,
    gap: null,
    noGap: null,
    bargedInMs: null,
    heardChars: null,
    ...part,
  };
}
