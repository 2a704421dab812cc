import { z } from 'zod';

const days = z.number().int().min(1).max(36_500).nullable();
const agentKeys = z.array(z.string().min(1).max(200)).max(200);

/** Which calls of the account this workspace holds. Empty or null = no limit. What is cached already stays. */
export const syncFilterSchema = z.object({
  /** Agent ids, or names where the API gives no id. */
  agents: agentKeys,
  /** Started at or after, and before, Unix ms. */
  fromMs: z.number().int().min(0).nullable(),
  toMs: z.number().int().min(0).nullable(),
  minDurationMs: z.number().int().min(0).max(86_400_000),
  includeTestCalls: z.boolean(),
});
export type SyncFilter = z.infer<typeof syncFilterSchema>;

/** Which calls' recordings a sync downloads by itself; any other one comes when its call is opened. */
export const recordingFilterSchema = z.object({
  agents: agentKeys,
  minDurationMs: z.number().int().min(0).max(86_400_000),
  /** Only calls of so many days. */
  maxAgeDays: days,
});
export type RecordingFilter = z.infer<typeof recordingFilterSchema>;

/** How far the limits for what is measured in the sound can be set, ms: least and most. */
export const timingLimits = {
  deadAirMs: [500, 60_000],
  monologueMs: [5_000, 600_000],
  latencyToleranceMs: [20, 5_000],
} as const;

const limited = ([least, most]: readonly [number, number]) => z.number().int().min(least).max(most);

/** What the user can set. Latencies are ms; `slow` and `bad` split the colours ok / slow / bad. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  slowLatencyMs: z.number().int().min(0).max(60_000),
  badLatencyMs: z.number().int().min(0).max(60_000),
  /** A silence of both parties this long is dead air. */
  deadAirMs: limited(timingLimits.deadAirMs),
  /** An agent that speaks this long without the caller is said to hold a monologue. */
  monologueMs: limited(timingLimits.monologueMs),
  /** How far reported latency and the sound may lie apart before that is a finding. */
  latencyToleranceMs: limited(timingLimits.latencyToleranceMs),
  /** What the sound does while the reader types a note: nothing, goes slower, or waits and plays on from two seconds before. */
  patientPlayback: z.enum(['off', 'slower', 'rewind']),
  transcriptFontPx: z.number().int().min(12).max(20),
  autoSync: z.boolean(),
  /** After a review is finished the next call of the queue opens. */
  autoAdvance: z.boolean(),
  downloadRecordings: z.boolean(),
  syncFilter: syncFilterSchema,
  recordingFilter: recordingFilterSchema,
  /** Recordings beyond this are removed again, least recently played first, never pinned or reviewed ones; null = no cap. */
  cacheCapBytes: z.number().int().min(100_000_000).nullable(),
  /** What happens here to a call that the vendor no longer has. */
  whenGoneUpstream: z.enum(['keep', 'erase']),
  /** The reader's own keys, by the stored name of the action; empty text = no key. Unknown names are kept, for other versions. */
  keyOverrides: z.record(z.string().min(1).max(80), z.string().max(40)),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  theme: 'system',
  slowLatencyMs: 1200,
  badLatencyMs: 2000,
  deadAirMs: 3000,
  monologueMs: 30_000,
  latencyToleranceMs: 250,
  patientPlayback: 'off',
  transcriptFontPx: 14,
  autoSync: true,
  autoAdvance: true,
  downloadRecordings: true,
  syncFilter: { agents: [], fromMs: null, toMs: null, minDurationMs: 0, includeTestCalls: false },
  recordingFilter: { agents: [], minDurationMs: 0, maxAgeDays: null },
  cacheCapBytes: null,
  whenGoneUpstream: 'keep',
  keyOverrides: {},
};
