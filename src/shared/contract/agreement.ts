import {
  calibrationAnswerSchema,
  calibrationQuestionSchema,
  calibrationSourcesSchema,
} from '../model/review/agreement.ts';
import { base } from './base.ts';

/** How far reviewers agree. */
export const agreementContract = {
  /** The packs, and the versions of scorecards that were reviewed with. */
  sources: base.output(calibrationSourcesSchema),
  /** `not-found` when there is no such pack or version, `conflict` while a blind pack is closed to the one who asks. */
  report: base.input(calibrationQuestionSchema).output(calibrationAnswerSchema),
};
