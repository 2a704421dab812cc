import { z } from 'zod';
import { versionAccuracySchema } from '../model/review/accuracy.ts';
import { base } from './base.ts';

/** Corrections of transcripts across all calls. */
export const correctionsContract = {
  /** Errors of the transcripts by agent and version, in the turns that somebody has checked; others are not named. */
  accuracy: base.output(z.array(versionAccuracySchema)),
};
