import { z } from 'zod';

const count = z.number().int().min(0);

/** Errors of transcripts in the turns that somebody has checked; see `logic/corrections/error-rate.ts`. */
export const errorCountsSchema = z.object({
  substitutions: count,
  /** Said, and not in the transcript. */
  deletions: count,
  /** In the transcript, and not said. */
  insertions: count,
  /** Words (or characters) really said: what the errors are divided by. */
  said: count,
  /** How many of those are characters of scripts without spaces. */
  characters: count,
  /** Turns that were checked and counted. */
  turns: count,
  /** Turns that were checked and are too long to be aligned, so that they are not counted. */
  tooLong: count,
});
/** Sums of counts are counts again. */
export type ErrorCounts = Readonly<z.infer<typeof errorCountsSchema>>;

/** How right the transcripts of one version of an agent are; `agentVersion` null = the vendor named none. */
export const versionAccuracySchema = z.object({
  agentId: z.string().nullable(),
  agentName: z.string().nullable(),
  agentVersion: z.string().nullable(),
  /** Calls in which a turn was checked. */
  calls: count,
  counts: errorCountsSchema,
});
export type VersionAccuracy = z.infer<typeof versionAccuracySchema>;
