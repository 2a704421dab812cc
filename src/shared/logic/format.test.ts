import { describe, expect, it } from 'vitest';
import {
  absent,
  formatBytes,
  formatClock,
  formatCount,
  formatDateTime,
  formatDuration,
  formatLatency,
  formatPhone,
  formatRemaining,
  formatTime,
  latencyLevel,
} from './format.ts';

const space = '\u202f';

describe('formatClock', () => {
  it.each([
    [0, '0:00.0'],
    [59_999, '0:59.9'],
    [60_000, '1:00.0'],
    [221_349, '3:41.3'],
    [3_599_999, '59:59.9'],
    [3_661_200, '1:01:01.2'],
    [-99, '0:00.0'],
    [-1540, '\u22120:01.5'],
    [null, absent],
    [Number.NaN, absent],
  ])('%s -> %s', (ms, text) => expect(formatClock(ms)).toBe(text));
});

describe('formatDuration', () => {
  it.each([
    [0, '0:00'],
    [499, '0:00'],
    [59_500, '1:00'],
    [222_000, '3:42'],
    [3_600_000, '1:00:00'],
    [-5, '0:00'],
    [null, absent],
  ])('%s -> %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('formatLatency', () => {
  it.each([
    [0, `0${space}ms`],
    [242.4, `242${space}ms`],
    [1530, `1${space}530${space}ms`],
    [9999.4, `9${space}999${space}ms`],
    [9999.6, `10.0${space}s`],
    [12_420, `12.4${space}s`],
    [-240, `\u2212240${space}ms`],
    [-0.2, `0${space}ms`],
    [null, absent],
  ])('%s -> %s', (ms, text) => expect(formatLatency(ms)).toBe(text));
});

describe('formatBytes', () => {
  it.each([
    [0, `0${space}B`],
    [999, `999${space}B`],
    [1000, `1${space}kB`],
    [999_499, `999${space}kB`],
    [999_600, `1.0${space}MB`],
    [6_100_000_000, `6.1${space}GB`],
    [250_000_000, `250${space}MB`],
    [5e15, `5000${space}TB`],
    [null, absent],
  ])('%s -> %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

it('formatCount groups digits', () => {
  expect([0, 999, 4980, 100_000].map(formatCount)).toEqual(['0', '999', `4${space}980`, `100${space}000`]);
});

describe('formatRemaining', () => {
  it.each([
    [20_000, 'under a minute'],
    [240_000, `4${space}min`],
    [7_200_000, `2${space}h`],
    [7_800_000, `2${space}h 10${space}min`],
    [null, absent],
  ])('%s -> %s', (ms, text) => expect(formatRemaining(ms)).toBe(text));
});

describe('dates', () => {
  const now = new Date(2026, 10, 14, 15, 0).getTime();
  it('drops the year while it is this year', () => {
    expect(formatDateTime(new Date(2026, 10, 2, 9, 12).getTime(), 'en-GB', now)).toBe('02 Nov 09:12');
    expect(formatDateTime(new Date(2025, 10, 2, 9, 12).getTime(), 'en-GB', now)).toBe('02 Nov 2025 09:12');
    expect(formatDateTime(null, 'en-GB', now)).toBe(absent);
  });
  it('drops the day while it is today', () => {
    expect(formatTime(new Date(2026, 10, 14, 9, 2).getTime(), 'en-GB', now)).toBe('09:02');
    expect(formatTime(new Date(2026, 10, 13, 9, 2).getTime(), 'en-GB', now)).toBe('13 Nov 09:02');
  });
});

describe('formatPhone', () => {
  it.each([
    ['+14155550123', '+1 415 555 0123'],
    ['+972501234567', '+972 501 234 567'],
    ['+442079460123', '+44 207 946 0123'],
    ['+34612345678', '+34 612 345 678'],
    ['sip:desk@example.com', 'sip:desk@example.com'],
    ['anonymous', 'anonymous'],
    ['', absent],
    [null, absent],
  ])('%s -> %s', (number, text) => expect(formatPhone(number)).toBe(text));
});

it('latencyLevel gives a threshold to the worse side', () => {
  const settings = { slowLatencyMs: 1200, badLatencyMs: 2000 };
  expect([1199, 1200, 1999, 2000].map((ms) => latencyLevel(ms, settings))).toEqual(['ok', 'slow', 'slow', 'bad']);
});
