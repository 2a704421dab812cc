import { randomUUID } from 'node:crypto';
import { familyKeyOf } from '#shared/logic/likeness/families.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ReviewChange, ReviewKind } from '#shared/model/review/event.ts';
import type { Review } from '../review/service.ts';
import type { ReadDb } from '../store/db.ts';
import { findFamilyAnchor, HAND_MADE } from '../store/families/anchor.ts';
import { findItem } from '../store/review-items.ts';

/** What people do to families: review work, made through the log like all of it. All reject with `not-found` for a family that is gone. */
export interface FamilyEdits {
  rename(id: string, name: string): Promise<void>;
  /** Rejects with `invalid-input` when the families are not of one agent. */
  merge(from: readonly string[], into: string): Promise<void>;
  split(id: string, wordings: readonly string[], name: string): Promise<{ id: string }>;
  release(id: string, wordings: readonly string[]): Promise<void>;
}

export function createFamilyEdits({ db, review }: { db: ReadDb; review: Pick<Review, 'apply'> }): FamilyEdits {
  /** A change that replaces what is there now. */
  const change = (kind: ReviewKind, itemId: string, set: ReviewChange['set']): ReviewChange => ({
    kind,
    itemId,
    callId: null,
    set,
    seen: findItem(db, kind, itemId)?.heads ?? {},
  });
  const get = (id: string): { agent: string; wording: string } => {
    const anchor = findFamilyAnchor(db, id);
    if (!anchor) throw new AppError('not-found', 'There is no such family any more; go back to the list.');
    return anchor;
  };
  return {
    rename: async (id, name) => {
      await review.apply(null, [change('family', id, { ...get(id), name })]);
    },
    merge: async (from, into) => {
      const { agent } = get(into);
      const changes = [...new Set(from)]
        .filter((id) => id !== into)
        .map((id) => {
          const anchor = get(id);
          if (anchor.agent !== agent) {
            throw new AppError('invalid-input', 'Families of two agents cannot be merged; nothing was changed.');
          }
          return change('family', id, { ...anchor, mergedInto: into });
        });
      if (changes.length > 0) await review.apply(null, changes);
    },
    split: async (id, wordings, name) => {
      const { agent } = get(id);
      const [first] = wordings;
      if (first === undefined) throw new AppError('invalid-input', 'Choose the wordings of the new family first.');
      const made = `${HAND_MADE}${randomUUID()}`;
      await review.apply(null, [
        change('family', made, { agent, name, wording: first }),
        ...wordings.map((wording) => change('wording', familyKeyOf(agent, wording), { agent, wording, family: made })),
      ]);
      return { id: made };
    },
    release: async (id, wordings) => {
      const { agent } = get(id);
      await review.apply(
        null,
        wordings.map((wording) => change('wording', familyKeyOf(agent, wording), { agent, wording, family: null })),
      );
    },
  };
}
