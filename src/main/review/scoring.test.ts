import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { itemsOf, readItem } from '#shared/logic/review/read-item.ts';
import { checkScorecard } from '#shared/logic/scorecard/check-scorecard.ts';
import type { ReviewChange, ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import { eachEvent } from '../store/review-events.ts';
import { findItem } from '../store/review-items.ts';
import { demoScorecardEvents } from './demo-scorecards.ts';
import { isGenuine } from './event-id.ts';
import type { Review } from './service.ts';
import { shippedScorecards } from './shipped-scorecards.ts';
import { openSeat, type Seat } from './testing/seat.ts';

let seat: Seat;
let review: Review;
beforeEach(async () => {
  seat = await openSeat();
  review = seat.review;
});
afterEach(() => seat.close());

const CALL = 'call';
const definition = JSON.parse(JSON.stringify(shippedScorecards()[0]?.file.scorecard)) as ReviewChange['set'][string];

async function change(kind: ReviewKind, itemId: string, set: ReviewChange['set'], callId: string | null = CALL) {
  const seen = findItem(seat.db, kind, itemId)?.heads ?? {};
  const [item] = await review.apply(callId, [{ kind, itemId, callId, set, seen }]);
  if (item === undefined) throw new Error('nothing was changed');
  return item;
}
const shown = (kind: ReviewKind, id: string): ReviewItem => {
  const item = findItem(seat.db, kind, id);
  if (item === undefined) throw new Error(`there is no ${kind} ${id}`);
  return item;
};

const publish = async (id = 'v1') => {
  await change('scorecard-version', id, { scorecardId: 'card', number: 1, definition }, null);
  return change('scorecard-version', id, { publishedMs: 1 }, null);
};
const scoreOf = (answer: boolean) => ({ reviewId: 'r1', criterionId: 'intent', value: { is: 'answer', answer } });
const submit = async () => {
  await publish();
  await change('review', 'r1', { reviewer: 'me', versionId: 'v1', state: 'in-progress', startedMs: 1 });
  await change('score', 'r1/intent', scoreOf(true));
  return change('review', 'r1', { state: 'done', submittedMs: 2 });
};
const conflict = { code: 'conflict' };
const invalid = { code: 'invalid-input' };

describe('a published version', () => {
  it('never changes, while its draft did', async () => {
    await change('scorecard-version', 'v1', { scorecardId: 'card', number: 1, definition }, null);
    await change('scorecard-version', 'v1', { number: 2 }, null);
    await publish();
    const empty = { sections: [], passAt: null };
    for (const set of [
      { definition: empty },
      { publishedMs: null },
      { number: 9 },
      { deleted: true },
      { scorecardId: 'x' },
    ]) {
      await expect(change('scorecard-version', 'v1', set, null)).rejects.toMatchObject(conflict);
    }
    expect(shown('scorecard-version', 'v1').fields).toMatchObject({ definition, publishedMs: 1 });
    // Saying again what is so already is no change.
    await change('scorecard-version', 'v1', { publishedMs: 1 }, null);
  });

  it('stays published through undo, which says what it left', async () => {
    await publish();
    expect(await review.undo(null)).toMatchObject({ left: 1 });
    expect(shown('scorecard-version', 'v1').fields).toMatchObject({ publishedMs: 1 });
    expect(await review.undo(null)).toMatchObject({ left: 3 });
    expect(shown('scorecard-version', 'v1').fields).toMatchObject({ definition });
  });

  it('is not made of a scorecard with errors', async () => {
    await change('scorecard-version', 'v1', { number: 1, definition: { sections: [], passAt: null } }, null);
    await expect(change('scorecard-version', 'v1', { publishedMs: 1 }, null)).rejects.toMatchObject(invalid);
    await expect(change('scorecard-version', 'v2', { publishedMs: 1 }, null)).rejects.toMatchObject(invalid);
    await change('scorecard-version', 'v3', { number: 1, definition }, null);
    await expect(change('review', 'r1', { versionId: 'v3' })).rejects.toMatchObject(invalid);
  });
});

describe('a submitted review', () => {
  it('keeps its scores; reviewing again makes another review', async () => {
    await submit();
    for (const set of [scoreOf(false), { value: null }, { comment: 'No.' }, { evidence: [] }, { deleted: true }]) {
      await expect(change('score', 'r1/intent', set)).rejects.toMatchObject(conflict);
    }
    await expect(change('score', 'r1/true', { reviewId: 'r1', criterionId: 'true' })).rejects.toMatchObject(conflict);
    await expect(change('score', 'elsewhere', { reviewId: 'r1' })).rejects.toMatchObject(conflict);
    for (const set of [
      { state: 'in-progress' },
      { state: null },
      { versionId: 'v2' },
      { submittedMs: 9 },
      { deleted: true },
    ]) {
      await expect(change('review', 'r1', set)).rejects.toMatchObject(conflict);
    }
    await change('review', 'r2', { reviewer: 'me', versionId: 'v1', state: 'in-progress', replaces: 'r1' });
    await change('score', 'r2/intent', { ...scoreOf(false), reviewId: 'r2' });
    await expect(change('score', 'r2/intent', { reviewId: 'r1' })).rejects.toMatchObject(conflict);
    const { items } = await review.of(CALL, 0);
    expect(itemsOf('score', items).map(({ fields }) => fields.value)).toEqual(
      expect.arrayContaining([
        { is: 'answer', answer: true },
        { is: 'answer', answer: false },
      ]),
    );
    expect(readItem('review', shown('review', 'r1')).fields.state).toBe('done');
  });

  it('may be disputed, resolved and coached', async () => {
    await submit();
    await change('review', 'r1', { state: 'disputed', coaching: 'Confirm the date.' });
    expect((await change('review', 'r1', { state: 'resolved' })).fields.state).toBe('resolved');
    await expect(change('review', 'r1', { state: 'in-progress' })).rejects.toMatchObject(conflict);
  });

  it('stays submitted through undo, and so do its scores', async () => {
    await submit();
    expect(await review.undo(CALL)).toMatchObject({ left: 2 });
    expect(await review.undo(CALL)).toMatchObject({ left: 3 });
    expect(shown('score', 'r1/intent').fields).toMatchObject({ value: { is: 'answer', answer: true } });
    expect(shown('review', 'r1').fields).toMatchObject({ state: 'done', submittedMs: 2 });
  });

  it('is submitted with its last scores in one command', async () => {
    await publish();
    await change('review', 'r1', { versionId: 'v1', state: 'in-progress' });
    const seen = shown('review', 'r1').heads;
    const done: ReviewChange = {
      kind: 'review',
      itemId: 'r1',
      callId: CALL,
      set: { state: 'done', submittedMs: 5 },
      seen,
    };
    const score: ReviewChange = { kind: 'score', itemId: 'r1/intent', callId: CALL, set: scoreOf(true) };
    expect(await review.apply(CALL, [done, score])).toHaveLength(2);
  });

  it('takes what colleagues did all the same: their work is history', async () => {
    await submit();
    const other = await openSeat();
    try {
      await other.review.importEvents(
        [...eachEvent(seat.db, [CALL])].filter(({ set }) => set.submittedMs === undefined),
      );
      const { heads } = readItem('score', findItem(other.db, 'score', 'r1/intent') as ReviewItem).item;
      await other.review.apply(CALL, [
        { kind: 'score', itemId: 'r1/intent', callId: CALL, set: { comment: 'Seen later.' }, seen: heads },
      ]);
      expect(await review.importEvents([...eachEvent(other.db, [CALL])])).toMatchObject({ added: 1 });
      expect(shown('score', 'r1/intent').fields).toMatchObject({ comment: 'Seen later.' });
    } finally {
      await other.close();
    }
  });
});

describe('the demo’s scorecards', () => {
  it('are genuine events, the same every time, and come once', async () => {
    const events = demoScorecardEvents();
    expect(events.every(isGenuine)).toBe(true);
    expect(demoScorecardEvents()).toEqual(events);
    expect(await review.importEvents(events)).toMatchObject({ added: events.length });
    expect(await review.importEvents(demoScorecardEvents())).toMatchObject({ added: 0, known: events.length });
    const { items } = await review.of(null, 0);
    const versions = itemsOf('scorecard-version', items);
    expect(versions).toHaveLength(3);
    for (const { fields } of versions) {
      expect(fields.publishedMs).not.toBeNull();
      expect(fields.definition && checkScorecard(fields.definition)).toEqual([]);
    }
    expect(await review.undo(null)).toBeNull();
  });
});
