import type { CallTiming } from '../model/timing.ts';
import type { Turn } from '../model/turn.ts';
import { type GapSummary, summariseGapList, type TurnGap } from './latency.ts';

/** The gaps of a call that were measured in the sound, in the transcript's order. */
export function summariseMeasuredGaps(turns: readonly Pick<Turn, 'role'>[], timing: CallTiming | null): GapSummary {
  const gaps = turns.flatMap((turn, position) => {
    const gap = turn.role === 'agent' ? timing?.turns[position]?.gap : undefined;
    return gap === undefined || gap === null || !Number.isFinite(gap.ms) ? [] : [{ position, gapMs: gap.ms }];
  });
  return summariseGapList(gaps, turns.filter((turn) => turn.role === 'agent').length);
}

/** One agent turn with every gap that is known of it; one of the two is there. */
export interface GapPair {
  readonly position: number;
  readonly reportedMs: number | null;
  readonly measuredMs: number | null;
}

/** Reported and measured gaps turn by turn, in order; turns that have neither are left out. */
export function pairGaps(reported: readonly TurnGap[], measured: readonly TurnGap[]): GapPair[] {
  const pairs = new Map<number, GapPair>();
  for (const { position, gapMs } of reported) pairs.set(position, { position, reportedMs: gapMs, measuredMs: null });
  for (const { position, gapMs } of measured) {
    pairs.set(position, { position, reportedMs: pairs.get(position)?.reportedMs ?? null, measuredMs: gapMs });
  }
  return [...pairs.values()].sort((a, b) => a.position - b.position);
}

/** The gap by which a turn counts as slow: the longer of the two. */
export function longerGapMs({ reportedMs, measuredMs }: GapPair): number {
  return Math.max(reportedMs ?? Number.NEGATIVE_INFINITY, measuredMs ?? Number.NEGATIVE_INFINITY);
}
