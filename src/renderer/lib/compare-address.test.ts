import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hrefOf, parseHash } from './router.ts';

describe('the address of a comparison', () => {
  const callId = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
  it('comes back whole', () => {
    const ids = fc.uniqueArray(callId, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(ids, fc.boolean(), fc.nat(9999), fc.nat(5), (callIds, ofTurns, index, at) => {
        const refs = callIds.map((id) => ({ callId: id, index: ofTurns ? index : null }));
        const base = at % refs.length;
        expect(parseHash(hrefOf({ name: 'compare', refs, base }))).toEqual({ name: 'compare', refs, base });
      }),
    );
  });

  it.each([
    ['#/compare', []],
    ['#/compare?turn=a', []],
    ['#/compare?turn=~3&call=', []],
    ['#/compare?turn=a~1&turn=a~1&call=b&turn=a~-1&turn=b~2&base=7', ['a~1', 'b~2']],
    ['#/compare?call=a&call=a&turn=b~1', ['a']],
    [
      `#/compare?${[0, 1, 2, 3, 4, 5, 6, 7].map((i) => `turn=a~${i}`).join('&')}`,
      ['a~0', 'a~1', 'a~2', 'a~3', 'a~4', 'a~5'],
    ],
  ])('leaves out what cannot be side by side: %s', (hash, names) => {
    const route = parseHash(hash);
    expect(route).toMatchObject({ name: 'compare', base: 0 });
    const refs = route.name === 'compare' ? route.refs : [];
    expect(refs.map(({ callId: id, index }) => (index === null ? id : `${id}~${index}`))).toEqual(names);
  });
});
