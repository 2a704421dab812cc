import type { CallRow } from '#shared/model/call.ts';
import type { CallFacets } from '#shared/model/list.ts';
import type { CallReviewState } from '#shared/model/review/call-state.ts';
import { type ReadDb, sql } from './db.ts';

/** Where a call's review stands, as the one who sits here may know it. */
export function findCallState(db: ReadDb, callId: string): CallRow['review'] {
  const row = sql<{ state: CallReviewState; reviewer: string }>(
    db,
    'SELECT state, reviewer FROM call_states WHERE call_id = ?',
  ).get(callId);
  return row ?? { state: 'new', reviewer: null };
}

/** How many calls stand where, and how many each reviewer's review speaks for; over the whole workspace. */
export function readReviewFacets(db: ReadDb): Pick<CallFacets, 'reviewStates' | 'reviewers'> {
  const states = sql<{ state: CallReviewState; count: number }>(
    db,
    'SELECT s.state, count(*) AS count FROM call_states s JOIN calls c ON c.id = s.call_id GROUP BY s.state',
  ).all();
  const begun = states.reduce((sum, { count }) => sum + count, 0);
  const total = sql<number>(db, 'SELECT count(*) FROM calls').pluck().get() as number;
  return {
    reviewStates: [{ state: 'new' as const, count: total - begun }, ...states].filter(({ count }) => count > 0),
    reviewers: sql<{ id: string; count: number }>(
      db,
      `SELECT s.reviewer AS id, count(*) AS count FROM call_states s JOIN calls c ON c.id = s.call_id
       GROUP BY s.reviewer ORDER BY 2 DESC, 1`,
    ).all(),
  };
}
