import type { GapDoubt, MeasuredGap, NoGapReason, TurnTiming } from '../../model/timing.ts';
import { latencyStages, type Turn } from '../../model/turn.ts';
import { median } from './spans.ts';

/** The three numbers of an agent turn, and how far they are apart. All ms; null = not there. */
export interface Reconciled {
  readonly reportedMs: number | null;
  /** Of the stages that are given and not negative. Stages stream and overlap, so it may well be above the total. */
  readonly stagesMs: number | null;
  readonly measuredMs: number | null;
  /** Measured minus reported: what the caller waited for longer than was reported. */
  readonly residualMs: number | null;
  /** The same as a share of what was measured; null where that is 0. */
  readonly residualShare: number | null;
  /** Measured minus the sum of the stages. */
  readonly stagesResidualMs: number | null;
  /** Whether reported and measured differ by the tolerance at most; null where either is missing. */
  readonly agrees: boolean | null;
  /** Of the measured gap. */
  readonly confidence: MeasuredGap['confidence'] | null;
  readonly doubts: readonly GapDoubt[];
  /** Why nothing was measured. */
  readonly noGap: NoGapReason | null;
}

/** The answers of a call: how many could be measured, how long they took, how far the reported totals are off. */
export interface GapAccount {
  readonly agentTurns: number;
  /** Turns that answer the caller, and so have a gap that can be heard or missed. */
  readonly eligible: number;
  readonly measured: number;
  readonly medianMs: number | null;
  /** Nearest rank: a gap that was there. */
  readonly p90Ms: number | null;
  readonly worst: { readonly position: number; readonly ms: number } | null;
  /** Turns with both a reported and a measured gap; of them, the median of measured minus reported, and how many differ. */
  readonly compared: number;
  readonly biasMs: number | null;
  readonly differing: number;
}

/** The reasons for which there is a gap that could not be measured; for any other there is none. */
const unmeasured: readonly NoGapReason[] = [
  'no-recording',
  'no-time',
  'not-found',
  'channels-identical',
  'beyond-recording',
];

const given = (ms: number | null | undefined): number | null =>
  ms !== null && ms !== undefined && Number.isFinite(ms) && ms >= 0 ? ms : null;

const minus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);

/** Holds what is reported of a turn against what is heard of it. Negative reports are no waits, and count as missing. */
export function reconcileTurn(
  turn: Pick<Turn, 'role' | 'latency'>,
  timing: Pick<TurnTiming, 'gap' | 'noGap'> | null,
  toleranceMs: number,
): Reconciled {
  const isAgent = turn.role === 'agent';
  const reportedMs = isAgent ? given(turn.latency?.total_perceived_ms) : null;
  const stages = latencyStages.map((stage) => given(turn.latency?.[stage])).filter((ms) => ms !== null);
  const stagesMs = isAgent && stages.length > 0 ? stages.reduce((sum, ms) => sum + ms, 0) : null;
  const gap = isAgent ? (timing?.gap ?? null) : null;
  const measuredMs = gap?.ms ?? null;
  const residualMs = minus(measuredMs, reportedMs);
  return {
    reportedMs,
    stagesMs,
    measuredMs,
    residualMs,
    residualShare: residualMs === null || measuredMs === null || measuredMs === 0 ? null : residualMs / measuredMs,
    stagesResidualMs: minus(measuredMs, stagesMs),
    agrees: residualMs === null ? null : Math.abs(residualMs) <= toleranceMs,
    confidence: gap?.confidence ?? null,
    doubts: gap?.doubts ?? [],
    noGap: isAgent && gap === null ? (timing?.noGap ?? null) : null,
  };
}

/** Sums up a call. @param timings one for each turn, in its order, as `CallTiming.turns` has them */
export function accountForGaps(
  turns: readonly Pick<Turn, 'role' | 'latency'>[],
  timings: readonly Pick<TurnTiming, 'gap' | 'noGap'>[],
  toleranceMs: number,
): GapAccount {
  const agents = turns.flatMap((turn, position) =>
    turn.role === 'agent' ? [{ position, ...reconcileTurn(turn, timings[position] ?? null, toleranceMs) }] : [],
  );
  const measured = agents.flatMap(({ position, measuredMs }) =>
    measuredMs === null ? [] : [{ position, ms: measuredMs }],
  );
  const sorted = measured.toSorted((a, b) => a.ms - b.ms);
  const residuals = agents.map(({ residualMs }) => residualMs).filter((ms) => ms !== null);
  const missed = agents.filter(({ noGap }) => noGap !== null && unmeasured.includes(noGap)).length;
  return {
    agentTurns: agents.length,
    eligible: measured.length + missed,
    measured: measured.length,
    medianMs: median(sorted.map(({ ms }) => ms)),
    p90Ms: sorted[Math.ceil(sorted.length * 0.9) - 1]?.ms ?? null,
    worst: sorted.at(-1) ?? null,
    compared: residuals.length,
    biasMs: median(residuals),
    differing: agents.filter(({ agrees }) => agrees === false).length,
  };
}
