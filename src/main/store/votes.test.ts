import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReviewChange } from '#shared/model/review/event.ts';
import { openSeat, type Seat } from '../review/testing/seat.ts';
import { readVotes } from './votes.ts';

let seat: Seat;
beforeEach(async () => {
  seat = await openSeat();
});
afterEach(() => seat.close());

const fields = {
  session: 's1',
  firstCall: 'call',
  firstIndex: 3,
  firstAgent: 'Mia',
  firstVersion: '6',
  secondCall: 'other',
  secondIndex: 5,
  secondAgent: 'Mia',
  secondVersion: null,
  heardFirst: 'second',
  choice: 'first',
};
const vote = (itemId: string, set: ReviewChange['set'] = fields): ReviewChange => ({
  kind: 'vote',
  itemId,
  callId: 'call',
  set,
});

describe('votes', () => {
  it('are told as they were given, under who listened, the oldest first', async () => {
    await seat.review.apply('call', [vote('b')]);
    await seat.review.apply('call', [vote('a', { ...fields, choice: 'none' })]);
    const me = await seat.review.reviewer();
    const votes = readVotes(seat.db);
    expect(votes.map(({ id, choice }) => [id, choice])).toEqual([
      ['b', 'first'],
      ['a', 'none'],
    ]);
    expect(votes[0]).toEqual({
      id: 'b',
      listener: me.id,
      atMs: votes[0]?.atMs,
      session: 's1',
      first: { callId: 'call', index: 3, agent: 'Mia', version: '6' },
      second: { callId: 'other', index: 5, agent: 'Mia', version: null },
      heardFirst: 'second',
      choice: 'first',
    });
  });

  it('are undone and done again as other review work is, also after a restart', async () => {
    await seat.review.apply('call', [vote('a')]);
    seat = await seat.reopen();
    await seat.review.undo('call');
    expect(readVotes(seat.db)).toEqual([]);
    await seat.review.redo('call');
    expect(readVotes(seat.db)).toHaveLength(1);
  });

  it('do not count when they are taken back, or when a part is missing', async () => {
    const { choice: _, ...half } = fields;
    await seat.review.apply('call', [vote('a'), vote('b', half)]);
    const [item] = (await seat.review.of('call', 0)).items.filter(({ id }) => id === 'a');
    expect(readVotes(seat.db).map(({ id }) => id)).toEqual(['a']);
    await seat.review.apply('call', [{ ...vote('a', { deleted: true }), seen: item?.heads ?? {} }]);
    expect(readVotes(seat.db)).toEqual([]);
  });

  it('refuse what is no vote', async () => {
    for (const wrong of [{ choice: 'A' }, { heardFirst: 'none' }, { firstIndex: -1 }, { text: 'words' }]) {
      await expect(seat.review.apply('call', [vote('a', { ...fields, ...wrong })])).rejects.toMatchObject({
        code: 'invalid-input',
      });
    }
    expect(readVotes(seat.db)).toEqual([]);
  });
});
