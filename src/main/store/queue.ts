import type { FinishedReview } from '#shared/logic/queue/days.ts';
import { queuePlaces } from '#shared/logic/queue/order.ts';
import type { EarlierReview } from '#shared/logic/queue/repeats.ts';
import { readItem } from '#shared/logic/review/read-item.ts';
import type { MyQueue, OpenDispute, PackProgress, QueueEntry, ReviewCounts } from '#shared/model/review/queue.ts';
import { type ReadDb, sql } from './db.ts';
import { findItem } from './review-items.ts';
import { maySeeItem } from './sight.ts';

const SHOWN = 200;

interface EntryRow {
  id: string;
  callId: string;
  reviewer: string;
  assignmentId: string | null;
  reviewId: string | null;
  packId: string | null;
  place: number;
  sortMs: number;
  reason: string | null;
  dueMs: number | null;
  sinceMs: number;
  skipped: string | null;
  startMs: number | null;
  durationMs: number | null;
  agentName: string | null;
  agentVersion: string | null;
  status: string;
  statusGroup: QueueEntry['statusGroup'];
}

const columns = `q.id, q.call_id AS callId, q.reviewer, q.assignment_id AS assignmentId, q.review_id AS reviewId,
  q.pack_id AS packId, q.place, q.sort_ms AS sortMs, q.reason, q.due_ms AS dueMs, q.since_ms AS sinceMs, q.skipped,
  c.start_ms AS startMs, c.duration_ms AS durationMs, c.agent_name AS agentName, c.agent_version AS agentVersion,
  c.status, c.status_group AS statusGroup`;
// In the order of the index, call by call as far as it takes: a queue may be as long as the library.
const inOrder = `FROM queue_work q CROSS JOIN calls c ON c.id = q.call_id WHERE q.reviewer = :reviewer AND q.state = 'open'`;
const order = 'ORDER BY q.place, q.sort_ms, q.call_id, q.id';

function entryOf(db: ReadDb, { id: _, sortMs: __, place, ...row }: EntryRow): QueueEntry {
  const packName = row.packId === null ? null : namesOf(db, 'pack', row.packId);
  return { ...row, packName, place: queuePlaces[place] ?? 'own-sample' };
}

function namesOf(db: ReadDb, kind: 'pack', id: string): string | null {
  const item = findItem(db, kind, id);
  return item ? readItem(kind, item).fields.name : null;
}

export const nextQueries = {
  first: `SELECT ${columns} ${inOrder} AND q.call_id <> :callId ${order} LIMIT 1`,
  after: `SELECT ${columns} ${inOrder} AND q.call_id <> :callId
    AND (q.place, q.sort_ms, q.call_id, q.id) > (:place, :sortMs, :callId, :id) ${order} LIMIT 1`,
  // Said outright: the planner would rather walk the whole queue in its order.
  here: `SELECT ${columns} FROM queue_work q INDEXED BY queue_work_of_call CROSS JOIN calls c ON c.id = q.call_id
    WHERE q.call_id = :callId AND q.state = 'open' AND q.reviewer = :reviewer ${order} LIMIT 1`,
};

/** What a reviewer has to do on a call; the first of several. Null when it is not in their queue. */
export function findEntryOfCall(db: ReadDb, reviewer: string, callId: string): QueueEntry | null {
  const row = sql<EntryRow>(db, nextQueries.here).get({ reviewer, callId });
  return row ? entryOf(db, row) : null;
}

/**
 * The call that comes after `callId` in a reviewer's queue, or the first one when that is not in it or is the last (null:
 * the first). Never `callId` itself. Null when there is no other.
 */
export function findNext(db: ReadDb, reviewer: string, callId: string | null): QueueEntry | null {
  const asked = { reviewer, callId: callId ?? '' };
  const here = callId === null ? undefined : sql<EntryRow>(db, nextQueries.here).get(asked);
  const { place, sortMs, id } = here ?? {};
  const after = here && sql<EntryRow>(db, nextQueries.after).get({ ...asked, place, sortMs, id });
  const next = after ?? sql<EntryRow>(db, nextQueries.first).get(asked);
  return next ? entryOf(db, next) : null;
}

