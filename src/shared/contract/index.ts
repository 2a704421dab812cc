import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  capabilitiesSchema,
  connectionSchema,
  connectionTestSchema,
  workspaceKindSchema,
} from '../model/connection.ts';
import { callDetailSchema, recordingInfoSchema } from '../model/detail.ts';
import { callFacetsSchema, callFilterSchema, callPageSchema, callSortSchema } from '../model/list.ts';
import { settingsSchema } from '../model/settings.ts';
import { syncStatusSchema } from '../model/sync.ts';
import { callTimingSchema } from '../model/timing.ts';
import { agreementContract } from './agreement.ts';
import { base } from './base.ts';
import { bundleContract, reportContract } from './bundle.ts';
import { compareContract } from './compare.ts';
import { correctionsContract } from './corrections.ts';
import { exchangeContract } from './exchange.ts';
import { familiesContract, turnsContract } from './families.ts';
import { insightsContract } from './insights.ts';
import { notesContract } from './notes.ts';
import { queueContract } from './queue.ts';
import { reviewContract, reviewerContract } from './review.ts';
import { scorecardsContract } from './scorecards.ts';
import { votesContract } from './votes.ts';

const callId = z.string().min(1).max(200);
const none = z.object({});

/** Something changed: views that show it ask again. `ids` is null when too many to name. */
export const appEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('calls.changed'), ids: z.array(z.string()).nullable() }),
  /** Null among the ids = what belongs to the workspace. */
  z.object({ type: z.literal('review.changed'), ids: z.array(z.string().nullable()).nullable() }),
  z.object({ type: z.literal('sync.changed'), status: syncStatusSchema }),
  z.object({ type: z.literal('connection.changed') }),
  z.object({ type: z.literal('settings.changed') }),
]);
export type AppEvent = z.infer<typeof appEventSchema>;

const endpoint = z.object({ baseUrl: z.string().min(1).max(2000), apiKey: z.string().max(500) });

/** Every procedure between renderer and main. Names are `noun.verb`; both hosts carry exactly this. */
export const contract = {
  app: {
    info: base.output(
      z.object({
        version: z.string(),
        capabilities: capabilitiesSchema,
        workspaceDir: z.string(),
      }),
    ),
    events: base.output(eventIterator(appEventSchema)),
  },
  workspace: {
    /** Switches between the reader's own workspace and the demo; the demo connects and syncs by itself. */
    open: base.input(z.object({ kind: workspaceKindSchema })).output(connectionSchema),
  },
  connection: {
    get: base.output(connectionSchema),
    test: base.input(endpoint).output(connectionTestSchema),
    /** Tests, then stores base URL and key. `invalid-input` for a bad URL, `unauthorized` for a refused key. */
    save: base.input(endpoint).output(connectionSchema),
    /** Forgets the key; cached calls stay. */
    forget: base.input(none).output(connectionSchema),
    /** Demo only: stops or starts the built-in server, to see Earmark offline. */
    setDemoServer: base.input(z.object({ running: z.boolean() })).output(connectionSchema),
  },
  settings: {
    get: base.output(settingsSchema),
    update: base.input(settingsSchema.partial()).output(settingsSchema),
  },
  calls: {
    list: base
      .input(
        z.object({
          filter: callFilterSchema,
          sort: callSortSchema,
          offset: z.number().int().min(0),
          limit: z.number().int().min(1).max(500),
        }),
      )
      .output(callPageSchema),
    facets: base.output(callFacetsSchema),
    get: base.input(z.object({ id: callId })).output(callDetailSchema),
    /** What was measured in this call's sound; looked for now where that has not been done. Changes with the call. */
    timing: base.input(z.object({ id: callId })).output(callTimingSchema),
    /** Says on which channel the agent is, in this call and its agent's other calls; null = detect it. */
    setAgentChannel: base
      .input(z.object({ id: callId, channel: z.union([z.literal(0), z.literal(1)]).nullable() }))
      .output(none),
    /** Moves this call's transcript against its recording, ms; 0 = as fitted. */
    nudgeClock: base.input(z.object({ id: callId, nudgeMs: z.number().int().min(-60_000).max(60_000) })).output(none),
    /** Says that a call is open in the UI: what it still lacks comes before everything else. */
    opened: base.input(z.object({ id: callId })).output(none),
    /** Erases a call from this computer, recording and backups included; a sync does not bring it back. */
    erase: base.input(z.object({ id: callId })).output(none),
    /** Ids before and after this one in the given list, for next/previous call. */
    neighbours: base.input(z.object({ id: callId, filter: callFilterSchema, sort: callSortSchema })).output(
      z.object({
        previous: z.string().nullable(),
        next: z.string().nullable(),
        position: z.number(),
        total: z.number(),
      }),
    ),
    /** Rows that could not be read, with the reason; their raw JSON is kept. */
    unreadable: base.output(z.array(z.object({ id: z.string(), reason: z.string(), seenMs: z.number() }))),
  },
  queue: queueContract,
  review: reviewContract,
  reviewer: reviewerContract,
  turns: turnsContract,
  families: familiesContract,
  agreement: agreementContract,
  notes: notesContract,
  votes: votesContract,
  corrections: correctionsContract,
  compare: compareContract,
  exchange: exchangeContract,
  bundle: bundleContract,
  report: reportContract,
  scorecards: scorecardsContract,
  insights: insightsContract,
  recordings: {
    /** Fetches this call's recording now, ahead of everything else. */
    fetch: base.input(z.object({ callId })).output(recordingInfoSchema),
    /** Keeps a recording whatever the cache limit says, or no longer. */
    pin: base.input(z.object({ callId, pinned: z.boolean() })).output(recordingInfoSchema),
    /** What "download all matching" would fetch; `bytes` is estimated from the recordings already here. */
    planMatching: base.input(z.object({ filter: callFilterSchema })).output(
      z.object({
        calls: z.number(),
        here: z.number(),
        missing: z.number(),
        /** Estimated size of the missing ones; null while nothing is known to estimate from. */
        bytes: z.number().nullable(),
        freeBytes: z.number().nullable(),
      }),
    ),
    /** Queues every missing recording of the matching calls ahead of the newest ones, and starts fetching. */
    fetchMatching: base.input(z.object({ filter: callFilterSchema })).output(z.object({ queued: z.number() })),
    /** What recordings take on this disk. */
    cache: base.output(
      z.object({
        recordings: z.number(),
        bytes: z.number(),
        pinned: z.number(),
        capBytes: z.number().nullable(),
        freeBytes: z.number().nullable(),
      }),
    ),
  },
  sync: {
    status: base.output(syncStatusSchema),
    start: base.input(none).output(syncStatusSchema),
    cancel: base.input(none).output(syncStatusSchema),
    /** Stops what runs and lets nothing start until `resume`, also after a restart. */
    pause: base.input(none).output(syncStatusSchema),
    resume: base.input(none).output(syncStatusSchema),
    /** Puts what failed back into the queue and fetches it now. */
    retryFailed: base.input(none).output(syncStatusSchema),
  },
};
export type Contract = typeof contract;
