/** Without input for this long, and with nothing playing, nobody is at work. */
export const IDLE_AFTER_MS = 60_000;
/** A tick that comes later than this after the one before it: the computer slept, or the page was frozen. */
const LONGEST_TICK_MS = 5_000;

/** What is known at a tick, Unix ms. */
export interface Presence {
  nowMs: number;
  /** The window is visible and has the focus. */
  inFront: boolean;
  lastInputMs: number;
  playing: boolean;
}

/** Time counted so far, and the tick it was counted up to. */
export interface SpentClock {
  spentMs: number;
  tickedMs: number | null;
  inFront: boolean;
  playing: boolean;
  lastInputMs: number;
}

/** A clock at what was counted before. */
export function startSpentClock(spentMs: number): SpentClock {
  return { spentMs, tickedMs: null, inFront: false, playing: false, lastInputMs: 0 };
}

/**
 * Counts the time since the last tick by what was the case then: while the window was in front, and the recording played or
 * there had been input within the last minute. A gap in the ticks counts as one tick at most, and time that runs backwards not at all.
 */
export function tickSpent(clock: SpentClock, { nowMs, inFront, lastInputMs, playing }: Presence): SpentClock {
  const next = { tickedMs: nowMs, inFront, playing, lastInputMs };
  if (clock.tickedMs === null || !clock.inFront) return { ...next, spentMs: clock.spentMs };
  const until = Math.min(nowMs, clock.tickedMs + LONGEST_TICK_MS);
  const activeUntil = clock.playing ? until : Math.min(until, clock.lastInputMs + IDLE_AFTER_MS);
  return { ...next, spentMs: clock.spentMs + Math.max(0, activeUntil - clock.tickedMs) };
}
