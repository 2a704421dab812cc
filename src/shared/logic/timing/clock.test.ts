import { describe, expect, it } from 'vitest';
import type { Onset } from './chain.ts';
import { type Clock, type ClockGroup, fitClock, toRecording } from './clock.ts';
import { createRandom, type Line, makeDialogue } from './test-support.ts';

const onsetsOf = (pieces: readonly Line[], role: string): Onset[] => {
  let before = 0;
  return pieces.flatMap(([who, from, to]) => {
    if (who !== role) return [];
    const onset = { timeMs: from, silenceMs: from - before };
    before = to;
    return [onset];
  });
};

/** Both parties' groups; `transcribe` says what the transcript says of a true time. */
function groupsOf(turns: number, seed: number, transcribe: (ms: number, role: string, i: number) => number | null) {
  const { lines, pieces, durationMs } = makeDialogue(turns, seed);
  const groups = (['agent', 'caller'] as const).map(
    (role): ClockGroup => ({
      starts: lines
        .flatMap(([who, from], i) => (who === role ? [transcribe(from, role, i)] : []))
        .filter((start) => start !== null)
        .sort((a, b) => a - b),
      onsets: onsetsOf(pieces, role),
    }),
  );
  return { groups, durationMs };
}

function fitted(...args: Parameters<typeof groupsOf>): Clock {
  const { groups, durationMs } = groupsOf(...args);
  const clock = fitClock(groups, durationMs);
  if (typeof clock === 'string') throw new Error(clock);
  return clock;
}

describe('fitClock', () => {
  it('finds offsets of seconds either way, exactly', () => {
    for (const offset of [-18_000, -4321, 0, 250, 7777, 25_000]) {
      const clock = fitted(16, 1, (ms) => ms - offset);
      expect(clock).toMatchObject({ driftPpm: 0, residualMs: 0, confidence: 'high', pairs: 16, lagsMs: [0, 0] });
      expect(clock.offsetMs).toBeCloseTo(offset, 6);
    }
  });

  it('stands times that are off by a tenth of a second, missing turns, and wrong ones', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = createRandom(seed * 77);
      const clock = fitted(24, seed, (ms) => {
        const luck = random();
        if (luck < 0.15) return null;
        return luck < 0.25 ? ms + 8000 * random() : ms - 2500 + (random() - 0.5) * 200;
      });
      expect(Math.abs(clock.offsetMs - 2500)).toBeLessThan(50);
    }
  });

  it.each([-500, -120, 80, 500])('finds a drift of %i ppm over half an hour', (ppm) => {
    const random = createRandom(5);
    const clock = fitted(400, 3, (ms) => (ms - 1200) / (1 + ppm / 1e6) + (random() - 0.5) * 60);
    expect(Math.abs(clock.driftPpm - ppm)).toBeLessThan(10);
    expect(Math.abs(clock.offsetMs - 1200)).toBeLessThan(15);
    expect(Math.abs(toRecording(clock, 0, 1_500_000) - (1_500_000 * (1 + ppm / 1e6) + 1200))).toBeLessThan(15);
  });

  it('sees no drift in a call too short to have one that could be heard', () => {
    const random = createRandom(9);
    expect(fitted(12, 4, (ms) => ms + (random() - 0.5) * 80).driftPpm).toBe(0);
  });

  it('tells a delay in reporting the caller from an offset', () => {
    const clock = fitted(20, 6, (ms, role) => ms - 900 + (role === 'caller' ? 420 : 0));
    expect(clock.offsetMs).toBeCloseTo(900, 6);
    expect(clock.lagsMs[1]).toBeCloseTo(-420, 6);
    expect(clock.residualMs).toBeCloseTo(0, 6);
  });

  it('uses the caller where the agent has no turns', () => {
    const clock = fitted(20, 6, (ms, role) => (role === 'agent' ? null : ms - 700));
    expect(clock.offsetMs).toBeCloseTo(700, 6);
  });

  it('says that there are too few', () => {
    const { groups, durationMs } = groupsOf(2, 1, (ms) => ms);
    expect(fitClock(groups, durationMs)).toBe('few');
    expect(fitClock([], 1000)).toBe('few');
    expect(fitClock([{ starts: [1, 2, 3, 4], onsets: [] }], 1000)).toBe('few');
  });

  it('believes hardly any fit of times that have nothing to do with the sound', () => {
    const believed = Array.from({ length: 60 }, (_, seed) => {
      const random = createRandom(seed + 1000);
      const { groups, durationMs } = groupsOf(14, seed, (ms) => ms);
      const strange = groups.map(({ starts, onsets }) => ({
        starts: starts.map(() => random() * durationMs).sort((a, b) => a - b),
        onsets,
      }));
      const clock = fitClock(strange, durationMs);
      return typeof clock === 'string' ? clock : clock.confidence;
    });
    expect(believed.filter((answer) => answer === 'high')).toEqual([]);
    expect(believed.filter((answer) => answer === 'low').length).toBeLessThanOrEqual(6);
  });
});
