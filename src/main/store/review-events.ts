import type { LoggedCommand } from '#shared/logic/review/undo-stack.ts';
import type { ReviewEvent, ReviewKind } from '#shared/model/review/event.ts';
import { type ReadDb, sql, type WriteDb } from './db.ts';
import { idDigest } from './erased.ts';

interface EventRow {
  id: string;
  kind: ReviewKind;
  itemId: string;
  callId: string | null;
  author: string;
  atMs: number;
  command: string;
  undoes: string | null;
  json: string;
}

const columns = 'id, kind, item_id AS itemId, call_id AS callId, author, at_ms AS atMs, command, undoes, json' as const;

function eventOf({ json, ...row }: EventRow): ReviewEvent {
  return { ...row, ...(JSON.parse(json) as Pick<ReviewEvent, 'set' | 'over'>) };
}

/** Adds an event to the log. False when it is there already, or its call was erased here (`erased`). */
export function insertEvent(db: WriteDb, event: ReviewEvent, local: boolean): 'added' | 'known' | 'erased' {
  const { id, kind, itemId, callId, author, atMs, command, undoes, set, over } = event;
  if (callId !== null && sql(db, 'SELECT 1 FROM erased WHERE id_sha256 = ?').get(idDigest(callId))) return 'erased';
  const { changes } = sql(
    db,
    `INSERT INTO review_events (id, kind, item_id, call_id, author, at_ms, command, undoes, local, json)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  ).run(id, kind, itemId, callId, author, atMs, command, undoes, local ? 1 : 0, JSON.stringify({ set, over }));
  return changes === 1 ? 'added' : 'known';
}

/** All events of an item, in the order in which they came. */
export function findEventsOfItem(db: ReadDb, kind: ReviewKind, itemId: string): ReviewEvent[] {
  return sql<EventRow>(db, `SELECT ${columns} FROM review_events WHERE kind = ? AND item_id = ? ORDER BY seq`)
    .all(kind, itemId)
    .map(eventOf);
}

/** The event that made an item. */
export function findFirstEventId(db: ReadDb, kind: ReviewKind, itemId: string): string | undefined {
  return sql<string>(db, 'SELECT id FROM review_events WHERE kind = ? AND item_id = ? ORDER BY seq LIMIT 1')
    .pluck()
    .get(kind, itemId) as string | undefined;
}

/** All events of a command that was made here, in the order in which they came. What an import says under its name is not part of it. */
export function findEventsOfCommand(db: ReadDb, command: string): ReviewEvent[] {
  return sql<EventRow>(db, `SELECT ${columns} FROM review_events WHERE command = ? AND local = 1 ORDER BY seq`)
    .all(command)
    .map(eventOf);
}

/** The events with these ids that are here. */
export function findEvents(db: ReadDb, ids: readonly string[]): ReviewEvent[] {
  const one = sql<EventRow>(db, `SELECT ${columns} FROM review_events WHERE id = ?`);
  return ids.flatMap((id) => one.get(id) ?? []).map(eventOf);
}

/** Events of calls, or with null those of the workspace, in the order in which they came; read as they are walked. */
export function* eachEvent(db: ReadDb, callIds: readonly string[] | null): Generator<ReviewEvent> {
  if (callIds === null) {
    const all = sql<EventRow>(db, `SELECT ${columns} FROM review_events WHERE call_id IS NULL ORDER BY seq`);
    for (const row of all.iterate()) yield eventOf(row);
    return;
  }
  const text = `SELECT ${columns} FROM review_events WHERE call_id = ? ORDER BY seq`;
  for (const callId of callIds) for (const row of sql<EventRow>(db, text).iterate(callId)) yield eventOf(row);
}

/** What `author` did here to a call (null: to the workspace), oldest first; what can be undone is computed from it. */
export function findCommands(db: ReadDb, callId: string | null, author: string): LoggedCommand[] {
  const where = callId === null ? 'call_id IS NULL' : 'call_id = ?';
  return sql<LoggedCommand>(
    db,
    `SELECT command, max(undoes) AS undoes FROM review_events WHERE ${where} AND author = ? AND local = 1
     GROUP BY command ORDER BY min(seq)`,
  ).all(...(callId === null ? [] : [callId]), author);
}
