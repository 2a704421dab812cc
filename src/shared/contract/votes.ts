import { z } from 'zod';
import { voteRecordSchema } from '../model/review/vote.ts';
import { base } from './base.ts';

/** Blind votes between agent turns. They are made, undone and erased as review work of kind `vote`. */
export const votesContract = {
  /** All votes of the workspace, the oldest first; those of which a part is missing are left out. Changes with `review.changed`. */
  list: base.output(z.array(voteRecordSchema)),
};
