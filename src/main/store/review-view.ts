import { undoStack } from '#shared/logic/review/undo-stack.ts';
import type { CallReview } from '#shared/model/review/view.ts';
import type { ReadDb } from './db.ts';
import { findCommands } from './review-events.ts';
import { findChangedItems } from './review-items.ts';

/** What a view of a call's (null: the workspace's) review work needs that knows it as of `since` (0: not at all). */
export function readReview(
  db: ReadDb,
  { callId, since, author }: { callId: string | null; since: number; author: string },
): CallReview {
  const { undo, redo } = undoStack(findCommands(db, callId, author));
  return { ...findChangedItems(db, callId, since), canUndo: undo !== null, canRedo: redo !== null };
}
