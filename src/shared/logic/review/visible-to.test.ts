import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReviewItem } from '../../model/review/event.ts';
import { madeItem, madeRead } from '../../testing/review-items.ts';
import { hidesAnything, sightOf, visible } from './visible-to.ts';

const call = 'call-1';
const pack = (fields = {}) =>
  madeRead('pack', 'pack', { callIds: [call], reviewers: ['ada', 'bob'], blind: true, ...fields }, { callId: null });
const seen = (items: ReviewItem[], packs = [pack()], by = 'ada') =>
  visible(items, sightOf(call, items, packs, by)).map(({ id }) => id);
const review = (id: string, author: string, fields = {}, atMs = 1_000) =>
  madeItem('review', id, { reviewer: author, ...fields }, { author, atMs });

const ofBob = [
  review('bobs', 'bob', { packId: 'pack', state: 'done' }),
  madeItem('score', 'bobs/tone', { reviewId: 'bobs', criterionId: 'tone' }, { author: 'bob' }),
  madeItem('score', 'bobs/unread', {}, { author: 'bob' }),
  madeItem('dispute', 'd', { reviewId: 'bobs' }, { author: 'carol' }),
  madeItem('annotation', 'note', { text: 'rude' }, { author: 'bob' }),
  madeItem('assignment', 'skip', { reviewer: 'bob', skipped: 'hopeless' }, { author: 'lead' }),
];

describe('a blind pack', () => {
  it('hides what others found until the own review is handed in, and corrections never', () => {
    const correction = madeItem('correction', 'fix', { text: 'x' }, { author: 'bob' });
    const begun = review('adas', 'ada', { packId: 'pack', state: 'in-progress' });
    const own = madeItem('score', 'adas/tone', { reviewId: 'adas' });
    const mine = madeItem('annotation', 'mine', { text: 'y' });
    expect(seen([...ofBob, correction, begun, own, mine])).toEqual(['fix', 'adas', 'adas/tone', 'mine']);
    const done = review('adas', 'ada', { packId: 'pack', state: 'done' });
    expect(seen([...ofBob, correction, done])).toEqual([...ofBob.map(({ id }) => id), 'fix', 'adas']);
  });

  it('is not opened by a review outside the pack, nor by one that was deleted', () => {
    expect(seen([...ofBob, review('other', 'ada', { state: 'done' })])).toEqual(['other']);
    expect(seen([...ofBob, review('adas', 'ada', { packId: 'pack', state: 'done', deleted: true })])).toEqual(['adas']);
  });

  it('hides nothing on other calls, from those who are not in it, or when it is not blind', () => {
    const all = ofBob.map(({ id }) => id);
    expect(seen(ofBob, [pack({ callIds: ['another'] })])).toEqual(all);
    expect(seen(ofBob, [pack()], 'carol')).toEqual(all);
    expect(seen(ofBob, [pack({ blind: false })])).toEqual(all);
    // What does not say whether it is blind is.
    expect(seen(ofBob, [pack({ blind: null })])).toEqual([]);
  });
});

describe('a hidden repeat', () => {
  const first = review('first', 'ada', { state: 'done' }, 1_000);
  const before = [
    first,
    madeItem('score', 'first/tone', { reviewId: 'first' }),
    madeItem('annotation', 'old', { text: 'late' }),
    madeItem('annotation', 'bobs', { text: 'too' }, { author: 'bob' }),
  ];
  const assigned = madeItem(
    'assignment',
    'again',
    { reviewer: 'ada', repeatOf: 'first', reason: 'random' },
    { atMs: 5_000 },
  );

  it('hides the earlier review and what was noted with it, and does not say that it is a repeat', () => {
    const items = [...before, assigned, madeItem('annotation', 'new', { text: 'z' }, { atMs: 6_000 })];
    const shown = visible(items, sightOf(call, items, [], 'ada'));
    expect(shown.map(({ id }) => id)).toEqual(['again', 'new']);
    expect(JSON.stringify(shown)).not.toContain('repeatOf');
    expect(shown[0]?.fields.reason).toBe('random');
  });

  it('shows all once it is handed in, or skipped', () => {
    const again = (state: string) => review('second', 'ada', { repeatOf: 'first', state, startedMs: 6_000 }, 6_000);
    expect(seen([...before, assigned, again('in-progress')], [])).toEqual(['again', 'second']);
    expect(seen([...before, assigned, again('done')], [])).toHaveLength(6);
    const skipped = { ...assigned, fields: { ...assigned.fields, skipped: 'too long' } };
    expect(seen([...before, skipped], [])).toHaveLength(5);
  });

  it('hides nothing from anybody else', () => {
    expect(hidesAnything(sightOf(call, [...before, assigned], [], 'bob'))).toBe(false);
  });
});

describe('no sequence of steps', () => {
  const others = fc.constantFrom('bob', 'carol');
  const ids = fc.constantFrom('1', '2', '3');
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('review' as const),
      author: others,
      id: ids,
      pack: fc.boolean(),
      state: fc.constantFrom('in-progress', 'done', 'disputed'),
    }),
    fc.record({
      kind: fc.constant('score' as const),
      author: others,
      id: ids,
      on: fc.constantFrom('1', '2', '3', 'ada'),
    }),
    fc.record({
      kind: fc.constant('dispute' as const),
      author: others,
      id: ids,
      on: fc.constantFrom('1', '2', '3', 'ada'),
    }),
    fc.record({ kind: fc.constant('annotation' as const), author: others, id: ids, deleted: fc.boolean() }),
    fc.record({
      kind: fc.constant('ada' as const),
      state: fc.constantFrom('in-progress', 'done'),
      pack: fc.boolean(),
      deleted: fc.boolean(),
    }),
  );

  it('shows ada a word of the others before her review for the pack is in', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const items = new Map<string, ReviewItem>();
        const put = (item: ReviewItem) => items.set(`${item.kind} ${item.id}`, item);
        steps.forEach((made, at) => {
          const by = 'author' in made ? { author: made.author, atMs: at } : { atMs: at };
          const secret = 'secret of another';
          if (made.kind === 'review')
            put(
              madeItem(
                'review',
                made.id,
                { reviewer: made.author, state: made.state, note: secret, ...(made.pack ? { packId: 'pack' } : {}) },
                by,
              ),
            );
          else if (made.kind === 'score')
            put(madeItem('score', `${made.on}/c${made.id}`, { reviewId: made.on, comment: secret }, by));
          else if (made.kind === 'dispute') put(madeItem('dispute', made.id, { reviewId: made.on, text: secret }, by));
          else if (made.kind === 'annotation')
            put(madeItem('annotation', made.id, { text: secret, deleted: made.deleted }, by));
          else
            put(
              madeItem(
                'review',
                'ada',
                { reviewer: 'ada', state: made.state, deleted: made.deleted, ...(made.pack ? { packId: 'pack' } : {}) },
                by,
              ),
            );
          const all = [...items.values()];
          const own = items.get('review ada')?.fields;
          const handedIn = own?.state === 'done' && own.packId === 'pack' && own.deleted !== true;
          const shown = visible(all, sightOf(call, all, [pack()], 'ada'));
          if (handedIn) expect(shown).toEqual(all);
          else expect(JSON.stringify(shown)).not.toContain(secret);
        });
      }),
      { numRuns: 500 },
    );
  });
});
