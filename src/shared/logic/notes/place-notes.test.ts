import { describe, expect, it } from 'vitest';
import { noteRecord, placedAt, turnAnchor } from '../../testing/note-fixtures.ts';
import { createTurnIndex } from '../transcript.ts';
import { type AnnotationRecord, groupForMargin, placeNotes, sameProblem, stepNote } from './place-notes.ts';

const turns = [{ startMs: 0 }, { startMs: 1000 }, { startMs: 5000 }, { startMs: null }];
const call = { turns, toolCalls: [{ startMs: 4000 }], index: createTurnIndex(turns) };
const place = (...pairs: [AnnotationRecord, Parameters<typeof placedAt>[0] | null][]) =>
  placeNotes(
    pairs.map(([record]) => record),
    pairs.map(([, placement]) => (placement === null ? null : placedAt(placement))),
    call,
  );
const tool = { invocationId: null, name: 'lookup', entry: 3, startMs: 3900 };

describe('placeNotes', () => {
  it('puts every kind where it is today, in the order of the call', () => {
    const notes = place(
      [noteRecord('range', { on: 'range', startMs: 1200, endMs: 1500 }), {}],
      [noteRecord('tool', { on: 'tool', tool }), { tool: 0 }],
      [noteRecord('turn', turnAnchor(1, 900)), { turn: 2, state: 'moved' }],
      [noteRecord('call', { on: 'call' }), {}],
      [noteRecord('point', { on: 'point', atMs: 10 }), {}],
      [noteRecord('lost', turnAnchor(1, 900)), { state: 'lost' }],
    );
    expect(notes.map(({ id, startMs, turn, tool }) => [id, startMs, turn, tool])).toEqual([
      ['call', null, null, null],
      ['point', 10, 0, null],
      ['lost', 900, null, null],
      ['range', 1200, 1, null],
      ['tool', 4000, null, 0],
      ['turn', 5000, 2, null],
    ]);
  });

  it('keeps what is half there: no anchor, no placement, a moment before the first turn', () => {
    const late = createTurnIndex([{ startMs: 100 }]);
    const [bare, before] = placeNotes([noteRecord('a', null), noteRecord('b', { on: 'point', atMs: 5 })], [], {
      ...call,
      index: late,
    });
    expect(bare).toMatchObject({ anchor: { on: 'call' }, startMs: null, text: '', tags: [], resolved: false });
    expect(before).toMatchObject({ startMs: 5, turn: null });
  });

  it('orders within a turn: the turn, its words, then by age', () => {
    const notes = place(
      [noteRecord('words late', turnAnchor(1)), { turn: 1, from: 9, to: 12 }],
      [noteRecord('young', turnAnchor(1), { createdMs: 9 }), { turn: 1 }],
      [noteRecord('words', turnAnchor(1)), { turn: 1, from: 2, to: 4 }],
      [noteRecord('old', turnAnchor(1), { createdMs: 1 }), { turn: 1 }],
    );
    expect(notes.map(({ id }) => id)).toEqual(['old', 'young', 'words', 'words late']);
  });
});

it('groupForMargin lists each by its turn or its tool call, the rest nowhere', () => {
  const notes = place(
    [noteRecord('a', { on: 'point', atMs: 1100 }), {}],
    [noteRecord('b', turnAnchor(1)), { turn: 1 }],
    [noteRecord('c', { on: 'tool', tool }), { tool: 0 }],
    [noteRecord('d', { on: 'tool', tool }), { state: 'lost' }],
    [noteRecord('e', null), {}],
  );
  const margin = groupForMargin(notes);
  expect([...margin.turns].map(([key, group]) => [key, group.map(({ id }) => id)])).toEqual([[1, ['b', 'a']]]);
  expect([...margin.tools].map(([key, group]) => [key, group.map(({ id }) => id)])).toEqual([[0, ['c']]]);
});

describe('stepNote', () => {
  const notes = place(
    [noteRecord('a', { on: 'point', atMs: 100 }), {}],
    [noteRecord('b', { on: 'point', atMs: 200 }), {}],
    [noteRecord('c', { on: 'point', atMs: 200 }), {}],
  );
  it('goes from the chosen one, round at the ends', () => {
    expect(stepNote(notes, { id: 'b', timeMs: 0 }, 1)?.id).toBe('c');
    expect(stepNote(notes, { id: 'c', timeMs: 0 }, 1)?.id).toBe('a');
    expect(stepNote(notes, { id: 'a', timeMs: 0 }, -1)?.id).toBe('c');
  });
  it('goes from the playhead when none is chosen, or the chosen one is gone', () => {
    expect(stepNote(notes, { id: null, timeMs: 150 }, 1)?.id).toBe('b');
    expect(stepNote(notes, { id: 'gone', timeMs: 150 }, -1)?.id).toBe('a');
    expect(stepNote([], { id: null, timeMs: 0 }, 1)).toBeUndefined();
  });
});

it('sameProblem finds links from both sides', () => {
  const notes = place(
    [noteRecord('a', null, { sameAs: ['b'] }), {}],
    [noteRecord('b', null), {}],
    [noteRecord('c', null, { sameAs: ['a', 'a', 'not here'] }), {}],
  );
  const of = (id: string) =>
    sameProblem(notes, notes.find((note) => note.id === id) ?? { id, sameAs: [] }).map((n) => n.id);
  expect(of('a').sort()).toEqual(['b', 'c']);
  expect(of('b')).toEqual(['a']);
});
