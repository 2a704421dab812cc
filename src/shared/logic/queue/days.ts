import type { DayProgress } from '#shared/model/review/queue.ts';

/** A finished review as progress counts it: when (Unix ms), and how long it took (ms), where that is known. */
export interface FinishedReview {
  submittedMs: number;
  spentMs: number | null;
}

/** A day of this machine's calendar, from midnight to midnight: 23 or 25 hours where the clocks change. */
export interface LocalDay {
  /** `2026-11-25`. */
  day: string;
  fromMs: number;
  toMs: number;
}

/** The last `count` days up to the one that `nowMs` is in, oldest first. Unix ms. */
export function lastDays(nowMs: number, count: number): LocalDay[] {
  const now = new Date(nowMs);
  const midnight = (daysBack: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBack);
  return Array.from({ length: count }, (_, at) => {
    const from = midnight(count - 1 - at);
    return { day: nameOf(from), fromMs: from.getTime(), toMs: midnight(count - 2 - at).getTime() };
  });
}

/** The name of the day of this machine's calendar in which a moment is, `2026-11-25`. */
export function localDayOf(ms: number): string {
  return nameOf(new Date(ms));
}

function nameOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** What was finished on each day. The median is over the reviews that say how long they took. */
export function progressByDay(reviews: readonly FinishedReview[], days: readonly LocalDay[]): DayProgress[] {
  return days.map(({ day, fromMs, toMs }) => {
    const finished = reviews.filter(({ submittedMs }) => submittedMs >= fromMs && submittedMs < toMs);
    return {
      day,
      done: finished.length,
      medianSpentMs: median(finished.flatMap(({ spentMs }) => (spentMs === null ? [] : [spentMs]))),
    };
  });
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
