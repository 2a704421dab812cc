import { parseHttpDate } from './retry.ts';

/** The server's time as its `Date` headers tell it. */
export interface ServerClock {
  /** Notes a `Date` header that arrived at `localMs`; returns its Unix ms, or null when it cannot be read. */
  note(dateHeader: string | null, localMs: number): number | null;
  /** What to add to local time, ms: the median of the last five. 0 until a date was seen. */
  offsetMs(): number;
}

/** Starts with no offset. `Date` has whole seconds and travels, so the result is late by up to a second, never early. */
export function createServerClock(): ServerClock {
  const offsets: number[] = [];
  let median = 0;
  return {
    note(dateHeader, localMs) {
      const dateMs = parseHttpDate(dateHeader);
      if (dateMs === null) return null;
      offsets.push(dateMs - localMs);
      if (offsets.length > 5) offsets.shift();
      const sorted = [...offsets].sort((a, b) => a - b);
      median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
      return dateMs;
    },
    offsetMs: () => median,
  };
}
