import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '#shared/logic/review/same-json.ts';
import type { ReviewChange, ReviewItem } from '#shared/model/review/event.ts';
import { eachEvent } from '../store/review-events.ts';
import { isGenuine } from './event-id.ts';
import { openSeat, type Seat } from './testing/seat.ts';

let seats: Seat[] = [];
const seat = async (): Promise<Seat> => {
  const opened = await openSeat();
  seats.push(opened);
  return opened;
};
beforeEach(() => {
  seats = [];
});
afterEach(() => Promise.all(seats.map(({ close }) => close())));

const note = (itemId: string, set: ReviewChange['set'], seen: ReviewChange['seen'] = {}): ReviewChange => ({
  kind: 'annotation',
  itemId,
  callId: 'call',
  set,
  seen,
});
const anchor = { on: 'point', atMs: 1200 };
const byId = (items: readonly ReviewItem[], id: string) => items.find((item) => item.id === id);

describe('review work', () => {
  it('keeps what was done, under the name of who did it', async () => {
    const { review } = await seat();
    const [item] = await review.apply('call', [note('n1', { anchor, text: 'too slow' })]);
    const ana = await review.nameReviewer('Ana');
    expect(item).toMatchObject({ kind: 'annotation', id: 'n1', callId: 'call', author: ana.id });
    expect(await review.reviewer()).toEqual({ id: ana.id, name: 'Ana' });
    const { items, canUndo, canRedo, whole } = await review.of('call', 0);
    expect(items).toEqual([item]);
    expect([canUndo, canRedo, whole]).toEqual([true, false, true]);
  });

  it('answers with what changed since', async () => {
    const { review } = await seat();
    await review.apply('call', [note('n1', { text: 'a' }), note('n2', { text: 'b' })]);
    const first = await review.of('call', 0);
    const [changed] = await review.apply('call', [note('n2', { text: 'c' }, byId(first.items, 'n2')?.heads)]);
    const next = await review.of('call', first.rev);
    expect(next).toMatchObject({ whole: false, items: [changed] });
    expect((await review.of('call', next.rev)).items).toEqual([]);
    expect(await review.of('call', next.rev + 100)).toMatchObject({ whole: true, rev: next.rev });
    expect((await review.of('other call', 0)).items).toEqual([]);
  });

  it('refuses what an item cannot have, and changes nothing', async () => {
    const { review, db } = await seat();
    const refused = [
      note('n1', { colour: 'red' }),
      note('n1', { severity: 'dreadful' }),
      note('n1', { anchor: { on: 'range', startMs: 5, endMs: 1 } }),
      note('n1', { __proto__: null, text: 5 }),
    ];
    for (const change of refused) {
      await expect(review.apply('call', [note('ok', { text: 'x' }), change])).rejects.toMatchObject({
        code: 'invalid-input',
      });
    }
    expect([...eachEvent(db, ['call'])]).toEqual([]);
    await review.apply('call', [note('n1', { text: 'x' })]);
    await expect(review.apply('other', [note('n1', { text: 'y' })])).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('shows both values when two windows changed the same field unseen', async () => {
    const { review } = await seat();
    const [made] = await review.apply('call', [note('n1', { text: 'a' })]);
    await review.apply('call', [note('n1', { text: 'from window 1' }, made?.heads)]);
    const [item] = await review.apply('call', [note('n1', { text: 'from window 2' }, made?.heads)]);
    expect(item?.rivals.text?.map(({ value }) => value).sort()).toEqual(['from window 1', 'from window 2']);
    expect(review.contested().map(({ id }) => id)).toEqual(['n1']);
    const [settled] = await review.apply('call', [note('n1', { text: 'both' }, item?.heads)]);
    expect(settled).toMatchObject({ fields: { text: 'both' }, rivals: {} });
    expect(review.contested()).toEqual([]);
  });

  it('undoes and redoes across a restart', async () => {
    const opened = await seat();
    let { review } = opened;
    const [made] = await review.apply('call', [note('n1', { text: 'a', severity: 'minor' })]);
    await review.apply('call', [note('n1', { text: 'b' }, made?.heads)]);
    review = (await opened.reopen()).review;
    expect((await review.undo('call'))?.items[0]?.fields).toMatchObject({ text: 'a', severity: 'minor' });
    expect((await review.undo('call'))?.items[0]?.fields).toMatchObject({ deleted: true });
    expect(await review.undo('call')).toBeNull();
    review = (await opened.reopen()).review;
    expect((await review.redo('call'))?.items[0]?.fields).toMatchObject({ deleted: null, text: 'a' });
    expect((await review.redo('call'))?.items[0]?.fields).toMatchObject({ text: 'b' });
    expect(await review.redo('call')).toBeNull();
    expect((await review.undo('call'))?.items[0]?.fields).toMatchObject({ text: 'a' });
    expect(await review.undo('other call')).toBeNull();
  });

  it('leaves a field that somebody changed since, and says so', async () => {
    const [one, two] = [await seat(), await seat()];
    const [made] = await one.review.apply('call', [note('n1', { text: 'a', severity: 'minor' })]);
    await one.review.apply('call', [note('n1', { text: 'b', severity: 'major' }, made?.heads)]);
    await two.review.importEvents([...eachEvent(one.db, ['call'])]);
    const there = byId((await two.review.of('call', 0)).items, 'n1');
    await two.review.apply('call', [note('n1', { text: 'c' }, there?.heads)]);
    await one.review.importEvents([...eachEvent(two.db, ['call'])]);
    const undone = await one.review.undo('call');
    expect(undone?.left).toBe(1);
    expect(undone?.items[0]).toMatchObject({ fields: { text: 'c', severity: 'minor' }, rivals: {} });
    expect(await two.review.undo('call')).not.toBeNull();
    expect(await two.review.undo('call')).toBeNull();
  });

  it('keeps drafts until they are given up', async () => {
    const opened = await seat();
    await opened.review.saveDraft('annotation n1', 'call', 'half a thou');
    await opened.review.saveDraft('annotation n1', 'call', 'half a thought');
    const { review } = await opened.reopen();
    expect(review.drafts('call')).toMatchObject([{ key: 'annotation n1', text: 'half a thought' }]);
    expect(review.drafts(null)).toEqual([]);
    await review.saveDraft('annotation n1', 'call', null);
    expect(review.drafts('call')).toEqual([]);
  });

  it('makes events that cannot be changed unnoticed', async () => {
    const { review, db } = await seat();
    await review.apply('call', [note('n1', { text: 'a' })]);
    const [event] = [...eachEvent(db, ['call'])];
    if (!event) throw new Error('there is no event');
    expect(isGenuine(event)).toBe(true);
    expect(isGenuine({ ...event, set: { text: 'b' } })).toBe(false);
    expect(isGenuine({ ...event, author: 'ben' })).toBe(false);
    expect(isGenuine({ ...event, atMs: event.atMs + 1 })).toBe(false);
  });

  it('comes to the same on all seats, in whatever order and how often their work is exchanged', async () => {
    const step = fc.record({
      at: fc.nat(2),
      item: fc.constantFrom('n1', 'n2'),
      field: fc.constantFrom('text', 'severity'),
      value: fc.constantFrom('info', 'minor', 'major'),
      does: fc.constantFrom('change', 'change', 'undo', 'send'),
      to: fc.nat(2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.nat(5), async (steps, turn) => {
        const three = [await openSeat(), await openSeat(), await openSeat()];
        const get = (at: number): Seat => three[at % 3] as Seat;
        const send = (from: number, to: number) =>
          get(to).review.importEvents([...eachEvent(get(from).db, ['call'])].reverse());
        try {
          for (const { at, item, field, value, does, to } of steps) {
            if (does === 'send') await send(at, to);
            else if (does === 'undo') await get(at).review.undo('call');
            else {
              const seen = byId((await get(at).review.of('call', 0)).items, item)?.heads;
              await get(at).review.apply('call', [note(item, { [field]: value }, seen)]);
            }
          }
          for (let round = 0; round < 2; round += 1) {
            for (let i = 0; i < 3; i += 1) {
              await send(turn + i, turn + i + 1);
              await send(turn + i, turn + i + 2);
            }
          }
          const states = await Promise.all(
            three.map(async ({ review }) => {
              const { items } = await review.of('call', 0);
              return items.map(({ rev, ...item }) => canonicalJson(item)).sort();
            }),
          );
          expect(states[1]).toEqual(states[0]);
          expect(states[2]).toEqual(states[0]);
        } finally {
          await Promise.all(three.map(({ close }) => close()));
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
