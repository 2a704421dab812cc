import type { Clock, Logger } from './ports.ts';
import { checkContent } from './store/content-digest.ts';
import type { ReadDb } from './store/db.ts';
import type { ReaderPool } from './store/reader-pool.ts';
import type { RunNotes } from './sync/run-log.ts';
import type { Writer } from './writer/writer.ts';

export interface MaintenanceOptions {
  dir: string;
  db: ReadDb;
  writer: Writer;
  readers: ReaderPool;
  notes: RunNotes;
  clock: Clock;
  logger: Logger;
  signal: AbortSignal;
  /** The quick check found the database damaged. */
  onDamaged: () => void;
  /** A call's stored content is not what was stored: it is to be fetched again. */
  onContentDamaged: (callId: string) => void;
}

/** What looks after a workspace's data while it is open: checks, backups, sweeps; all of it off the main thread. */
export interface Maintenance {
  /** Checks what is stored of a call the first time it is looked at in this run (hardening.md F52). */
  lookAt(callId: string): void;
}

/** Long enough after opening that the first list and the first call come first, ms. */
const QUIET_START_MS = 3_000;
const ROUND_MS = 3_600_000;
const SWEEP_EVERY_MS = 7 * 86_400_000;
const SWEEP_STRETCH = 200;
const SWEEP_PAUSE_MS = 1_000;

/** Starts looking after a workspace until `signal` aborts. */
export function startMaintenance(options: MaintenanceOptions): Maintenance {
  const { writer, readers, clock, logger, signal, notes } = options;
  const lookedAt = new Set<string>();

  const quickCheck = async () => {
    const problems = await readers.quickCheck();
    if (problems.length === 0) return;
    logger.error({ problems }, 'the database is damaged');
    options.onDamaged();
  };

  const backUp = async () => {
    const outcome = await writer.run('backupUserData', options.dir, clock.now());
    if (outcome.kind === 'written') logger.info({}, 'what cannot be fetched again was backed up');
  };

  const noteDamage = async (callId: string) => {
    logger.warn({ callId }, 'what is stored of a call was damaged');
    await writer.run('markContentDamaged', callId);
    options.onContentDamaged(callId);
  };

  /** A stretch at a time, so that a reader's questions come in between; where it stood survives a restart. */
  const sweep = async () => {
    const swept = Number(notes.read('content_swept_ms') ?? '0');
    if (clock.now() - swept < SWEEP_EVERY_MS && clock.now() >= swept) return;
    let rowid: number | null = Number(notes.read('content_sweep_rowid') ?? '0');
    while (rowid !== null && !signal.aborted) {
      const { damaged, nextRowid } = await readers.sweepContent(rowid, SWEEP_STRETCH);
      for (const id of damaged) await noteDamage(id);
      rowid = nextRowid;
      notes.write('content_sweep_rowid', String(rowid ?? 0));
      await clock.sleep(SWEEP_PAUSE_MS, signal);
    }
    notes.write('content_swept_ms', String(clock.now()));
  };

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: error }, 'looking after the workspace failed; it is tried again later');
    }
  };

  const run = async () => {
    await clock.sleep(QUIET_START_MS, signal);
    await attempt(quickCheck);
    while (!signal.aborted) {
      await attempt(backUp);
      await attempt(sweep);
      await clock.sleep(ROUND_MS, signal);
    }
  };
  // Ends by the signal.
  run().catch(() => undefined);

  return {
    lookAt: (callId) => {
      if (lookedAt.has(callId)) return;
      lookedAt.add(callId);
      setImmediate(() => {
        if (!signal.aborted && checkContent(options.db, callId) === 'damaged') void attempt(() => noteDamage(callId));
      });
    },
  };
}
