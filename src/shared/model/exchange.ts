import { z } from 'zod';
import { exportFormats, importFormats } from './exchange-formats.ts';
import { callFilterSchema } from './list.ts';

// What the app asks for when calls are written out for other programs, and when annotations of theirs are read.

const callId = z.string().min(1).max(200);
const ms = z.number().min(0).max(1e9);

export const exportRequestSchema = z.object({
  format: z.enum(exportFormats),
  /** These calls, or those of a filter; none of both = all. */
  callIds: z.array(callId).min(1).max(1000).optional(),
  filter: callFilterSchema.optional(),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

/** A file that was made, to be fetched from `/handouts/TOKEN`. */
export const madeFileSchema = z.object({ token: z.string(), fileName: z.string(), bytes: z.number() });

export const madeExportSchema = madeFileSchema.extend({
  calls: z.number(),
  files: z.number(),
  /** Calls that have nothing which the format could hold. */
  empty: z.number(),
});
export type MadeExport = z.infer<typeof madeExportSchema>;

/** A stretch of a recording. */
export const clipRequestSchema = z
  .object({ callId, startMs: ms, endMs: ms })
  .refine(({ startMs, endMs }) => endMs > startMs, { message: 'The stretch has no length.' });
export type ClipRequest = z.infer<typeof clipRequestSchema>;

export const annotationFileSchema = z.object({
  /** Of the file that was handed in. */
  token: z.string().min(1).max(100),
  name: z.string().max(500),
  format: z.enum(['auto', ...importFormats]),
  /** The call that is open: everything goes there. */
  callId,
  /** Only annotations on these tiers; null = all. */
  layers: z.array(z.string()).max(10_000).nullable(),
  /** Makes annotations that are here as the file has them. */
  update: z.boolean(),
});
export type AnnotationFile = z.infer<typeof annotationFileSchema>;

export const importOutcomeSchema = z.enum(['new', 'same', 'differs', 'changed', 'deleted']);

const importCountsSchema = z.record(importOutcomeSchema, z.number());
export type ImportCounts = z.infer<typeof importCountsSchema>;

/** What importing a file would do. */
export const importPreviewSchema = z.object({
  format: z.enum(importFormats),
  layers: z.array(z.object({ name: z.string(), annotations: z.number() })),
  counts: importCountsSchema,
  /** The first ones of the file. */
  first: z.array(
    z.object({
      outcome: importOutcomeSchema,
      at: z.object({ startMs: z.number(), endMs: z.number() }).nullable(),
      layer: z.string().nullable(),
      /** At most 300 characters. */
      text: z.string(),
    }),
  ),
  newTags: z.array(z.string()),
  leftOut: z.array(z.string()),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

export const importResultSchema = z.object({ counts: importCountsSchema });
