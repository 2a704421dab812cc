import { implement } from '@orpc/server';
import { reviewContract, reviewerContract } from '#shared/contract/review.ts';
import type { Review } from '../review/service.ts';

/** The procedures of review work. */
export function createReviewRouter(review: () => Review) {
  const os = implement(reviewContract);
  return os.router({
    ofCall: os.ofCall.handler(({ input }) => review().of(input.callId, input.since)),
    ofWorkspace: os.ofWorkspace.handler(({ input }) => review().of(null, input.since)),
    apply: os.apply.handler(({ input }) => review().apply(input.callId, input.changes)),
    undo: os.undo.handler(({ input }) => review().undo(input.callId)),
    redo: os.redo.handler(({ input }) => review().redo(input.callId)),
    saveDraft: os.saveDraft.handler(async ({ input }) => {
      await review().saveDraft(input.key, input.callId, input.text);
      return {};
    }),
    drafts: os.drafts.handler(({ input }) => review().drafts(input.callId)),
    contested: os.contested.handler(() => review().contested()),
  });
}

/** The procedures about who sits here. */
export function createReviewerRouter(review: () => Review) {
  const os = implement(reviewerContract);
  return os.router({
    get: os.get.handler(() => review().reviewer()),
    name: os.name.handler(({ input }) => review().nameReviewer(input.name)),
    choose: os.choose.handler(({ input }) => review().chooseReviewer(input.id)),
  });
}
