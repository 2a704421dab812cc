import { z } from 'zod';
import { callFilterSchema } from './list.ts';
import { reviewerIdSchema } from './review/event.ts';

// A bundle (`.earmark`): a zip that carries review work, and if wanted the calls it is about, from one seat to another.
// How it is made and what is checked when it is read: docs/decisions/0012-bundles-and-redacted-copies.md.

export const BUNDLE_FORMAT = 'earmark-bundle';
/** The newest version that this Earmark writes and reads. */
export const BUNDLE_VERSION = 1;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'Not a SHA-256 in hex.');
const callIdSchema = z.string().min(1).max(200);
const count = z.number().int().min(0);

export const bundleFileSchema = z.strictObject({
  path: z.string().min(1).max(200),
  /** Size when unpacked. */
  bytes: count,
  sha256: sha256Schema,
  /** The call whose recording it is; null for the other files. */
  callId: callIdSchema.nullable(),
});
export type BundleFile = z.infer<typeof bundleFileSchema>;

/** What was taken out of a redacted bundle, by its rules' names only: the words themselves would give away what they hide. */
export const redactionNoteSchema = z.strictObject({
  phones: z.boolean(),
  emails: z.boolean(),
  cards: z.boolean(),
  /** How many names and how many variables. */
  names: count,
  variables: count,
  audio: z.enum(['words', 'turns']),
  /** Places in texts that were replaced. */
  replaced: count,
});
export type RedactionNote = z.infer<typeof redactionNoteSchema>;

export const bundleManifestSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(BUNDLE_VERSION),
  /** The Earmark that wrote it. */
  app: z.string().max(100),
  createdMs: z.number().int().min(0).max(8.64e15),
  /** Who made it; null where nobody has said who sits there. */
  by: z.strictObject({ id: reviewerIdSchema, name: z.string().max(200).nullable() }).nullable(),
  counts: z.strictObject({ calls: count, events: count, rawCalls: count, recordings: count }),
  /** Null = nothing was taken out. */
  redaction: redactionNoteSchema.nullable(),
  files: z.array(bundleFileSchema).max(65_000),
});
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

/** A line of `calls.jsonl`. `call` is the Call object as the vendor sent it, without signed URLs. */
export const bundledCallSchema = z.strictObject({
  id: callIdSchema,
  generation: z.enum(['v1', 'legacy', 'functions']),
  /** When the vendor answered with it, Unix ms by the sender's clock. */
  fetchedMs: z.number().int().min(0).max(8.64e15),
  call: z.unknown(),
});

/** Which words leave a redacted bundle, and what happens to the sound. */
export const redactionRulesSchema = z.strictObject({
  phones: z.boolean(),
  emails: z.boolean(),
  cards: z.boolean(),
  /** Names and other words, replaced wherever they stand, whatever their case and accents. */
  names: z.array(z.string().min(1).max(200)).max(1000),
  /** Variables (provided, extracted, collected) whose values are replaced wherever they stand. */
  variables: z.array(z.string().min(1).max(200)).max(500),
  /** Beep where a replaced word is likely to be, or the whole turn it is in. */
  audio: z.enum(['words', 'turns']),
});
export type RedactionRules = z.infer<typeof redactionRulesSchema>;

/** Whose review work goes along. `none` = what the workspace shares (tags, scorecards, packs) only. */
export const bundleWorks = ['all', 'own', 'none'] as const;
export type BundleWork = (typeof bundleWorks)[number];

export const bundleRequestSchema = z.strictObject({
  callIds: z.array(callIdSchema).max(20_000),
  /** The calls that match, besides those named. */
  filter: callFilterSchema.nullable().default(null),
  /** Calibration packs that go along with their calls. */
  packIds: z.array(z.string().min(1).max(200)).max(100).default([]),
  work: z.enum(bundleWorks).default('all'),
  withCalls: z.boolean().default(false),
  withRecordings: z.boolean().default(false),
  redact: redactionRulesSchema.nullable().default(null),
});
export type BundleRequest = z.infer<typeof bundleRequestSchema>;

/** What a bundle would hold. */
export const bundlePlanSchema = z.object({
  calls: count,
  events: count,
  /** Calls of which the details are here. */
  rawCalls: count,
  recordings: count,
  recordingBytes: count,
  /** Names of variables that these calls have, for choosing what to redact. */
  variables: z.array(z.string()),
});
export type BundlePlan = z.infer<typeof bundlePlanSchema>;

export const madeBundleSchema = z.object({
  /** Fetch it once from `/handouts/<token>`; it is gone after a quarter of an hour. */
  token: z.string(),
  fileName: z.string(),
  bytes: count,
  counts: bundleManifestSchema.shape.counts,
  /** Recordings that had to stay out, and why. */
  left: z.array(z.object({ callId: z.string(), message: z.string() })),
});
export type MadeBundle = z.infer<typeof madeBundleSchema>;

/** What is in a bundle and what importing it would change. */
export const bundleInspectionSchema = z.object({
  createdMs: z.number(),
  by: bundleManifestSchema.shape.by,
  app: z.string(),
  counts: bundleManifestSchema.shape.counts,
  redaction: redactionNoteSchema.nullable(),
  /** Review events that are not here yet. */
  newEvents: count,
  /** Items that they are about. */
  newItems: count,
  /** Fields on which the bundle and this workspace say different things: they will be shown side by side. */
  conflicts: count,
  /** Calls of the bundle's review work that are not here; the work is kept until they are. */
  callsNotHere: count,
  /** Calls that were erased here on purpose: what is about them is left out. */
  erasedCalls: count,
  /** Calls whose data would be stored, and recordings that would. */
  newCalls: count,
  newRecordings: count,
});
export type BundleInspection = z.infer<typeof bundleInspectionSchema>;

export const mergeResultSchema = z.object({
  events: z.object({ added: count, known: count, erased: count }),
  calls: z.object({ added: count, updated: count, known: count, erased: count, unreadable: count }),
  recordings: z.object({ added: count, known: count, erased: count, withoutCall: count }),
  /** Calls that the new review work is about and that are not here. */
  callsNotHere: count,
  conflicts: count,
});
export type MergeResult = z.infer<typeof mergeResultSchema>;
