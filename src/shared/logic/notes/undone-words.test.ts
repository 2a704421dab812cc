import { expect, it } from 'vitest';
import type { ReviewItem, ReviewKind } from '../../model/review/event.ts';
import { undoneWords } from './undone-words.ts';

const item = (kind: ReviewKind, fields: ReviewItem['fields'] = {}): ReviewItem => ({
  kind,
  id: 'x',
  callId: 'c',
  author: 'me',
  createdMs: 0,
  updatedMs: 0,
  fields,
  heads: {},
  rivals: {},
  rev: 1,
});
const at = { anchor: { on: 'point', atMs: 41_300 } };

it.each<[ReviewItem[], number, 'undo' | 'redo', string]>([
  [[item('annotation', { ...at, deleted: true })], 0, 'undo', 'Undone: a note on 0:41.3 is gone.'],
  [[item('annotation', { ...at, deleted: false })], 0, 'redo', 'Done again: a note on 0:41.3 is changed.'],
  [[item('score')], 1, 'undo', 'Undone: a score is changed. One field was changed again since and left as it is.'],
  [[item('score'), item('score')], 0, 'undo', 'Undone: 2 scores are changed.'],
  [
    [item('score'), item('review')],
    2,
    'undo',
    'Undone: 2 pieces of review work are changed. 2 fields were changed again since and left as they are.',
  ],
  [[], 1, 'redo', 'Done again: nothing was left to change. One field was changed again since and left as it is.'],
  [[item('annotation', { anchor: 'broken' })], 0, 'undo', 'Undone: a note is changed.'],
])('%#', (items, left, which, words) => expect(undoneWords({ items, left }, which)).toBe(words));

it('says that there was nothing', () => {
  expect(undoneWords(null, 'undo')).toBe('There is nothing to undo.');
  expect(undoneWords(null, 'redo')).toBe('There is nothing to do again.');
});
