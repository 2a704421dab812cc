import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TurnRole } from '../model/turn.ts';
import { turnTimingOf } from '../testing/timing.ts';
import { findBargeIns, findMoved, isOrder, splitHeard } from './turn-marks.ts';

const timing = (index: number, startMs: number | null, bargedInMs: number | null = null) =>
  turnTimingOf(index, { startMs, startSource: startMs === null ? null : 'sound', bargedInMs });
const roles = (...names: TurnRole[]) => names.map((role) => ({ role }));

describe('findBargeIns', () => {
  it('takes the other party’s nearest start', () => {
    const turns = roles('agent', 'caller', 'agent', 'caller');
    const timings = [timing(0, 0, 3000), timing(1, 2900), timing(2, 3000), timing(3, 3400)];
    expect(findBargeIns(turns, timings)).toEqual([{ into: 0, by: 1, atMs: 3000 }]);
  });

  it('names nobody when nobody starts there', () => {
    expect(
      findBargeIns(roles('agent', 'caller', 'other'), [timing(0, 0, 3000), timing(1, 9000), timing(2, 3000)]),
    ).toEqual([{ into: 0, by: null, atMs: 3000 }]);
    expect(findBargeIns(roles('agent'), [timing(0, 0)])).toEqual([]);
  });
});

describe('findMoved', () => {
  it('marks the turn that was said earlier, in either order', () => {
    const { spoken, vendor } = findMoved([0, 2, 1, 3]);
    expect([...spoken]).toEqual([2]);
    expect([...vendor]).toEqual([2]);
  });

  it('marks something exactly when the order differs', () => {
    const orders = fc.integer({ min: 1, max: 12 }).chain((count) => {
      const all = Array.from({ length: count }, (_, i) => i);
      return fc.shuffledSubarray(all, { minLength: count, maxLength: count });
    });
    fc.assert(
      fc.property(orders, (order) => {
        expect(isOrder(order, order.length)).toBe(true);
        const sorted = order.every((position, at) => position === at);
        const { spoken, vendor } = findMoved(order);
        expect(spoken.size === 0).toBe(sorted);
        expect(vendor.size === 0).toBe(sorted);
      }),
    );
  });

  it('takes no order that leaves a turn out', () => {
    expect([isOrder([0, 0], 2), isOrder([0], 2), isOrder([0, 2], 2), isOrder([-1, 0], 2)]).not.toContain(true);
  });
});

describe('splitHeard', () => {
  it('cuts between words, at or before the estimate', () => {
    expect(splitHeard('I can offer Tuesday at ten.', 15)).toEqual({
      heard: 'I can offer ',
      unheard: 'Tuesday at ten.',
    });
    expect(splitHeard('I can offer Tuesday', 11)).toEqual({ heard: 'I can offer', unheard: ' Tuesday' });
    expect(splitHeard('I can', 99)).toEqual({ heard: 'I can', unheard: '' });
    expect(splitHeard('Hello there', 2)).toEqual({ heard: '', unheard: 'Hello there' });
  });

  it('loses nothing and cuts no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: -5, max: 200 }), (text, chars) => {
        const { heard, unheard } = splitHeard(text, chars);
        expect(heard + unheard).toBe(text);
        expect(heard.length).toBeLessThanOrEqual(Math.max(0, chars));
        const boundaries = new Set(Array.from(new Intl.Segmenter().segment(text), (segment) => segment.index));
        if (unheard !== '') expect(boundaries.has(heard.length)).toBe(true);
      }),
    );
  });
});
