import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { termNumber } from '#shared/logic/likeness/features.ts';
import type { CallMeasures } from '#shared/model/measures.ts';
import type { TurnTiming } from '#shared/model/timing.ts';
import type { Turn } from '#shared/model/turn.ts';
import { createFamilyEdits } from '../families/service.ts';
import { openSeat, type Seat } from '../review/testing/seat.ts';
import { backupUserData } from '../store/backup.ts';
import { listBackups } from '../store/backup-files.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { inTransaction, type WriteDb } from '../store/db.ts';
import { eraseCall } from '../store/erase.ts';
import { listFamilies } from '../store/families/list.ts';
import { readMeasureInput, saveMeasures } from '../store/measures.ts';
import { restoreUserData } from '../store/restore.ts';
import { forgetOldIndex, saveIndexText } from '../store/turn-index/save.ts';
import { countIndexed, findStaleIndex } from '../store/turn-index/standing.ts';
import { createFeatureCache } from '../store/turn-index/wordings.ts';
import { detailOf, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { measureStale } from '../timing/measure-stored.ts';
import type { ParsedCall } from '../voicy/types.ts';
import { indexStale } from './index-calls.ts';

let seat: Seat;
beforeEach(async () => {
  seat = await openSeat();
});
afterEach(() => seat.close());

const thresholds = { deadAirMs: 3000, monologueMs: 30_000, latencyToleranceMs: 250 };

function turnOf(role: Turn['role'], content: string, index: number): Turn {
  const base = { gender: null, endMs: null, latency: null, reportedGapMs: null, measuredGapMs: null };
  return { ...base, index, entry: 2 * index + 1, role, rawRole: role, content, startMs: index * 2000 };
}

/** Stores a call in which the agent says these, each after a word of the caller. */
function addCall(db: WriteDb, id: string, said: readonly string[], over: Partial<ParsedCall> = {}): void {
  const turns = said.flatMap((content, at) => [turnOf('caller', 'Hm.', 2 * at), turnOf('agent', content, 2 * at + 1)]);
  const call = detailOf(id, { turns, toolCalls: [], varsProvided: null, varsExtracted: null, ...over });
  saveListed(db, { ...summaryOf(id), ...over }, '{}', 1);
  saveDetail(db, call, JSON.stringify(call), 'v1', 1);
}

/** Indexes what is not as it stands; returns how many calls that were. */
function index(db: WriteDb): number {
  const { ids } = findStaleIndex(db, { beforeRowid: null, limit: 10_000 });
  // Oldest first, one at a time: as a sync brings them.
  for (const id of ids.toReversed()) {
    const { rest: _, ...records } = indexStale(db, [id], 1000, () => 0, createFeatureCache());
    saveIndexText(db, JSON.stringify(records));
  }
  return ids.length;
}

const column = <T>(db: WriteDb, text: string) => db.prepare(text).pluck().all() as T[];
const familiesOf = (db: WriteDb, agent: string): string[][] => {
  const rows = db
    .prepare<[string], { family: number; template: string }>(
      'SELECT family, template FROM wordings WHERE agent = ? ORDER BY template',
    )
    .all(agent);
  const groups = Map.groupBy(rows, ({ family }) => family);
  return [...groups.values()].map((group) => group.map(({ template }) => template)).sort();
};

/** More wordings of an agent with these words than are looked at for one. */
function crowd(db: WriteDb, agent: string, words: readonly string[]): void {
  inTransaction(db, () => {
    db.prepare(`INSERT INTO families (no, agent, key, name) VALUES (1, ?, 'crowd', 'Crowd')`).run(agent);
    for (let no = 1; no <= 1500; no += 1) {
      db.prepare('INSERT INTO wordings VALUES (?, ?, ?, ?, 1, 1)').run(no, agent, `k${no}`, `other matter ${no}`);
      const term = db.prepare('INSERT INTO wording_terms (agent, term, wording_no) VALUES (?, ?, ?)');
      for (const word of words) term.run(termNumber(agent), termNumber(word), no);
    }
  });
}

const paraphrases = [
  'Could you tell me your date of birth?',
  'May I have your date of birth please?',
  'What is your date of birth?',
];

describe('families of an agent', () => {
  it('do not depend on how much others say with the same words', () => {
    const addAll = (db: WriteDb) => {
      for (const [at, text] of paraphrases.entries()) addCall(db, `b-${at}`, [text], { agentId: 'b' });
      index(db);
    };
    addAll(seat.db);
    const alone = familiesOf(seat.db, 'b');
    expect(alone).toHaveLength(1);
    const crowded = temporaryDb();
    crowd(crowded.db, 'a', ['date', 'birth', 'tell', 'please']);
    addAll(crowded.db);
    expect(familiesOf(crowded.db, 'b')).toEqual(alone);
    crowded.remove();
  });

  it('are the same when the same calls come in the same order', () => {
    const other = temporaryDb();
    for (const db of [seat.db, other.db]) {
      addCall(db, 'one', [...paraphrases, 'Goodbye now.', 'What address should we send the parcel to?']);
      index(db);
      addCall(db, 'two', ['Which address should the parcel go to?', 'Have a nice day, goodbye.']);
      index(db);
    }
    expect(familiesOf(other.db, 'agent-1')).toEqual(familiesOf(seat.db, 'agent-1'));
    other.remove();
  });
});

describe('what is indexed of a call', () => {
  it('is read again when its variables, its agent or its measures changed', () => {
    addCall(seat.db, 'one', ['Hello Zelda, how can I help?']);
    expect(index(seat.db)).toBe(1);
    expect(index(seat.db)).toBe(0);
    addCall(seat.db, 'one', ['Hello Zelda, how can I help?'], { varsExtracted: { customer_name: 'Zelda' } });
    expect(index(seat.db)).toBe(1);
    addCall(seat.db, 'one', ['Hello Zelda, how can I help?'], {
      agentId: 'agent-2',
      varsExtracted: { customer_name: 'Zelda' },
    });
    expect(index(seat.db)).toBe(1);
    expect(column(seat.db, 'SELECT DISTINCT agent FROM wordings')).toEqual(['agent-2']);
    measure('one', 700);
    expect(index(seat.db)).toBe(1);
    expect(index(seat.db)).toBe(0);
  });

  it('takes measured gaps only while the call is what they were measured of', () => {
    addCall(seat.db, 'one', ['Hello, how can I help?']);
    measure('one', 700);
    index(seat.db);
    expect(column(seat.db, 'SELECT measured_ms FROM agent_turns')).toEqual([700]);
    addCall(seat.db, 'one', ['Hello, what may I do for you?']);
    index(seat.db);
    expect(column(seat.db, 'SELECT measured_ms FROM agent_turns')).toEqual([null]);
  });

  it('says which turn is the last word, and what tools did before it', () => {
    const tool = detailOf('x').toolCalls[0];
    if (!tool) throw new Error('the fixture has a tool call');
    const toolCalls = [
      { ...tool, entry: 2, invocationId: 'a', durationMs: 200 },
      { ...tool, entry: 6, invocationId: 'b', durationMs: 300, error: 'timeout' },
    ];
    addCall(seat.db, 'one', ['First.', 'Second.', 'Third.'], { toolCalls });
    index(seat.db);
    expect(
      seat.db.prepare('SELECT idx, caller_idx, last, tools, tool_errors, tool_ms FROM agent_turns').raw().all(),
    ).toEqual([
      [1, 0, 0, 1, 0, 200],
      [3, 2, 0, 1, 1, 300],
      [5, 4, 1, 0, 0, null],
    ]);
  });

  it('is nothing for a call that has its transcript as one text, or none', () => {
    addCall(seat.db, 'text', [], { transcriptKind: 'text', transcriptText: 'Agent: hello\nUser: hi' });
    addCall(seat.db, 'none', [], { transcriptKind: 'none' });
    index(seat.db);
    expect(countIndexed(seat.db)).toEqual({ indexed: 2, total: 2 });
    expect(column(seat.db, 'SELECT count(*) FROM agent_turns')).toEqual([0]);
  });

  it('is a row for every agent turn, whatever is said', () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        '',
        '…',
        '7',
        'はい',
        'כן',
        '__proto__ constructor',
        'x'.repeat(10_000),
        'a b '.repeat(2500),
        '\ud800',
        '\u0000nul',
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 6 }), (said) => {
        // The same call every time: what was said before has to go.
        addCall(seat.db, 'one', said);
        index(seat.db);
        expect(column(seat.db, 'SELECT count(*) FROM agent_turns')).toEqual([said.length]);
        expect(index(seat.db)).toBe(0);
        const unused = `SELECT count(*) FROM wordings w WHERE NOT EXISTS (SELECT 1 FROM agent_turns t WHERE t.wording_no = w.no)`;
        expect(column(seat.db, unused)).toEqual([0]);
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});

describe('erasing', () => {
  it('takes the words out of the name of a family that goes on', () => {
    addCall(seat.db, 'one', ['Could you tell me your date of birth, dear grandmother?']);
    index(seat.db);
    addCall(seat.db, 'two', ['Could you tell me your date of birth?']);
    index(seat.db);
    const names = () => column<string>(seat.db, 'SELECT name FROM families');
    expect(names()).toHaveLength(1);
    expect(names()[0]).toMatch(/grandmother/i);
    eraseCall(seat.db, seat.dir, 'one', 1);
    expect(names()).toHaveLength(1);
    expect(names()[0]).toMatch(/birth/i);
    expect(names()[0]).not.toMatch(/grandmother/i);
    expect(column<string>(seat.db, 'SELECT template FROM wordings').join()).not.toContain('grandmother');
  });

  it('leaves what was merged into a family, called by its own words', async () => {
    addCall(seat.db, 'one', ['Could you tell me your date of birth?']);
    addCall(seat.db, 'two', ['Which address should we send the parcel to?']);
    index(seat.db);
    const [birth, parcel] = list(seat.db).sort((a, b) =>
      a.name.match(/birth/i) ? -1 : b.name.match(/birth/i) ? 1 : 0,
    );
    await createFamilyEdits({ db: seat.db, review: seat.review }).merge([parcel?.id ?? ''], birth?.id ?? '');
    eraseCall(seat.db, seat.dir, 'one', 1);
    expect(list(seat.db)).toMatchObject([{ id: birth?.id, turns: 1, name: expect.stringMatching(/address/i) }]);
  });

  it('leaves no row of the index where nothing else is said', () => {
    addCall(seat.db, 'one', paraphrases);
    index(seat.db);
    eraseCall(seat.db, seat.dir, 'one', 1);
    const left = ['call_numbers', 'agent_turns', 'wordings', 'wording_terms', 'families'].flatMap((table) =>
      column<number>(seat.db, `SELECT count(*) FROM ${table}`),
    );
    expect(left).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('an index that other rules made', () => {
  it('is emptied and made anew, and what people said of families holds', async () => {
    addCall(seat.db, 'one', [...paraphrases, 'Goodbye now.']);
    index(seat.db);
    const before = familiesOf(seat.db, 'agent-1');
    const edits = createFamilyEdits({ db: seat.db, review: seat.review });
    await edits.rename(list(seat.db)[0]?.id ?? '', 'Asks for the birthday');
    expect(forgetOldIndex(seat.db)).toBe(false);
    seat.db.exec(`UPDATE call_numbers SET basis = '0 ' || basis`);
    expect(forgetOldIndex(seat.db)).toBe(true);
    expect(column(seat.db, 'SELECT count(*) FROM wordings')).toEqual([0]);
    expect(forgetOldIndex(seat.db)).toBe(false);
    expect(index(seat.db)).toBe(1);
    expect(familiesOf(seat.db, 'agent-1')).toEqual(before);
    expect(list(seat.db)[0]).toMatchObject({ name: 'Asks for the birthday', named: true, turns: 3 });
  });

  it('is no part of a backup, and a restored one has its names and merges', async () => {
    addCall(seat.db, 'one', [...paraphrases, 'Goodbye now.']);
    index(seat.db);
    const edits = createFamilyEdits({ db: seat.db, review: seat.review });
    const [first, second] = list(seat.db);
    await edits.rename(first?.id ?? '', 'Everything');
    await edits.merge([second?.id ?? ''], first?.id ?? '');
    backupUserData(seat.db, seat.dir, 1_700_000_000_000);
    const [file] = listBackups(seat.dir);
    const other = temporaryDb();
    restoreUserData(other.db, other.dir, file?.path ?? '');
    expect(column(other.db, 'SELECT count(*) FROM wordings')).toEqual([0]);
    addCall(other.db, 'one', [...paraphrases, 'Goodbye now.']);
    index(other.db);
    expect(list(other.db)).toMatchObject([{ name: 'Everything', turns: 4 }]);
    other.remove();
  });
});

describe('what is asked of the index', () => {
  it.each([
    [
      'the wordings with a word',
      'SELECT wording_no FROM wording_terms WHERE agent = 1 AND term = 2 ORDER BY wording_no LIMIT 9',
    ],
    ['the turns of a wording', 'SELECT call_no, idx, reported_ms FROM agent_turns t WHERE t.wording_no = 5'],
    [
      'the turns of a family',
      'SELECT t.call_no FROM wordings w JOIN agent_turns t ON t.wording_no = w.no WHERE w.family = 5',
    ],
    ['a wording', `SELECT no FROM wordings WHERE agent = 'a' AND key = 'k'`],
    [
      'whether a wording is used',
      'SELECT 1 FROM wordings w WHERE no = 1 AND NOT EXISTS (SELECT 1 FROM agent_turns t WHERE t.wording_no = w.no)',
    ],
  ])('finds %s by an index', (_, text) => {
    const plan = seat.db.prepare(`EXPLAIN QUERY PLAN ${text}`).all() as { detail: string }[];
    expect(plan.map(({ detail }) => detail).filter((detail) => /^SCAN|TEMP B-TREE/.test(detail))).toEqual([]);
  });
});

function list(db: WriteDb) {
  const sort = { key: 'turns' as const, descending: true };
  return listFamilies(db, { agent: null, filter: {}, text: '', sort, offset: 0, limit: 50 }).families;
}

/** Stores that one gap was heard before every agent turn of a call as it stands. */
function measure(callId: string, gapMs: number): void {
  const [record] = measureStale(seat.db, [callId], thresholds, 1000, () => 0).records;
  const input = readMeasureInput(seat.db, callId);
  if (!input || !record) throw new Error('the call is not here, or measured already');
  const call: CallMeasures = record.call;
  const turns = input.turns.map(
    (turn): TurnTiming => ({
      index: turn.index,
      startMs: 1,
      endMs: 2,
      startSource: 'sound',
      endSource: 'sound',
      gap: turn.role === 'agent' ? { ms: gapMs, fromMs: 1, toMs: 1 + gapMs, confidence: 'high', doubts: [] } : null,
      noGap: null,
      bargedInMs: null,
      heardChars: null,
    }),
  );
  saveMeasures(seat.db, [{ callId, basis: input.basis, thresholds, call, turns }]);
}
