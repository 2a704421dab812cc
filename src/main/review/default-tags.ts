import { defaultTaxonomy } from '#shared/logic/notes/default-taxonomy.ts';
import type { ReviewEvent } from '#shared/model/review/event.ts';
import type { ReadDb } from '../store/db.ts';
import { findEventsOfCommand } from '../store/review-events.ts';
import { withEventId } from './event-id.ts';
import type { Review } from './service.ts';

const COMMAND = 'default-tags-1';
/** A moment before any review work, so that whatever a person does is later. */
const AT_MS = Date.UTC(2026, 0, 1);

/**
 * The events that make the default tags. They say nothing of when and by whom they are put in, so every seat has the very same
 * events: merging adds none twice, and what one seat changed in a tag is no disagreement with the other's default.
 */
export function defaultTagEvents(): ReviewEvent[] {
  return defaultTaxonomy.map(({ id, ...fields }, place) =>
    withEventId({
      kind: 'tag',
      itemId: id,
      callId: null,
      author: 'earmark',
      atMs: AT_MS,
      set: { ...fields, order: place + 1, retired: false },
      over: {},
      command: COMMAND,
      undoes: null,
    }),
  );
}

/** Puts the default tags into a workspace that has not had them; once, whatever became of them since. */
export async function installDefaultTags(db: ReadDb, review: Pick<Review, 'importEvents'>): Promise<void> {
  if (findEventsOfCommand(db, COMMAND).length >= defaultTaxonomy.length) return;
  await review.importEvents(defaultTagEvents());
}
