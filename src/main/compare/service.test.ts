import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSeat, type Seat } from '../review/testing/seat.ts';
import { readAlignment } from '../store/alignment.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { eraseCall } from '../store/erase.ts';
import { eachEvent } from '../store/review-events.ts';
import { detailOf, summaryOf, temporaryDir } from '../testing/workspace-fixtures.ts';
import { type Compare, createCompare } from './service.ts';

type Said = readonly (readonly ['agent' | 'caller', string])[];

const first: Said = [
  ['agent', 'Hello, this is the hotel Alameda.'],
  ['caller', 'A double room for three nights, please.'],
  ['agent', 'Which day would you like to arrive?'],
];
const second: Said = [
  ['agent', 'Hello, this is the hotel Alameda.'],
  ['caller', 'A double room for three nights, please.'],
  ['agent', 'May I have your telephone number?'],
  ['agent', 'Which day would you like to arrive?'],
];

let seat: Seat;
let compare: Compare;
let made = 0;

/** `early` = so many turns come before what was the first one. */
function saveCall(id: string, said: Said, early = 0): void {
  const [plain] = detailOf(id).turns;
  if (plain === undefined) throw new Error('no turn to copy');
  const turns = said.map(([role, content], index) => ({
    ...plain,
    index,
    entry: index,
    role,
    rawRole: role,
    content,
    startMs: 5000 + (index - early) * 2000,
  }));
  saveListed(seat.db, summaryOf(id), '{}', 1);
  saveDetail(seat.db, detailOf(id, { turns }), JSON.stringify(said), 'v1', 1);
}

const rows = async () => (await compare.align('one', 'two')).rows.map(({ a, b }) => `${a ?? '-'}${b ?? '-'}`);
const turn = (callId: string, index: number) => ({ callId, index });

beforeEach(async () => {
  seat = await openSeat();
  saveCall('one', first);
  saveCall('two', second);
  compare = createCompare({
    db: seat.db,
    readers: { align: async ({ a, b }) => readAlignment(seat.db, a, b) },
    review: seat.review,
    newId: () => {
      made += 1;
      return `pair-${made}`;
    },
  });
});
afterEach(() => seat.close());

describe('pairs of turns', () => {
  it('are pinned and broken, undone from either call, and outlive a restart', async () => {
    expect(await rows()).toEqual(['00', '11', '-2', '23']);
    await compare.decide(turn('one', 2), turn('two', 2), 'pinned');
    expect(await rows()).toEqual(['00', '11', '22', '-3']);
    await compare.decide(turn('one', 0), turn('two', 0), 'broken');
    expect(await rows()).not.toContain('00');
    expect(await seat.review.undo('two')).toMatchObject({ left: 0 });
    expect(await rows()).toEqual(['00', '11', '22', '-3']);
    expect(await seat.review.undo('one')).toMatchObject({ left: 0 });
    expect(await rows()).toEqual(['00', '11', '-2', '23']);
    await seat.review.redo('one');
    expect(await rows()).toEqual(['00', '11', '22', '-3']);
    const again = await seat.reopen();
    expect(readAlignment(again.db, 'one', 'two')?.pins).toMatchObject([{ a: 2, b: 2 }]);
  });

  it('take the place of what was decided about the same turns, and are let go', async () => {
    await compare.decide(turn('one', 2), turn('two', 3), 'broken');
    await compare.decide(turn('one', 2), turn('two', 2), 'pinned');
    await compare.decide(turn('one', 2), turn('two', 3), 'pinned');
    const alignment = await compare.align('one', 'two');
    expect(alignment).toMatchObject({ pins: [{ a: 2, b: 3 }], breaks: [], doubtful: [] });
    await compare.release('one', 'two', [alignment.pins[0]?.pairId ?? '', 'never made']);
    expect(await compare.align('one', 'two')).toMatchObject({ pins: [], breaks: [], doubtful: [] });
  });

  it('stay on their words when a re-sync moves them, and are flagged when those are gone', async () => {
    await compare.decide(turn('one', 2), turn('two', 2), 'pinned');
    saveCall('one', [['agent', 'This call may be recorded.'], ...first], 1);
    expect(await compare.align('one', 'two')).toMatchObject({ pins: [{ a: 3, b: 2 }], doubtful: [] });
    saveCall('one', [
      ['caller', 'A taxi, quick.'],
      ['agent', 'It is on its way already.'],
    ]);
    const { pins, doubtful } = await compare.align('one', 'two');
    expect(pins).toEqual([]);
    expect(doubtful).toMatchObject([{ state: 'pinned', b: 2 }]);
    await compare.release('one', 'two', [doubtful[0]?.pairId ?? '']);
    expect((await compare.align('one', 'two')).doubtful).toEqual([]);
  });

  it('leave nothing of an erased call in the other one’s review work', async () => {
    await compare.decide(turn('one', 1), turn('two', 1), 'pinned');
    const { dir, remove } = temporaryDir();
    eraseCall(seat.db, dir, 'one', 5);
    remove();
    const left = JSON.stringify([...eachEvent(seat.db, ['one', 'two'])]);
    expect(left).toContain('pair-');
    expect(left).not.toContain('"one"');
    await expect(compare.align('one', 'two')).rejects.toMatchObject({ code: 'not-found' });
    saveCall('three', first);
    expect(await compare.align('three', 'two')).toMatchObject({ pins: [], breaks: [], doubtful: [] });
  });

  it('are refused where they cannot be', async () => {
    const refused = (a: ReturnType<typeof turn>, b: ReturnType<typeof turn>) =>
      expect(compare.decide(a, b, 'pinned')).rejects;
    await refused(turn('one', 0), turn('one', 2)).toMatchObject({ code: 'invalid-input' });
    await refused(turn('one', 0), turn('two', 1)).toMatchObject({ code: 'invalid-input' });
    await refused(turn('one', 9), turn('two', 1)).toMatchObject({ code: 'not-found' });
    await refused(turn('one', 0), turn('gone', 0)).toMatchObject({ code: 'not-found' });
    expect([...eachEvent(seat.db, ['one', 'two'])]).toEqual([]);
  });

  it('align a call with itself turn by turn', async () => {
    const { rows: own } = await compare.align('two', 'two');
    expect(own.map(({ a, b }) => [a, b])).toEqual([0, 1, 2, 3].map((at) => [at, at]));
  });
});

describe('what is known of something held', () => {
  it('follows the words of a turn, and says when they or the call are gone', () => {
    const [before] = compare.facts([{ callId: 'one', index: 2, mark: null }]);
    expect(before).toMatchObject({ state: 'here', agentName: 'Dana', generation: 'v1', role: 'agent' });
    const held = { callId: 'one', index: 2, mark: before?.mark ?? null };
    expect(compare.facts([held])).toMatchObject([{ state: 'here' }]);
    saveCall('one', [['agent', 'This call may be recorded.'], ...first], 1);
    expect(compare.facts([held])).toMatchObject([{ state: 'moved', movedTo: 3 }]);
    saveCall('one', [
      ['caller', 'A taxi.'],
      ['agent', 'On its way.'],
      ['caller', 'Thanks.'],
    ]);
    expect(compare.facts([held])).toMatchObject([{ state: 'changed', movedTo: null, text: 'Thanks.' }]);
    saveCall('one', []);
    expect(
      compare.facts([held, { callId: 'one', index: null, mark: null }, { callId: 'gone', index: 0, mark: null }]),
    ).toMatchObject([{ state: 'no-turn' }, { state: 'here', text: null }, { state: 'no-call', agentName: null }]);
  });
});
