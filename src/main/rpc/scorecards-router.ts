import { implement } from '@orpc/server';
import { scorecardsContract } from '#shared/contract/scorecards.ts';
import { shippedScorecards } from '../review/shipped-scorecards.ts';

/** The procedures about scorecards. */
export function createScorecardsRouter() {
  const os = implement(scorecardsContract);
  return os.router({ shipped: os.shipped.handler(() => shippedScorecards()) });
}
