import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToList, firstCompared, moveInList, refKey, TRAY_LIMIT } from './tray-list.ts';

const turn = (index: number) => ({ callId: 'a', index, mark: null });
const ref = fc.record({
  callId: fc.constantFrom('a', 'b', 'c~1'),
  index: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
});

describe('the tray', () => {
  it('holds each thing once, whatever is added', () => {
    fc.assert(
      fc.property(fc.array(ref), fc.array(ref), (before, more) => {
        const first = addToList([], before).items;
        const { items, added, known, noRoom } = addToList(first, more);
        expect(new Set(items.map(refKey)).size).toBe(items.length);
        expect(items.slice(0, first.length)).toEqual(first);
        expect(added + known + noRoom).toBe(more.length);
        expect(items.length).toBe(first.length + added);
      }),
    );
  });

  it('says what found no room', () => {
    const refs = Array.from({ length: TRAY_LIMIT + 3 }, (_, index) => ({ callId: 'a', index }));
    expect(addToList([], refs)).toMatchObject({ added: TRAY_LIMIT, known: 0, noRoom: 3 });
  });

  it('moves one thing and keeps the others in order', () => {
    const items = [turn(0), turn(1), turn(2)];
    expect(moveInList(items, turn(2), 0)).toEqual([turn(2), turn(0), turn(1)]);
    expect(moveInList(items, turn(0), 99)).toEqual([turn(1), turn(2), turn(0)]);
    expect(moveInList(items, turn(7), 0)).toBe(items);
  });

  it('begins with six of the first one’s kind', () => {
    const call = { callId: 'b', index: null, mark: null };
    const turns = [0, 1, 2, 3, 4, 5, 6].map(turn);
    expect(firstCompared([turns[0] ?? call, call, ...turns.slice(1)]).map(({ index }) => index)).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
    expect(firstCompared([call, turn(0)])).toEqual([{ callId: 'b', index: null }]);
    expect(firstCompared([])).toEqual([]);
  });
});
