import { expect, it } from 'vitest';
import type { AppEvent } from '#shared/contract/index.ts';
import { addEvent, nothingStale } from './events.ts';

const calls = (ids: string[] | null): AppEvent => ({ type: 'calls.changed', ids });

it('gathers the calls that changed', () => {
  const stale = [calls(['a']), calls(['b', 'a'])].reduce(addEvent, nothingStale);
  expect(stale).toEqual({ ...nothingStale, lists: true, callIds: new Set(['a', 'b']) });
});

it('too many to name means all, whatever else is named', () => {
  expect([calls(['a']), calls(null), calls(['b'])].reduce(addEvent, nothingStale).callIds).toBe('all');
});

it('keeps settings and connection apart from calls', () => {
  const stale = addEvent(addEvent(nothingStale, { type: 'settings.changed' }), { type: 'connection.changed' });
  expect(stale).toEqual({ ...nothingStale, settings: true, connection: true });
});
