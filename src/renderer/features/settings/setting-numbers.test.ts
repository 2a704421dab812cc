import { describe, expect, it } from 'vitest';
import {
  capEffect,
  dayText,
  gigabytesText,
  readDays,
  readGigabytes,
  readMsWithin,
  readSeconds,
  readSecondsWithin,
  readWindow,
  secondsText,
} from './setting-numbers.ts';

describe('numbers as typed', () => {
  it('reads seconds, spaced or not; empty is no minimum', () => {
    expect(readSeconds(' 1 200 ').value).toBe(1_200_000);
    expect(readSeconds('').value).toBe(0);
    expect([secondsText(0), secondsText(15_000)]).toEqual(['', '15']);
  });

  it('reads lengths up to their limits and not beyond', () => {
    const seconds = (text: string) => readSecondsWithin(text, 500, 60_000).value;
    expect(['0.5', '2,75', '60'].map(seconds)).toEqual([500, 2750, 60_000]);
    expect(['0.499', '60.001', '', '-1', '1e1', '3.0001'].map(seconds)).toEqual(Array(6).fill(null));
    const ms = (text: string) => readMsWithin(text, 20, 5000).value;
    expect(['20', '5 000'].map(ms)).toEqual([20, 5000]);
    expect(['19', '5001', '', '100.5'].map(ms)).toEqual(Array(4).fill(null));
    expect(readMsWithin('19', 20, 5000).error).toBe('A whole number from 20 to 5\u202f000.');
    expect(readSecondsWithin('x', 500, 60_000).error).toBe('Seconds from 0.5 to 60.');
  });

  it('reads days; empty is any age', () => {
    expect(readDays('30').value).toEqual({ days: 30 });
    expect(readDays(' ').value).toEqual({ days: null });
  });

  it.each([
    ['10', 10_000_000_000],
    ['2,5', 2_500_000_000],
    ['0.1', 100_000_000],
  ])('reads %s GB', (text, bytes) => {
    expect(readGigabytes(text).value).toBe(bytes);
    expect(gigabytesText(bytes)).toBe(text.replace(',', '.'));
  });

  it.each([
    [readSeconds, ['-1', '1.5', '86401', 'x']],
    [readDays, ['0', '36501', '1.5', '-3']],
    [readGigabytes, ['', '0', '0.05', '1e3', '100001', '-2']],
  ] as const)('says what is right instead of taking nonsense', (read, texts) => {
    for (const text of texts) expect(read(text)).toMatchObject({ value: null, error: expect.stringMatching(/\.$/) });
  });
});

describe('readWindow', () => {
  it('includes the last day, and takes open ends', () => {
    expect(readWindow('2026-11-01', '2026-11-01').value).toEqual({
      fromMs: new Date(2026, 10, 1).getTime(),
      toMs: new Date(2026, 10, 2).getTime(),
    });
    expect(readWindow('', '').value).toEqual({ fromMs: null, toMs: null });
  });

  it('refuses a year that is still being typed and an end before the beginning', () => {
    expect(readWindow('0020-11-01', '').error).not.toBeNull();
    expect(readWindow('2026-11-02', '2026-11-01').error).not.toBeNull();
  });

  it('comes back as it was typed', () => {
    const { value } = readWindow('2026-03-29', '2026-10-25');
    expect(dayText(value?.fromMs ?? null, 'firstOf')).toBe('2026-03-29');
    expect(dayText(value?.toMs ?? null, 'lastOf')).toBe('2026-10-25');
    expect(dayText(null, 'firstOf')).toBe('');
  });
});

it('capEffect says what would be removed', () => {
  expect(capEffect(2_000_000_000, 1_500_000_000)).toContain('take 1.5\u202fGB of it now');
  expect(capEffect(1_000_000_000, 1_500_000_000)).toContain('500\u202fMB of them would be removed');
});
