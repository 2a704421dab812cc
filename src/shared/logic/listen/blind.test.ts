import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VotedTurn } from '../../model/review/vote.ts';
import { seededRandom } from '../stats/random.ts';
import { blindOrder, drawPairs, shuffle } from './blind.ts';

const turn = (callId: string, version = '6', index = 1): VotedTurn => ({ callId, index, agent: 'Mia', version });
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const pairsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ one: turn(`a${at}`), two: turn(`b${at}`, '7') }));

describe('the blind order', () => {
  it('is the same for the same seed', () => {
    const order = (seed: number) => JSON.stringify(blindOrder(pairsOf(20), seededRandom(seed)));
    expect(order(7)).toBe(order(7));
    expect(new Set([1, 2, 3, 4].map(order)).size).toBe(4);
  });

  it('keeps every pair once, with each side as A in half of them', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 40 }), (seed, count) => {
        const order = blindOrder(pairsOf(count), seededRandom(seed));
        const names = order.map(({ first, second }) => [first.callId, second.callId].sort().join(' '));
        expect(names.toSorted()).toEqual(
          pairsOf(count)
            .map(({ one, two }) => `${one.callId} ${two.callId}`)
            .toSorted(),
        );
        const sixIsA = order.filter(({ first }) => first.version === '6').length;
        expect(Math.abs(sixIsA - (count - sixIsA))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives every pair either order about as often, also alone, and every place about as often', () => {
    const runs = 4000;
    const firstIsA = [0, 0, 0];
    const places = [0, 0, 0];
    let alone = 0;
    const random = seededRandom(2026);
    for (let run = 0; run < runs; run += 1) {
      blindOrder(pairsOf(3), random).forEach(({ first, second }, place) => {
        const which = Number((first.version === '6' ? first : second).callId.slice(1));
        firstIsA[which] = (firstIsA[which] ?? 0) + (first.version === '6' ? 1 : 0);
        if (which === 0) places[place] = (places[place] ?? 0) + 1;
      });
      if (blindOrder(pairsOf(1), random)[0]?.first.version === '6') alone += 1;
    }
    // Five standard deviations of a fair draw.
    for (const count of [...firstIsA, alone]) expect(Math.abs(count / runs - 1 / 2)).toBeLessThan(0.04);
    for (const count of places) expect(Math.abs(count / runs - 1 / 3)).toBeLessThan(0.04);
  });

  it('shuffles without losing anything', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), seeds, (list, seed) => {
        expect(shuffle(list, seededRandom(seed)).sort()).toEqual([...list].sort());
      }),
    );
  });
});

describe('drawing pairs', () => {
  it('takes no call twice as long as there are enough', () => {
    const many = (side: string, version: string) =>
      Array.from({ length: 12 }, (_, at) => turn(`${side}${at % 6}`, version, at));
    fc.assert(
      fc.property(seeds, (seed) => {
        const pairs = drawPairs(many('a', '6'), many('b', '7'), 6, seededRandom(seed));
        expect(pairs).toHaveLength(6);
        expect(new Set(pairs.map(({ one }) => one.callId)).size).toBe(6);
        expect(new Set(pairs.map(({ two }) => two.callId)).size).toBe(6);
        expect(pairs.every(({ one, two }) => one.version === '6' && two.version === '7')).toBe(true);
      }),
    );
  });

  it('takes calls again rather than too few pairs, but no turn', () => {
    const ones = [turn('a', '6', 1), turn('a', '6', 3), turn('a', '6', 5)];
    const twos = [turn('b', '7', 1), turn('c', '7', 1)];
    const pairs = drawPairs(ones, twos, 20, seededRandom(1));
    expect(pairs).toHaveLength(2);
    expect(new Set(pairs.map(({ one }) => one.index)).size).toBe(2);
  });

  it('never holds a call against itself, and has no pairs of nothing', () => {
    expect(drawPairs([turn('a')], [turn('a', '7', 3)], 5, seededRandom(1))).toEqual([]);
    expect(drawPairs([], [turn('a')], 5, seededRandom(1))).toEqual([]);
  });
});
