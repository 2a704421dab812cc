import { implement } from '@orpc/server';
import { votesContract } from '#shared/contract/votes.ts';
import type { ReaderPool } from '../store/reader-pool.ts';

/** The procedures about blind votes. */
export function createVotesRouter(readers: () => Pick<ReaderPool, 'votes'>) {
  const os = implement(votesContract);
  return os.router({ list: os.list.handler(() => readers().votes()) });
}
