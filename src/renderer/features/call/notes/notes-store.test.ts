import { expect, it } from 'vitest';
import { createNotesStore, rangeOfMarking } from './notes-store.ts';

it('keeps a range that has only begun whatever note is chosen, and lets go of edges of another note', () => {
  const store = createNotesStore(() => 42);
  store.mark({ startMs: 10, endMs: null, noteId: null, edge: 'start' });
  store.activate('a');
  expect(store.getState()).toMatchObject({ activeId: 'a', activeSinceMs: 42, marking: { startMs: 10 } });
  store.mark({ startMs: 10, endMs: 20, noteId: 'a', edge: 'end' });
  store.activate('a');
  expect(rangeOfMarking(store.getState().marking)).toEqual({ startMs: 10, endMs: 20 });
  store.activate('b');
  expect(store.getState().marking).toBeNull();
});

it('a marking without its end is no range', () => {
  expect(rangeOfMarking(null)).toBeNull();
  expect(rangeOfMarking({ startMs: 1, endMs: null, noteId: null, edge: 'start' })).toBeNull();
});
