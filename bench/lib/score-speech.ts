import type { Speech } from '../../src/shared/model/timing.ts';

/** What is known of one turn. */
export interface TrueTurn {
  readonly role: 'agent' | 'caller';
  /** The channel it is heard on. */
  readonly channel: number;
  readonly onsetMs: number;
  readonly endMs: number;
  /** Agent turns that answer the caller: the silence before. */
  readonly gapMs: number | null;
}

/** Errors are found minus true, ms; one entry per turn that was found. */
export interface SpeechScore {
  readonly onsets: number[];
  readonly ends: number[];
  readonly gaps: number[];
  readonly gapCount: number;
  readonly turns: number;
  readonly missed: number;
  /** Segments in which nobody speaks. */
  readonly falseSegments: number;
}

const NEAR_MS = 30;

/** Compares detected segments with the truth. A turn is found from the first to the last segment that touches it. */
export function scoreSpeech(speech: Speech, turns: readonly TrueTurn[]): SpeechScore {
  const used = speech.channels.map(({ segments }) => segments.map(() => false));
  const found = turns.map((turn) => {
    const segments = speech.channels[turn.channel]?.segments ?? [];
    let startMs: number | null = null;
    let endMs = 0;
    segments.forEach((segment, index) => {
      if (segment.startMs > turn.endMs + NEAR_MS || segment.endMs < turn.onsetMs - NEAR_MS) return;
      (used[turn.channel] as boolean[])[index] = true;
      startMs ??= segment.startMs;
      endMs = segment.endMs;
    });
    return startMs === null ? null : { startMs: startMs as number, endMs };
  });
  const gaps: number[] = [];
  turns.forEach((turn, index) => {
    const onset = found[index];
    const caller = found[index - 1];
    if (turn.gapMs === null || onset == null || caller == null) return;
    gaps.push(onset.startMs - caller.endMs - turn.gapMs);
  });
  return {
    onsets: turns.flatMap(({ onsetMs }, i) => (found[i] == null ? [] : [found[i].startMs - onsetMs])),
    ends: turns.flatMap(({ endMs }, i) => (found[i] == null ? [] : [found[i].endMs - endMs])),
    gaps,
    gapCount: turns.filter(({ gapMs }) => gapMs !== null).length,
    turns: turns.length,
    missed: found.filter((place) => place === null).length,
    falseSegments: used.flat().filter((isUsed) => !isUsed).length,
  };
}

/** The scores of several calls as one. */
export function addScores(scores: readonly SpeechScore[]): SpeechScore {
  const sum = (pick: (score: SpeechScore) => number): number => scores.reduce((total, score) => total + pick(score), 0);
  return {
    onsets: scores.flatMap((score) => score.onsets),
    ends: scores.flatMap((score) => score.ends),
    gaps: scores.flatMap((score) => score.gaps),
    gapCount: sum((score) => score.gapCount),
    turns: sum((score) => score.turns),
    missed: sum((score) => score.missed),
    falseSegments: sum((score) => score.falseSegments),
  };
}
