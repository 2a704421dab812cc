import { undoStack } from '#shared/logic/review/undo-stack.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ReviewChange, ReviewEvent, ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import { inTransaction, type WriteDb } from '../store/db.ts';
import { refreshQueue } from '../store/queue-work.ts';
import { findCommands, findEventsOfCommand, insertEvent } from '../store/review-events.ts';
import { findItem, refold } from '../store/review-items.ts';
import { familyKinds, placeFamilies } from '../store/turn-index/placed.ts';
import { withEventId } from './event-id.ts';
import { inverseOf } from './inverse.ts';
import { checkChange } from './rules.ts';
import type { FindReviewItem } from './scoring.ts';
import { beginsReview, completed, startOf } from './start.ts';

/** Who does something, when (Unix ms), and the name that ties together what is done at once. */
export interface Doing {
  author: string;
  nowMs: number;
  command: string;
}

/**
 * Makes changes as one command. Answers with the items they changed; throws what `checkChange` does, and `not-found` for an erased call.
 * A first note or score on a call of the author's queue begins its review, which is no part of the command: undone, it stays begun.
 */
export function applyChanges(db: WriteDb, doing: Doing, changes: readonly ReviewChange[]): ReviewItem[] {
  return inTransaction(db, () => {
    const items = add(db, eventsOf(db, doing, completed(db, changes, doing)), true);
    const callId = items[0]?.callId ?? null;
    if (callId === null || !beginsReview(db, items, callId, doing.author)) return items;
    const { author, nowMs, command } = doing;
    const begun = startOf(db, callId, author, `${command}-review`, nowMs);
    return [...items, ...recordChanges(db, { author, nowMs, command: `${command}-start` }, [begun])];
  });
}

/** Makes changes that are no step of anybody's undo: who reviews what, and when it began. */
export function recordChanges(db: WriteDb, doing: Doing, changes: readonly ReviewChange[]): ReviewItem[] {
  return inTransaction(db, () => add(db, eventsOf(db, doing, changes), false));
}

function eventsOf(db: WriteDb, { author, nowMs, command }: Doing, changes: readonly ReviewChange[]): ReviewEvent[] {
  const merged = mergeByItem(changes);
  const find: FindReviewItem = (kind, id) => findItem(db, kind, id);
  for (const change of merged) checkChange(change, find(change.kind, change.itemId), find);
  return merged.map(({ kind, itemId, callId, set, seen = {} }) =>
    withEventId({
      kind,
      itemId,
      callId,
      author,
      atMs: nowMs,
      set,
      over: Object.fromEntries(
        Object.keys(set).map((field) => [field, Object.hasOwn(seen, field) ? (seen[field] ?? []) : []]),
      ),
      command,
      undoes: null,
    }),
  );
}

/** Changes of one item in one command are one event. */
function mergeByItem(changes: readonly ReviewChange[]): ReviewChange[] {
  const merged = new Map<string, ReviewChange>();
  for (const change of changes) {
    const key = `${change.kind} ${change.itemId}`;
    const { set, seen } = merged.get(key) ?? change;
    merged.set(key, { ...change, set: { ...set, ...change.set }, seen: { ...change.seen, ...seen } });
  }
  return [...merged.values()];
}

/** An undo or redo: the items it changed, and fields that were left since somebody had changed them afterwards. */
export interface Undone {
  items: ReviewItem[];
  left: number;
}

/**
 * Takes back what `author` did last here to a call (null: to the workspace), or takes back that undoing. A field that was
 * changed again since is left as it is. Null when there is nothing to take back.
 */
export function undoCommand(
  db: WriteDb,
  doing: Doing,
  callId: string | null,
  direction: 'undo' | 'redo',
): Undone | null {
  return inTransaction(db, () => {
    const target = undoStack(findCommands(db, callId, doing.author))[direction];
    if (target === null) return null;
    const done = findEventsOfCommand(db, target);
    let left = 0;
    const events = byItem(done).flatMap((group) => {
      const { settings, skipped } = inverseOf(db, group);
      left += skipped;
      const [{ kind, itemId, callId: ofCall }] = group;
      return settings.map((setting) =>
        withEventId({
          kind,
          itemId,
          callId: ofCall,
          author: doing.author,
          atMs: doing.nowMs,
          ...setting,
          command: doing.command,
          undoes: target,
        }),
      );
    });
    return { items: add(db, events, true), left };
  });
}

function byItem(events: readonly ReviewEvent[]): [ReviewEvent, ...ReviewEvent[]][] {
  const groups = new Map<string, [ReviewEvent, ...ReviewEvent[]]>();
  for (const event of events) {
    const key = `${event.kind} ${event.itemId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [event]);
    else group.push(event);
  }
  return [...groups.values()];
}

/** What an import did: events that were new, that were here already, and that are about calls which were erased here. */
export interface Imported {
  added: number;
  known: number;
  erased: number;
  items: { kind: ReviewKind; id: string; callId: string | null }[];
}

/** Adds events of another seat to the log. They must be genuine; see `isGenuine`. Safe to repeat. */
export function importEvents(db: WriteDb, events: readonly ReviewEvent[]): Imported {
  return inTransaction(db, () => {
    const counts = { added: 0, known: 0, erased: 0 };
    const fresh = events.filter((event) => {
      const outcome = insertEvent(db, event, false);
      counts[outcome] += 1;
      return outcome === 'added';
    });
    return { ...counts, items: refoldAll(db, fresh).map(({ kind, id, callId }) => ({ kind, id, callId })) };
  });
}

function add(db: WriteDb, events: readonly ReviewEvent[], undoable: boolean): ReviewItem[] {
  for (const event of events) {
    if (insertEvent(db, event, undoable) === 'erased') {
      throw new AppError('not-found', 'This call was erased from this computer; review work on it is not kept.');
    }
  }
  return refoldAll(db, events);
}

function refoldAll(db: WriteDb, events: readonly ReviewEvent[]): ReviewItem[] {
  const touched = new Map(events.map(({ kind, itemId }) => [`${kind} ${itemId}`, { kind, itemId }]));
  const items = [...touched.values()].flatMap(({ kind, itemId }) => refold(db, kind, itemId) ?? []);
  refreshQueue(db, items);
  placeFamilies(
    db,
    items.flatMap(({ kind, fields }) =>
      familyKinds.has(kind) && typeof fields.agent === 'string' ? [fields.agent] : [],
    ),
  );
  return items;
}
