import { itemsOf } from '#shared/logic/review/read-item.ts';
import type { Vote } from '#shared/model/review/vote.ts';
import type { ReadDb } from './db.ts';
import { findItemsOfKind } from './review-items.ts';

/** All votes, the oldest first. Walks them all: for the reading thread. */
export function readVotes(db: ReadDb): Vote[] {
  return itemsOf('vote', findItemsOfKind(db, 'vote'))
    .flatMap(({ id, author, createdMs, fields }): Vote[] => {
      const { session, firstCall, firstIndex, secondCall, secondIndex, heardFirst, choice } = fields;
      // An import may bring half of an item.
      if (firstCall === null || firstIndex === null || secondCall === null || secondIndex === null) return [];
      if (heardFirst === null || choice === null) return [];
      const { firstAgent, firstVersion, secondAgent, secondVersion } = fields;
      return [
        {
          id,
          listener: author,
          atMs: createdMs,
          session,
          first: { callId: firstCall, index: firstIndex, agent: firstAgent, version: firstVersion },
          second: { callId: secondCall, index: secondIndex, agent: secondAgent, version: secondVersion },
          heardFirst,
          choice,
        },
      ];
    })
    .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
}
