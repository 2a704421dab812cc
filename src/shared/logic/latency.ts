import { type LatencyStage, latencyStages, type ReportedLatency, type Turn } from '../model/turn.ts';
import { findStep } from './steps.ts';

/** One stage on the axis. `startMs` is null for a stage that cannot be drawn (absent or negative). */
export interface StageBar {
  readonly stage: LatencyStage;
  readonly valueMs: number | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** The stage alone is longer than the reported total. */
  readonly exceedsTotal: boolean;
}

/** A turn's reported latency on an axis that starts where the caller stopped speaking. */
export interface LatencyGeometry {
  readonly totalMs: number | null;
  /** Sum of the stages that can be drawn; null when there is none. */
  readonly sumMs: number | null;
  /** By how much the stages ran at the same time: sum minus total where positive, else 0; null when either is absent. */
  readonly overlapMs: number | null;
  /** What no stage accounts for: total minus sum where positive, else 0; null when either is absent. */
  readonly unaccountedMs: number | null;
  readonly bars: readonly StageBar[];
  readonly missing: readonly LatencyStage[];
  readonly negative: readonly (LatencyStage | 'total_perceived_ms')[];
  /** End of the axis; at least 1. */
  readonly axisEndMs: number;
}

function finite(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}

/**
 * Places the reported stages of one agent turn on a time axis.
 *
 * Lengths are the vendor's; starts are not reported. Stages that fit into the total follow each other from the end of
 * the caller's speech and leave the rest unaccounted for. Stages that do not fit must have overlapped: each is put as
 * late as the next one allows, counted back from the end of the total, never before the caller's end. Starts always
 * follow pipeline order; no bar is shortened, so a stage longer than the total is seen to be.
 */
export function layoutLatency(latency: ReportedLatency | null, extraMs: number | null = null): LatencyGeometry {
  const value = (stage: LatencyStage) => finite(latency?.[stage]);
  const reportedTotal = finite(latency?.total_perceived_ms);
  const totalMs = reportedTotal !== null && reportedTotal >= 0 ? reportedTotal : null;
  const drawable = latencyStages.flatMap((stage) => {
    const ms = value(stage);
    return ms !== null && ms >= 0 ? [{ stage, ms }] : [];
  });
  const sumMs = drawable.length > 0 ? drawable.reduce((sum, { ms }) => sum + ms, 0) : null;
  const starts =
    totalMs !== null && sumMs !== null && sumMs > totalMs ? backward(drawable, totalMs) : forward(drawable);

  const bars = latencyStages.map((stage): StageBar => {
    const valueMs = value(stage);
    const startMs = starts.get(stage) ?? null;
    const endMs = startMs !== null && valueMs !== null ? startMs + valueMs : null;
    const exceedsTotal = totalMs !== null && valueMs !== null && valueMs > totalMs;
    return { stage, valueMs, startMs, endMs, exceedsTotal };
  });
  const both = totalMs !== null && sumMs !== null;
  return {
    totalMs,
    sumMs,
    overlapMs: both ? Math.max(0, sumMs - totalMs) : null,
    unaccountedMs: both ? Math.max(0, totalMs - sumMs) : null,
    bars,
    missing: latencyStages.filter((stage) => value(stage) === null),
    negative: ([...latencyStages, 'total_perceived_ms'] as const).filter(
      (field) => (finite(latency?.[field]) ?? 0) < 0,
    ),
    axisEndMs: Math.max(1, totalMs ?? 0, finite(extraMs) ?? 0, ...bars.map((bar) => bar.endMs ?? 0)),
  };
}

type Length = { readonly stage: LatencyStage; readonly ms: number };

function forward(lengths: readonly Length[]): Map<LatencyStage, number> {
  const starts = new Map<LatencyStage, number>();
  let at = 0;
  for (const { stage, ms } of lengths) {
    starts.set(stage, at);
    at += ms;
  }
  return starts;
}

function backward(lengths: readonly Length[], totalMs: number): Map<LatencyStage, number> {
  const starts = new Map<LatencyStage, number>();
  let end = totalMs;
  for (const { stage, ms } of lengths.toReversed()) {
    end = Math.max(0, end - ms);
    starts.set(stage, end);
  }
  return starts;
}

/** Round marks for an axis from 0 to `endMs`, `count` of them at most (besides 0). */
export function latencyTicks(endMs: number, count: number): number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000, 60_000, 300_000, 600_000];
  const step = steps.find((candidate) => endMs / candidate <= count) ?? endMs / count;
  return Array.from({ length: Math.floor(endMs / step) + 1 }, (_, i) => i * step);
}

/** One agent turn's gap, in the order of the call. */
export interface TurnGap {
  readonly position: number;
  readonly gapMs: number;
}

/** The gaps of a call, reported or measured, in order, and what they come to. */
export interface GapSummary {
  readonly gaps: readonly TurnGap[];
  readonly agentTurns: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  readonly worst: TurnGap | null;
}

/** The gap a turn waits, as reported. Negative or absent ones say nothing about a wait and are null. */
export function gapOf(turn: Pick<Turn, 'role' | 'reportedGapMs'>): number | null {
  const gap = turn.role === 'agent' ? finite(turn.reportedGapMs) : null;
  return gap !== null && gap >= 0 ? gap : null;
}

/** Collects the reported gaps of a call. */
export function summariseGaps(turns: readonly Pick<Turn, 'role' | 'reportedGapMs'>[]): GapSummary {
  const gaps = turns.flatMap((turn, position) => {
    const gapMs = gapOf(turn);
    return gapMs === null ? [] : [{ position, gapMs }];
  });
  return summariseGapList(gaps, turns.filter((turn) => turn.role === 'agent').length);
}

/** The value at a share (0-1) of an ascending list by nearest rank: one that is there. Null for an empty list. */
export function nearestRank(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(1, Math.ceil(sorted.length * share)) - 1] ?? null;
}

/** What gaps come to. The 90th percentile is the nearest rank, so it is a gap that was there. */
export function summariseGapList(gaps: readonly TurnGap[], agentTurns: number): GapSummary {
  const sorted = gaps.map((gap) => gap.gapMs).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const medianMs =
    sorted.length === 0
      ? null
      : ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
  return {
    gaps,
    agentTurns,
    medianMs: sorted.length % 2 === 1 ? (sorted[Math.floor(middle)] as number) : medianMs,
    p90Ms: nearestRank(sorted, 0.9),
    worst: gaps.reduce<TurnGap | null>((worst, gap) => (worst === null || gap.gapMs > worst.gapMs ? gap : worst), null),
  };
}

/** The next (or previous) turn from `position` whose gap is at least `limitMs`; goes round the end of the call. */
export function findSlowTurn(
  gaps: readonly TurnGap[],
  position: number,
  limitMs: number,
  direction: 1 | -1,
): number | undefined {
  const slow = gaps.filter((gap) => gap.gapMs >= limitMs).map((gap) => gap.position);
  return findStep(slow, position, direction);
}

/** Where a gap is heard: the stretch of the recording before the turn, cut at the recording's beginning. */
export function gapSpan(
  turn: Pick<Turn, 'role' | 'startMs' | 'reportedGapMs'>,
): { startMs: number; endMs: number } | null {
  const gapMs = gapOf(turn);
  const endMs = finite(turn.startMs);
  if (gapMs === null || gapMs === 0 || endMs === null || endMs <= 0) return null;
  return { startMs: Math.max(0, endMs - gapMs), endMs };
}
