import { rm } from 'node:fs/promises';
import { AppError } from '#shared/model/errors.ts';
import type { Clock, Logger } from './ports.ts';
import type { Recordings } from './recordings/service.ts';
import { findCallTimes } from './store/calls.ts';
import type { ReadDb } from './store/db.ts';
import type { Notices } from './sync/notices.ts';
import type { Writer } from './writer/writer.ts';

export interface ErasingOptions {
  db: ReadDb;
  dir: string;
  writer: Writer;
  recordings: Recordings;
  /** Ends what is done with the call's sound. */
  stopAnalysis: (callId: string) => Promise<void>;
  notices: Notices;
  clock: Clock;
  logger: Logger;
  onChanged: (callIds: readonly string[]) => void;
}

/**
 * Erases calls for good: rows, recording, peaks, log and backups (hardening.md A20). Throws `not-found` for a call that is
 * not here, and what the writer throws; repeating it finishes what a crash left.
 */
export function createErasing(options: ErasingOptions): (callId: string) => Promise<void> {
  const { db, writer, notices, logger } = options;
  return async (callId) => {
    if (!findCallTimes(db, callId)) throw new AppError('not-found', 'This call is not in the workspace.');
    await options.recordings.stop(callId);
    await options.stopAnalysis(callId);
    const done = await writer.run('eraseCall', options.dir, callId, options.clock.now());
    await Promise.all(done.files.map((path) => rm(path, { force: true })));
    options.onChanged([callId]);
    logger.info({ files: done.files.length, backups: done.backups.rewritten.length }, 'a call was erased');
    if (done.quarantines.length > 0) {
      notices.set(
        'damaged',
        `The call was erased, but a damaged database that Earmark set aside may still hold it: delete ${done.quarantines.join(' and ')} when you no longer need it.`,
      );
    }
  };
}
