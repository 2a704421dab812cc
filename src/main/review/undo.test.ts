import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '#shared/logic/review/same-json.ts';
import type { ReviewChange, ReviewItem } from '#shared/model/review/event.ts';
import { eachEvent } from '../store/review-events.ts';
import { withEventId } from './event-id.ts';
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
const itemOf = async ({ review }: Seat, id: string, callId: string | null = 'call'): Promise<ReviewItem> => {
  const found = (await review.of(callId, 0)).items.find((item) => item.id === id);
  if (!found) throw new Error(`${id} is not here`);
  return found;
};
const send = async (from: Seat, to: Seat) => to.review.importEvents([...eachEvent(from.db, ['call'])]);

describe('undo', () => {
  it('of a name takes the name back, and the person can be named again', async () => {
    const one = await seat();
    const { id } = await one.review.nameReviewer('Ana');
    await one.review.undo(null);
    expect((await one.review.reviewer()).name).toBeNull();
    await one.review.nameReviewer('Bea');
    expect((await itemOf(one, id, null)).fields).toEqual({ name: 'Bea' });
    await one.review.undo(null);
    expect((await one.review.redo(null))?.items[0]?.fields).toEqual({ name: 'Bea' });
  });

  it('does not delete what a colleague made too', async () => {
    const [one, two] = [await seat(), await seat()];
    await one.review.apply('call', [note('n', { text: 'mine', severity: 'minor' })]);
    await two.review.apply('call', [note('n', { text: 'theirs' })]);
    await send(two, one);
    const undone = await one.review.undo('call');
    expect(undone?.left).toBe(1);
    const { fields, rivals } = await itemOf(one, 'n');
    expect(fields).not.toHaveProperty('deleted');
    expect(fields.severity).toBeNull();
    expect(rivals.text?.map(({ value }) => value).sort()).toEqual(['mine', 'theirs']);
  });

  it('deletes what a colleague only changed', async () => {
    const [one, two] = [await seat(), await seat()];
    await one.review.apply('call', [note('n', { text: 'mine' })]);
    await send(one, two);
    await two.review.apply('call', [note('n', { resolved: true, text: 'theirs' }, (await itemOf(two, 'n')).heads)]);
    await send(two, one);
    await one.review.undo('call');
    expect((await itemOf(one, 'n')).fields).toMatchObject({ deleted: true, text: 'theirs', resolved: true });
  });

  it('leaves alone what an import says under the name of one’s own command', async () => {
    const one = await seat();
    await one.review.apply('call', [note('n', { text: 'mine' })]);
    const [mine] = [...eachEvent(one.db, ['call'])];
    if (!mine) throw new Error('nothing was logged');
    const { id: _, ...rest } = mine;
    const forged = withEventId({ ...rest, itemId: 'other', author: 'mallory', set: { text: 'hers' }, over: {} });
    await one.review.importEvents([forged]);
    expect((await one.review.undo('call'))?.items.map(({ id }) => id)).toEqual(['n']);
    expect((await itemOf(one, 'other')).fields).toEqual({ text: 'hers' });
  });

  it('of how a disagreement was settled brings both values back, and redo settles it again', async () => {
    const [one, two] = [await seat(), await seat()];
    await one.review.apply('call', [note('n', { text: 'a' })]);
    await send(one, two);
    const { heads } = await itemOf(one, 'n');
    await one.review.apply('call', [note('n', { text: 'one' }, heads)]);
    await two.review.apply('call', [note('n', { text: 'two' }, heads)]);
    await send(two, one);
    await one.review.apply('call', [note('n', { text: 'both', severity: 'minor' }, (await itemOf(one, 'n')).heads)]);
    expect(one.review.contested()).toEqual([]);
    expect((await one.review.undo('call'))?.left).toBe(0);
    const undone = await itemOf(one, 'n');
    expect(undone.rivals.text?.map(({ value }) => value).sort()).toEqual(['one', 'two']);
    expect(undone.fields.severity).toBeNull();
    expect((await one.review.redo('call'))?.left).toBe(0);
    expect(await itemOf(one, 'n')).toMatchObject({ fields: { text: 'both', severity: 'minor' }, rivals: {} });
    await one.review.undo('call');
    expect(one.review.contested().map(({ id }) => id)).toEqual(['n']);
    await send(one, two);
    expect((await itemOf(two, 'n')).rivals.text).toHaveLength(2);
  });
});

describe('whatever a reviewer does alone', () => {
  const step = fc.record({
    item: fc.constantFrom('n1', 'n2'),
    set: fc.dictionary(fc.constantFrom('text', 'severity'), fc.constantFrom('minor', 'major', null), { minKeys: 1 }),
  });

  it('undoing all of it deletes all that was made, and redoing all of it brings everything back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const one = await openSeat();
        try {
          for (const { item, set } of steps) {
            const known = (await one.review.of('call', 0)).items.find(({ id }) => id === item);
            await one.review.apply('call', [note(item, set, known?.heads)]);
          }
          const state = async () =>
            (await one.review.of('call', 0)).items
              .map(({ id, fields, rivals }) => {
                const { deleted, ...others } = fields;
                return canonicalJson({ id, others, rivals, deleted: deleted === true });
              })
              .sort();
          const before = await state();
          let undone = 0;
          while ((await one.review.undo('call')) !== null) undone += 1;
          expect(undone).toBe(steps.length);
          expect((await one.review.of('call', 0)).items.every(({ fields }) => fields.deleted === true)).toBe(true);
          for (let i = 0; i < undone; i += 1) expect((await one.review.redo('call'))?.left).toBe(0);
          expect(await one.review.redo('call')).toBeNull();
          expect(await state()).toEqual(before);
        } finally {
          await one.close();
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
