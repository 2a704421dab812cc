import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '#shared/model/turn.ts';
import type { BackgroundPass } from '../background-pass.ts';
import { createFamilyEdits } from '../families/service.ts';
import { openSeat, type Seat } from '../review/testing/seat.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { eraseCall } from '../store/erase.ts';
import { findTurnsLike } from '../store/families/like.ts';
import { listFamilies, readFamily, readFamilyTurns } from '../store/families/list.ts';
import { readFamiliesOfCall } from '../store/families/of-call.ts';
import { placeFamilies } from '../store/turn-index/placed.ts';
import { countIndexed } from '../store/turn-index/standing.ts';
import { createFeatureCache } from '../store/turn-index/wordings.ts';
import { detailOf, recordingLogger, summaryOf } from '../testing/workspace-fixtures.ts';
import { createMeasuringPool, type MeasuringPool } from '../timing/measuring-pool.ts';
import { localWriter } from '../writer/writer.ts';
import { createTurnIndex } from './turn-index.ts';

let seat: Seat;
let pool: MeasuringPool;
let life: AbortController;
let index: BackgroundPass;
let told: string[];

beforeEach(async () => {
  seat = await openSeat();
  const logger = recordingLogger();
  pool = createMeasuringPool(seat.dir, logger);
  life = new AbortController();
  told = [];
  index = createTurnIndex({
    pool,
    writer: localWriter(seat.db),
    logger,
    onIndexed: (ids) => told.push(...ids),
    signal: life.signal,
  });
});
afterEach(async () => {
  life.abort();
  await pool.close();
  await seat.close();
});

/** Turns by "A: words" and "C: words"; the agent's with a reported gap. */
function turnsOf(...lines: string[]): Turn[] {
  return lines.map((line, at): Turn => {
    const role = line.startsWith('A: ') ? 'agent' : 'caller';
    const gap = role === 'agent' && at > 0 ? 1000 + at : null;
    return {
      index: at,
      entry: at,
      role,
      rawRole: role,
      content: line.slice(3),
      startMs: at * 3000,
      endMs: null,
      gender: null,
      latency: null,
      reportedGapMs: gap,
      measuredGapMs: null,
    };
  });
}

function addCall(
  id: string,
  turns: Turn[],
  {
    generation = 'v1',
    ...over
  }: { agentId?: string; agentVersion?: string; startMs?: number; generation?: string } = {},
): void {
  saveListed(seat.db, summaryOf(id, over), '{}', 1);
  saveDetail(seat.db, detailOf(id, { ...over, turns, toolCalls: [] }), `{"turns":${turns.length}}`, generation, 1);
}

const birth = (name: string) => [
  `C: Hi, this is ${name}.`,
  'A: Sure. What is your full name, and what is your date of birth?',
  `C: ${name}, born May 3, 1990.`,
];
const families = (text = '') =>
  listFamilies(seat.db, {
    agent: null,
    filter: {},
    text,
    sort: { key: 'turns', descending: true },
    offset: 0,
    limit: 50,
  });
const like = (callId: string, at: number, sameAgent = false) =>
  findTurnsLike(seat.db, { callId, index: at, filter: {}, sameAgent, offset: 0, limit: 50 }, createFeatureCache());

async function addThree(): Promise<void> {
  addCall(
    'one',
    turnsOf(...birth('Ana Ruiz'), 'A: The next openings are Monday at 10 and Tuesday at 3. Which would you like?'),
  );
  addCall(
    'two',
    turnsOf(
      'C: Good morning.',
      'A: Of course. May I have your full name and your date of birth?',
      'C: Walter Nolan.',
      'A: I have openings on Friday at 9:15 and Thursday at 2. Which one suits you?',
    ),
    { agentVersion: '8' },
  );
  addCall('three', turnsOf('C: Hello?', 'A: Could I get your phone number, please?'), { agentVersion: '8' });
  await index.catchUp();
}

