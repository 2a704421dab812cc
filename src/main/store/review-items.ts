import { type FoldedItem, foldItem } from '#shared/logic/review/fold.ts';
import type { ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import { inTransaction, type ReadDb, sql, type WriteDb } from './db.ts';
import { findEventsOfItem } from './review-events.ts';

interface ItemRow {
  kind: ReviewKind;
  id: string;
  callId: string | null;
  author: string;
  createdMs: number;
  updatedMs: number;
  rev: number;
  json: string;
}

const columns =
  'kind, id, call_id AS callId, author, created_ms AS createdMs, updated_ms AS updatedMs, rev, json' as const;

function itemOf({ json, ...row }: ItemRow): ReviewItem {
  return { ...row, ...(JSON.parse(json) as Pick<ReviewItem, 'fields' | 'heads' | 'rivals'>) };
}

/** Items that changed after `since`, and where the counting stands now. */
export interface ItemChanges {
  rev: number;
  whole: boolean;
  more: boolean;
  items: ReviewItem[];
}

/**
 * The items of a call (null: of the workspace) that changed after `since`; 0 = all there are, deleted ones included. At most
 * about `limit` of them, the oldest changes first: then `more`, and `rev` is where to go on.
 */
export function findChangedItems(
  db: ReadDb,
  callId: string | null,
  since: number,
  limit: number | null = null,
): ItemChanges {
  const where = callId === null ? 'call_id IS NULL' : 'call_id = ?';
  const whose = callId === null ? [] : [callId];
  // Read first: what changes in between is then read again, not missed.
  const last = lastRev(db);
  // Whoever knows more than there is knows another workspace, or this one before it was restored.
  const whole = since === 0 || since > last;
  const after = whole ? 0 : since;
  const end =
    limit === null
      ? undefined
      : sql<number>(db, `SELECT rev FROM review_items WHERE ${where} AND rev > ? ORDER BY rev LIMIT 1 OFFSET ?`)
          .pluck()
          .get(...whose, after, limit - 1);
  const upTo = typeof end === 'number' ? end : last;
  const items = sql<ItemRow>(
    db,
    `SELECT ${columns} FROM review_items WHERE ${where} AND rev > ? AND rev <= ? ORDER BY rev`,
  )
    .all(...whose, after, upTo)
    .map(itemOf);
  const next = sql(db, `SELECT 1 FROM review_items WHERE ${where} AND rev > ? LIMIT 1`).get(...whose, upTo);
  const more = upTo < last && next !== undefined;
  return { rev: more ? upTo : last, whole, more, items };
}

/** One item; undefined when nothing is known of it. */
export function findItem(db: ReadDb, kind: ReviewKind, id: string): ReviewItem | undefined {
  const row = sql<ItemRow>(db, `SELECT ${columns} FROM review_items WHERE kind = ? AND id = ?`).get(kind, id);
  return row && itemOf(row);
}

/** A call's items of some kinds, deleted ones included. */
export function findItemsOfCall(db: ReadDb, callId: string, kinds: readonly ReviewKind[]): ReviewItem[] {
  const ofKind = sql<ItemRow>(db, `SELECT ${columns} FROM review_items WHERE call_id = ? AND kind = ? ORDER BY rev`);
  return kinds.flatMap((kind) => ofKind.all(callId, kind).map(itemOf));
}

/** The assignments of a pack that are not deleted. */
export function findItemsOfPack(db: ReadDb, packId: string): ReviewItem[] {
  return sql<ItemRow>(
    db,
    `SELECT ${columns} FROM review_items WHERE kind = 'assignment' AND deleted = 0
       AND json_extract(json, '$.fields.packId') = ? ORDER BY id`,
  )
    .all(packId)
    .map(itemOf);
}

/** All items of a kind that are not deleted. Walks them all. */
export function findItemsOfKind(db: ReadDb, kind: ReviewKind): ReviewItem[] {
  return sql<ItemRow>(db, `SELECT ${columns} FROM review_items WHERE kind = ? AND deleted = 0 ORDER BY id`)
    .all(kind)
    .map(itemOf);
}

/** Items on which their authors disagree. */
export function findContestedItems(db: ReadDb): ReviewItem[] {
  return sql<ItemRow>(db, `SELECT ${columns} FROM review_items WHERE contested = 1 ORDER BY kind, id`)
    .all()
    .map(itemOf);
}

/** Computes an item anew from its events and stores it; undefined when it has none. */
export function refold(db: WriteDb, kind: ReviewKind, id: string): ReviewItem | undefined {
  const folded = foldItem(findEventsOfItem(db, kind, id));
  if (!folded) return undefined;
  const rev = lastRev(db);
  store(db, folded, rev);
  return { ...folded, rev };
}

/** Makes the items anew from the log where that has not been done: the log was restored from a backup, say. */
export function foldMissingItems(db: WriteDb): number {
  return inTransaction(db, () => {
    const missing = sql<{ kind: ReviewKind; id: string }>(
      db,
      `SELECT DISTINCT e.kind, e.item_id AS id FROM review_events e
       WHERE NOT EXISTS (SELECT 1 FROM review_items i WHERE i.kind = e.kind AND i.id = e.item_id)`,
    ).all();
    for (const { kind, id } of missing) refold(db, kind, id);
    return missing.length;
  });
}

function store(db: WriteDb, item: FoldedItem, rev: number): void {
  const { kind, id, callId, author, createdMs, updatedMs, fields, heads, rivals } = item;
  sql(
    db,
    `INSERT INTO review_items (kind, id, call_id, author, created_ms, updated_ms, rev, deleted, contested, json)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET call_id = excluded.call_id, author = excluded.author,
       created_ms = excluded.created_ms, updated_ms = excluded.updated_ms, rev = excluded.rev,
       deleted = excluded.deleted, contested = excluded.contested, json = excluded.json`,
  ).run(
    kind,
    id,
    callId,
    author,
    createdMs,
    updatedMs,
    rev,
    fields.deleted === true ? 1 : 0,
    Object.keys(rivals).length > 0 ? 1 : 0,
    JSON.stringify({ fields, heads, rivals }),
  );
}

/** The number of the last event: unlike the highest one of an item it never goes back when a call is erased. */
function lastRev(db: ReadDb): number {
  const last = sql<number>(db, `SELECT seq FROM sqlite_sequence WHERE name = 'review_events'`).pluck().get();
  return (last as number | undefined) ?? 0;
}
