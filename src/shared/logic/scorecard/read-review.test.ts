import { describe, expect, it } from 'vitest';
import type { ReviewItem, ReviewKind } from '../../model/review/event.ts';
import { foldItem } from '../review/fold.ts';
import { itemsOf, readItem } from '../review/read-item.ts';
import type { AutoAnswer } from './auto-metrics.ts';
import { isHidden, openPackTask } from './hidden-reviews.ts';
import { publishedCards } from './published-cards.ts';
import { differencesOf, readAnswers, valuesOf } from './read-review.ts';
import { readScoring } from './read-scoring.ts';
import { finishChanges, type PendingTexts, scoreChanges } from './score-changes.ts';
import { scoreReview } from './score-review.ts';
import { answer, makeCard, makeCriterion, na, no, yes } from './test-cards.ts';

const card = makeCard([{ criteria: [makeCriterion('a'), makeCriterion('b'), makeCriterion('c')] }]);
const auto = new Map<string, AutoAnswer>([
  ['a', { answer: true, figure: 900, says: 'Fine.', evidence: [{ on: 'range', startMs: 1, endMs: 2 }] }],
  ['b', { answer: null, reason: 'No recording.' }],
]);

/** Items as a seat has them, each made by one event. */
function makeItem(kind: ReviewKind, itemId: string, set: Record<string, unknown>, atMs = 1): ReviewItem {
  const folded = foldItem([
    {
      id: itemId.padEnd(27, '0').slice(0, 27).replaceAll('/', '-'),
      kind,
      itemId,
      callId: kind === 'review' || kind === 'score' ? 'call' : null,
      author: 'me',
      atMs,
      set: JSON.parse(JSON.stringify(set)),
      over: {},
      command: 'c',
      undoes: null,
    },
  ]);
  if (folded === undefined) throw new Error('there is an event');
  return { ...folded, rev: 1 };
}

const scoresOf = (...items: ReviewItem[]) => itemsOf('score', items);

describe('the answers of a review', () => {
  it('are the reviewer’s, else the data’s', () => {
    const scores = scoresOf(
      makeItem('score', 'r/b', { reviewId: 'r', criterionId: 'b', value: no, comment: 'Late.' }),
      makeItem('score', 'other/c', { reviewId: 'other', criterionId: 'c', value: yes }),
    );
    const answers = readAnswers(card, 'r', scores, auto);
    expect(answers.get('a')).toMatchObject({ value: yes, source: 'data', overridden: false });
    expect(answers.get('b')).toMatchObject({ value: no, source: 'person', overridden: false, comment: 'Late.' });
    expect(answers.get('c')).toMatchObject({ value: null, source: null, auto: null });
    expect(valuesOf(answers)).toEqual(
      new Map([
        ['a', yes],
        ['b', no],
      ]),
    );
  });

  it('override the data when they differ, and keep both', () => {
    const at = (value: unknown) =>
      readAnswers(card, 'r', scoresOf(makeItem('score', 'r/a', { reviewId: 'r', criterionId: 'a', value })), auto).get(
        'a',
      );
    expect(at(no)).toMatchObject({ value: no, overridden: true, auto: { answer: true } });
    expect(at(na)).toMatchObject({ overridden: true });
    expect(at(yes)).toMatchObject({ source: 'person', overridden: false });
  });

  it('of a submitted review are what was stored, not what the data says today', () => {
    const said = { answer: false, figure: 3000, says: 'Slow.' };
    const scores = scoresOf(makeItem('score', 'r/a', { reviewId: 'r', criterionId: 'a', value: yes, auto: said }));
    const answers = readAnswers(card, 'r', scores, null);
    expect(answers.get('a')).toMatchObject({ value: yes, overridden: true, auto: said });
    expect(answers.get('b')?.value).toBeNull();
  });

  it('differ where the values do', () => {
    const one = readAnswers(
      card,
      'r',
      scoresOf(
        makeItem('score', 'r/a', { reviewId: 'r', criterionId: 'a', value: yes }),
        makeItem('score', 'r/b', { reviewId: 'r', criterionId: 'b', value: na }),
      ),
      null,
    );
    const other = readAnswers(
      card,
      's',
      scoresOf(
        makeItem('score', 's/a', { reviewId: 's', criterionId: 'a', value: no }),
        makeItem('score', 's/b', { reviewId: 's', criterionId: 'b', value: na }),
        makeItem('score', 's/c', { reviewId: 's', criterionId: 'c', value: answer(true) }),
      ),
      null,
    );
    expect(differencesOf(card, one, other)).toEqual([
      { criterionId: 'a', before: yes, after: no },
      { criterionId: 'c', before: null, after: yes },
    ]);
    expect(differencesOf(card, one, one)).toEqual([]);
  });
});

