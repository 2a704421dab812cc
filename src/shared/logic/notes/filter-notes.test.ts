import { expect, it } from 'vitest';
import { noteRecord, placedAt } from '../../testing/note-fixtures.ts';
import { createTurnIndex } from '../transcript.ts';
import { filterNotes, isFiltered, type NoteFilter, noNoteFilter } from './filter-notes.ts';
import { placeNotes } from './place-notes.ts';

const notes = placeNotes(
  [
    noteRecord('a', null, { text: 'Café was CLOSED', tags: ['t1'], severity: 'major', author: 'ann' }),
    noteRecord('b', null, { text: 'late', tags: ['t1', 't2'], resolved: true, author: 'bob', createdMs: 1 }),
    noteRecord('c', null, { author: 'ann', createdMs: 2 }),
  ],
  [placedAt({}), placedAt({}), placedAt({ state: 'lost' })],
  { turns: [], toolCalls: [], index: createTurnIndex([]) },
);
const found = (filter: Partial<NoteFilter>) =>
  filterNotes(notes, { ...noNoteFilter, ...filter })
    .map(({ id }) => id)
    .join('');

it.each<[Partial<NoteFilter>, string]>([
  [{}, 'abc'],
  [{ text: ' cafe ' }, 'a'],
  [{ tags: ['t2'] }, 'b'],
  [{ tags: ['t2', 'none'] }, 'bc'],
  [{ severities: ['major'] }, 'a'],
  [{ severities: ['none'] }, 'bc'],
  [{ authors: ['ann'], state: 'open' }, 'ac'],
  [{ state: 'resolved' }, 'b'],
  [{ state: 'check' }, 'c'],
  [{ tags: ['t1'], authors: ['ann'] }, 'a'],
])('%j', (filter, ids) => {
  expect(found(filter)).toBe(ids);
  expect(isFiltered({ ...noNoteFilter, ...filter })).toBe(Object.keys(filter).length > 0);
});