/** A reviewer's queue as it stands at `nowMs`. */
export function readQueue(db: ReadDb, reviewer: string, nowMs: number): MyQueue {
  const counts = sql<{ open: number; inProgress: number; overdue: number; skipped: number; notHere: number }>(
    db,
    `SELECT coalesce(sum(q.state = 'open' AND c.id IS NOT NULL), 0) AS open,
       coalesce(sum(q.state = 'open' AND c.id IS NOT NULL AND q.place = 0), 0) AS inProgress,
       coalesce(sum(q.state = 'open' AND c.id IS NOT NULL AND q.due_ms < :nowMs), 0) AS overdue,
       coalesce(sum(q.state = 'skipped'), 0) AS skipped,
       coalesce(sum(q.state = 'open' AND c.id IS NULL), 0) AS notHere
     FROM queue_work q LEFT JOIN calls c ON c.id = q.call_id WHERE q.reviewer = :reviewer AND q.state IN ('open', 'skipped')`,
  ).get({ reviewer, nowMs });
  const open = sql<EntryRow>(db, `SELECT ${columns} ${inOrder} ${order} LIMIT ${SHOWN}`).all({ reviewer });
  const skipped = sql<EntryRow>(
    db,
    `SELECT ${columns} FROM queue_work q CROSS JOIN calls c ON c.id = q.call_id
     WHERE q.reviewer = :reviewer AND q.state = 'skipped' ORDER BY q.since_ms DESC, q.id LIMIT ${SHOWN}`,
  ).all({ reviewer });
  return {
    open: open.map((row) => entryOf(db, row)),
    skipped: skipped.map((row) => entryOf(db, row)),
    counts: counts ?? { open: 0, inProgress: 0, overdue: 0, skipped: 0, notHere: 0 },
  };
}

/** The reviews a reviewer handed in since a moment. */
export function findFinished(db: ReadDb, reviewer: string, sinceMs: number): FinishedReview[] {
  return sql<FinishedReview>(
    db,
    `SELECT submitted_ms AS submittedMs, spent_ms AS spentMs FROM call_reviews
     WHERE reviewer = ? AND submitted_ms IS NOT NULL AND submitted_ms >= ?`,
  ).all(reviewer, sinceMs);
}

/** A reviewer's finished reviews that may be repeated: of calls whose recording is here, outside packs, not repeated yet. */
export function findRepeatable(db: ReadDb, reviewer: string): EarlierReview[] {
  return sql<EarlierReview>(
    db,
    `SELECT r.review_id AS reviewId, r.call_id AS callId, r.submitted_ms AS submittedMs
     FROM call_reviews r JOIN calls c ON c.id = r.call_id AND c.recording_state = 'ready'
     WHERE r.reviewer = ? AND r.submitted_ms IS NOT NULL AND r.pack_id IS NULL AND r.repeat_of IS NULL AND r.state = 'done'
       AND NOT EXISTS (SELECT 1 FROM queue_work q WHERE q.call_id = r.call_id AND q.reviewer = r.reviewer AND q.repeat_of IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM queue_work q WHERE q.call_id = r.call_id AND q.reviewer = r.reviewer AND q.state = 'open')`,
  ).all(reviewer);
}

/** How many reviews a reviewer means to finish in a day; null = not said. */
export function findGoal(db: ReadDb, reviewer: string): number | null {
  const item = findItem(db, 'goal', reviewer);
  return item ? readItem('goal', item).fields.perDay : null;
}

