import type { ReviewItem } from '#shared/model/review/event.ts';
import type { CallReview } from '#shared/model/review/view.ts';

/** What this window knows of a call's (or the workspace's) review work. Items by kind and id, deleted ones included. */
export interface KnownWork {
  rev: number;
  items: ReadonlyMap<string, ReviewItem>;
  canUndo: boolean;
  canRedo: boolean;
}

export const itemKey = (kind: string, id: string): string => `${kind} ${id}`;

/** What is known after an answer to "what changed since". */
export function addAnswer(known: KnownWork | undefined, answer: CallReview): KnownWork {
  const { rev, canUndo, canRedo } = answer;
  const before = answer.whole || !known ? new Map<string, ReviewItem>() : known.items;
  // The same map while nothing changed, so that nothing that depends on it is computed anew.
  const items = known && !answer.whole && answer.items.length === 0 ? known.items : putItems(before, answer.items);
  return { rev, items, canUndo, canRedo };
}

/** What is known after a change of one's own: its items are shown before the next question. `rev` stays, so that nothing is missed. */
export function addOwn(
  known: KnownWork,
  items: readonly ReviewItem[],
  stack: Pick<KnownWork, 'canUndo' | 'canRedo'>,
): KnownWork {
  return { ...known, ...stack, items: putItems(known.items, items) };
}

/** An answer may be older than what a change of one's own brought. */
function putItems(
  known: ReadonlyMap<string, ReviewItem>,
  items: readonly ReviewItem[],
): ReadonlyMap<string, ReviewItem> {
  const next = new Map(known);
  for (const item of items) {
    const key = itemKey(item.kind, item.id);
    if ((next.get(key)?.rev ?? 0) <= item.rev) next.set(key, item);
  }
  return next;
}
