import { z } from 'zod';
import {
  familiesAnswerSchema,
  familiesQuestionSchema,
  familyDetailSchema,
  familyTurnsQuestionSchema,
  foundTurnSchema,
  indexStatusSchema,
  turnFamilySchema,
  turnsLikeAnswerSchema,
  turnsLikeQuestionSchema,
  wordingKeySchema,
} from '../model/families.ts';
import { callFilterSchema } from '../model/list.ts';
import { itemIdSchema } from '../model/review/event.ts';
import { base } from './base.ts';

const id = itemIdSchema;
const name = z.string().trim().min(1).max(200);
const wordings = z.array(wordingKeySchema).min(1).max(1000);
const none = z.object({});

/** The same moment in other calls. */
export const turnsContract = {
  /** Turns that say the same as this one, in any call of the filter. */
  like: base.input(turnsLikeQuestionSchema).output(turnsLikeAnswerSchema),
};

/**
 * Families of recurring agent turns, found by themselves. What a person changes (a name, a merge, a split) is review work: undone,
 * backed up and shared as such. Figures change with `calls.changed`, names and places with `review.changed` too.
 */
export const familiesContract = {
  list: base.input(familiesQuestionSchema).output(familiesAnswerSchema),
  /** `not-found` when there is no such family (any more). */
  get: base.input(z.object({ id, filter: callFilterSchema })).output(familyDetailSchema),
  turns: base.input(familyTurnsQuestionSchema).output(z.object({ rows: z.array(foundTurnSchema), total: z.number() })),
  ofCall: base.input(z.object({ callId: z.string().min(1).max(200) })).output(z.array(turnFamilySchema)),
  rename: base.input(z.object({ id, name })).output(none),
  /** Puts all that is in `from` into another family of the same agent; `invalid-input` across agents. */
  merge: base.input(z.object({ from: z.array(id).min(1).max(100), into: id })).output(none),
  /** Makes a family of some of a family's wordings. */
  split: base.input(z.object({ id, wordings, name })).output(z.object({ id })),
  /** Lets wordings go back to the family they were found in. */
  release: base.input(z.object({ id, wordings })).output(none),
  status: base.output(indexStatusSchema),
};
