import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeRead } from '../../testing/review-items.ts';
import { compareWork, type QueueWork, queuePlaces, queueWorkOf } from './order.ts';

const assignment = (id: string, fields = {}, by = {}) => madeRead('assignment', id, { reviewer: 'ada', ...fields }, by);
const review = (id: string, fields = {}, by = {}) => madeRead('review', id, { reviewer: 'ada', ...fields }, by);

describe('what there is to do on a call', () => {
  it('is an assignment until its review is handed in', () => {
    const mine = assignment('x');
    expect(queueWorkOf('c', [mine], [])).toMatchObject([{ state: 'open', place: 'own-sample', reviewId: null }]);
    const begun = review('r', { state: 'in-progress', startedMs: 9 });
    expect(queueWorkOf('c', [mine], [begun])).toMatchObject([
      { state: 'open', place: 'in-progress', assignmentId: 'x', reviewId: 'r', sinceMs: 9 },
    ]);
    expect(queueWorkOf('c', [mine], [review('r', { state: 'done' })])).toMatchObject([{ state: 'done' }]);
  });

  it('is also a review that nobody asked for, once it is begun', () => {
    expect(queueWorkOf('c', [], [review('r', { state: 'in-progress' })])).toMatchObject([
      { place: 'in-progress', assignmentId: null },
    ]);
    expect(queueWorkOf('c', [], [review('r', { state: 'done' })])).toEqual([]);
  });

  it('is not done by the review of somebody else, of another pack, or by the one it is to repeat', () => {
    const state = (fields: object, done: object) =>
      queueWorkOf('c', [assignment('x', fields)], [review('r', { state: 'done', ...done })])[0]?.state;
    expect(state({}, { reviewer: 'bob' })).toBe('open');
    expect(state({ packId: 'p' }, {})).toBe('open');
    expect(state({ packId: 'p' }, { packId: 'p' })).toBe('done');
    expect(state({ repeatOf: 'r' }, {})).toBe('open');
    expect(state({ repeatOf: 'q' }, { repeatOf: 'q' })).toBe('done');
  });

  it('rests while it is skipped, unless its review was begun', () => {
    const skipped = assignment('x', { skipped: 'wrong language' });
    expect(queueWorkOf('c', [skipped], [])[0]).toMatchObject({ state: 'skipped', skipped: 'wrong language' });
    expect(queueWorkOf('c', [skipped], [review('r', { state: 'in-progress' })])[0]?.state).toBe('open');
  });

  it('stands by due date, pack, who assigned it', () => {
    const place = (fields: object, by = {}) => queueWorkOf('c', [assignment('x', fields, by)], [])[0]?.place;
    expect(place({ dueMs: 5, packId: 'p' })).toBe('due');
    expect(place({ packId: 'p' })).toBe('pack');
    expect(place({}, { author: 'lead' })).toBe('assigned');
    expect(place({})).toBe('own-sample');
  });
});

describe('the order of a queue', () => {
  const work = (place: QueueWork['place'], callId: string, times: Partial<QueueWork> = {}): QueueWork => ({
    callId,
    reviewer: 'ada',
    assignmentId: null,
    reviewId: null,
    packId: null,
    repeatOf: null,
    reason: null,
    dueMs: null,
    sinceMs: 0,
    skipped: null,
    state: 'open',
    place,
    ...times,
  });

  it('is what was begun, due dates, packs, what others assigned, the own sample', () => {
    const shuffled = [
      work('own-sample', 'e'),
      work('due', 'b2', { dueMs: 20 }),
      work('assigned', 'd', { sinceMs: 1 }),
      work('pack', 'c'),
      work('due', 'b1', { dueMs: 10, sinceMs: 99 }),
      work('in-progress', 'a', { sinceMs: 1000 }),
    ];
    expect(shuffled.sort(compareWork).map(({ callId }) => callId)).toEqual(['a', 'b1', 'b2', 'c', 'd', 'e']);
  });

  it('is total: the same for every order in which the entries come', () => {
    const entry = fc
      .record({
        place: fc.constantFrom(...queuePlaces),
        callId: fc.constantFrom('a', 'b', 'c'),
        assignmentId: fc.constantFrom(null, 'x', 'y'),
        reviewId: fc.constantFrom(null, 'r'),
        dueMs: fc.constantFrom(null, 1, 2),
        sinceMs: fc.nat(2),
      })
      .map(({ place, callId, dueMs, ...rest }) =>
        work(place, callId, { ...rest, dueMs: place === 'due' ? (dueMs ?? 0) : null }),
      );
    const entries = fc.uniqueArray(entry, {
      maxLength: 12,
      selector: ({ callId, assignmentId, reviewId }) => `${callId} ${assignmentId} ${reviewId}`,
    });
    fc.assert(
      fc.property(entries, (made) => {
        const keys = (list: QueueWork[]) => JSON.stringify(list.toSorted(compareWork));
        expect(keys([...made].reverse())).toBe(keys(made));
      }),
    );
  });
});
