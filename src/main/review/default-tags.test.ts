import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultTaxonomy } from '#shared/logic/notes/default-taxonomy.ts';
import { readTags } from '#shared/logic/notes/tags.ts';
import { itemsOf } from '#shared/logic/review/read-item.ts';
import { eachEvent } from '../store/review-events.ts';
import { defaultTagEvents, installDefaultTags } from './default-tags.ts';
import { isGenuine } from './event-id.ts';
import { openSeat, type Seat } from './testing/seat.ts';

let a: Seat;
let b: Seat;
beforeEach(async () => {
  [a, b] = [await openSeat(), await openSeat()];
  await installDefaultTags(a.db, a.review);
  await installDefaultTags(b.db, b.review);
});
afterEach(() => Promise.all([a.close(), b.close()]));

const tagsOf = async ({ review }: Seat) => readTags(itemsOf('tag', (await review.of(null, 0)).items));

it('puts every tag in once, in order, by genuine events that cannot be undone', async () => {
  await installDefaultTags(a.db, a.review);
  expect(await tagsOf(a)).toEqual(defaultTaxonomy.map((tag, place) => ({ ...tag, order: place + 1, retired: false })));
  expect([...eachEvent(a.db, null)]).toHaveLength(defaultTaxonomy.length);
  expect(defaultTagEvents().every(isGenuine)).toBe(true);
  expect(await a.review.of(null, 0)).toMatchObject({ canUndo: false });
  expect(await a.review.undo(null)).toBeNull();
});

it('merges with another seat without doubles or disagreement, also after one of them renamed a tag', async () => {
  const { items } = await a.review.of(null, 0);
  const tag = items.find(({ id }) => id === 'tag:asr-misheard');
  await a.review.apply(null, [
    { kind: 'tag', itemId: 'tag:asr-misheard', callId: null, set: { name: 'Heard wrongly' }, seen: tag?.heads ?? {} },
  ]);
  await b.review.importEvents([...eachEvent(a.db, null)]);
  await a.review.importEvents([...eachEvent(b.db, null)]);
  expect(await tagsOf(b)).toEqual(await tagsOf(a));
  expect((await tagsOf(b)).find(({ id }) => id === 'tag:asr-misheard')?.name).toBe('Heard wrongly');
  expect(b.review.contested()).toEqual([]);
  await a.review.undo(null);
  expect((await tagsOf(a)).find(({ id }) => id === 'tag:asr-misheard')?.name).toBe('Misheard the caller');
});
