import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReviewChange } from '#shared/model/review/event.ts';
import type { NoteQuery } from '#shared/model/review/note-search.ts';
import { openSeat, type Seat } from '../review/testing/seat.ts';
import { countNotes, matchOf, searchNotes } from './note-search.ts';

let seat: Seat;
beforeEach(async () => {
  seat = await openSeat();
});
afterEach(() => seat.close());

const anyNote: NoteQuery = { text: '', tags: [], severities: [], authors: [], state: 'all' };
const point = { on: 'point', atMs: 1000 };
const add = (callId: string, itemId: string, set: ReviewChange['set']) =>
  seat.review.apply(callId, [{ kind: 'annotation', itemId, callId, set: { anchor: point, ...set } }]);
const found = (query: Partial<NoteQuery>, offset = 0, limit = 50) =>
  searchNotes(seat.db, { query: { ...anyNote, ...query }, offset, limit });
const ids = (query: Partial<NoteQuery>) =>
  found(query)
    .rows.map(({ id }) => id)
    .join('');

describe('searchNotes', () => {
  beforeEach(async () => {
    await add('one', 'a', { text: 'The **Café** is closed', tags: ['t1'], severity: 'major' });
    await add('one', 'b', { text: 'closing time misheard', tags: ['t1', 't2'], resolved: true });
    await add('two', 'c', { tags: ['t2'] });
    await add('two', 'd', { text: '予約の確認がない', severity: 'minor' });
    await add('two', 'e', { text: '100 % "wrong" OR (bad' });
    await add('two', 'gone', { text: 'closed', deleted: true });
  });

  it.each<[Partial<NoteQuery>, string]>([
    [{}, 'edcba'],
    [{ text: 'clos' }, 'ba'],
    [{ text: 'cafe clos' }, 'a'],
    [{ text: 'closed nowhere' }, ''],
    [{ text: '確認' }, 'd'],
    [{ text: '%' }, 'e'],
    [{ text: '"wrong" OR (bad' }, 'e'],
    [{ text: '" AND NOT *' }, ''],
    [{ tags: ['t2'] }, 'cb'],
    [{ tags: ['t1'], state: 'open' }, 'a'],
    [{ state: 'resolved' }, 'b'],
    [{ severities: ['major', 'none'] }, 'ecba'],
    [{ authors: ['nobody'] }, ''],
  ])('%j', (query, expected) => {
    expect(ids(query)).toBe(expected);
    expect(found(query).total).toBe(expected.length);
  });

  it('answers by windows, with the call where it is here', () => {
    const page = found({}, 1, 2);
    expect(page.rows.map(({ id }) => id)).toEqual(['d', 'c']);
    expect(page.total).toBe(5);
    expect(page.rows[1]).toMatchObject({
      callId: 'two',
      callIsHere: false,
      agentName: null,
      excerpt: '',
      tags: ['t2'],
    });
  });

  it('shows the part of a long text in which the words stand', async () => {
    await add('one', 'long', { text: `${'word '.repeat(200_000)}needle ${'word '.repeat(1000)}` });
    const [row] = found({ text: 'needle' }).rows;
    expect(row?.excerpt).toContain('needle');
    expect(row?.excerpt.length).toBeLessThan(1000);
    expect(found({}).rows[0]?.excerpt.length).toBeLessThan(1000);
  });

  it('counts by call', () => {
    const counts = countNotes(seat.db).sort((a, b) => a.callId.localeCompare(b.callId));
    expect(counts).toEqual([
      { callId: 'one', notes: 2, open: 1 },
      { callId: 'two', notes: 3, open: 3 },
    ]);
  });
});

it('matchOf leaves nothing to the question language of the index', () => {
  expect(matchOf('a"b NEAR(c) x*')).toBe('"a"* "b"* "NEAR"* "c"* "x"*');
  expect(matchOf(' -- ')).toBeNull();
});
