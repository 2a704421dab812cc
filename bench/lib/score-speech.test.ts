import { describe, expect, it } from 'vitest';
import { addScores, scoreSpeech, type TrueTurn } from './score-speech.ts';

const turn = (channel: 0 | 1, onsetMs: number, endMs: number, gapMs: number | null = null): TrueTurn => ({
  role: channel === 0 ? 'caller' : 'agent',
  channel,
  onsetMs,
  endMs,
  gapMs,
});

const speech = (...channels: [number, number][][]) => ({
  durationMs: 20_000,
  identical: false,
  channels: channels.map((spans) => ({
    segments: spans.map(([startMs, endMs]) => ({ startMs, endMs })),
    noiseDb: -56,
    speechDb: -20,
    other: [],
  })),
});

describe('scoreSpeech', () => {
  it('takes a turn from its first segment to its last, and the gap from both parties', () => {
    const turns = [turn(0, 1000, 3000), turn(1, 4000, 6000, 1000)];
    const score = scoreSpeech(
      speech(
        [
          [1010, 1900],
          [2300, 2980],
        ],
        [[4005, 6100]],
      ),
      turns,
    );
    expect(score.onsets).toEqual([10, 5]);
    expect(score.ends).toEqual([-20, 100]);
    expect(score.gaps).toEqual([25]);
    expect(score).toMatchObject({ turns: 2, missed: 0, falseSegments: 0, gapCount: 1 });
  });

  it('counts what was missed and what nobody said, and measures no gap at a missed turn', () => {
    const turns = [turn(0, 1000, 3000), turn(1, 4000, 6000, 1000)];
    const score = scoreSpeech(speech([[8000, 9000]], [[4000, 6000]]), turns);
    expect(score).toMatchObject({ missed: 1, falseSegments: 1, gaps: [], gapCount: 1 });
    expect(addScores([score, score])).toMatchObject({ turns: 4, missed: 2, falseSegments: 2, onsets: [0, 0] });
  });
});
