import { AppError } from '#shared/model/errors.ts';
import type { CallFilter } from '#shared/model/list.ts';
import type { Clock, Logger } from '../ports.ts';
import { findCallTimes } from '../store/calls.ts';
import type { ReadDb } from '../store/db.ts';
import type { Matching } from '../store/matching.ts';
import { findEvictionRows, findKnownSizes, sumRecordings } from '../store/recording-use.ts';
import type { Writer } from '../writer/writer.ts';
import { estimateBytes, planEviction } from './cache-plan.ts';
import { type RecordingPaths, removeRecordingFiles } from './files.ts';
import type { FreeSpace } from './free-space.ts';

export interface KeepingOptions {
  db: ReadDb;
  writer: Writer;
  paths: RecordingPaths;
  space: FreeSpace;
  clock: Clock;
  logger: Logger;
  capBytes: () => number | null;
  matching: (filter: CallFilter) => Promise<Matching>;
  onChanged: (callIds: readonly string[]) => void;
}

/** What stays on this disk: pins, the cache limit, and what "download all matching" would take. */
export interface Keeping {
  /** Throws `not-found` for a call that is not here. */
  pin(callId: string, pinned: boolean): Promise<void>;
  /** Notes that a recording is played: it is the last to be removed. */
  noteUse(callId: string): void;
  /** Removes what the cache limit no longer allows. Joins a removal under way. */
  enforceCap(): Promise<void>;
  cache(): Promise<{
    recordings: number;
    bytes: number;
    pinned: number;
    capBytes: number | null;
    freeBytes: number | null;
  }>;
  /** How many calls match, and what fetching their missing recordings would take; `missing` are ids, newest first. */
  plan(filter: CallFilter): Promise<{
    calls: number;
    here: number;
    missing: string[];
    bytes: number | null;
    freeBytes: number | null;
  }>;
}

/** A recording played within so long is in use: its file may be open. */
const IN_USE_MS = 600_000;

export function createKeeping(options: KeepingOptions): Keeping {
  const { db, writer, clock } = options;
  const usedMs = new Map<string, number>();
  let enforcing: Promise<void> | null = null;

  const enforce = async () => {
    const cap = options.capBytes();
    if (cap === null) return;
    const now = clock.now();
    const inUse = new Set([...usedMs].filter(([, at]) => now - at < IN_USE_MS).map(([id]) => id));
    const plan = planEviction(findEvictionRows(db), cap, inUse);
    for (const id of plan.ids) {
      // Pinned in the meantime: it stays.
      if (!(await writer.run('markEvicted', id, clock.now()))) continue;
      await removeRecordingFiles(options.paths, id);
      options.onChanged([id]);
    }
    if (plan.ids.length > 0) {
      options.logger.info(
        { removed: plan.ids.length, bytes: plan.freedBytes },
        'recordings removed for the cache limit',
      );
    }
  };

  return {
    pin: async (callId, pinned) => {
      if (!findCallTimes(db, callId)) throw new AppError('not-found', 'This call is not in the workspace.');
      await writer.run('setPinned', callId, pinned);
      options.onChanged([callId]);
    },
    noteUse: (callId) => {
      const now = clock.now();
      const before = usedMs.get(callId);
      usedMs.set(callId, now);
      // A player asks for many ranges; one note in a while is enough.
      if (before !== undefined && now - before < IN_USE_MS / 2) return;
      writer.run('noteUsed', callId, now).catch((error: unknown) => {
        options.logger.debug({ err: error }, 'the use of a recording was not noted');
      });
    },
    enforceCap: () => {
      enforcing ??= enforce().finally(() => {
        enforcing = null;
      });
      return enforcing;
    },
    cache: async () => ({
      ...sumRecordings(db),
      capBytes: options.capBytes(),
      freeBytes: await options.space.freeBytes(),
    }),
    plan: async (filter) => {
      const { calls, here, missing } = await options.matching(filter);
      return {
        calls,
        here,
        missing: missing.map(({ id }) => id),
        bytes: estimateBytes(missing, findKnownSizes(db)),
        freeBytes: await options.space.freeBytes(),
      };
    },
  };
}