describe('the index of agent turns', () => {
  it('finds the same moment in other calls and versions, and not the one that shares its courtesies', async () => {
    await addThree();
    await expect.poll(() => new Set(told)).toEqual(new Set(['one', 'two', 'three']));
    const answer = like('one', 1);
    expect(answer.rows.map(({ callId, index: at }) => [callId, at])).toEqual([['two', 1]]);
    expect(answer).toMatchObject({ why: null, total: 1, index: { indexed: 3, total: 3 } });
    expect(answer.versions).toMatchObject([{ version: '8', calls: 1, turns: 1, reported: { n: 1, p50: 1001 } }]);
    expect(like('two', 3).rows.map(({ callId, index: at }) => [callId, at])).toEqual([['one', 3]]);
  });

  it('says how many generations of the API reported gaps come from, for they may define it differently', async () => {
    const turns = turnsOf(...birth('Ana Ruiz'));
    addCall('one', turns);
    addCall('two', turns, { generation: 'v2' });
    addCall('three', turns, { agentVersion: '8' });
    await index.catchUp();
    const [family] = families().families;
    expect(family).toMatchObject({ turns: 3, reported: { n: 3, generations: 2 }, measured: { n: 0, generations: 0 } });
    const detail = readFamily(seat.db, { id: family?.id ?? '', filter: {} });
    expect(detail?.byVersion.map(({ version, reported }) => [version, reported.generations])).toEqual([
      ['7', 2],
      ['8', 1],
    ]);
  });

  it('says why nothing can be looked for', async () => {
    addCall('one', turnsOf('A: ...', 'C: Hello?', 'A: 😀'));
    await index.catchUp();
    expect(like('one', 0).why).toBe('no-words');
    expect(like('one', 2).why).toBe('no-words');
    expect(like('one', 1).why).toBe('not-agent');
    expect(like('one', 9).why).toBe('not-here');
    expect(like('nowhere', 0).why).toBe('not-here');
  });

  it('gives families with their figures, versions and wordings', async () => {
    await addThree();
    const { families: found, turns, placed } = families();
    expect([turns, placed]).toEqual([5, 5]);
    expect(found.map(({ turns: n, calls, versions }) => [n, calls, versions])).toEqual([
      [2, 2, 2],
      [2, 2, 2],
      [1, 1, 1],
    ]);
    const [first] = found;
    const detail = readFamily(seat.db, { id: first?.id ?? '', filter: {} });
    expect(detail?.list.map(({ turns: n }) => n)).toEqual([1, 1]);
    expect(detail?.byVersion.map(({ version }) => version).sort()).toEqual(['7', '8']);
    expect(detail?.spread.reported).toHaveLength(21);
    expect(detail?.spread.measured).toEqual([]);
    const page = readFamilyTurns(seat.db, {
      id: first?.id ?? '',
      wording: null,
      version: { version: '8' },
      filter: {},
      sort: 'slowest-reported',
      offset: 0,
      limit: 10,
    });
    expect(page).toMatchObject({ total: 1, rows: [{ callId: 'two' }] });
    expect(readFamily(seat.db, { id: 'no such family', filter: {} })).toBeNull();
    expect(
      readFamiliesOfCall(seat.db, 'one').map(({ index: at, turns: n, slowerThan }) => [at, n, slowerThan]),
    ).toEqual([
      [1, 2, null],
      [3, 2, null],
    ]);
  });

  it('is as the calls are: again when a transcript changes, and without what nobody says any more', async () => {
    await addThree();
    const before = storedBases();
    await index.catchUp();
    expect(storedBases()).toEqual(before);
    addCall('three', turnsOf('C: Hello?', 'A: Goodbye then.', 'C: Wait'));
    expect(countIndexed(seat.db)).toEqual({ indexed: 2, total: 3 });
    index.touch(['three']);
    await index.idle();
    expect(countIndexed(seat.db)).toEqual({ indexed: 3, total: 3 });
    expect(templates()).toContain('goodbye then');
    expect(templates().some((template) => template.includes('phone'))).toBe(false);
    eraseCall(seat.db, seat.dir, 'three', 1);
    expect(templates()).not.toContain('goodbye then');
    expect(families().families).toHaveLength(2);
  });

  it('takes calls without times, words or turns, in any script and of any length', async () => {
    const long = Array.from({ length: 2000 }, (_, at) => `word${at}`).join(' ');
    addCall('odd', [
      ...turnsOf('A: はい、生年月日をお願いいたします。', 'A: \ud800\u202e مرحبا', `A: ${long}`, 'A: Yes', 'A: ').map(
        (turn) => ({
          ...turn,
          startMs: null,
          reportedGapMs: null,
        }),
      ),
    ]);
    addCall('empty', []);
    await index.catchUp();
    expect(countIndexed(seat.db)).toEqual({ indexed: 2, total: 2 });
    expect(families().families.length).toBe(4);
    expect(families().families.every(({ reported }) => reported.n === 0 && reported.p50 === null)).toBe(true);
    expect(families()).toMatchObject({ turns: 5, placed: 4 });
  });
});

