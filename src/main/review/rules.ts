import { AppError } from '#shared/model/errors.ts';
import type { ReviewChange, ReviewItem } from '#shared/model/review/event.ts';
import { itemSchemas } from '#shared/model/review/items.ts';
import { checkScoring, type FindReviewItem } from './scoring.ts';

/**
 * Refuses a change that must not be made here, whoever asks for it; `item` is what it would change, undefined for a new one,
 * and `find` what else is there.
 * Imports do not pass here: what a colleague did is history. Throws `invalid-input` or `conflict`.
 */
export function checkChange(change: ReviewChange, item: ReviewItem | undefined, find: FindReviewItem): void {
  const { shape } = itemSchemas[change.kind];
  const known: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> = shape;
  for (const [field, value] of Object.entries(change.set)) {
    const schema = Object.hasOwn(known, field) ? known[field] : undefined;
    if (!schema) throw new AppError('invalid-input', `A ${change.kind} has no field named ${field}.`);
    if (value !== null && !schema.safeParse(value).success) {
      throw new AppError('invalid-input', `This is no ${field} that a ${change.kind} can have; nothing was changed.`);
    }
  }
  if (item && item.callId !== change.callId) {
    throw new AppError('invalid-input', `This ${change.kind} belongs to another call; nothing was changed.`);
  }
  checkScoring(change, item, find);
}
