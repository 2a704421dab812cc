import { z } from 'zod';
import {
  annotationFileSchema,
  clipRequestSchema,
  exportRequestSchema,
  importPreviewSchema,
  importResultSchema,
  madeExportSchema,
  madeFileSchema,
} from '../model/exchange.ts';
import { base } from './base.ts';

/**
 * Calls for other programs, and annotations of theirs. Files are fetched from `/handouts/TOKEN`; a file of annotations is
 * handed in by a POST of its bytes to `/handouts`, which answers with its token.
 */
export const exchangeContract = {
  /** Writes calls in a format. `not-found`, `unsupported` when there is nothing that the format could hold, `disk-full`. */
  make: base.input(exportRequestSchema).output(madeExportSchema),
  /** Cuts a stretch out of a recording as WAV. `not-found` without a recording here, `unsupported` for its codec. */
  clip: base.input(clipRequestSchema).output(madeFileSchema),
  /** What importing a file would do. `invalid-input` names the line of what cannot be read; `expired`. */
  preview: base.input(annotationFileSchema).output(importPreviewSchema),
  /** Imports it, as one command of the call. Importing it again changes nothing. */
  apply: base.input(annotationFileSchema).output(importResultSchema),
  /** Gives a file up that was handed in. */
  drop: base.input(z.object({ token: z.string().min(1).max(100) })).output(z.object({})),
};
