import type { QueryClient } from '@tanstack/react-query';
import type { BlindPair } from '#shared/logic/listen/blind.ts';
import type { Vote } from '#shared/model/review/vote.ts';
import { sendChanges } from '../../review-work/send-changes.ts';

/** Stores one vote as review work of the call of the turn that was called A. Rejects with what the host says. Answers with its id. */
export async function sendVote(
  queries: QueryClient,
  { first, second }: BlindPair,
  vote: Pick<Vote, 'session' | 'heardFirst' | 'choice'>,
): Promise<string> {
  const itemId = crypto.randomUUID();
  const set = {
    session: vote.session,
    firstCall: first.callId,
    firstIndex: first.index,
    firstAgent: first.agent,
    firstVersion: first.version,
    secondCall: second.callId,
    secondIndex: second.index,
    secondAgent: second.agent,
    secondVersion: second.version,
    heardFirst: vote.heardFirst,
    choice: vote.choice,
  };
  await sendChanges(queries, first.callId, [{ kind: 'vote', itemId, set }]);
  return itemId;
}

/** Takes a vote back. */
export async function withdrawVote(queries: QueryClient, { first }: BlindPair, itemId: string): Promise<void> {
  await sendChanges(queries, first.callId, [{ kind: 'vote', itemId, set: { deleted: true } }]);
}
