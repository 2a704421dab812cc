import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, callsOf, draw, drawOrder, sharesOf } from './draw.ts';

const calls = (count: number, stratum: (at: number) => string | null = () => null): Candidate[] =>
  Array.from({ length: count }, (_, at) => ({ id: `call-${at}`, stratum: stratum(at) }));
const plain = (calls: number, seed: number) => ({ size: { in: 'calls' as const, calls }, strata: null, seed });

describe('a random sample', () => {
  it('is the same for the same seed, whatever order the calls come in, and another one for another seed', () => {
    const all = calls(500);
    const first = draw(all, plain(25, 7)).ids;
    expect(draw([...all].reverse(), plain(25, 7)).ids).toEqual(first);
    expect(draw(all, plain(25, 8)).ids).not.toEqual(first);
    // The exact calls: a change of the generator must be noticed, since a seed is written down and used again.
    expect(draw(calls(20), plain(5, 7)).ids).toMatchInlineSnapshot(`
      [
        "call-3",
        "call-12",
        "call-19",
        "call-11",
        "call-2",
      ]
    `);
  });

  it('gives every call the same chance: inclusion counts over 2 000 seeds fit the binomial', () => {
    const all = calls(100);
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed += 1) {
      for (const id of draw(all, plain(10, seed)).ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    // Each call is expected 200 times. Chi-square with 99 degrees of freedom scaled by (1 - 1/10): 99.9 % lie under 149.
    const chi = [...all].reduce((sum, { id }) => sum + ((counts.get(id) ?? 0) - 200) ** 2 / (200 * 0.9), 0);
    expect(chi).toBeLessThan(149);
    expect(chi).toBeGreaterThan(60);
  });

  it('has no two calls in the same place among 100 000', () => {
    expect(new Set(calls(100_000).map(({ id }) => drawOrder(1, id))).size).toBe(100_000);
  });

  it('takes all when more are asked for than there are, and none of none', () => {
    expect(draw(calls(3), plain(10, 1)).ids.toSorted()).toEqual(['call-0', 'call-1', 'call-2']);
    expect(draw([], plain(10, 1))).toEqual({ ids: [], strata: [] });
  });
});

describe('the size of a sample', () => {
  it('in percent is rounded up, so that it is never none of some', () => {
    expect(callsOf({ in: 'percent', percent: 1 }, 40)).toBe(1);
    expect(callsOf({ in: 'percent', percent: 7 }, 100)).toBe(7);
    expect(callsOf({ in: 'percent', percent: 7.1 }, 100)).toBe(8);
    expect(callsOf({ in: 'percent', percent: 5 }, 0)).toBe(0);
  });
});

describe('a stratified sample', () => {
  const spread = calls(100, (at) => (at < 70 ? 'v7' : at < 95 ? 'v6' : null));
  const by = (share: 'proportional' | 'equal', count: number) =>
    draw(spread, { size: { in: 'calls', calls: count }, strata: { by: 'version', share }, seed: 3 });

  it('is spread as the calls are', () => {
    expect(by('proportional', 20).strata).toEqual([
      { name: 'v7', matching: 70, drawn: 14 },
      { name: 'v6', matching: 25, drawn: 5 },
      { name: null, matching: 5, drawn: 1 },
    ]);
  });

  it('takes as many from each, and from the others what a small one cannot give', () => {
    const { ids, strata } = by('equal', 30);
    expect(strata.map(({ drawn }) => drawn)).toEqual([13, 12, 5]);
    const versionOf = new Map(spread.map(({ id, stratum }) => [id, stratum]));
    expect(ids.filter((id) => versionOf.get(id) === 'v6')).toHaveLength(12);
  });

  it('sums to what was asked for and never exceeds a group', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2000), { maxLength: 40 }),
        fc.nat(5000),
        fc.constantFrom('proportional' as const, 'equal' as const),
        (sizes, wanted, share) => {
          const shares = sharesOf(sizes, wanted, share);
          const total = sizes.reduce((sum, size) => sum + size, 0);
          expect(shares.reduce((sum, given) => sum + given, 0)).toBe(Math.min(wanted, total));
          shares.forEach((given, at) => {
            expect(given).toBeLessThanOrEqual(sizes[at] ?? 0);
            if (share === 'proportional' && wanted <= total && total > 0) {
              // The quota rule: a share is its exact quota rounded down or up.
              const quota = ((sizes[at] ?? 0) * wanted) / total;
              expect(Math.abs(given - quota)).toBeLessThan(1);
            }
          });
        },
      ),
    );
  });

  it('in equal parts differs by one at most between groups that could give more', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 1, maxLength: 20 }), fc.nat(1000), (sizes, wanted) => {
        const shares = sharesOf(sizes, wanted, 'equal');
        const open = shares.filter((given, at) => given < (sizes[at] ?? 0));
        const most = Math.max(...shares);
        if (open.length > 0) expect(most - Math.min(...open)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