describe('changes of scores', () => {
  const target = { reviewId: 'r', reviewer: 'me', versionId: 'v', replaces: 'q', packId: null, repeatOf: null };
  const findIn =
    (...items: ReviewItem[]) =>
    (kind: ReviewKind, id: string) =>
      items.find((item) => item.kind === kind && item.id === id);

  it('make the review with its first answer', () => {
    expect(scoreChanges(findIn(), target, 5, 'a', { value: yes })).toEqual([
      {
        kind: 'review',
        itemId: 'r',
        set: { reviewer: 'me', versionId: 'v', state: 'in-progress', startedMs: 5, replaces: 'q' },
      },
      { kind: 'score', itemId: 'r/a', set: { reviewId: 'r', criterionId: 'a', value: yes } },
    ]);
    const review = makeItem('review', 'r', { state: 'in-progress', versionId: 'v' });
    const score = makeItem('score', 'r/a', { reviewId: 'r', criterionId: 'a' });
    expect(scoreChanges(findIn(review, score), target, 5, 'a', { value: no })).toEqual([
      { kind: 'score', itemId: 'r/a', set: { value: no } },
    ]);
  });

  it('bring back what an undo deleted, without what it held', () => {
    const review = makeItem('review', 'r', { state: 'in-progress', deleted: true });
    const score = makeItem('score', 'r/a', {
      reviewId: 'r',
      criterionId: 'a',
      value: yes,
      comment: 'x',
      deleted: true,
    });
    const [again, answered] = scoreChanges(findIn(review, score), target, 5, 'a', { value: no });
    expect(again?.set).toMatchObject({ deleted: null, state: 'in-progress' });
    expect(answered?.set).toMatchObject({ value: no, comment: null, deleted: null });
  });

  it('come too late once the review is submitted, until that is undone', () => {
    const submitted = makeItem('review', 'r', { state: 'done', versionId: 'v', submittedMs: 8 });
    const score = makeItem('score', 'r/a', { reviewId: 'r', criterionId: 'a', value: yes });
    const none: PendingTexts = { comments: new Map(), reasons: new Map(), answers: new Map() };
    expect(scoreChanges(findIn(submitted, score), target, 9, 'a', { value: no })).toEqual([]);
    expect(finishChanges(findIn(submitted, score), target, 9, ['a'], new Map(), none)).toEqual([]);
    const undone = makeItem('review', 'r', { state: 'in-progress', versionId: 'v', submittedMs: null });
    expect(scoreChanges(findIn(undone, score), target, 9, 'a', { value: no })).toHaveLength(1);
    expect(finishChanges(findIn(undone, score), target, 9, ['a'], new Map(), none)).toHaveLength(1);
  });

  it('submit what is typed and what the data says, with its evidence', () => {
    const review = makeItem('review', 'r', { state: 'in-progress', versionId: 'v' });
    const score = makeItem('score', 'r/b', { reviewId: 'r', criterionId: 'b', value: no });
    const answers = readAnswers(card, 'r', itemsOf('score', [score]), auto);
    const pending: PendingTexts = {
      comments: new Map([['b', 'Typed.']]),
      reasons: new Map(),
      answers: new Map([['c', answer('Words.')]]),
    };
    expect(finishChanges(findIn(review, score), target, 9, ['a', 'b', 'c'], answers, pending)).toEqual([
      {
        kind: 'score',
        itemId: 'r/a',
        set: {
          reviewId: 'r',
          criterionId: 'a',
          value: yes,
          auto: { answer: true, figure: 900, says: 'Fine.' },
          evidence: [{ on: 'range', startMs: 1, endMs: 2 }],
        },
      },
      { kind: 'score', itemId: 'r/b', set: { comment: 'Typed.' } },
      { kind: 'score', itemId: 'r/c', set: { reviewId: 'r', criterionId: 'c', value: answer('Words.') } },
      { kind: 'review', itemId: 'r', set: { state: 'done', submittedMs: 9 } },
    ]);
    const overridden = makeItem('score', 'r/a', { reviewId: 'r', criterionId: 'a', value: no });
    const other = readAnswers(card, 'r', itemsOf('score', [overridden]), auto);
    const none: PendingTexts = { comments: new Map(), reasons: new Map(), answers: new Map() };
    expect(finishChanges(findIn(review, overridden), target, 9, ['a'], other, none)[0]?.set).toEqual({
      auto: { answer: true, figure: 900, says: 'Fine.' },
    });
  });
});

