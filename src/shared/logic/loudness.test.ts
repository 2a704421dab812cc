import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChannelLevel, channelGains, evenOutDb, measureLevel } from './loudness.ts';

const level = (speechDb: number | null, noiseDb = -80, peakDb = -20): ChannelLevel => ({ speechDb, noiseDb, peakDb });

describe('measureLevel', () => {
  it('tells speech from the pauses between', () => {
    // Channel 0: a third speech at -30; channel 1: only the other one's echo.
    const values = Int8Array.from({ length: 2 * 3000 }, (_, i) =>
      i % 2 === 0 ? (i % 6 === 0 ? -30 : -70) : i % 6 === 1 ? -62 : -75,
    );
    const energy = { channels: 2, hopMs: 10, values };
    const first = measureLevel(energy, undefined, 0);
    expect(first.speechDb).toBeCloseTo(-30, 0);
    expect(first.noiseDb).toBe(-70);
    expect(measureLevel(energy, undefined, 1).speechDb).toBeNull();
  });

  it('finds nothing in digital silence', () => {
    const energy = { channels: 1, hopMs: 10, values: new Int8Array(500).fill(-128) };
    const peaks = { channels: 1, hopMs: 10, values: new Int8Array(1000) };
    expect(measureLevel(energy, peaks, 0)).toEqual({ speechDb: null, noiseDb: -128, peakDb: -Infinity });
  });

  it('takes the peak that is not a single click', () => {
    const values = new Int8Array(2 * 10_000).fill(0);
    for (let i = 0; i < 5000; i += 1) values[i * 2 + 1] = 64;
    values[19_999] = 127;
    const energy = { channels: 1, hopMs: 10, values: new Int8Array(10_000).fill(-30) };
    expect(measureLevel(energy, { channels: 1, hopMs: 10, values }, 0).peakDb).toBeCloseTo(-5.95, 1);
  });
});

describe('evening out', () => {
  it('brings speech to the target from both sides', () => {
    expect(evenOutDb(level(-27))).toBe(7);
    expect(evenOutDb(level(-15))).toBe(-5);
    expect(evenOutDb(level(null))).toBe(0);
  });

  it('lifts neither noise nor peaks too far', () => {
    expect(evenOutDb(level(-40))).toBe(12);
    expect(evenOutDb(level(-35, -55))).toBe(5);
    expect(evenOutDb(level(-35, -45))).toBe(0);
    expect(evenOutDb(level(-30, -80, -4))).toBe(3);
    expect(evenOutDb(level(-30, -80, 0))).toBe(0);
  });

  it('stays within its limits for any channel', () => {
    const db = fc.double({ min: -128, max: 0, noNaN: true });
    fc.assert(
      fc.property(db, db, db, (speechDb, noiseDb, peakDb) => {
        const gain = evenOutDb({ speechDb, noiseDb, peakDb });
        expect(gain).toBeGreaterThanOrEqual(-12);
        expect(gain).toBeLessThanOrEqual(12);
        if (gain > 0) expect(noiseDb + gain).toBeLessThanOrEqual(-50 + 1e-9);
      }),
    );
  });
});

describe('channelGains', () => {
  const off = { evenOut: false, muted: [false, false], solo: [false, false] };

  it('mutes, and lets solo win over mute', () => {
    expect(channelGains(2, null, off)).toEqual([1, 1]);
    expect(channelGains(2, null, { ...off, muted: [true, false] })).toEqual([0, 1]);
    expect(channelGains(2, null, { ...off, solo: [false, true] })).toEqual([0, 1]);
    expect(channelGains(2, null, { ...off, muted: [true, false], solo: [true, false] })).toEqual([1, 0]);
  });

  it('evens out once the levels are known', () => {
    const evening = { ...off, evenOut: true };
    expect(channelGains(2, null, evening)).toEqual([1, 1]);
    const [quiet = 0, loud = 0] = channelGains(2, [level(-26), level(-14)], evening);
    expect(20 * Math.log10(quiet)).toBeCloseTo(6);
    expect(20 * Math.log10(loud)).toBeCloseTo(-6);
  });
});
