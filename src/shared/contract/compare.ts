import { z } from 'zod';
import { callAlignmentSchema } from '../model/compare.ts';
import { base } from './base.ts';

const callId = z.string().min(1).max(200);

/** Calls side by side. Changes with the calls and with the review work on them. */
export const compareContract = {
  /**
   * Two calls turn by turn by what is said, pins and breaks applied. `not-found` when one is not here; a call without
   * turns gives only insertions or deletions.
   */
  align: base.input(z.object({ a: callId, b: callId })).output(callAlignmentSchema),
};
