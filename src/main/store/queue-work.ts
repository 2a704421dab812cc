import { orderWithinPlace, type QueueWork, queuePlaces, queueWorkOf } from '#shared/logic/queue/order.ts';
import { callStateOf, isSubmitted, reviewStateOf } from '#shared/logic/queue/review-states.ts';
import { itemsOf } from '#shared/logic/review/read-item.ts';
import type { ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import { inTransaction, integerOrNull, type ReadDb, sql, type WriteDb } from './db.ts';
import { findReviewerId } from './reviewer.ts';
import { findSight, findVisibleItems } from './sight.ts';

// `call_reviews`, `call_states` and `queue_work` are computed from review items, call by call, in the transaction that changes those.

/** Of which kinds a change matters to a call's place in queues and lists. */
const kindsOfCall: ReadonlySet<ReviewKind> = new Set(['review', 'dispute', 'assignment']);

/** Brings the queue up to date with review items that have just been stored. */
export function refreshQueue(db: WriteDb, changed: readonly Pick<ReviewItem, 'kind' | 'callId' | 'id'>[]): void {
  const calls = new Set<string>();
  for (const { kind, callId, id } of changed) {
    if (callId !== null && kindsOfCall.has(kind)) calls.add(callId);
    // Who may see what on a pack's calls depends on the pack.
    if (kind === 'pack') for (const packed of callsOfPack(db, id)) calls.add(packed);
  }
  for (const callId of calls) refreshCall(db, callId);
}

/** Computes everything anew from the review items. Safe to repeat. */
export function rebuildQueue(db: WriteDb): void {
  inTransaction(db, () => {
    for (const table of ['call_reviews', 'call_states', 'queue_work'] as const) db.exec(`DELETE FROM ${table}`);
    const calls = sql<string>(
      db,
      `SELECT DISTINCT call_id FROM review_items WHERE kind IN ('review', 'assignment') AND call_id IS NOT NULL`,
    ).pluck();
    for (const callId of calls.all() as string[]) refreshCall(db, callId);
  });
}

/** Whether there is review work that the queue does not know: the items were made anew after a restore, or by an older Earmark. */
export function isQueueMissing(db: ReadDb): boolean {
  const one = (text: string) => sql<number>(db, text).pluck().get() === 1;
  const known =
    'EXISTS (SELECT 1 FROM call_reviews) OR EXISTS (SELECT 1 FROM queue_work) OR EXISTS (SELECT 1 FROM call_states)';
  return (
    !one(`SELECT ${known}`) &&
    one(
      `SELECT EXISTS (SELECT 1 FROM review_items WHERE kind IN ('review', 'assignment') AND deleted = 0 AND call_id IS NOT NULL)`,
    )
  );
}

/** Somebody else sits here now: what may be known of blind packs' and repeated calls is different. */
export function refreshSights(db: WriteDb): void {
  inTransaction(db, () => {
    const packs = sql<string>(db, `SELECT id FROM review_items WHERE kind = 'pack'`).pluck().all() as string[];
    const repeated = sql<string>(db, 'SELECT DISTINCT call_id FROM queue_work WHERE repeat_of IS NOT NULL').pluck();
    const calls = new Set([...packs.flatMap((id) => callsOfPack(db, id)), ...(repeated.all() as string[])]);
    for (const callId of calls) refreshCall(db, callId);
  });
}

function callsOfPack(db: ReadDb, packId: string): string[] {
  return sql<string>(
    db,
    `SELECT value FROM review_items, json_each(review_items.json, '$.fields.callIds')
     WHERE review_items.kind = 'pack' AND review_items.id = ? AND json_each.type = 'text'`,
  )
    .pluck()
    .all(packId) as string[];
}

function refreshCall(db: WriteDb, callId: string): void {
  for (const table of ['call_reviews', 'call_states', 'queue_work'] as const) {
    sql(db, `DELETE FROM ${table} WHERE call_id = ?`).run(callId);
  }
  const all = findVisibleItems(db, callId, null);
  const reviews = itemsOf('review', all);
  const assignments = itemsOf('assignment', all);
  const disputes = itemsOf('dispute', all);
  for (const review of reviews) {
    const { fields, author, id, createdMs } = review;
    sql(
      db,
      `INSERT INTO call_reviews (review_id, call_id, reviewer, state, submitted_ms, spent_ms, pack_id, repeat_of)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      id,
      callId,
      fields.reviewer ?? author,
      reviewStateOf(review, disputes),
      isSubmitted(review) ? (fields.submittedMs ?? createdMs) : null,
      integerOrNull(fields.spentMs),
      fields.packId,
      fields.repeatOf,
    );
  }
  for (const work of queueWorkOf(callId, assignments, reviews)) insertWork(db, work);
  const shown = findVisibleItems(db, callId, findSight(db, callId, findReviewerId(db)));
  const { state, review } = callStateOf(itemsOf('review', shown), itemsOf('dispute', shown));
  if (review === null) return;
  sql(db, 'INSERT INTO call_states (call_id, state, reviewer) VALUES (?, ?, ?)').run(
    callId,
    state,
    review.fields.reviewer ?? review.author,
  );
}

function insertWork(db: WriteDb, work: QueueWork): void {
  sql(
    db,
    `INSERT INTO queue_work (id, call_id, reviewer, assignment_id, review_id, pack_id, repeat_of, reason, due_ms, since_ms,
       skipped, state, place, sort_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    work.assignmentId ?? `review ${work.reviewId}`,
    work.callId,
    work.reviewer,
    work.assignmentId,
    work.reviewId,
    work.packId,
    work.repeatOf,
    work.reason,
    work.dueMs,
    work.sinceMs,
    work.skipped,
    work.state,
    queuePlaces.indexOf(work.place),
    orderWithinPlace(work),
  );
}
