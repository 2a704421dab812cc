import { type ReadItem, readItem } from '#shared/logic/review/read-item.ts';
import { hidesAnything, type Sight, sightOf, visible } from '#shared/logic/review/visible-to.ts';
import type { ReviewItem } from '#shared/model/review/event.ts';
import { type ReadDb, sql } from './db.ts';
import { findChangedItems, findItem, findItemsOfCall } from './review-items.ts';

/** Packs that a call is in. */
function findPacksOf(db: ReadDb, callId: string): ReadItem<'pack'>[] {
  const ids = sql<string>(
    db,
    `SELECT i.id FROM review_items i WHERE i.kind = 'pack' AND i.deleted = 0
       AND EXISTS (SELECT 1 FROM json_each(i.json, '$.fields.callIds') WHERE value = ?)`,
  )
    .pluck()
    .all(callId) as string[];
  return ids.flatMap((id) => {
    const item = findItem(db, 'pack', id);
    return item ? [readItem('pack', item)] : [];
  });
}

/**
 * What a reviewer may not see on a call. Null when nothing was ever hidden from them there: then changes may be told one by
 * one. Once something was, what is told must be the whole, since it can come and go.
 */
export function findSight(db: ReadDb, callId: string, reviewerId: string): Sight | null {
  const packs = findPacksOf(db, callId).filter(({ fields }) => (fields.reviewers ?? []).includes(reviewerId));
  // Deleted ones too: a pack that was taken back uncovers what it hid.
  const marked = sql(
    db,
    `SELECT 1 FROM review_items WHERE call_id = ? AND kind IN ('assignment', 'review')
       AND (json_extract(json, '$.fields.packId') IS NOT NULL OR json_extract(json, '$.fields.repeatOf') IS NOT NULL) LIMIT 1`,
  ).get(callId);
  if (packs.length === 0 && marked === undefined) return null;
  // Whose a score is depends on its review, so it takes the reviews and assignments, and not the ten thousand notes.
  return sightOf(callId, findItemsOfCall(db, callId, ['review', 'assignment']), packs, reviewerId);
}

/** The reviews, disputes and assignments of a call; with a sight, as it allows. */
export function findVisibleItems(db: ReadDb, callId: string, sight: Sight | null): ReviewItem[] {
  const items = findItemsOfCall(db, callId, ['review', 'dispute', 'assignment']);
  return sight === null ? items : visible(items, sight);
}

/** All of a call's work that a reviewer may see, deleted items included: what is shown, exported or printed. */
export function findVisibleWork(db: ReadDb, callId: string, reviewerId: string): ReviewItem[] {
  const sight = findSight(db, callId, reviewerId);
  const { items } = findChangedItems(db, callId, 0);
  return sight === null ? items : visible(items, sight);
}

/** A condition on annotations (`i` = review_items) that leaves out those which a reviewer may not see. */
export function visibleNotes(db: ReadDb, reviewerId: string): { where: string; values: string[] } {
  const calls = sql<string>(
    db,
    `SELECT DISTINCT value FROM review_items p, json_each(p.json, '$.fields.callIds') c
       WHERE p.kind = 'pack' AND p.deleted = 0 AND c.type = 'text'
     UNION SELECT call_id FROM queue_work WHERE repeat_of IS NOT NULL
     UNION SELECT call_id FROM call_reviews WHERE repeat_of IS NOT NULL`,
  )
    .pluck()
    .all() as string[];
  const hiding = calls.flatMap((call) => {
    const sight = findSight(db, call, reviewerId);
    if (sight === null || !hidesAnything(sight)) return [];
    // What was noted before the latest of the repeats came is hidden; without one, nothing of one's own.
    return [{ call, since: Math.max(0, ...[...sight.repeats.values()].map(({ sinceMs }) => sinceMs)) }];
  });
  if (hiding.length === 0) return { where: '1', values: [] };
  return {
    where: `(i.call_id IS NULL OR i.call_id NOT IN (SELECT value ->> 'call' FROM json_each(?)) OR (i.author = ? AND i.created_ms >=
      (SELECT h.value ->> 'since' FROM json_each(?) h WHERE h.value ->> 'call' = i.call_id)))`,
    values: [JSON.stringify(hiding), reviewerId, JSON.stringify(hiding)],
  };
}

/** Whether a reviewer may see an item of whatever call. */
export function maySeeItem(db: ReadDb, item: ReviewItem, reviewerId: string): boolean {
  const sight = item.callId === null ? null : findSight(db, item.callId, reviewerId);
  return sight === null || visible([item], sight).length > 0;
}
