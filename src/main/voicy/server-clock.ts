import { parseHttpDate } from './retry.ts';

/** The server's time as its `Date` headers tell it. */
export interface ServerClock {
  /**
   * Notes a `Date` header that arrived at `localMs`, for a request sent at `sentMs`; returns its Unix ms, or null when it
   * cannot be read. One that was long under way is read, but tells nothing of the clock.
   */
  note(dateHeader: string | null, localMs: number, sentMs?: number): number | null;
  /** What to add to local time, ms: the median of the last five. 0 until a date was seen. */
  offsetMs(): number;
  /**
   * What to add at least, ms: the highest of the last thirty, those near the median. `Date` is cut to whole seconds and
   * travels, so every one of them is too low, and the highest is closest: late by some ms, never early.
   */
  leastOffsetMs(): number;
}

const lastCount = 5;
const moreCount = 30;
/** Cut seconds and travel explain so much; what is further away comes from a clock that was set. */
const nearMs = 1500;
/** An answer that was under way for longer may be as much too old: the lid was closed over it, or a proxy kept it. */
const longestTravelMs = 10_000;

/** Starts with no offset. */
export function createServerClock(): ServerClock {
  const offsets: number[] = [];
  let median = 0;
  let least = 0;
  return {
    note(dateHeader, localMs, sentMs = localMs) {
      const dateMs = parseHttpDate(dateHeader);
      if (dateMs === null) return null;
      if (localMs - sentMs > longestTravelMs) return dateMs;
      offsets.push(dateMs - localMs);
      if (offsets.length > moreCount) offsets.shift();
      const sorted = offsets.slice(-lastCount).sort((a, b) => a - b);
      median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
      least = Math.max(...offsets.filter((offset) => Math.abs(offset - median) <= nearMs));
      return dateMs;
    },
    offsetMs: () => median,
    leastOffsetMs: () => least,
  };
}
