import { z } from 'zod';
import {
  bundleInspectionSchema,
  bundlePlanSchema,
  bundleRequestSchema,
  madeBundleSchema,
  mergeResultSchema,
} from '../model/bundle.ts';
import { base } from './base.ts';

const token = z.object({ token: z.string().min(1).max(100) });

/** Sharing without a server. A bundle is handed in by a POST of its bytes to `/handouts`, which answers with its token. */
export const bundleContract = {
  /** What a bundle of this request would hold, and how large its recordings are. */
  plan: base.input(bundleRequestSchema).output(bundlePlanSchema),
  /** Makes it; `invalid-input` when there is nothing to put in, `unsupported` beyond 4 GB. */
  make: base.input(bundleRequestSchema).output(madeBundleSchema),
  /** Reads all of a bundle that was handed in. `damaged`, `unsupported` (newer, or no bundle), `expired`. */
  inspect: base.input(token).output(bundleInspectionSchema),
  /** Merges it. Safe to repeat; throws as `inspect` does, before anything is written. */
  merge: base.input(token).output(mergeResultSchema),
  /** Gives one up that was handed in. */
  drop: base.input(token).output(z.object({})),
};

const handout = z.object({ token: z.string(), fileName: z.string() });

/** One call as a page to print. */
export const reportContract = {
  /** A self-contained HTML file, or where the host can make one (`capabilities.pdf`) a PDF, to fetch from `/handouts`. */
  make: base.input(z.object({ callId: z.string().min(1).max(200), format: z.enum(['html', 'pdf']) })).output(handout),
};
