import type { ReviewChange } from '#shared/model/review/event.ts';
import type { Review } from '../review/service.ts';

/** Makes the changes of an import: new tags first, then call by call, each one command that can be undone. */
export async function applyPlan(
  review: Pick<Review, 'apply'>,
  { calls }: { readonly calls: readonly { readonly callId: string; readonly changes: readonly ReviewChange[] }[] },
): Promise<void> {
  for (const { callId, changes } of calls) {
    const tags = changes.filter(({ kind }) => kind === 'tag');
    const own = changes.filter(({ kind }) => kind !== 'tag');
    if (tags.length > 0) await review.apply(null, tags);
    if (own.length > 0) await review.apply(callId, own);
  }
}
