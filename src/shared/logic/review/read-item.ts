import type { ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import { type ItemFields, itemSchemas } from '#shared/model/review/items.ts';

/** An item with its fields typed. */
export interface ReadItem<K extends ReviewKind> {
  id: string;
  callId: string | null;
  author: string;
  createdMs: number;
  updatedMs: number;
  fields: ItemFields<K>;
  item: ReviewItem;
}

/** An item's fields as its kind has them: null where nothing is set, or something that this version cannot read. */
export function readFields<K extends ReviewKind>(kind: K, fields: Readonly<Record<string, unknown>>): ItemFields<K> {
  const { shape } = itemSchemas[kind];
  const read = Object.entries(shape).map(([name, schema]) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : null;
    if (value === null || value === undefined) return [name, null];
    const parsed = schema.safeParse(value);
    return [name, parsed.success ? parsed.data : null];
  });
  // Each entry was checked by the schema of its own field.
  return Object.fromEntries(read) as ItemFields<K>;
}

/** The items of one kind, typed, in the order given; `deleted` ones are left out. */
export function itemsOf<K extends ReviewKind>(kind: K, items: Iterable<ReviewItem>): ReadItem<K>[] {
  const found: ReadItem<K>[] = [];
  for (const item of items) {
    if (item.kind === kind && item.fields.deleted !== true) found.push(readItem(kind, item));
  }
  return found;
}

/** One item, typed. */
export function readItem<K extends ReviewKind>(kind: K, item: ReviewItem): ReadItem<K> {
  const { id, callId, author, createdMs, updatedMs } = item;
  return { id, callId, author, createdMs, updatedMs, fields: readFields(kind, item.fields), item };
}
