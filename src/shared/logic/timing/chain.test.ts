import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchInOrder } from './chain.ts';

const expected = (times: readonly number[], gateMs = 300) => times.map((timeMs) => ({ timeMs, gateMs }));
const onsets = (times: readonly number[], silenceMs = 1000) => times.map((timeMs) => ({ timeMs, silenceMs }));

describe('matchInOrder', () => {
  it('pairs what is near, leaves out what is missing and what is too much', () => {
    const pairs = matchInOrder(expected([1000, 2000, 3000]), onsets([400, 1050, 1500, 3100, 9000]));
    expect(Array.from(pairs)).toEqual([1, -1, 3]);
  });

  it('gives two turns of one time two onsets, in order', () => {
    expect(Array.from(matchInOrder(expected([1000, 1000]), onsets([950, 1200])))).toEqual([0, 1]);
    expect(Array.from(matchInOrder(expected([1000, 1000]), onsets([1000]))).sort()).toEqual([-1, 0]);
  });

  it('rather takes the onset after a silence than one within a turn that is a little nearer', () => {
    const list = [
      { timeMs: 980, silenceMs: 100 },
      { timeMs: 1040, silenceMs: 1500 },
    ];
    expect(Array.from(matchInOrder(expected([1000]), list))).toEqual([1]);
  });

  it('keeps order and gates, and finds as much as trying everything does', () => {
    const times = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }).map((list) => list.sort((a, b) => a - b));
    const gain = (a: number, b: number) => 1 - Math.abs(a - b) / 12 + 0.5;
    fc.assert(
      fc.property(times, times, (a, b) => {
        const matches = Array.from(matchInOrder(expected(a, 12), onsets(b)));
        const used = matches.filter((at) => at >= 0);
        expect(used).toEqual([...new Set(used)].sort((x, y) => x - y));
        const sum = matches.reduce((all, at, i) => all + (at < 0 ? 0 : gain(a[i] as number, b[at] as number)), 0);
        const most = (i: number, j: number): number => {
          if (i === a.length || j === b.length) return 0;
          const skip = Math.max(most(i + 1, j), most(i, j + 1));
          const near = Math.abs((a[i] as number) - (b[j] as number)) <= 12;
          return near ? Math.max(skip, gain(a[i] as number, b[j] as number) + most(i + 1, j + 1)) : skip;
        };
        expect(sum).toBeCloseTo(most(0, 0), 9);
      }),
    );
  });
});
