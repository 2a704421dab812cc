import type { QueueCounts } from '#shared/model/sync.ts';
import { type ReadDb, sql, type WriteDb } from './db.ts';

export type JobKind = 'detail' | 'recording' | 'audio';

/** Why something is wanted, most urgent first: the order in which it is fetched. */
export const priorities = { open: 0, wanted: 1, newest: 2, backfill: 3 } as const;
export type Priority = (typeof priorities)[keyof typeof priorities];

export interface Job {
  kind: JobKind;
  callId: string;
  priority: Priority;
  /** Of the call, Unix ms, 0 when unknown: newest first within a priority. */
  startMs: number;
}

/** Queues a job, or raises one that is there; a failed one waits again. Returns true when there is one more to do now. */
export function putJob(db: WriteDb, job: Job): boolean {
  const before = sql<{ state: string; priority: number }>(
    db,
    'SELECT state, priority FROM jobs WHERE kind = ? AND call_id = ?',
  ).get(job.kind, job.callId);
  if (before?.state === 'waiting' && before.priority <= job.priority) return false;
  sql(
    db,
    `INSERT INTO jobs (kind, call_id, priority, start_ms, state) VALUES (?, ?, ?, ?, 'waiting')
     ON CONFLICT (kind, call_id) DO UPDATE SET priority = min(priority, excluded.priority), start_ms = excluded.start_ms, state = 'waiting'`,
  ).run(job.kind, job.callId, job.priority, job.startMs);
  return before?.state !== 'waiting';
}

export function removeJob(db: WriteDb, kind: JobKind, callId: string): void {
  sql(db, 'DELETE FROM jobs WHERE kind = ? AND call_id = ?').run(kind, callId);
}

/** Keeps a job that failed, with why; it waits again at the next sync or when the reader asks. */
export function failJob(db: WriteDb, kind: JobKind, callId: string, code: string, message: string): void {
  sql(
    db,
    `UPDATE jobs SET state = 'failed', attempts = attempts + 1, code = ?, message = ? WHERE kind = ? AND call_id = ?`,
  ).run(code, message, kind, callId);
}

/** Puts all that failed back into the queue; returns how many. */
export function retryFailedJobs(db: WriteDb): number {
  return sql(db, `UPDATE jobs SET state = 'waiting' WHERE state = 'failed'`).run().changes;
}

/** The jobs of a kind that are next in turn, at most `limit`, none less urgent than `least`. */
export function findNextJobs(db: ReadDb, kind: JobKind, least: Priority, limit: number): Job[] {
  return sql<Job>(
    db,
    `SELECT kind, call_id AS callId, priority, start_ms AS startMs FROM jobs
     WHERE kind = ? AND state = 'waiting' AND priority <= ? ORDER BY priority, start_ms DESC, call_id LIMIT ?`,
  ).all(kind, least, limit);
}

export interface FailedJob {
  kind: JobKind;
  callId: string;
  code: string;
  message: string;
}

/** What failed and has not been tried again, newest calls first. */
export function findFailedJobs(db: ReadDb, limit: number): FailedJob[] {
  return sql<FailedJob>(
    db,
    `SELECT kind, call_id AS callId, coalesce(code, 'internal') AS code, coalesce(message, '') AS message FROM jobs
     WHERE state = 'failed' ORDER BY start_ms DESC, call_id LIMIT ?`,
  ).all(limit);
}

export type QueuesByKind = Record<JobKind, QueueCounts>;

/** How many jobs wait, by kind and why they are wanted. */
export function countJobs(db: ReadDb): QueuesByKind {
  const none = (): QueueCounts => ({ open: 0, wanted: 0, newest: 0, backfill: 0, failed: 0 });
  const counts: QueuesByKind = { detail: none(), recording: none(), audio: none() };
  const names = ['open', 'wanted', 'newest', 'backfill'] as const;
  const rows = sql<{ kind: JobKind; state: string; priority: number; n: number }>(
    db,
    'SELECT kind, state, priority, count(*) AS n FROM jobs GROUP BY kind, state, priority',
  ).all();
  for (const { kind, state, priority, n } of rows) {
    const name = state === 'failed' ? 'failed' : names[priority];
    if (name) counts[kind][name] += n;
  }
  return counts;
}

/** Details and recordings that wait for their turn. */
export function countWaiting(db: ReadDb): number {
  const count = sql(db, `SELECT count(*) FROM jobs WHERE state = 'waiting' AND kind <> 'audio'`).pluck().get();
  return Number(count);
}

/** Failed downloads of recordings that are here: the call became another one, and the new sound could not be had yet. */
export function findFailedReplacements(db: ReadDb): Job[] {
  return sql<Job>(
    db,
    `SELECT j.kind, j.call_id AS callId, j.priority, j.start_ms AS startMs FROM jobs j
     JOIN recordings r ON r.call_id = j.call_id AND r.state = 'ready' WHERE j.kind = 'recording' AND j.state = 'failed'`,
  ).all();
}

/** Forgets what failed and is not wanted any more: what is wanted was put back into the queue before. */
export function dropFailedJobs(db: WriteDb): void {
  sql(db, `DELETE FROM jobs WHERE state = 'failed' AND kind <> 'audio'`).run();
}
