import { expect, it } from 'vitest';
import { makeTextAnchor } from '#shared/logic/anchors/make.ts';
import { createTurnIndex } from '#shared/logic/transcript.ts';
import type { ReviewItem } from '#shared/model/review/event.ts';
import type { Turn } from '#shared/model/turn.ts';
import { createPlacer, readAnnotations } from './read-annotations.ts';

const turn = (index: number, content: string, startMs: number): Turn => ({
  index,
  entry: index,
  role: index % 2 === 0 ? 'agent' : 'caller',
  rawRole: '',
  content,
  startMs,
  endMs: null,
  gender: null,
  latency: null,
  reportedGapMs: null,
  measuredGapMs: null,
});
const item = (id: string, fields: ReviewItem['fields'], kind: ReviewItem['kind'] = 'annotation'): ReviewItem => ({
  kind,
  id,
  callId: 'c',
  author: 'me',
  createdMs: 1,
  updatedMs: 1,
  fields,
  heads: {},
  rivals: {},
  rev: 1,
});
const turns = [turn(0, 'Hello, how can I help?', 0), turn(1, 'My card is lost.', 4000)];
const placer = () =>
  createPlacer({ turns, toolCalls: [], recordingMs: 9000 }, { turns, toolCalls: [], index: createTurnIndex(turns) });
const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as ReviewItem['fields'][string];

it('reads annotations only, without deleted ones, and what cannot be read as unset', () => {
  const records = readAnnotations([
    item('a', { text: 'x', tags: 'no list', severity: 'dreadful' }),
    item('b', { text: 'x', deleted: true }),
    item('c', {}, 'tag'),
  ]);
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({ id: 'a', fields: { text: 'x', tags: null, severity: null, anchor: null } });
});

it('places words in their turn, and gives the same note again for the same item', () => {
  const [, said] = turns;
  const anchor = json(said && makeTextAnchor(said, 3, 7, turns));
  const items = [item('late', { anchor: json({ on: 'point', atMs: 5000 }) }), item('words', { anchor })];
  const place = placer();
  const before = place(readAnnotations(items));
  expect(
    before.map(({ id, turn: at, startMs, placement }) => [id, at, startMs, placement?.from, placement?.to]),
  ).toEqual([
    ['words', 1, 4000, 3, 7],
    ['late', 1, 5000, null, null],
  ]);
  const after = place(readAnnotations([...items, item('new', {})]));
  expect(after.map(({ id }) => id)).toEqual(['new', 'words', 'late']);
  expect(after.slice(1)).toEqual(before);
  expect(after[1]).toBe(before[0]);
});
