import { z } from 'zod';

// What was measured in a recording's sound, and how that fits the transcript. All times are ms from the beginning of the
// recording unless said otherwise.

const spanShape = { startMs: z.number(), endMs: z.number() };

/** Somebody is speaking. */
const speechSegmentSchema = z.object(spanShape);

/** What one channel carries. Segments are in order and do not touch. */
export const channelSpeechSchema = z.object({
  segments: z.array(speechSegmentSchema),
  /** Level of the line while nobody speaks, and of speech, dBFS; null where there is none of it. */
  noiseDb: z.number().nullable(),
  speechDb: z.number().nullable(),
  /** Sound that is not speech. */
  other: z.array(z.object({ ...spanShape, kind: z.enum(['music', 'tones']) })),
});
export type ChannelSpeech = z.infer<typeof channelSpeechSchema>;

/** Speech of a whole recording, channel by channel. */
export const speechSchema = z.object({
  durationMs: z.number(),
  channels: z.array(channelSpeechSchema),
  /** Two channels that carry the same sound: the parties cannot be told apart by them. */
  identical: z.boolean(),
});
export type Speech = z.infer<typeof speechSchema>;

/** Whose voice a channel carries. */
export const laneRoleSchema = z.enum(['agent', 'caller']);
export type LaneRole = z.infer<typeof laneRoleSchema>;

/** Whose voice each of two channels carries. `agent` = as for this agent's other calls, `hand` = set for this call. */
export const lanesSchema = z.object({
  roles: z.tuple([laneRoleSchema, laneRoleSchema]),
  source: z.enum(['detected', 'agent', 'hand']),
  /** 0 (a coin) to 1; null when it was not detected. */
  confidence: z.number().nullable(),
});
export type Lanes = z.infer<typeof lanesSchema>;

/** How the transcript's clock lies on the recording's: recording = transcript + offsetMs + transcript * driftPpm / 1e6. */
export const clockFitSchema = z.object({
  offsetMs: z.number(),
  driftPpm: z.number(),
  /** Median distance of the turns it was fitted to, ms, and how many they were. */
  residualMs: z.number(),
  pairs: z.number().int(),
  confidence: z.enum(['high', 'low']),
  /** What the reader moved it by; `offsetMs` includes it. */
  nudgeMs: z.number(),
});
export type ClockFit = z.infer<typeof clockFitSchema>;

/** Why an agent turn has no measured gap. */
export const noGapReasonSchema = z.enum([
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
export type NoGapReason = z.infer<typeof noGapReasonSchema>;

/** What makes a measured gap less certain. */
export const gapDoubtSchema = z.enum(['mono', 'noise', 'clock', 'weak-match', 'tool-call-between']);
export type GapDoubt = z.infer<typeof gapDoubtSchema>;

/** The silence from the end of the caller's speech to the beginning of the agent's, heard in the recording. */
export const measuredGapSchema = z.object({
  ms: z.number(),
  /** End of the caller's speech and onset of the agent's. */
  fromMs: z.number(),
  toMs: z.number(),
  confidence: z.enum(['high', 'low']),
  doubts: z.array(gapDoubtSchema),
});
export type MeasuredGap = z.infer<typeof measuredGapSchema>;

/** Where one turn of the transcript is heard. `index` is the turn's. */
export const turnTimingSchema = z.object({
  index: z.number().int(),
  startMs: z.number().nullable(),
  endMs: z.number().nullable(),
  /** `sound` = an onset or end that was heard; `transcript` = the reported time moved by the clock fit; null = unknown. */
  startSource: z.enum(['sound', 'transcript']).nullable(),
  endSource: z.enum(['sound', 'next-turn']).nullable(),
  /** Agent turns only. */
  gap: measuredGapSchema.nullable(),
  /** Agent turns without a gap only. */
  noGap: noGapReasonSchema.nullable(),
  /** When the other party broke into this turn; it ended for that. */
  bargedInMs: z.number().nullable(),
  /** Of an agent turn that was cut off: about so many characters of its text were heard; null = all of it, or unknown. */
  heardChars: z.number().int().nullable(),
});
export type TurnTiming = z.infer<typeof turnTimingSchema>;

/** Both parties at once. `barge-in` = the second stopped the first; `backchannel` = a short sound that stopped nobody. */
export const overlapSchema = z.object({
  ...spanShape,
  /** Who was speaking before the other began. */
  first: laneRoleSchema,
  kind: z.enum(['barge-in', 'backchannel', 'talk-over']),
});
export type Overlap = z.infer<typeof overlapSchema>;

/** A stretch in which nobody speaks, at least as long as the dead-air threshold. `after` = who spoke last. */
export const deadAirSchema = z.object({ ...spanShape, after: laneRoleSchema.nullable() });
export type DeadAir = z.infer<typeof deadAirSchema>;

/** Everything that is known of a call's timing. Lists are in order of time. */
export const callTimingSchema = z.object({
  speech: speechSchema.nullable(),
  lanes: lanesSchema.nullable(),
  clock: clockFitSchema.nullable(),
  /** One for each turn of the transcript, in its order. */
  turns: z.array(turnTimingSchema),
  /** Positions of the turns in the order in which they were spoken; null when that is the transcript's. */
  order: z.array(z.number().int()).nullable(),
  overlaps: z.array(overlapSchema),
  deadAir: z.array(deadAirSchema),
  holds: z.array(z.object(spanShape)),
  /** Stretches in which the agent speaks for longer than the monologue threshold and the caller does not. */
  monologues: z.array(z.object(spanShape)),
  /** Who spoke for how long, ms; null where the parties cannot be told apart. */
  talk: z
    .object({ agentMs: z.number(), callerMs: z.number(), overlapMs: z.number(), silenceMs: z.number() })
    .nullable(),
  /** What could not be computed, and why, in a sentence each. */
  problems: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type CallTiming = z.infer<typeof callTimingSchema>;
