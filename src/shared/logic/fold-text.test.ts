import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from './fold-text.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }).map((codes) => String.fromCharCode(...codes)),
);

describe('foldText', () => {
  it.each([
    ['Café', 'cafe'],
    ['Cafe\u0301', 'cafe'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['STRAẞE', 'strasse'],
    ['\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd', '\u05e9\u05dc\u05d5\u05dd'],
    ['\u05d3\u05f4\u05e8', '\u05d3"\u05e8'],
    ['ﬁle\u00adname', 'filename'],
    ['a \n\t b', 'a b'],
    ['İstanbul', 'istanbul'],
    ['ΣΟΦΟΣ ς', 'σοφοσ σ'],
    ['\u{1f44d}\u{1f3fd}', '\u{1f44d}'],
    ['\u200fשלום\u200e', 'שלום'],
    ['it’s – so', "it's - so"],
  ])('%s is compared as %s', (original, folded) => {
    expect(foldText(original).text).toBe(folded);
  });

  it('keeps marks that make another letter: kana, Indic vowels, Thai', () => {
    for (const [one, other] of [
      ['か', 'が'],
      ['कि', 'कु'],
      ['กา', 'กี'],
    ] as const) {
      expect(foldText(one).text).not.toBe(foldText(other).text);
    }
  });

  it('maps every unit to the beginning of a character of the original, in order', () => {
    fc.assert(
      fc.property(anyText, (original) => {
        const { text, starts } = foldText(original);
        expect(starts).toHaveLength(text.length + 1);
        expect(starts[text.length]).toBe(original.length);
        const boundaries = new Set<number>([original.length]);
        let at = 0;
        for (const character of original) {
          boundaries.add(at);
          at += character.length;
        }
        for (let i = 0; i < starts.length; i += 1) {
          expect(boundaries.has(starts[i] as number)).toBe(true);
          if (i > 0) expect(starts[i]).toBeGreaterThanOrEqual(starts[i - 1] as number);
        }
      }),
    );
  });

  it('does not change when folded again, nor with the form of Unicode it came in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (original) => {
        const { text } = foldText(original);
        expect(foldText(text).text).toBe(text);
        expect(foldText(original.normalize('NFD')).text).toBe(foldText(original.normalize('NFC')).text);
      }),
    );
  });
});
