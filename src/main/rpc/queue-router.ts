import { implement } from '@orpc/server';
import { queueContract } from '#shared/contract/queue.ts';
import type { Queue } from '../review/queue-service.ts';

/** The procedures of the review queue. */
export function createQueueRouter(queue: () => Queue) {
  const os = implement(queueContract);
  return os.router({
    next: os.next.handler(({ input }) => queue().next(input.after)),
    ofCall: os.ofCall.handler(({ input }) => queue().ofCall(input.callId)),
    mine: os.mine.handler(() => queue().mine()),
    progress: os.progress.handler(() => queue().progress()),
    counts: os.counts.handler(() => queue().counts()),
    sample: os.sample.handler(({ input }) => queue().sample(input)),
    assign: os.assign.handler(({ input }) => queue().assign(input.request, input.options)),
    skip: os.skip.handler(async ({ input }) => {
      await queue().skip(input.callId, input.reason);
      return {};
    }),
    unskip: os.unskip.handler(async ({ input }) => {
      await queue().unskip(input.callId);
      return {};
    }),
    remove: os.remove.handler(async ({ input }) => {
      await queue().remove(input.callId);
      return {};
    }),
    start: os.start.handler(({ input }) => queue().start(input.callId)),
    giveUp: os.giveUp.handler(async ({ input }) => {
      await queue().giveUp(input.callId);
      return {};
    }),
    makePack: os.makePack.handler(({ input }) => queue().makePack(input)),
    removePack: os.removePack.handler(async ({ input }) => {
      await queue().removePack(input.packId);
      return {};
    }),
    packs: os.packs.handler(() => queue().packs()),
    disputes: os.disputes.handler(() => queue().disputes()),
  });
}
