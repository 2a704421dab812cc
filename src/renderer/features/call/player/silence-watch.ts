import { decideSilence, findSilenceAt, type SilenceMode, type SilenceStep } from '#shared/logic/silence.ts';
import type { Span } from '#shared/logic/transcript.ts';

/** What a player remembers of the silences of its recording. */
export interface SilenceWatch {
  setSilences(silences: readonly Span[]): void;
  /** A stretch to be heard as it is, until the sound has left it. */
  keep(span: Span | null): void;
  /** The reader has gone to this time by hand: a silence there is one that is to be heard. */
  wentTo(timeMs: number): void;
  decide(timeMs: number, mode: SilenceMode, rate: number, looping: boolean): SilenceStep;
}

/** Rounding moves a place in a file by less. */
const SLACK_MS = 30;

/** Creates a watch that knows of no silences yet. */
export function createSilenceWatch(): SilenceWatch {
  let silences: readonly Span[] = [];
  let kept: Span | null = null;
  return {
    setSilences(next) {
      silences = next;
    },
    keep(span) {
      kept = span;
    },
    wentTo(timeMs) {
      kept = findSilenceAt(silences, timeMs) ?? null;
    },
    decide(timeMs, mode, rate, looping) {
      if (kept !== null && (timeMs < kept.startMs - SLACK_MS || timeMs >= kept.endMs)) kept = null;
      const keep = kept === null ? null : { startMs: kept.startMs - SLACK_MS, endMs: kept.endMs };
      return decideSilence({ timeMs, mode, rate, silences, keep, looping });
    },
  };
}
