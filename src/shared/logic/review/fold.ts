import type { ReviewEvent, ReviewItem, RivalValue } from '#shared/model/review/event.ts';
import { canonicalJson } from './same-json.ts';

/** An item without its place in a store. */
export type FoldedItem = Omit<ReviewItem, 'rev'>;

/**
 * An item as its events make it: per field the values that no other event replaced. It depends on the set of the events alone
 * (order and repetitions do not matter), so logs merge by putting them together: a multi-value register per field, after
 * Shapiro et al., "A comprehensive study of Convergent and Commutative Replicated Data Types" (2011), 3.2.2.
 * Of several values the latest is in `fields`, and all are in `rivals`. Undefined when there are no events.
 */
export function foldItem(events: readonly ReviewEvent[]): FoldedItem | undefined {
  const distinct = [...new Map(events.map((event) => [event.id, event])).values()].sort(byTime);
  // Whoever made the item replaced nothing; a colleague whose clock is slow did not make it by changing it.
  const first = distinct.find(replacesNothing) ?? distinct[0];
  if (!first) return undefined;
  const item: FoldedItem = {
    kind: first.kind,
    id: first.itemId,
    callId: distinct.find(({ callId }) => callId !== null)?.callId ?? null,
    author: first.author,
    createdMs: first.atMs,
    updatedMs: Math.max(...lastOf(distinct).map(({ atMs }) => atMs)),
    fields: {},
    heads: {},
    rivals: {},
  };
  for (const [field, setters] of settersByField(distinct)) setField(item, field, setters);
  return item;
}

function setField(item: FoldedItem, field: string, setters: readonly ReviewEvent[]): void {
  const replaced = new Set(setters.flatMap(({ over }) => (Object.hasOwn(over, field) ? (over[field] ?? []) : [])));
  const heads = setters.filter(({ id }) => !replaced.has(id));
  const latest = heads.at(-1);
  if (!latest) return;
  define(item.fields, field, latest.set[field] ?? null);
  define(
    item.heads,
    field,
    heads.map(({ id }) => id),
  );
  const rivals = differing([...heads].reverse().map((event) => rivalOf(event, field)));
  if (rivals.length > 1) define(item.rivals, field, rivals);
}

const rivalOf = ({ id, set, author, atMs }: ReviewEvent, field: string): RivalValue => ({
  eventId: id,
  value: set[field] ?? null,
  author,
  atMs,
});

/** Of equal values the first, so that two people who wrote the same thing do not disagree. */
function differing(rivals: readonly RivalValue[]): RivalValue[] {
  const seen = new Set<string>();
  return rivals.filter(({ value }) => {
    const text = canonicalJson(value);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function replacesNothing({ over }: ReviewEvent): boolean {
  return Object.values(over).every((ids) => ids.length === 0);
}

/** By field the events that set it, in their order; the fields by name. An import may bring thousands of either. */
function settersByField(events: readonly ReviewEvent[]): [string, ReviewEvent[]][] {
  const setters = new Map<string, ReviewEvent[]>();
  for (const event of events) {
    for (const field of Object.keys(event.set)) {
      const known = setters.get(field);
      if (known === undefined) setters.set(field, [event]);
      else known.push(event);
    }
  }
  return [...setters].sort(([a], [b]) => (a < b ? -1 : 1));
}

function lastOf<T>(list: readonly T[]): T[] {
  return list.slice(-1);
}

/** By the authors' clocks, then by id, so that every seat has the same order. */
function byTime(a: ReviewEvent, b: ReviewEvent): number {
  return a.atMs - b.atMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** A field of an imported event may be named `__proto__`. */
function define<T>(target: Record<string, T>, field: string, value: T): void {
  Object.defineProperty(target, field, { value, enumerable: true, writable: true, configurable: true });
}
