import fc from 'fast-check';
import { expect, it } from 'vitest';
import { neutraliseText } from '../plain-text.ts';
import { sentPlace, shownPlace } from './shown-text.ts';

it('counts characters that are written out', () => {
  expect(shownPlace('a\u202eb', 2)).toBe(9);
  expect(sentPlace('a\u202eb', 9)).toBe(2);
  expect(sentPlace('a\u202eb', 4)).toBe(1);
  expect(sentPlace('a\u0000b', 2)).toBe(2);
});

it('goes there and back, and never beyond the text', () => {
  const char = fc.constantFrom('a', '\u202e', '\u2066', '\u0001', '👍', 'ש', '\n');
  fc.assert(
    fc.property(fc.array(char, { maxLength: 40 }), fc.nat(60), (chars, place) => {
      const text = chars.join('');
      const at = Math.min(place, text.length);
      expect(sentPlace(text, shownPlace(text, at))).toBe(at);
      expect(shownPlace(text, text.length)).toBe(neutraliseText(text).length);
      expect(sentPlace(text, place * 9)).toBeLessThanOrEqual(text.length);
    }),
  );
});
