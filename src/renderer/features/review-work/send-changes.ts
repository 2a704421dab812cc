import type { QueryClient } from '@tanstack/react-query';
import type { ReviewChange, ReviewItem } from '#shared/model/review/event.ts';
import { reviewKeys } from '../../lib/review-keys.ts';
import { client } from '../../lib/rpc.ts';
import { addAnswer, addOwn, itemKey, type KnownWork } from './known-work.ts';

/** A change without what was seen: that is filled in from what this window shows when the change is sent. */
export type Change = Omit<ReviewChange, 'seen' | 'callId'>;
/** Changes, or how to make them from the items as they are by then. */
export type Changes = readonly Change[] | ((items: KnownWork['items']) => readonly Change[]);

/** One after the other per call: each is made on top of what the one before it brought. */
const queues = new Map<string | null, Promise<unknown>>();

function inTurn<T>(callId: string | null, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(callId) ?? Promise.resolve()).then(work, work);
  queues.set(callId, turn);
  const forget = () => queues.get(callId) === turn && queues.delete(callId);
  turn.then(forget, forget);
  return turn;
}

/** Asks what changed since what is known, and answers with all that is known then. */
export async function fetchWork(queries: QueryClient, callId: string | null): Promise<KnownWork> {
  let since = queries.getQueryData<KnownWork>(reviewKeys.of(callId))?.rev ?? 0;
  let answer = await ask(callId, since);
  const items = [...answer.items];
  const { whole } = answer;
  while (answer.more) {
    since = answer.rev;
    answer = await ask(callId, since);
    // Something came to be hidden meanwhile, and this is all that may be seen.
    if (answer.whole) items.length = 0;
    items.push(...answer.items);
  }
  // A change of one's own may have come in between.
  return addAnswer(queries.getQueryData<KnownWork>(reviewKeys.of(callId)), {
    ...answer,
    whole: whole || answer.whole,
    items,
  });
}

const ask = (callId: string | null, since: number) =>
  callId === null ? client.review.ofWorkspace({ since }) : client.review.ofCall({ callId, since });

/** Makes changes as one command, and shows them. Rejects with what the host says; nothing is changed then. */
export function sendChanges(queries: QueryClient, callId: string | null, changes: Changes): Promise<ReviewItem[]> {
  return inTurn(callId, async () => {
    const known = await knownWork(queries, callId);
    const list = typeof changes === 'function' ? changes(known.items) : changes;
    if (list.length === 0) return [];
    const items = await client.review.apply({
      callId,
      changes: list.map((change) => ({
        ...change,
        callId,
        seen: known.items.get(itemKey(change.kind, change.itemId))?.heads ?? {},
      })),
    });
    show(queries, callId, items, { canUndo: true, canRedo: false });
    return items;
  });
}

/** What an undo or redo did; null = there was nothing to take back. */
interface TakenBack {
  items: ReviewItem[];
  /** Fields that somebody changed again since, and that were left. */
  left: number;
}

export function takeBack(
  queries: QueryClient,
  callId: string | null,
  which: 'undo' | 'redo',
): Promise<TakenBack | null> {
  return inTurn(callId, async () => {
    const done = await client.review[which]({ callId });
    if (done) show(queries, callId, done.items, {});
    // Whether there is more to take back only the host knows.
    await queries.invalidateQueries({ queryKey: reviewKeys.of(callId) });
    return done;
  });
}

async function knownWork(queries: QueryClient, callId: string | null): Promise<KnownWork> {
  return queries.ensureQueryData({ queryKey: reviewKeys.of(callId), queryFn: () => fetchWork(queries, callId) });
}

function show(
  queries: QueryClient,
  callId: string | null,
  items: readonly ReviewItem[],
  stack: Partial<Pick<KnownWork, 'canUndo' | 'canRedo'>>,
): void {
  queries.setQueryData<KnownWork>(
    reviewKeys.of(callId),
    (known) => known && addOwn(known, items, { canUndo: known.canUndo, canRedo: known.canRedo, ...stack }),
  );
}
