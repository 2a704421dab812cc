import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedRoot } from './placed.ts';

const key = fc.constantFrom(...'abcdefgh');
const merges = fc.uniqueArray(fc.tuple(key, key), { selector: ([from]) => from, maxLength: 8 });

describe('mergedRoot', () => {
  it('shows the same families whatever the order in which colleagues merged them', () => {
    fc.assert(
      fc.property(
        merges.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          for (const from of 'abcdefgh') {
            expect(mergedRoot(from, new Map(shuffled))).toBe(mergedRoot(from, new Map(list)));
          }
        },
      ),
    );
  });

  it('keeps what was merged together, also when families were merged into each other', () => {
    fc.assert(
      fc.property(merges, (list) => {
        const into = new Map(list);
        for (const [from, to] of list) expect(mergedRoot(from, into)).toBe(mergedRoot(to, into));
        for (const from of 'abcdefgh') {
          const root = mergedRoot(from, into);
          expect(mergedRoot(root, into)).toBe(root);
        }
      }),
    );
  });

  it('leaves a family alone that nobody merged', () => {
    expect(mergedRoot('a', new Map([['b', 'c']]))).toBe('a');
    expect(mergedRoot('a', new Map([['a', 'a']]))).toBe('a');
  });
});