/** All packs, the latest first, with who has come how far; not with what was found. */
export function findPacks(db: ReadDb): PackProgress[] {
  const ids = sql<string>(
    db,
    `SELECT id FROM review_items WHERE kind = 'pack' AND deleted = 0 ORDER BY created_ms DESC, id LIMIT 500`,
  )
    .pluck()
    .all() as string[];
  return ids.flatMap((id) => {
    const item = findItem(db, 'pack', id);
    if (!item) return [];
    const { fields } = readItem('pack', item);
    const calls = new Set(fields.callIds ?? []);
    const reviewers = [...new Set(fields.reviewers ?? [])];
    const seats = reviewers.map((reviewer) => ({ reviewer, ...countPackReviews(db, id, reviewer, calls) }));
    const missing = [...calls].filter(
      (callId) => sql(db, 'SELECT 1 FROM calls WHERE id = ?').get(callId) === undefined,
    );
    return [
      {
        id,
        name: fields.name,
        blind: fields.blind !== false,
        calls: calls.size,
        callsMissing: missing.length,
        dueMs: fields.dueMs,
        seats,
        closed: seats.length > 0 && seats.every(({ submitted }) => submitted >= calls.size),
      },
    ];
  });
}

function countPackReviews(db: ReadDb, packId: string, reviewer: string, calls: ReadonlySet<string>) {
  const found = sql<{ callId: string; state: string }>(
    db,
    'SELECT call_id AS callId, state FROM call_reviews WHERE pack_id = ? AND reviewer = ?',
  )
    .all(packId, reviewer)
    .filter(({ callId }) => calls.has(callId));
  const submitted = new Set(found.filter(({ state }) => state !== 'in-progress').map(({ callId }) => callId));
  const begun = new Set(found.filter(({ callId }) => !submitted.has(callId)).map(({ callId }) => callId));
  return { submitted: submitted.size, inProgress: begun.size };
}

/** Disputes without an answer that `viewer` may see, the oldest first. */
export function findOpenDisputes(db: ReadDb, viewer: string): OpenDispute[] {
  const ids = sql<string>(
    db,
    `SELECT id FROM review_items WHERE kind = 'dispute' AND deleted = 0 AND call_id IS NOT NULL
       AND json_extract(json, '$.fields.outcome') IS NULL ORDER BY updated_ms LIMIT 500`,
  )
    .pluck()
    .all() as string[];
  return ids.flatMap((id) => {
    const item = findItem(db, 'dispute', id);
    if (!item || item.callId === null || !maySeeItem(db, item, viewer)) return [];
    const { fields, author, createdMs } = readItem('dispute', item);
    if (fields.outcome !== null || fields.reviewId === null) return [];
    const about = sql<{ reviewer: string }>(db, 'SELECT reviewer FROM call_reviews WHERE review_id = ?').get(
      fields.reviewId,
    );
    const call = sql<{ agentName: string | null; agentVersion: string | null; startMs: number | null }>(
      db,
      'SELECT agent_name AS agentName, agent_version AS agentVersion, start_ms AS startMs FROM calls WHERE id = ?',
    ).get(item.callId);
    return [
      {
        id,
        callId: item.callId,
        reviewId: fields.reviewId,
        reviewer: about?.reviewer ?? null,
        by: author,
        sinceMs: createdMs,
        text: fields.text ?? '',
        agentName: call?.agentName ?? null,
        agentVersion: call?.agentVersion ?? null,
        startMs: call?.startMs ?? null,
      },
    ];
  });
}

/** How many calls stand where, and how many are in a reviewer's queue. */
export function countReviews(db: ReadDb, reviewer: string): ReviewCounts {
  const states = sql<{ state: string; n: number }>(
    db,
    'SELECT s.state, count(*) AS n FROM call_states s JOIN calls c ON c.id = s.call_id GROUP BY s.state',
  ).all();
  const of = (state: string) => states.find((row) => row.state === state)?.n ?? 0;
  const one = (text: string, ...values: string[]) =>
    sql<number>(db, text)
      .pluck()
      .get(...values) as number;
  const begun = states.reduce((sum, { n }) => sum + n, 0);
  return {
    new: one('SELECT count(*) FROM calls') - begun,
    inProgress: of('in-progress'),
    done: of('done'),
    disputed: of('disputed'),
    resolved: of('resolved'),
    queued: one(
      `SELECT count(*) FROM queue_work q JOIN calls c ON c.id = q.call_id WHERE q.reviewer = ? AND q.state = 'open'`,
      reviewer,
    ),
  };
}
