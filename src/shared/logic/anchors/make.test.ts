import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorSchema } from '../../model/review/anchor.ts';
import { makeTextAnchor, makeToolAnchor, makeTurnAnchor } from './make.ts';

const turn = (index: number, content: string, startMs: number | null = 1000 * index) => ({
  index,
  role: index % 2 === 0 ? ('agent' as const) : ('caller' as const),
  startMs,
  content,
});
const turns = [turn(0, 'Hello, how can I help?'), turn(1, 'My card is gone 😀, all of it.'), turn(2, 'Which one?')];

describe('anchors', () => {
  it('keeps what stands before and after', () => {
    const [, card] = turns;
    if (card === undefined) throw new Error('no turn');
    expect(makeTextAnchor(card, 3, 7, turns)).toEqual({
      on: 'text',
      turn: {
        index: 1,
        role: 'caller',
        startMs: 1000,
        text: 'My card is gone 😀, all of it.',
        before: 'Hello, how can I help?',
        after: 'Which one?',
      },
      quote: { exact: 'card', prefix: 'My ', suffix: ' is gone 😀, all of it.', at: 3 },
    });
  });

  it('takes the ends either way round, widens to whole characters, and makes an empty range the turn', () => {
    const [, card] = turns;
    if (card === undefined) throw new Error('no turn');
    const emoji = card.content.indexOf('😀');
    expect(makeTextAnchor(card, 7, 3)).toEqual(makeTextAnchor(card, 3, 7));
    expect(makeTextAnchor(card, emoji + 1, emoji + 2)).toMatchObject({ quote: { exact: '😀', at: emoji } });
    expect(makeTextAnchor(card, 5, 5)).toEqual(makeTurnAnchor(card));
    expect(makeTextAnchor(card, 100, 200)).toEqual(makeTurnAnchor(card));
  });

  it('is valid whatever the transcript holds', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const place = fc.integer({ min: -50, max: 400 });
    const time = fc.option(fc.double({ min: -1e12, max: 1e12 }));
    fc.assert(
      fc.property(text, text, place, place, time, (content, other, from, to, startMs) => {
        const all = [turn(0, other), turn(1, content, startMs), turn(2, other)];
        const [, one] = all;
        if (one === undefined) return;
        anchorSchema.parse(makeTextAnchor(one, from, to, all));
        anchorSchema.parse(makeTurnAnchor(one, all));
        anchorSchema.parse(makeToolAnchor({ invocationId: content, name: other, entry: 3, startMs }));
      }),
    );
    const long = turn(0, `${'x'.repeat(19_999)}😀${'y'.repeat(50_000)}`);
    expect(anchorSchema.parse(makeTextAnchor(long, 0, 70_000))).toMatchObject({ quote: { exact: 'x'.repeat(19_999) } });
  });
});
