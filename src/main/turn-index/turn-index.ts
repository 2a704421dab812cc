import { type BackgroundPass, createBackgroundPass } from '../background-pass.ts';
import type { Logger } from '../ports.ts';
import type { MeasuringPool } from '../timing/measuring-pool.ts';
import type { Writer } from '../writer/writer.ts';

export interface TurnIndexOptions {
  pool: Pick<MeasuringPool, 'index' | 'unindexed'>;
  writer: Writer;
  logger: Logger;
  /** Told of calls whose turns were indexed. It must not lead back here. */
  onIndexed: (callIds: readonly string[]) => void;
  signal: AbortSignal;
}

/** Keeps the index of agent turns, their wordings and families as the calls are. */
export function createTurnIndex({ pool, writer, logger, onIndexed, signal }: TurnIndexOptions): BackgroundPass {
  let current: Promise<unknown> | null = null;
  /** Before anything is added to an index that other rules made. */
  const begin = (): Promise<unknown> => {
    current ??= writer.run('forgetOldIndex').catch((error: unknown) => {
      current = null;
      throw error;
    });
    return current;
  };
  return createBackgroundPass({
    done: 'indexed',
    logger,
    compute: async (callIds, budgetMs) => {
      await begin();
      return pool.index(callIds, budgetMs);
    },
    save: (records) => writer.run('saveIndexText', records),
    find: async (beforeRowid, limit) => {
      await begin();
      return pool.unindexed(beforeRowid, limit);
    },
    // The next calls join the families that these begin.
    overlapping: false,
    onSaved: onIndexed,
    signal,
  });
}
