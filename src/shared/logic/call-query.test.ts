import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCallQuery } from './call-query.ts';

// A Wednesday, in the afternoon, in the zone the tests run in.
const nowMs = new Date(2026, 10, 25, 16, 0).getTime();
const dayOf = (typed: string): string | null => {
  const { fromMs } = readCallQuery(typed, nowMs);
  if (fromMs === undefined) return null;
  const day = new Date(fromMs);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
};

describe('readCallQuery', () => {
  it.each([
    ['today', '2026-11-25'],
    ['Yesterday', '2026-11-24'],
    ['monday', '2026-11-23'],
    ['wednesday', '2026-11-25'],
    ['thursday', '2026-11-19'],
    ['24 Nov', '2026-11-24'],
    ['Nov 24', '2026-11-24'],
    ['24th november 2025', '2025-11-24'],
    ['Nov 24, 2025', '2025-11-24'],
    ['2026-11-03', '2026-11-3'],
    ['3.11.2026', '2026-11-3'],
    ['3.11.', '2026-11-3'],
    ['26 Nov', '2025-11-26'],
    ['29 feb', '2024-2-29'],
  ])('reads %s', (typed, day) => expect(dayOf(typed)).toBe(day));

  it.each(['', '31 Feb', '2026-02-30', '+49 30 2026', '24', 'nov', 'parcel', '32.1.'])('takes %j for text', (typed) => {
    expect(readCallQuery(typed, nowMs)).toEqual({ text: typed });
  });

  it('leaves the other words, in their order', () => {
    const { text, fromMs, toMs } = readCallQuery('parcel 24 Nov desk', nowMs);
    expect(text).toBe('parcel desk');
    expect(fromMs).toBe(new Date(2026, 10, 24).getTime());
    expect(toMs).toBe(new Date(2026, 10, 25).getTime());
  });

  it('finds any day that is written in full', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(1990, 0, 1), max: new Date(2050, 0, 1), noInvalidDate: true }), (date) => {
        const pad = (value: number) => String(value).padStart(2, '0');
        const day = new Date(date.getFullYear(), date.getMonth(), date.getDate());
        const typed = `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
        expect(readCallQuery(`x ${typed}`, nowMs)).toMatchObject({ text: 'x', fromMs: day.getTime() });
      }),
    );
  });
});
