import { describe, expect, it } from 'vitest';
import { lastDays, localDayOf, progressByDay } from './days.ts';

const hour = 3_600_000;

/** Node reads TZ again when it is set. */
function inZone<T>(zone: string, work: () => T): T {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}

describe('days of the calendar', () => {
  it('have 23 and 25 hours where the clocks change, and leave no moment out', () => {
    inZone('Europe/Berlin', () => {
      const hours = (iso: string) => {
        const days = lastDays(Date.parse(iso), 3);
        expect(days.slice(1).map(({ fromMs }) => fromMs)).toEqual(days.slice(0, -1).map(({ toMs }) => toMs));
        return days.map(({ day, fromMs, toMs }) => [day, (toMs - fromMs) / hour]);
      };
      expect(hours('2026-03-30T10:00:00Z')).toEqual([
        ['2026-03-28', 24],
        ['2026-03-29', 23],
        ['2026-03-30', 24],
      ]);
      expect(hours('2026-10-26T10:00:00Z').map(([, length]) => length)).toEqual([24, 25, 24]);
    });
  });

  it('begin at local midnight, also where midnight does not exist', () => {
    inZone('America/Santiago', () => {
      // The clocks go forward at 24:00 on 5 September 2026: the 6th begins at 01:00.
      const [before, day] = lastDays(Date.parse('2026-09-06T15:00:00Z'), 2);
      expect(day).toMatchObject({ day: '2026-09-06', fromMs: Date.parse('2026-09-06T04:00:00Z') });
      expect(before?.toMs).toBe(day?.fromMs);
    });
    expect(inZone('Asia/Tokyo', () => localDayOf(Date.parse('2026-11-24T15:00:00Z')))).toBe('2026-11-25');
    expect(inZone('America/New_York', () => localDayOf(Date.parse('2026-11-25T04:59:00Z')))).toBe('2026-11-24');
  });
});

describe('progress', () => {
  it('counts a review on the day it was handed in, and takes the median of the times that are known', () => {
    const days = lastDays(new Date(2026, 10, 25, 12).getTime(), 2);
    const at = (day: number, hours: number) => new Date(2026, 10, day, hours).getTime();
    const reviews = [
      { submittedMs: at(24, 0), spentMs: 60_000 },
      { submittedMs: at(24, 23), spentMs: null },
      { submittedMs: at(25, 0), spentMs: 100_000 },
      { submittedMs: at(25, 9), spentMs: 300_000 },
      { submittedMs: at(23, 23), spentMs: 1 },
    ];
    expect(progressByDay(reviews, days)).toEqual([
      { day: '2026-11-24', done: 2, medianSpentMs: 60_000 },
      { day: '2026-11-25', done: 2, medianSpentMs: 200_000 },
    ]);
    expect(progressByDay([], days)[0]).toEqual({ day: '2026-11-24', done: 0, medianSpentMs: null });
  });
});
