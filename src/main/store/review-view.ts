import { undoStack } from '#shared/logic/review/undo-stack.ts';
import { visible } from '#shared/logic/review/visible-to.ts';
import type { CallReview } from '#shared/model/review/view.ts';
import type { ReadDb } from './db.ts';
import { findCommands } from './review-events.ts';
import { findChangedItems } from './review-items.ts';
import { findSight } from './sight.ts';

/** Ten thousand in one answer hold up everything else for as long as it takes to pass them on. */
const ITEMS_AT_ONCE = 1000;

/**
 * What a view of a call's (null: the workspace's) review work needs that knows it as of `since` (0: not at all), without what
 * `author`, who sits here, may not see. Where something is or was hidden, the whole: it comes and goes without a change of its own.
 */
export function readReview(
  db: ReadDb,
  { callId, since, author }: { callId: string | null; since: number; author: string },
): CallReview {
  const { undo, redo } = undoStack(findCommands(db, callId, author));
  const stack = { canUndo: undo !== null, canRedo: redo !== null };
  const sight = callId === null ? null : findSight(db, callId, author);
  if (sight === null) return { ...findChangedItems(db, callId, since, ITEMS_AT_ONCE), ...stack };
  const all = findChangedItems(db, callId, 0);
  return { ...all, items: visible(all.items, sight), ...stack };
}
