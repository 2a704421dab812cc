import { describe, expect, it } from 'vitest';
import { findDeadAir, findHolds, findMonologues } from './quiet.ts';
import { makeChannel, makeSpeech, type Stretch } from './test-support.ts';
import { separateVoices } from './voices.ts';

const spans = (...stretches: Stretch[]) => stretches.map(([startMs, endMs]) => ({ startMs, endMs }));
const music = (...stretches: Stretch[]) => spans(...stretches).map((span) => ({ ...span, kind: 'music' as const }));

describe('findHolds', () => {
  it('joins pieces of music, and takes neither a jingle nor tones for a hold', () => {
    const other = [
      ...music([5000, 9000], [10_500, 20_000], [40_000, 41_000]),
      { startMs: 50_000, endMs: 60_000, kind: 'tones' as const },
    ];
    const speech = makeSpeech(70_000, makeChannel([], other), makeChannel([]));
    expect(findHolds(speech, [], 70_000, null)).toEqual(spans([5000, 20_000]));
  });
});

describe('findDeadAir', () => {
  it('does not know who spoke last in a mix, nor calls music silence', () => {
    const speech = makeSpeech(30_000, makeChannel([[1000, 2000]]));
    const voices = separateVoices(speech, null, 30_000);
    expect(findDeadAir(voices, spans([5500, 20_000]), 30_000, 3000)).toEqual([
      { startMs: 2000, endMs: 5500, after: null },
      { startMs: 20_000, endMs: 30_000, after: null },
    ]);
  });
});

describe('findMonologues', () => {
  it('ends at pauses that give the floor, and is cut where the caller talks over it', () => {
    const agent = spans([0, 10_000], [11_000, 20_000], [24_000, 40_000]);
    expect(findMonologues(agent, [], [], 15_000, 3000)).toEqual(spans([0, 20_000], [24_000, 40_000]));
    expect(findMonologues(agent, spans([2000, 4500]), [], 15_000, 3000)).toEqual(
      spans([4500, 20_000], [24_000, 40_000]),
    );
  });
});
