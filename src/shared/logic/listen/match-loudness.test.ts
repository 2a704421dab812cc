import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPEECH_TARGET_DB } from '../loudness.ts';
import { type ClipLevel, matchLoudness, measureClip } from './match-loudness.ts';

/** Energies of 10 ms: each channel silent but for a stretch at its level. */
function energy(channels: readonly { db: number; fromMs: number; toMs: number }[], lengthMs: number) {
  const values = new Int8Array((lengthMs / 10) * channels.length).fill(-80);
  channels.forEach(({ db, fromMs, toMs }, channel) => {
    for (let at = fromMs / 10; at < toMs / 10; at += 1) values[at * channels.length + channel] = db;
  });
  return { channels: channels.length, hopMs: 10, values };
}
const clip = { peaks: undefined, channel: null, fromMs: 1000, toMs: 3000, identical: false };

describe('the level of a turn', () => {
  it('is the agent’s within the turn, whatever is louder elsewhere', () => {
    const sound = energy([{ db: -30, fromMs: 1000, toMs: 3000 }], 5000);
    for (let at = 400; at < 500; at += 1) sound.values[at] = -5;
    expect(measureClip({ ...clip, energy: sound }).speechDb).toBeCloseTo(-30, 1);
  });

  it('takes the agent’s channel where it is known, else the louder one; both ears hear it at half power', () => {
    const sound = energy(
      [
        { db: -20, fromMs: 1000, toMs: 3000 },
        { db: -32, fromMs: 1000, toMs: 3000 },
      ],
      5000,
    );
    expect(measureClip({ ...clip, energy: sound, channel: 1 }).speechDb).toBeCloseTo(-35, 1);
    expect(measureClip({ ...clip, energy: sound }).speechDb).toBeCloseTo(-23, 1);
    expect(measureClip({ ...clip, energy: sound, identical: true }).speechDb).toBeCloseTo(-17, 1);
  });

  it('is unknown where nobody is heard', () => {
    expect(measureClip({ ...clip, energy: energy([{ db: -80, fromMs: 0, toMs: 0 }], 5000) }).speechDb).toBeNull();
  });
});

const levels = fc.array(
  fc.record({
    speechDb: fc.double({ min: -50, max: -6, noNaN: true }),
    headroom: fc.double({ min: 0, max: 25, noNaN: true }),
  }),
  { minLength: 2, maxLength: 6 },
);

describe('matched loudness', () => {
  it('brings a quiet and a loud one to the usual level', () => {
    const { gainsDb, targetDb } = matchLoudness([
      { speechDb: -32, peakDb: -18 },
      { speechDb: -14, peakDb: -1 },
    ]);
    expect(targetDb).toBe(SPEECH_TARGET_DB);
    expect(gainsDb).toEqual([12, -6]);
  });

  it('goes lower for all rather than distort one', () => {
    const { gainsDb, targetDb } = matchLoudness([
      { speechDb: -30, peakDb: -4 },
      { speechDb: -20, peakDb: -4 },
    ]);
    expect(targetDb).toBe(-27);
    expect(gainsDb).toEqual([3, -7]);
  });

  it('does nothing while fewer than two are known', () => {
    expect(matchLoudness([{ speechDb: -30, peakDb: -10 }, null])).toEqual({ gainsDb: [0, 0], targetDb: null });
  });

  it('always ends in one level, with no peak lifted over the ceiling', () => {
    fc.assert(
      fc.property(levels, (made) => {
        const known = made.map(({ speechDb, headroom }): ClipLevel => ({ speechDb, peakDb: speechDb + headroom }));
        const { gainsDb, targetDb } = matchLoudness([...known, null]);
        known.forEach(({ speechDb, peakDb }, at) => {
          const gain = gainsDb[at] ?? Number.NaN;
          expect((speechDb ?? 0) + gain).toBeCloseTo(targetDb ?? Number.NaN, 6);
          if (gain > 0) expect(peakDb + gain).toBeLessThanOrEqual(-1 + 1e-6);
        });
        expect(gainsDb.at(-1)).toBe(0);
      }),
    );
  });
});
