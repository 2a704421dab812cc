import { z } from 'zod';

const count = z.number().int().min(0);
const ms = z.number().nullable();

/**
 * Why a call has no measured gap at all. The last ten are a turn's reasons (`NoGapReason`): the commonest among the turns
 * whose gap was missed; the others are about the call.
 */
export const noMeasureSchema = z.enum([
  'no-turns',
  'no-agent-turn',
  'not-analysed',
  'silent',
  'no-times',
  'times-equal',
  'clock-unlike',
  'no-recording',
  'no-time',
  'greeting',
  'no-caller-before',
  'tool-call-between',
  'overlap',
  'not-found',
  'channels-identical',
  'hold-between',
  'beyond-recording',
]);
export type NoMeasure = z.infer<typeof noMeasureSchema>;

/**
 * What a call's latency and sound come to. Gaps and times are ms. Null = it cannot be known: no gap of that kind
 * (`noMeasure` says why), no speech looked for (dead air, holds), or parties that cannot be told apart (overlaps, talk).
 */
export const callMeasuresSchema = z.object({
  agentTurns: count,
  /** Agent turns that answer the caller, so that there is a gap to be heard or missed; of them, those with a measured one. */
  eligible: count,
  measured: count,
  /** Agent turns with a reported gap. */
  reported: count,
  noMeasure: noMeasureSchema.nullable(),
  measuredWorstMs: ms,
  /** Position in the transcript of the turn with the worst measured gap. */
  measuredWorstPosition: count.nullable(),
  measuredMedianMs: ms,
  /** 95th percentiles are the nearest rank: a gap that was there. */
  measuredP95Ms: ms,
  reportedWorstMs: ms,
  reportedMedianMs: ms,
  reportedP95Ms: ms,
  /** Turns with both gaps; of them, how far the two lie apart, and the median of measured minus reported. */
  compared: count,
  differenceWorstMs: ms,
  differenceMedianMs: ms,
  biasMs: ms,
  /** What the linter found, by severity, and by rule where there is any. */
  errors: count,
  warnings: count,
  infos: count,
  findings: z.record(z.string(), count),
  /** Both parties at once; of them, those in which the second stopped the first; and the agent's beginning over the caller, "mm-hm" left out. */
  overlaps: count.nullable(),
  bargeIns: count.nullable(),
  agentOverCaller: count.nullable(),
  deadAirs: count.nullable(),
  deadAirLongestMs: ms,
  deadAirTotalMs: ms,
  holdTotalMs: ms,
  monologues: count.nullable(),
  monologueLongestMs: ms,
  agentTalkMs: ms,
  callerTalkMs: ms,
  bothTalkMs: ms,
  silenceMs: ms,
  toolCalls: count,
  toolErrors: count,
  lanesSource: z.enum(['detected', 'agent', 'hand']).nullable(),
  lanesConfidence: z.number().nullable(),
  clockConfidence: z.enum(['high', 'low']).nullable(),
  /** How the transcript's clock lies on the recording's, as in `ClockFit`; null = its times are taken as they are. */
  clockOffsetMs: ms,
  clockDriftPpm: z.number().nullable(),
  /** Codes of what could not be computed. */
  problems: z.array(z.string()),
});
export type CallMeasures = z.infer<typeof callMeasuresSchema>;

/** The figures of a call that the list shows, sorts and filters by. */
export const rowMeasuresSchema = callMeasuresSchema.pick({
  measured: true,
  noMeasure: true,
  measuredWorstMs: true,
  measuredMedianMs: true,
  differenceWorstMs: true,
  differenceMedianMs: true,
  errors: true,
  warnings: true,
  overlaps: true,
  bargeIns: true,
  agentOverCaller: true,
  deadAirLongestMs: true,
  deadAirTotalMs: true,
});
export type RowMeasures = z.infer<typeof rowMeasuresSchema>;
