import { implement } from '@orpc/server';
import { correctionsContract } from '#shared/contract/corrections.ts';
import type { ReaderPool } from '../store/reader-pool.ts';

/** The procedures about corrections across all calls. */
export function createCorrectionsRouter(readers: () => Pick<ReaderPool, 'accuracy'>) {
  const os = implement(correctionsContract);
  return os.router({ accuracy: os.accuracy.handler(() => readers().accuracy()) });
}
