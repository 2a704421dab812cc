import { describe, expect, it } from 'vitest';
import type { Speech } from '../../model/timing.ts';
import { findCut } from './find-cut.ts';
import { joinPieces } from './join-pieces.ts';

const piece = (segments: [number, number][], over: Partial<Speech> = {}, noiseDb = -60): Speech => ({
  durationMs: 10_000,
  identical: false,
  channels: [
    {
      segments: segments.map(([startMs, endMs]) => ({ startMs, endMs })),
      noiseDb,
      speechDb: segments.length > 0 ? -20 : null,
      other: [],
    },
  ],
  ...over,
});

describe('joinPieces', () => {
  it('makes one of what goes on across a cut, and leaves the rest where it is', () => {
    const joined = joinPieces(
      [
        {
          startMs: 0,
          speech: piece([
            [1000, 2000],
            [8000, 10_000],
          ]),
        },
        {
          startMs: 10_000,
          speech: piece([
            [20, 500],
            [3000, 4000],
          ]),
        },
        { startMs: 20_000, speech: piece([[100, 900]]) },
      ],
      30_000,
    );
    expect(joined.channels[0]?.segments).toEqual([
      { startMs: 1000, endMs: 2000 },
      { startMs: 8000, endMs: 10_500 },
      { startMs: 13_000, endMs: 14_000 },
      { startMs: 20_100, endMs: 20_900 },
    ]);
    expect(joined).toMatchObject({ durationMs: 30_000, identical: false });
  });

  it('weighs levels by what they stand for, and has none where nobody speaks', () => {
    const joined = joinPieces(
      [
        { startMs: 0, speech: piece([], {}, -40) },
        { startMs: 10_000, speech: piece([], {}, -60) },
      ],
      20_000,
    );
    expect(joined.channels[0]?.speechDb).toBeNull();
    expect(joined.channels[0]?.noiseDb).toBeCloseTo(-43, 0);
  });

  it('calls channels the same when they are wherever somebody speaks', () => {
    const same = { startMs: 0, speech: piece([[1, 2000]], { identical: true }) };
    const silent = { startMs: 10_000, speech: piece([]) };
    expect(joinPieces([same, silent], 20_000).identical).toBe(true);
    expect(joinPieces([same, { startMs: 10_000, speech: piece([[1, 2000]]) }], 20_000).identical).toBe(false);
    expect(joinPieces([silent], 10_000).identical).toBe(false);
    expect(joinPieces([], 0)).toEqual({ durationMs: 0, identical: false, channels: [] });
  });
});

describe('findCut', () => {
  it('is in the quietest place of the last 20 s, over all channels', () => {
    const values = new Int8Array(2 * 6000).fill(-20);
    for (let i = 0; i < 100; i += 1) values[2 * (1000 + i)] = -90;
    for (let i = 0; i < 60; i += 1) values.fill(-60, 2 * (5000 + i), 2 * (5000 + i) + 2);
    const cut = findCut({ channels: 2, hopMs: 10, values });
    expect(cut).toBeGreaterThan(5000);
    expect(cut).toBeLessThan(5060);
  });

  it('is the end of what is too short to choose', () => {
    expect(findCut({ channels: 1, hopMs: 10, values: new Int8Array(5) })).toBe(5);
  });
});