const storedBases = () => seat.db.prepare('SELECT * FROM call_numbers ORDER BY no').all();
const templates = () => seat.db.prepare('SELECT template FROM wordings ORDER BY template').pluck().all() as string[];

describe('what people do to families', () => {
  it('names, merges and splits them, and takes it back', async () => {
    await addThree();
    const edits = createFamilyEdits({ db: seat.db, review: seat.review });
    const [first, second, third] = families().families;
    if (!first || !second || !third) throw new Error('three families were expected');
    await edits.rename(first.id, 'Asks who is calling');
    expect(families('who is').families).toMatchObject([{ id: first.id, named: true }]);
    await edits.merge([second.id, third.id], first.id);
    expect(families().families).toMatchObject([{ id: first.id, turns: 5, name: 'Asks who is calling' }]);
    const all = readFamily(seat.db, { id: first.id, filter: {} });
    const phone = all?.list.find(({ template }) => template.includes('phone'));
    const made = await edits.split(first.id, [phone?.key ?? ''], 'Asks for the number');
    expect(families('number').families).toMatchObject([{ id: made.id, turns: 1, named: true }]);
    expect(readFamily(seat.db, { id: made.id, filter: {} })?.list).toMatchObject([{ placed: true }]);
    await edits.release(made.id, [phone?.key ?? '']);
    expect(families().families).toMatchObject([{ id: first.id, turns: 5 }]);
    for (let undone = 0; undone < 3; undone += 1) await seat.review.undo(null);
    expect(families().families.map(({ turns }) => turns)).toEqual([2, 2, 1]);
    expect(families('who is').families).toHaveLength(1);
    await expect(edits.rename('gone', 'x')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('outlasts an index that is made anew, also where families begin with another wording', async () => {
    await addThree();
    const edits = createFamilyEdits({ db: seat.db, review: seat.review });
    const [first, second] = families().families;
    if (!first || !second) throw new Error('two families were expected');
    await edits.rename(first.id, 'One');
    await edits.merge([second.id], first.id);
    seat.db.exec('DELETE FROM agent_turns; DELETE FROM wordings; DELETE FROM families; DELETE FROM call_numbers');
    for (const id of ['two', 'three', 'one']) {
      index.touch([id]);
      await index.idle();
    }
    placeFamilies(seat.db, ['agent-1']);
    expect(families().families.map(({ turns }) => turns)).toEqual([4, 1]);
  });

  it('refuses to merge families of two agents', async () => {
    await addThree();
    addCall('four', turnsOf('A: Your parcel is on the van.'), { agentId: 'agent-2' });
    await index.catchUp();
    const edits = createFamilyEdits({ db: seat.db, review: seat.review });
    const found = families().families;
    const other = found.find(({ agent }) => agent === 'agent-2');
    await expect(edits.merge([other?.id ?? ''], found[0]?.id ?? '')).rejects.toMatchObject({ code: 'invalid-input' });
    expect(like('four', 0, true).total).toBe(0);
  });
});
