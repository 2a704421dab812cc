import { expect, it } from 'vitest';
import { durationDriftMs, placeBlock } from './sample-clock.ts';

it('drops priming samples by their timestamp', () => {
  expect(placeBlock(0, -0.064, 1024, 16_000)).toEqual({ silentFrames: 0, skipFrames: 1024 });
  expect(placeBlock(0, -0.021, 1024, 48_000)).toEqual({ silentFrames: 0, skipFrames: 1008 });
  expect(placeBlock(0, 0, 1024, 48_000)).toEqual({ silentFrames: 0, skipFrames: 0 });
});

it('lets rounding be, fills holes and leaves out what was already there', () => {
  expect(placeBlock(48_000, 1.001, 1024, 48_000)).toEqual({ silentFrames: 0, skipFrames: 0 });
  expect(placeBlock(48_000, 1.5, 1024, 48_000)).toEqual({ silentFrames: 24_000, skipFrames: 0 });
  expect(placeBlock(48_000, 0.99, 1024, 48_000)).toEqual({ silentFrames: 0, skipFrames: 480 });
});

it('tells drift from the padding at the end of an MP3', () => {
  const mp3 = { durationMs: 60_000, codec: 'mp3', sampleRate: 8000 };
  expect(durationDriftMs(60_072, mp3)).toBeNull();
  expect(durationDriftMs(60_300, mp3)).toBe(300);
  expect(durationDriftMs(59_900, mp3)).toBe(-100);
  const opus = { durationMs: 60_000, codec: 'opus', sampleRate: 48_000 };
  expect(durationDriftMs(60_040, opus)).toBeNull();
  expect(durationDriftMs(60_060, opus)).toBe(60);
});
