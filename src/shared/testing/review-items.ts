import { type ReadItem, readItem } from '../logic/review/read-item.ts';
import type { ReviewItem, ReviewKind } from '../model/review/event.ts';

/** A review item as the store gives it, for tests: made at `atMs` (Unix ms) by `author`. */
export function madeItem(
  kind: ReviewKind,
  id: string,
  fields: ReviewItem['fields'],
  { author = 'ada', atMs = 1_000, callId = 'call-1' as string | null } = {},
): ReviewItem {
  return { kind, id, callId, author, createdMs: atMs, updatedMs: atMs, fields, heads: {}, rivals: {}, rev: 1 };
}

/** The same, with its fields typed. */
export function madeRead<K extends ReviewKind>(
  kind: K,
  ...rest: Parameters<typeof madeItem> extends [unknown, ...infer R] ? R : never
): ReadItem<K> {
  return readItem(kind, madeItem(kind, ...rest));
}
