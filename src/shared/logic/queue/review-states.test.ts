import { describe, expect, it } from 'vitest';
import { madeRead } from '../../testing/review-items.ts';
import { allowedMoves, callStateOf, isSubmitted, reviewStateOf, stateAfter } from './review-states.ts';

const review = (id: string, fields: Parameters<typeof madeRead>[2] = {}, atMs = 1_000) =>
  madeRead('review', id, fields, { atMs });
const dispute = (reviewId: string, outcome?: string) =>
  madeRead('dispute', `about ${reviewId} ${outcome}`, { reviewId, ...(outcome === undefined ? {} : { outcome }) });

describe('the moves of a review', () => {
  it('lead from new over in progress to done, and over a dispute to resolved', () => {
    expect(stateAfter('new', 'start')).toBe('in-progress');
    expect(stateAfter('in-progress', 'finish')).toBe('done');
    expect(stateAfter('done', 'dispute')).toBe('disputed');
    expect(stateAfter('disputed', 'answer')).toBe('resolved');
    expect(stateAfter('disputed', 'withdraw')).toBe('done');
  });

  it('are refused elsewhere', () => {
    expect(stateAfter('new', 'finish')).toBeNull();
    expect(stateAfter('in-progress', 'dispute')).toBeNull();
    expect(stateAfter('resolved', 'start')).toBeNull();
    expect(stateAfter('done', 'finish')).toBeNull();
    expect(allowedMoves('disputed')).toEqual(['withdraw', 'answer']);
    expect(allowedMoves('new')).toEqual(['start']);
  });
});

describe('the state of a review', () => {
  it('is disputed while a dispute has no answer, and resolved when all have one', () => {
    const done = review('r', { state: 'done' });
    expect(reviewStateOf(done, [])).toBe('done');
    expect(reviewStateOf(done, [dispute('r')])).toBe('disputed');
    expect(reviewStateOf(done, [dispute('r', 'upheld'), dispute('r')])).toBe('disputed');
    expect(reviewStateOf(done, [dispute('r', 'upheld')])).toBe('resolved');
    expect(reviewStateOf(done, [dispute('another')])).toBe('done');
  });

  it('is what it says where the dispute has not arrived, and in progress before it is handed in', () => {
    expect(reviewStateOf(review('r', { state: 'disputed' }), [])).toBe('disputed');
    expect(reviewStateOf(review('r', { state: 'in-progress' }), [dispute('r')])).toBe('in-progress');
    expect(reviewStateOf(review('r'), [])).toBe('in-progress');
    expect(reviewStateOf(review('r', { submittedMs: 5 }), [])).toBe('done');
    expect(isSubmitted(review('r', { state: 'of the future' }))).toBe(false);
  });
});

describe('the state of a call', () => {
  it('is new without reviews', () => {
    expect(callStateOf([], [])).toEqual({ state: 'new', review: null });
  });

  it('lets a dispute speak first, then work that was begun, then what was finished last', () => {
    const done = review('a', { state: 'done', submittedMs: 10 });
    const begun = review('b', { state: 'in-progress', startedMs: 5 });
    expect(callStateOf([done], []).state).toBe('done');
    expect(callStateOf([done, begun], []).state).toBe('in-progress');
    expect(callStateOf([begun, done], [dispute('a')])).toMatchObject({ state: 'disputed', review: { id: 'a' } });
    const later = review('c', { state: 'done', submittedMs: 20 });
    expect(callStateOf([done, later], [dispute('a', 'changed')])).toMatchObject({ state: 'done', review: { id: 'c' } });
    expect(callStateOf([done, later], [dispute('c', 'changed')]).state).toBe('resolved');
  });

  it('leaves out a review that a submitted one supersedes, but not before that is handed in', () => {
    const first = review('a', { state: 'done', submittedMs: 10 });
    const again = (state: string) => review('b', { state, replaces: 'a', submittedMs: 30 });
    expect(callStateOf([first, again('done')], [dispute('a')]).state).toBe('done');
    expect(callStateOf([first, again('in-progress')], [dispute('a')]).state).toBe('disputed');
  });
});
