import type { Finding } from '../../model/finding.ts';
import type { CallMeasures, NoMeasure } from '../../model/measures.ts';
import type { CallTiming, NoGapReason } from '../../model/timing.ts';
import type { ToolCall, Turn } from '../../model/turn.ts';
import { summariseMeasuredGaps } from '../gap-pairs.ts';
import { type GapSummary, summariseGaps } from '../latency.ts';
import { lintCall } from '../lint/lint-call.ts';
import { accountForGaps, reconcileTurn } from '../timing/reconcile.ts';
import { median, type Span, totalMs } from '../timing/spans.ts';
import { toolOutcome } from '../tool-call.ts';

/** Raise when a call would come to other figures than before: whatever is stored is then computed again. */
export const MEASURES_VERSION = 1;

/** What a call is summed up from: its transcript, and what `measureCall` made of it and of the sound. */
export interface MeasuredCall {
  readonly turns: readonly Turn[];
  readonly toolCalls: readonly ToolCall[];
  readonly timing: CallTiming;
  /** How far reported and measured may lie apart before that is a finding, ms. */
  readonly toleranceMs: number;
}

/** Sums a call up: gaps reported and measured, findings, overlaps, dead air, talk. Never throws; what cannot be known is null. */
export function sumUpCall({ turns, toolCalls, timing, toleranceMs }: MeasuredCall): CallMeasures {
  const reported = summariseGaps(turns);
  const measured = summariseMeasuredGaps(turns, timing);
  const account = accountForGaps(turns, timing.turns, toleranceMs);
  const apart = turns
    .map((turn, position) => reconcileTurn(turn, timing.turns[position] ?? null, toleranceMs).residualMs)
    .filter((ms) => ms !== null)
    .map(Math.abs);
  const { lanes, clock } = timing;
  return {
    agentTurns: account.agentTurns,
    eligible: account.eligible,
    measured: measured.gaps.length,
    reported: reported.gaps.length,
    noMeasure: measured.gaps.length > 0 ? null : noMeasureOf(turns, timing),
    measuredWorstMs: measured.worst?.gapMs ?? null,
    measuredWorstPosition: measured.worst?.position ?? null,
    measuredMedianMs: measured.medianMs,
    measuredP95Ms: p95Of(measured),
    reportedWorstMs: reported.worst?.gapMs ?? null,
    reportedMedianMs: reported.medianMs,
    reportedP95Ms: p95Of(reported),
    compared: account.compared,
    differenceWorstMs: apart.length === 0 ? null : apart.reduce((worst, ms) => Math.max(worst, ms), 0),
    differenceMedianMs: median(apart),
    biasMs: account.biasMs,
    ...countFindings(lintCall({ turns, toolCalls, timing, toleranceMs })),
    ...sumUpSound(timing),
    toolCalls: toolCalls.length,
    toolErrors: toolCalls.filter((call) => toolOutcome(call).kind === 'failed').length,
    lanesSource: lanes?.source ?? null,
    lanesConfidence: lanes?.confidence ?? null,
    clockConfidence: clock?.confidence ?? null,
    clockOffsetMs: clock?.offsetMs ?? null,
    clockDriftPpm: clock?.driftPpm ?? null,
    problems: timing.problems.map(({ code }) => code),
  };
}

/** What the parties do in a call's sound. */
export type SoundMeasures = Pick<
  CallMeasures,
  | 'overlaps'
  | 'bargeIns'
  | 'agentOverCaller'
  | 'deadAirs'
  | 'deadAirLongestMs'
  | 'deadAirTotalMs'
  | 'holdTotalMs'
  | 'monologues'
  | 'monologueLongestMs'
  | 'agentTalkMs'
  | 'callerTalkMs'
  | 'bothTalkMs'
  | 'silenceMs'
>;

/** Counts and lengths (ms) of overlaps, dead air and talk; null where nothing was heard or the parties cannot be told apart. */
export function sumUpSound({ speech, deadAir, holds, monologues, overlaps, talk }: CallTiming): SoundMeasures {
  const heard = speech !== null;
  return {
    overlaps: talk === null ? null : overlaps.length,
    bargeIns: talk === null ? null : overlaps.filter(({ kind }) => kind === 'barge-in').length,
    agentOverCaller:
      talk === null ? null : overlaps.filter(({ first, kind }) => first === 'caller' && kind !== 'backchannel').length,
    deadAirs: heard ? deadAir.length : null,
    deadAirLongestMs: heard ? longestMs(deadAir) : null,
    deadAirTotalMs: heard ? totalMs(deadAir) : null,
    holdTotalMs: heard ? totalMs(holds) : null,
    monologues: talk === null ? null : monologues.length,
    monologueLongestMs: talk === null ? null : longestMs(monologues),
    agentTalkMs: talk?.agentMs ?? null,
    callerTalkMs: talk?.callerMs ?? null,
    bothTalkMs: talk?.overlapMs ?? null,
    silenceMs: talk?.silenceMs ?? null,
  };
}

/** Findings by severity and by rule. */
function countFindings(found: readonly Finding[]): Pick<CallMeasures, 'errors' | 'warnings' | 'infos' | 'findings'> {
  const findings: Record<string, number> = {};
  for (const { rule } of found) findings[rule] = (findings[rule] ?? 0) + 1;
  const ofSeverity = (wanted: Finding['severity']) => found.filter(({ severity }) => severity === wanted).length;
  return { errors: ofSeverity('error'), warnings: ofSeverity('warning'), infos: ofSeverity('info'), findings };
}

/** Nearest rank, as the 90th percentile of `GapSummary` is. */
function p95Of({ gaps }: GapSummary): number | null {
  const sorted = Float64Array.from(gaps, ({ gapMs }) => gapMs).sort();
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null;
}

const longestMs = (spans: readonly Span[]): number =>
  spans.reduce((longest, { startMs, endMs }) => Math.max(longest, endMs - startMs), 0);

/** What kept a whole call from being measured; each names itself in `CallTiming.problems`. */
const callReasons: readonly NoMeasure[] = [
  'no-recording',
  'not-analysed',
  'silent',
  'no-times',
  'times-equal',
  'clock-unlike',
];

function noMeasureOf(turns: readonly Turn[], { turns: timings, problems }: CallTiming): NoMeasure | null {
  if (turns.length === 0) return 'no-turns';
  if (!turns.some(({ role }) => role === 'agent')) return 'no-agent-turn';
  const ofCall = callReasons.find((reason) => problems.some(({ code }) => code === reason));
  if (ofCall !== undefined) return ofCall;
  const counts = new Map<NoGapReason, number>();
  for (const { noGap } of timings) if (noGap !== null) counts.set(noGap, (counts.get(noGap) ?? 0) + 1);
  // A greeting says nothing where there are answers that could not be measured either.
  if (counts.size > 1) counts.delete('greeting');
  const [commonest] = [...counts].sort(([, a], [, b]) => b - a);
  return commonest?.[0] ?? null;
}
