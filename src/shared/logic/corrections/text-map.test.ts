import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctionId, moveSplits, splitPlace } from './edit.ts';
import { mapTexts, toSent, toShown } from './text-map.ts';

const sent = 'My cart is gone, please.';
const shown = 'My card is really gone, please.';
const map = mapTexts(sent, shown);

const range = (text: string, words: string) => {
  const from = text.indexOf(words);
  return { from, to: from + words.length };
};
const cut = (text: string, found: { from: number; to: number } | null) =>
  found === null ? null : text.slice(found.from, found.to);

describe('mapTexts', () => {
  it('covers both texts, in order, whatever they are', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(fc.constantFrom('yes', 'no', ' ', '  ', 'は', '。', '\n'), { maxLength: 14 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        const { blocks } = mapTexts(a, b);
        const changed = (same: boolean, x: string, y: string) => same && x.trimEnd() !== y.trimEnd();
        expect(blocks.map((block) => a.slice(block.sentFrom, block.sentTo)).join('')).toBe(a);
        expect(blocks.map((block) => b.slice(block.shownFrom, block.shownTo)).join('')).toBe(b);
        for (const { same, sentFrom, sentTo, shownFrom, shownTo } of blocks) {
          const [x, y] = [a.slice(sentFrom, sentTo), b.slice(shownFrom, shownTo)];
          expect(changed(same, x.trimStart(), y.trimStart())).toBe(false);
        }
      }),
      { examples: [['\n は\nno', 'は \n no']] },
    );
  });

  it('takes words of one text to those of the other', () => {
    expect(cut(shown, toShown(map, range(sent, 'gone')))).toBe('gone');
    expect(cut(shown, toShown(map, range(sent, 'cart')))).toBe('card');
    expect(cut(sent, toSent(map, range(shown, 'card is')))).toBe('cart is');
    expect(cut(sent, toSent(map, range(shown, 'is really gone')))).toBe('is gone');
  });

  it('finds words behind space that was changed', () => {
    const [wide, narrow] = ['one    two  three', 'one two three'];
    expect(cut(narrow, toShown(mapTexts(wide, narrow), range(wide, 'three')))).toBe('three');
    expect(cut(wide, toSent(mapTexts(wide, narrow), range(narrow, 'two')))).toBe('two');
  });

  it('says when the other text has no such words', () => {
    expect(toSent(map, range(shown, 'really'))).toBeNull();
    expect(toShown(mapTexts('a b c', 'a c'), { from: 2, to: 3 })).toBeNull();
    expect(toShown(mapTexts('a b c', ''), { from: 0, to: 5 })).toBeNull();
  });
});

describe('splits', () => {
  it('stay before their word when words are changed', () => {
    const at = sent.indexOf('gone');
    expect(moveSplits(sent, shown, [{ at, role: 'agent' }])).toEqual([{ at: shown.indexOf('gone'), role: 'agent' }]);
    expect(moveSplits(sent, 'My cart', [{ at, role: 'agent' }])).toEqual([]);
    expect(moveSplits(sent, sent, [{ at, role: 'agent' }])).toEqual([{ at, role: 'agent' }]);
  });

  it('go to the beginning of a word, and leave words on both sides', () => {
    expect(splitPlace('one two three', 5)).toBe(4);
    expect(splitPlace('one two three', 3)).toBeNull();
    expect(splitPlace('one two three', 4)).toBe(4);
    expect(splitPlace('one', 2)).toBeNull();
    expect(splitPlace('はいどうぞ', 2)).toBe(2);
    expect(splitPlace('', 0)).toBeNull();
  });
});

describe('correctionId', () => {
  it('is the same for the same turn of a call, and another for other words', () => {
    expect(correctionId('c', 3, 'hello')).toBe(correctionId('c', 3, 'hello'));
    expect(
      new Set([correctionId('c', 3, 'hello'), correctionId('c', 3, 'hallo'), correctionId('c', 4, 'hello')]).size,
    ).toBe(3);
    expect(correctionId('c'.repeat(200), 10_000, 'x').length).toBeLessThanOrEqual(200);
  });
});
