import { expect, it } from 'vitest';
import { readThresholds } from './thresholds.ts';

it('reads whole milliseconds, spaced or not', () => {
  expect(readThresholds('1 200', '2000').value).toEqual({ slowLatencyMs: 1200, badLatencyMs: 2000 });
});

it.each([
  ['', '2000'],
  ['1.5', '2000'],
  ['-1', '2000'],
  ['1200', '60001'],
  ['2000', '2000'],
  ['2000', '1000'],
])('refuses %s / %s', (slow, bad) => {
  const read = readThresholds(slow, bad);
  expect(read.value).toBeNull();
  expect(read.slowError ?? read.badError).not.toBeNull();
});
