import { sameJson } from '#shared/logic/review/same-json.ts';
import type { ReviewEvent, ReviewKind } from '#shared/model/review/event.ts';
import type { ReadDb } from '../store/db.ts';
import { findEvents, findEventsOfItem, findFirstEventId } from '../store/review-events.ts';
import { findItem } from '../store/review-items.ts';
import { type FindReviewItem, frozenReason } from './scoring.ts';

/** What an event sets, and what that replaces. */
export type Setting = Pick<ReviewEvent, 'set' | 'over'>;

/** What takes back what a command did to one item. */
export interface Inverse {
  /** One event each: the first, and one for each further value that a field had at once. */
  settings: Setting[];
  /** Fields that were left, since they were changed again or must stay as they are. */
  skipped: number;
}

/** Their id says whom they are about, so they are said again under the same one: they are emptied, not deleted. */
const emptied: ReadonlySet<ReviewKind> = new Set(['reviewer', 'goal']);

/**
 * What sets the fields of one item back to what the author of a command saw before; an item that the command made is deleted, unless
 * somebody else made it too. @param events what the command did to the item, at least one
 */
export function inverseOf(db: ReadDb, events: readonly [ReviewEvent, ...ReviewEvent[]]): Inverse {
  const [{ kind, itemId }] = events;
  const item = findItem(db, kind, itemId);
  const main: Setting = { set: {}, over: {} };
  const settings = [main];
  let skipped = 0;
  const headsOf = (field: string) => item?.heads[field] ?? [];
  const put = (setting: Setting, field: string, value: ReviewEvent['set'][string]) => {
    setting.set[field] = value;
    setting.over[field] = headsOf(field);
  };
  const find: FindReviewItem = (other, id) => findItem(db, other, id);
  const isFrozen = (field: string, value: ReviewEvent['set'][string]) =>
    frozenReason({ kind, itemId, field, value }, item, find) !== null;

  const fields = [...new Set(events.flatMap(({ set }) => Object.keys(set)))];
  if (!emptied.has(kind) && events.some((event) => madeItem(db, event))) {
    if (isFrozen('deleted', true)) return { settings, skipped: fields.length };
    put(main, 'deleted', true);
    return { settings, skipped };
  }
  const own = new Set(events.map(({ id }) => id));
  for (const field of fields) {
    const heads = headsOf(field);
    const values = valuesBefore(db, events, field);
    if (heads.length === 0 || !heads.every((id) => own.has(id)) || values.some((value) => isFrozen(field, value))) {
      skipped += 1;
      continue;
    }
    const [latest = null, ...earlier] = values;
    put(main, field, latest);
    // Undoing how a disagreement was settled brings both values back.
    for (const value of earlier) {
      const further: Setting = { set: {}, over: {} };
      put(further, field, value);
      settings.push(further);
    }
  }
  return { settings, skipped };
}

/** Whether an item is there because of this event alone. */
function madeItem(db: ReadDb, event: ReviewEvent): boolean {
  const { id, kind, itemId, author, set, undoes } = event;
  if (undoes !== null || findFirstEventId(db, kind, itemId) !== id) return false;
  // Whoever gave a field its first value, unaware of ours, made the item too.
  return !findEventsOfItem(db, kind, itemId).some(
    (other) =>
      other.author !== author &&
      Object.keys(other.set).some((field) => Object.hasOwn(set, field) && (other.over[field] ?? []).length === 0),
  );
}

/** The values that a command replaced in a field, the latest first; null where there was none. */
function valuesBefore(db: ReadDb, events: readonly ReviewEvent[], field: string): ReviewEvent['set'][string][] {
  const replaced = new Set(events.flatMap(({ over }) => (Object.hasOwn(over, field) ? (over[field] ?? []) : [])));
  for (const { id } of events) replaced.delete(id);
  const values = findEvents(db, [...replaced])
    .sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1))
    .map(({ set }) => (Object.hasOwn(set, field) ? (set[field] ?? null) : null));
  const distinct = values.filter((value, at) => values.findIndex((other) => sameJson(other, value)) === at);
  return distinct.length === 0 ? [null] : distinct;
}
