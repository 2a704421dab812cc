import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLong } from './split-long.ts';

describe('splitLong', () => {
  it('splits between words, and only where there are none inside one', () => {
    expect(splitLong('one two three', 8).map(({ text }) => text)).toEqual(['one two ', 'three']);
    expect(splitLong('abcdefgh', 3).map(({ text }) => text)).toEqual(['abc', 'def', 'gh']);
    expect(splitLong('', 3)).toEqual([]);
  });

  it('loses nothing, cuts no character, and keeps to the length', () => {
    const texts = fc.string({
      unit: fc.oneof(
        fc.constantFrom(' ', '\n', 'a', 'e\u0301', '👩\u200d💻'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 120,
    });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 40 }), (text, most) => {
        const pieces = splitLong(text, most);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        const segments = [...new Intl.Segmenter().segment(text)];
        const boundaries = new Set(segments.map(({ index }) => index));
        const longest = Math.max(most, ...segments.map(({ segment }) => segment.length));
        for (const { text: piece, start } of pieces) {
          expect(text.startsWith(piece, start)).toBe(true);
          expect(piece.length).toBeLessThanOrEqual(longest);
          // White space is a place to split even where a mark follows it.
          expect(boundaries.has(start) || /\s/.test(text[start - 1] ?? '')).toBe(true);
        }
      }),
    );
  });
});
