import { z } from 'zod';

/** What the sync is doing. `idle` = nothing runs; the last run's outcome stays in `lastRun`. */
export const syncPhaseSchema = z.enum(['idle', 'listing', 'details', 'recordings', 'waiting', 'paused']);

export const syncFailureSchema = z.object({
  id: z.string(),
  what: z.enum(['call', 'recording']),
  code: z.string(),
  message: z.string(),
});
export type SyncFailure = z.infer<typeof syncFailureSchema>;

const countSchema = z.object({ done: z.number(), total: z.number(), failed: z.number() });

/** What waits for its turn, by why it is wanted; in this order. `failed` waits for the next sync or for "retry". */
export const queueSchema = z.object({
  open: z.number(),
  wanted: z.number(),
  newest: z.number(),
  backfill: z.number(),
  failed: z.number(),
});
export type QueueCounts = z.infer<typeof queueSchema>;

/** Something about the workspace that its reader should know, in one sentence that says what to do. */
export const noticeSchema = z.object({
  code: z.enum(['read-only', 'restored', 'synced-folder', 'disk-full', 'damaged']),
  message: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** How the last finished run ended; `code` is null when all was done. */
export const syncRunSchema = z.object({
  endedMs: z.number(),
  outcome: z.enum(['done', 'incomplete', 'cancelled', 'offline', 'unauthorized', 'failed']),
  code: z.string().nullable(),
  message: z.string().nullable(),
  newCalls: z.number(),
  updatedCalls: z.number(),
});

/** A snapshot of the sync; sent whole on every change, so that a late listener is never behind. */
export const syncStatusSchema = z.object({
  phase: syncPhaseSchema,
  startedMs: z.number().nullable(),
  listed: z.number(),
  details: countSchema,
  recordings: countSchema,
  receivedBytes: z.number(),
  /** Time left in ms under the rate the vendor allows, null when it cannot be said. */
  etaMs: z.number().nullable(),
  /** Why it waits (rate limit, retry), in one sentence. */
  waiting: z.string().nullable(),
  offlineSinceMs: z.number().nullable(),
  lastSuccessMs: z.number().nullable(),
  lastRun: syncRunSchema.nullable(),
  /** Automatic and manual syncing are held until the reader says "resume"; survives a restart. */
  paused: z.boolean(),
  /** What is still to be fetched, also between runs and after a restart. `audio` = recordings to analyse. */
  queue: z.object({ details: queueSchema, recordings: queueSchema, audio: queueSchema }),
  /** Pace of this run; null when nothing runs or nothing can be said. */
  rate: z.object({
    callsPerMinute: z.number().nullable(),
    bytesPerSecond: z.number().nullable(),
    allowancePerMinute: z.number().nullable(),
  }),
  /** When the next sync begins by itself, Unix ms; null when none will. */
  nextSyncMs: z.number().nullable(),
  notices: z.array(noticeSchema),
  failures: z.array(syncFailureSchema),
  unreadable: z.number(),
  cachedCalls: z.number(),
  cachedRecordings: z.number(),
  recordingBytes: z.number(),
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;
export type SyncRun = z.infer<typeof syncRunSchema>;
