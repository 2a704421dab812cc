import { statSync } from 'node:fs';
import type { Clock, Logger } from '../ports.ts';
import type { WriteDb } from './db.ts';
import { isBusy, sqliteCodeOf } from './sqlite-errors.ts';

/** How long what was committed, or deleted, may stay in the write-ahead log; hardening.md (e), F61 and A20. */
const AFTER_COMMIT_MS = 30_000;
const AFTER_DELETE_MS = 5_000;
/** SQLite writes the log back by itself at half of this: it has grown so far because a reader was in the way. */
const LARGE_BYTES = 32 * 1024 * 1024;
const ALARM_BYTES = 64 * 1024 * 1024;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** A reader in the way is waited for a little; the next try comes soon, and the writer must not stand still. */
const WAIT_FOR_READERS_MS = 100;

/** What the rule looks at. Times are Unix ms of the oldest commit or delete that is still in the log; null when none is. */
export interface LogState {
  walBytes: number;
  commitMs: number | null;
  deleteMs: number | null;
  /** How often in a row a reader or a full disk was in the way, and when last. */
  failures: number;
  failedMs: number | null;
}

/** When the log is to be emptied, Unix ms (now or earlier = at once); null when there is nothing to empty. */
export function checkpointDueMs(state: LogState): number | null {
  if (state.commitMs === null && state.deleteMs === null) return null;
  const due = Math.min(
    state.walBytes > LARGE_BYTES ? 0 : Number.POSITIVE_INFINITY,
    state.commitMs === null ? Number.POSITIVE_INFINITY : state.commitMs + AFTER_COMMIT_MS,
    state.deleteMs === null ? Number.POSITIVE_INFINITY : state.deleteMs + AFTER_DELETE_MS,
  );
  if (state.failedMs === null) return due;
  return Math.max(due, state.failedMs + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (state.failures - 1)));
}

/** Empties the write-ahead log in time. Lives in the thread that writes. */
export interface Checkpoints {
  /** Tell after each commit, or with `deleted` after one that removed what must be gone soon. */
  committed(what?: 'deleted'): void;
  /** Empties the log now; false when a reader or a full disk was in the way (it is tried again later). */
  run(): boolean;
  close(): void;
}

/** Owns the timer of a handle's log. Every failure of a checkpoint is logged and tried again: the data is safe in the log. */
export function createCheckpoints(options: { db: WriteDb; clock: Clock; logger: Logger }): Checkpoints {
  const { db, clock, logger } = options;
  const walPath = `${db.name}-wal`;
  const life = new AbortController();
  const state: LogState = { walBytes: 0, commitMs: null, deleteMs: null, failures: 0, failedMs: null };
  let alarmed = false;
  let waiting: { untilMs: number; stop: AbortController } | null = null;

  const look = () => {
    state.walBytes = statSync(walPath, { throwIfNoEntry: false })?.size ?? 0;
    if (state.walBytes > ALARM_BYTES && !alarmed) {
      logger.warn(
        { walBytes: state.walBytes },
        'the write-ahead log has grown: a reader stays open or the disk is full',
      );
    }
    alarmed = state.walBytes > ALARM_BYTES;
  };

  const run = (): boolean => {
    const problem = emptyLog(db);
    look();
    if (problem === null) {
      Object.assign(state, { commitMs: null, deleteMs: null, failures: 0, failedMs: null });
      return true;
    }
    state.failures += 1;
    state.failedMs = clock.now();
    if (problem !== 'busy') logger.error({ code: problem, walBytes: state.walBytes }, 'checkpoint failed');
    return false;
  };

  const plan = () => {
    const due = checkpointDueMs(state);
    if (due === null || life.signal.aborted || (waiting && waiting.untilMs <= due)) return;
    waiting?.stop.abort();
    const stop = new AbortController();
    waiting = { untilMs: due, stop };
    const signal = AbortSignal.any([stop.signal, life.signal]);
    clock
      .sleep(Math.max(0, due - clock.now()), signal)
      .then(() => {
        waiting = null;
        run();
        plan();
      })
      .catch((error: unknown) => {
        if (!signal.aborted) logger.error({ err: error }, 'the checkpoint timer failed');
      });
  };

  return {
    committed: (what) => {
      const nowMs = clock.now();
      state.commitMs ??= nowMs;
      if (what === 'deleted') state.deleteMs ??= nowMs;
      look();
      const due = checkpointDueMs(state);
      if (due !== null && due <= nowMs) run();
      plan();
    },
    run: () => {
      const done = run();
      plan();
      return done;
    },
    close: () => life.abort(new DOMException('closed', 'AbortError')),
  };
}

/** Empties the log of a handle. Null when it is empty now, `busy` when a reader is in the way, else SQLite's code (`SQLITE_FULL`: hardening.md F48). */
export function emptyLog(db: WriteDb): string | null {
  const patience = Number(db.pragma('busy_timeout', { simple: true }));
  db.pragma(`busy_timeout = ${WAIT_FOR_READERS_MS}`);
  try {
    const [row] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return row?.busy === 0 ? null : 'busy';
  } catch (error) {
    const code = sqliteCodeOf(error);
    if (code === undefined) throw error;
    return isBusy(error) ? 'busy' : code;
  } finally {
    db.pragma(`busy_timeout = ${patience}`);
  }
}
