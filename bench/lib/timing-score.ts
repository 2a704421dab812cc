import type { TruthCall } from '../../scripts/make-demo/types.ts';
import { reconcileTurn } from '../../src/shared/logic/timing/reconcile.ts';
import type { CallTiming } from '../../src/shared/model/timing.ts';
import type { Turn } from '../../src/shared/model/turn.ts';
import { percentile } from './stats.ts';

/** Right and wrong answers to a yes-or-no question. */
export interface Verdicts {
  hits: number;
  falseAlarms: number;
  misses: number;
}

/** What measuring some calls came to, against the truth. Errors are signed, measured minus true, ms. */
export interface Score {
  calls: number;
  roles: { right: number; wrong: number; unknown: number };
  /** At the transcript's first and last turn. */
  clockErrors: number[];
  clocks: number;
  turns: number;
  onsetErrors: number[];
  endErrors: number[];
  /** Answers of the agent, and how they were measured. */
  eligible: number;
  gapErrors: number[];
  sureGapErrors: number[];
  /** Gaps where there is none. */
  falseGaps: number;
  bargeIns: Verdicts;
  /** Whether what was reported of a turn is off by more than the tolerance. */
  misreported: Verdicts;
  /** Share of a cut turn's text that was heard, estimated minus true (by time). */
  heardErrors: number[];
}

export function emptyScore(): Score {
  const verdicts = (): Verdicts => ({ hits: 0, falseAlarms: 0, misses: 0 });
  return {
    calls: 0,
    roles: { right: 0, wrong: 0, unknown: 0 },
    clockErrors: [],
    clocks: 0,
    turns: 0,
    onsetErrors: [],
    endErrors: [],
    eligible: 0,
    gapErrors: [],
    sureGapErrors: [],
    falseGaps: 0,
    bargeIns: verdicts(),
    misreported: verdicts(),
    heardErrors: [],
  };
}

/** What the transcript's clock was made to be: recording = transcript + offsetMs + transcript * driftPpm / 1e6. */
export interface TrueClock {
  offsetMs: number;
  driftPpm: number;
}

/** A barge-in counts as found when it is said to begin so near. */
const SAME_MOMENT_MS = 500;

/** Adds one call. @param turns as they were measured; with the truth they share `entry` */
export function addCall(
  score: Score,
  turns: readonly Turn[],
  timing: CallTiming,
  truth: TruthCall,
  clock: TrueClock,
  toleranceMs: number,
): void {
  score.calls += 1;
  const stereo = truth.channels.length === 2;
  if (stereo) {
    const told = timing.lanes?.roles.join();
    score.roles[told === undefined ? 'unknown' : told === truth.channels.join() ? 'right' : 'wrong'] += 1;
  }
  if (timing.clock !== null) {
    score.clocks += 1;
    const { offsetMs, driftPpm } = timing.clock;
    const times = turns.flatMap(({ startMs }) => (startMs === null ? [] : [startMs]));
    for (const at of [Math.min(...times), Math.max(...times)]) {
      score.clockErrors.push(offsetMs - clock.offsetMs + (at * (driftPpm - clock.driftPpm)) / 1e6);
    }
  }
  const byEntry = new Map(turns.map((turn, at) => [turn.entry, { turn, timing: timing.turns[at] }]));
  const liars = truth.story === 'under-reported-latency';
  for (const real of truth.turns) {
    score.turns += 1;
    const found = byEntry.get(real.entry);
    if (real.gapMs !== null) score.eligible += 1;
    if (found?.timing === undefined) continue;
    const { startMs, startSource, endMs, endSource, gap, heardChars } = found.timing;
    if (startMs !== null && startSource === 'sound') score.onsetErrors.push(startMs - real.onsetMs);
    if (endMs !== null && endSource === 'sound') score.endErrors.push(endMs - real.endMs);
    if (gap !== null && real.gapMs === null) score.falseGaps += 1;
    if (gap !== null && real.gapMs !== null) {
      score.gapErrors.push(gap.ms - real.gapMs);
      if (gap.confidence === 'high') score.sureGapErrors.push(gap.ms - real.gapMs);
    }
    const { agrees } = reconcileTurn(found.turn, found.timing, toleranceMs);
    const reported = found.turn.latency?.total_perceived_ms ?? null;
    if (real.gapMs !== null && reported !== null) count(score.misreported, liars, agrees === false);
    if (heardChars !== null && real.generatedEndMs !== null) {
      const share = (real.endMs - real.onsetMs) / (real.generatedEndMs - real.onsetMs);
      score.heardErrors.push(heardChars / found.turn.content.length - share);
    }
  }
  if (stereo) countBargeIns(score.bargeIns, timing, truth);
}

function countBargeIns(verdicts: Verdicts, timing: CallTiming, truth: TruthCall): void {
  const told = timing.overlaps.filter(({ kind, first }) => kind === 'barge-in' && first === 'agent');
  const real = truth.turns.filter(({ bargeIn }) => bargeIn);
  const found = real.filter((turn) => told.some(({ startMs }) => Math.abs(startMs - turn.onsetMs) <= SAME_MOMENT_MS));
  verdicts.hits += found.length;
  verdicts.misses += real.length - found.length;
  verdicts.falseAlarms += Math.max(0, told.length - found.length);
}

function count(verdicts: Verdicts, isSo: boolean, said: boolean): void {
  if (isSo && said) verdicts.hits += 1;
  else if (isSo) verdicts.misses += 1;
  else if (said) verdicts.falseAlarms += 1;
}

/** Middle, 95th percentile of the size, and share within 100 ms; null for no errors. */
export function describeErrors(
  errors: readonly number[],
): { n: number; bias: number; median: number; p95: number; within100: number } | null {
  if (errors.length === 0) return null;
  const signed = errors.toSorted((a, b) => a - b);
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  return {
    n: errors.length,
    bias: percentile(signed, 0.5),
    median: percentile(sizes, 0.5),
    p95: percentile(sizes, 0.95),
    within100: sizes.filter((size) => size <= 100).length / sizes.length,
  };
}

/** `precision / recall`, as percents. */
export function showVerdicts({ hits, falseAlarms, misses }: Verdicts): string {
  const share = (of: number): string => (of === 0 ? '-' : `${Math.round((100 * hits) / of)} %`);
  return `${share(hits + falseAlarms)} / ${share(hits + misses)} (${hits} of ${hits + misses})`;
}
