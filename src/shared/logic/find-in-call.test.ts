import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFinder, firstMatchFrom, stepMatch } from './find-in-call.ts';
import { foldText } from './fold-text.ts';

const found = (text: string, query: string) =>
  createFinder([{ item: 0, field: 'text', text }])
    .find(query)
    .map(({ start, end }) => text.slice(start, end));

describe('createFinder', () => {
  it('finds whatever the case, the accents and the niqqud, and gives the place in the original', () => {
    expect(found('Un café, deux CAFE\u0301S', 'cafe')).toEqual(['café', 'CAFE\u0301']);
    expect(found('אמרתי שָׁלוֹם לכולם', 'שלום')).toEqual(['שָׁלוֹם']);
    expect(found('אמרתי שלום לכולם', 'שָׁלוֹם')).toEqual(['שלום']);
    expect(found('the ofﬁce', 'offi')).toEqual(['ofﬁ']);
    expect(found('two\n  lines', 'two lines')).toEqual(['two\n  lines']);
  });

  it('counts one character once and never cuts a joined emoji', () => {
    expect(found('ﬀ', 'f')).toEqual(['ﬀ']);
    expect(found('a👩\u200d💻b', '👩')).toEqual(['👩\u200d💻']);
    expect(found('a👩\u200d💻b', '💻b')).toEqual(['👩\u200d💻b']);
    expect(found('aaaa', 'aa')).toEqual(['aa', 'aa']);
  });

  it('finds nothing for a query of which nothing is seen', () => {
    for (const query of ['', '  ', '\u05b8', '\u200f', '\ufe0f']) expect(found('a b \u05b8', query)).toEqual([]);
  });

  it('searches all sources in their order', () => {
    const finder = createFinder([
      { item: 0, field: 'text', text: 'One more' },
      { item: 1, field: 'name', text: 'x' },
      { item: 1, field: 'request', text: '{"one": "ONE"}' },
    ]);
    expect(finder.find('one').map(({ item, field, start }) => [item, field, start])).toEqual([
      [0, 'text', 0],
      [1, 'request', 2],
      [1, 'request', 9],
    ]);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom('a', 'A', '\u0301', 'ß', 'ﬁ', ' ', '\n', '\u200d', '👩', 'ש', '\u05b8', '\ud800'),
    }),
  );

  it('never throws, and every match is in order, apart, not empty and holds the words', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, query) => {
        const wanted = foldText(query).text;
        let done = 0;
        for (const { start, end } of createFinder([{ item: 0, field: 'text', text }]).find(query)) {
          expect(start).toBeGreaterThanOrEqual(done);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(foldText(text.slice(start, end)).text).toContain(wanted.trim());
          done = end;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('finds every part of a text that has something to see', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 3, maxLength: 3 }),
        ([before, word, after]) => {
          fc.pre(foldText(word as string).text.trim() !== '');
          // Letters on both sides keep marks at the word's edges from being part of what stands beside it.
          const text = `${before}a${word}a${after}`;
          expect(found(text, word as string).length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('going through the matches', () => {
  it('begins where the reader is and goes round', () => {
    const matches = [{ item: 2 }, { item: 2 }, { item: 7 }];
    expect(firstMatchFrom(matches, 0)).toBe(0);
    expect(firstMatchFrom(matches, 3)).toBe(2);
    expect(firstMatchFrom(matches, 8)).toBe(0);
    expect(firstMatchFrom([], 0)).toBe(-1);
    expect([
      stepMatch(3, 2, 1),
      stepMatch(3, 0, -1),
      stepMatch(3, -1, -1),
      stepMatch(3, -1, 1),
      stepMatch(0, 0, 1),
    ]).toEqual([0, 2, 2, 0, -1]);
  });
});
