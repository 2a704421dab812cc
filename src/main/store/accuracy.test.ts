import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeTurnAnchor } from '#shared/logic/anchors/make.ts';
import { openSeat, type Seat } from '../review/testing/seat.ts';
import { readAccuracy } from './accuracy.ts';
import { sql, type WriteDb } from './db.ts';

let seat: Seat;
beforeEach(async () => {
  seat = await openSeat();
});
afterEach(() => seat.close());

/** A call as a sync leaves it, as far as this looks at it. */
function addCall(id: string, agentVersion: string | null): void {
  sql(
    // The seat's connection writes; its type says less, for those who only read.
    seat.db as WriteDb,
    `INSERT INTO calls (id, agent_id, agent_name, agent_version, status, status_group, detail_state, list_digest, first_seen_ms)
     VALUES (?, 'a1', 'Mia', ?, 'ended', 'completed', 'ready', '', 1)`,
  ).run(id, agentVersion);
}

const anchorOn = (index: number, content: string) =>
  JSON.parse(JSON.stringify(makeTurnAnchor({ index, role: 'caller', startMs: 5, content })));

const check = (callId: string, index: number, sent: string, set: Record<string, string | boolean | null>) =>
  seat.review.apply(callId, [
    {
      kind: 'correction',
      itemId: `${callId}/${index}`,
      callId,
      set: { anchor: anchorOn(index, sent), ...set },
    },
  ]);

it('adds up what was checked by version, and nothing else', async () => {
  addCall('one', '7');
  addCall('two', '7');
  addCall('three', '8');
  await check('one', 0, 'my cart is gone', { text: 'my card is gone' });
  await check('one', 1, 'yes', { text: 'yes' });
  await check('two', 0, 'all right', { text: 'all right then' });
  await check('three', 0, 'good morning', { text: null, role: 'agent' });
  await check('three', 1, 'good morning', { text: 'bad morning', deleted: true });
  await check('nowhere', 0, 'a call that is not here', { text: 'any' });
  expect(readAccuracy(seat.db)).toEqual([
    {
      agentId: 'a1',
      agentName: 'Mia',
      agentVersion: '7',
      calls: 2,
      counts: { substitutions: 1, deletions: 1, insertions: 0, said: 8, characters: 0, turns: 3, tooLong: 0 },
    },
  ]);
});

it('does not count turns whose words were cut when the correction was made', async () => {
  addCall('one', null);
  await check('one', 0, 'word '.repeat(5000), { text: 'word' });
  expect(readAccuracy(seat.db)[0]?.counts).toMatchObject({ turns: 0, said: 0, tooLong: 1 });
});
