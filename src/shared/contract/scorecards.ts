import { z } from 'zod';
import { scorecardFileSchema } from '../model/review/scorecard.ts';
import { base } from './base.ts';

/** Scorecards beyond what `review` does with them. */
export const scorecardsContract = {
  /** The scorecards that come with Earmark, to begin with. */
  shipped: base.output(z.array(z.object({ id: z.string(), file: scorecardFileSchema }))),
};