describe('a review that is submitted', () => {
  const parent = makeCriterion('n', { answer: { type: 'number', unit: '', worst: 10, best: 0 } });
  const child = makeCriterion('child', { onlyIf: { criterionId: 'n', answers: [3] }, commentOnFail: true });
  const whole = makeCard([{ criteria: [makeCriterion('a'), parent, child] }]);
  const pending: PendingTexts = {
    comments: new Map([['child', 'Said why.']]),
    reasons: new Map(),
    answers: new Map([['n', answer(3)]]),
  };
  const scores = scoresOf(makeItem('score', 'r/child', { reviewId: 'r', criterionId: 'child', value: no }));

  it('counts what is still being typed, also for what that makes asked', () => {
    const none: PendingTexts = { comments: new Map(), reasons: new Map(), answers: new Map() };
    expect(readScoring(whole, 'r', scores, auto, none).asked.map(({ id }) => id)).toEqual(['a', 'n']);
    const state = readScoring(whole, 'r', scores, auto, pending);
    expect(state.asked.map(({ id }) => id)).toEqual(['a', 'n', 'child']);
    expect(state.missing).toEqual([]);
    const silent = readScoring(whole, 'r', scores, auto, { ...pending, comments: new Map([['child', ' ']]) });
    expect(silent.missing.map(({ what }) => what)).toEqual(['comment']);
  });

  it('comes to the same from what was stored, without the data and without the drafts', () => {
    const before = readScoring(whole, 'r', scores, auto, pending);
    const find = (kind: ReviewKind, id: string) => scores.find((one) => kind === 'score' && one.id === id)?.item;
    const target = { reviewId: 'r', reviewer: 'me', versionId: 'v', replaces: null, packId: null, repeatOf: null };
    const ids = before.asked.map(({ id }) => id);
    const changes = finishChanges(find, target, 9, ids, before.answers, pending);
    const stored = changes.flatMap(({ kind, itemId, set }) =>
      kind === 'score' ? [makeItem('score', itemId, { ...find(kind, itemId)?.fields, ...set })] : [],
    );
    const after = readAnswers(whole, 'r', scoresOf(...stored), null);
    const result = scoreReview(whole, valuesOf(after));
    expect(result).toEqual(before.result);
    // (1 + 0.7 + 0) / 3
    expect(result.percent).toBeCloseTo(170 / 3, 10);
    expect(after.get('child')?.comment).toBe('Said why.');
  });
});

describe('what can be reviewed with', () => {
  const version = (id: string, scorecardId: string, number: number, publishedMs: number | null) =>
    makeItem('scorecard-version', id, { scorecardId, number, definition: card, ...(publishedMs && { publishedMs }) });

  it('is the newest published version of each scorecard in use', () => {
    const items = [
      makeItem('scorecard', 'late', { name: 'Late' }, 9),
      makeItem('scorecard', 'early', { name: 'Early' }, 2),
      makeItem('scorecard', 'old', { name: 'Old', retired: true }, 1),
      makeItem('scorecard', 'draft', { name: 'Draft' }, 3),
      version('e1', 'early', 1, 10),
      version('e3', 'early', 3, null),
      version('e2', 'early', 2, 20),
      version('l1', 'late', 1, 5),
      version('o1', 'old', 1, 5),
      version('d1', 'draft', 1, null),
    ];
    const found = publishedCards(itemsOf('scorecard', items), itemsOf('scorecard-version', items));
    expect(found.map(({ name, number, versionId }) => `${name} ${number} ${versionId}`)).toEqual([
      'Early 2 e2',
      'Late 1 l1',
    ]);
  });
});

describe('a blind pack', () => {
  const pack = readItem('pack', makeItem('pack', 'p', { blind: true, callIds: ['call'], reviewers: ['me', 'you'] }));
  const review = (id: string, reviewer: string, more: Record<string, unknown> = {}) =>
    readItem('review', makeItem('review', id, { reviewer, packId: 'p', ...more }));
  const theirs = review('theirs', 'you', { submittedMs: 1 });

  it('hides others’ reviews of the call until one’s own is submitted', () => {
    expect(isHidden(theirs, 'me', [theirs], [pack])).toBe(true);
    expect(isHidden(theirs, 'me', [theirs, review('mine', 'me')], [pack])).toBe(true);
    expect(isHidden(theirs, 'me', [theirs, review('mine', 'me', { submittedMs: 2 })], [pack])).toBe(false);
    expect(isHidden(theirs, 'you', [theirs], [pack])).toBe(false);
    expect(isHidden(theirs, 'somebody', [theirs], [pack])).toBe(false);
    expect(isHidden(theirs, 'me', [theirs], [])).toBe(false);
  });

  it('asks for the review that is owed, with its version, until it is submitted', () => {
    const dated = readItem(
      'pack',
      makeItem('pack', 'p', { blind: true, callIds: ['call'], reviewers: ['me'], versionId: 'v' }),
    );
    const task = (more: Record<string, unknown> = {}) =>
      readItem('assignment', makeItem('assignment', 'p/call/me', { reviewer: 'me', packId: 'p', ...more }));
    const mine = review('mine', 'me', { submittedMs: 2 });
    expect(openPackTask('me', [task()], [theirs], [dated])).toEqual({ packId: 'p', versionId: 'v', repeatOf: null });
    expect(openPackTask('me', [task()], [mine], [dated])).toBeNull();
    expect(openPackTask('me', [task({ repeatOf: 'mine' })], [mine], [dated])).toMatchObject({ repeatOf: 'mine' });
    expect(openPackTask('me', [task({ skipped: 'Too long.' })], [], [dated])).toBeNull();
    expect(openPackTask('you', [task()], [], [dated])).toBeNull();
    expect(openPackTask('me', [task()], [], [])).toBeNull();
  });
});
