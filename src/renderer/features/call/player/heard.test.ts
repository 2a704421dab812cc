import { expect, it } from 'vitest';
import { heardAt } from './heard.ts';

it('is behind the clock by the delay, in sound that passes meanwhile', () => {
  expect(heardAt(5000, { anchorMs: 0, delayMs: 30, rate: 1 })).toBe(4970);
  expect(heardAt(5000, { anchorMs: 0, delayMs: 30, rate: 2 })).toBe(4940);
  expect(heardAt(5000, { anchorMs: 0, delayMs: 0, rate: 1 })).toBe(5000);
});

it('is never before the place the sound was sent to', () => {
  expect(heardAt(5010, { anchorMs: 5000, delayMs: 30, rate: 1 })).toBe(5000);
  expect(heardAt(5100, { anchorMs: 5000, delayMs: 30, rate: 1 })).toBe(5070);
});

it('is not after the clock, wherever the sound was last sent to', () => {
  expect(heardAt(2000, { anchorMs: 5000, delayMs: 30, rate: 1 })).toBe(2000);
});
