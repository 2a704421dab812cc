import { AppError } from '#shared/model/errors.ts';
import type { CalibrationAnswer, CalibrationQuestion, CalibrationSources } from '#shared/model/review/agreement.ts';
import type { Review } from '../review/service.ts';
import type { CalibrationOutcome } from '../store/agreement.ts';
import type { ReaderPool } from '../store/reader-pool.ts';

/** How far the reviewers of one workspace agree, as the one who sits here may see it. */
export interface Agreement {
  sources(): Promise<CalibrationSources>;
  /** Rejects with `not-found` for a pack or version that is not here, `conflict` while a blind pack is closed to this reviewer. */
  report(question: CalibrationQuestion): Promise<CalibrationAnswer>;
}

const sentences: Record<NonNullable<CalibrationOutcome['problem']>, () => AppError> = {
  'no-pack': () =>
    new AppError('not-found', 'This calibration pack is not in the workspace; import the bundle that has it.'),
  'no-version': () =>
    new AppError('not-found', 'This version of the scorecard is not in the workspace; import a bundle that has it.'),
  closed: () =>
    new AppError(
      'conflict',
      'This pack is blind: hand in your own review of one of its calls first, then look at the report.',
    ),
};

/** The service of agreement; it reads only. */
export function createAgreement({
  review,
  readers,
}: {
  review: Pick<Review, 'reviewer'>;
  readers: Pick<ReaderPool, 'calibration' | 'calibrationSources'>;
}): Agreement {
  return {
    sources: async () => readers.calibrationSources((await review.reviewer()).id),
    report: async (question) => {
      const outcome = await readers.calibration({ question, reader: (await review.reviewer()).id });
      if (outcome.problem !== null) throw sentences[outcome.problem]();
      return outcome.answer;
    },
  };
}
