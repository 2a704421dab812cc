import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReviewEvent } from '#shared/model/review/event.ts';
import { foldItem } from './fold.ts';
import { canonicalJson, sameJson } from './same-json.ts';
import { undoStack } from './undo-stack.ts';

const id = (name: string) => name.padEnd(27, '-');

function event(name: string, set: ReviewEvent['set'], over: Record<string, string[]> = {}, rest = {}): ReviewEvent {
  return {
    id: id(name),
    kind: 'annotation',
    itemId: 'n1',
    callId: 'call',
    author: 'ana',
    atMs: 1000,
    set,
    over: Object.fromEntries(Object.entries(over).map(([field, names]) => [field, names.map(id)])),
    command: name,
    undoes: null,
    ...rest,
  };
}

describe('foldItem', () => {
  it('takes the values that nobody replaced', () => {
    const made = event('a', { text: 'slow', severity: 'minor' });
    const changed = event('b', { text: 'very slow' }, { text: ['a'] }, { atMs: 2000, author: 'ben' });
    const item = foldItem([made, changed]);
    expect(item).toMatchObject({
      fields: { text: 'very slow', severity: 'minor' },
      heads: { text: [id('b')], severity: [id('a')] },
      rivals: {},
      author: 'ana',
      createdMs: 1000,
      updatedMs: 2000,
    });
  });

  it('shows both values when two did not know of each other, the later one first', () => {
    const made = event('a', { text: 'slow' });
    const ben = event('b', { text: 'too slow' }, { text: ['a'] }, { atMs: 3000, author: 'ben' });
    const ana = event('c', { text: 'slow, tool call' }, { text: ['a'] }, { atMs: 2000 });
    const item = foldItem([made, ben, ana]);
    expect(item?.fields.text).toBe('too slow');
    expect(item?.rivals.text?.map(({ value, author }) => [value, author])).toEqual([
      ['too slow', 'ben'],
      ['slow, tool call', 'ana'],
    ]);
    const settled = event('d', { text: 'slow: tool call' }, { text: ['b', 'c'] }, { atMs: 1 });
    expect(foldItem([made, ben, ana, settled])).toMatchObject({ fields: { text: 'slow: tool call' }, rivals: {} });
  });

  it('sees no disagreement where both wrote the same', () => {
    const one = event('a', { tags: ['x', 'y'] });
    const other = event('b', { tags: ['x', 'y'] }, {}, { author: 'ben' });
    expect(foldItem([one, other])).toMatchObject({ rivals: {}, heads: { tags: [id('a'), id('b')] } });
  });

  it('needs no event that another one names', () => {
    const item = foldItem([event('b', { text: 'x' }, { text: ['never seen'] })]);
    expect(item).toMatchObject({ fields: { text: 'x' }, rivals: {} });
  });

  it('was made by whoever replaced nothing, though a colleague’s clock is slow', () => {
    const made = event('a', { text: 'slow' }, { text: [] }, { atMs: 5000 });
    const changed = event('b', { text: 'too slow' }, { text: ['a'] }, { atMs: 10, author: 'ben' });
    expect(foldItem([changed, made])).toMatchObject({ author: 'ana', createdMs: 5000, fields: { text: 'too slow' } });
    // Without the event that made it, the earliest there is.
    expect(foldItem([changed])).toMatchObject({ author: 'ben', createdMs: 10 });
  });

  it('takes thousands of values that nobody replaced, and thousands of fields', () => {
    const rivals = Array.from({ length: 10_000 }, (_, i) => event(`r${i}`, { text: `value ${i}` }, {}, { atMs: i }));
    const fields = Array.from({ length: 5000 }, (_, i) => event(`f${i}`, { [`field${i}`]: i }));
    const startedMs = performance.now();
    const item = foldItem([...rivals, ...fields]);
    // A second on a slow machine; comparing each with each took half a minute.
    expect(performance.now() - startedMs).toBeLessThan(3000);
    expect(item?.rivals.text).toHaveLength(10_000);
    expect(item?.fields).toMatchObject({ text: 'value 9999', field4999: 4999 });
  });

  it('is not led astray by fields named like parts of an object', () => {
    const hostile = event('a', JSON.parse('{"__proto__":{"x":1},"constructor":2,"text":"t"}'));
    const item = foldItem([hostile]);
    expect(Object.keys(item?.fields ?? {}).sort()).toEqual(['__proto__', 'constructor', 'text']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('depends on the set of the events alone', () => {
    const fields = ['text', 'severity', 'tags'];
    const logs = fc.array(
      fc.record({
        field: fc.constantFrom(...fields),
        value: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
        seen: fc.array(fc.nat(20), { maxLength: 3 }),
        atMs: fc.nat(5),
        author: fc.constantFrom('ana', 'ben', 'cai'),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(logs, fc.array(fc.nat(1000), { maxLength: 60 }), (log, picks) => {
        const events = log.map(({ field, value, seen, atMs, author }, at) => {
          const known = seen.filter((other) => other < at).map((other) => `e${other}`);
          return event(`e${at}`, { [field]: value }, { [field]: known }, { atMs, author });
        });
        const shuffled = [...picks.flatMap((pick) => events[pick % events.length] ?? []), ...events];
        expect(canonicalJson(foldItem([...shuffled].reverse()))).toBe(canonicalJson(foldItem(events)));
        expect(canonicalJson(foldItem(shuffled))).toBe(canonicalJson(foldItem(events)));
      }),
    );
  });
});

describe('sameJson', () => {
  it('does not care for the order of keys, and does for that of lists', () => {
    expect(sameJson({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson({ a: null }, {})).toBe(false);
    expect(sameJson('1', 1)).toBe(false);
  });
});

describe('undoStack', () => {
  const done = (command: string, undoes: string | null = null) => ({ command, undoes });

  it('takes back the last, then the one before, and forward again', () => {
    const log = [done('a'), done('b')];
    expect(undoStack([])).toEqual({ undo: null, redo: null });
    expect(undoStack(log)).toEqual({ undo: 'b', redo: null });
    log.push(done('u1', 'b'));
    expect(undoStack(log)).toEqual({ undo: 'a', redo: 'u1' });
    log.push(done('u2', 'a'));
    expect(undoStack(log)).toEqual({ undo: null, redo: 'u2' });
    log.push(done('r1', 'u2'));
    expect(undoStack(log)).toEqual({ undo: 'r1', redo: 'u1' });
    log.push(done('r2', 'u1'));
    expect(undoStack(log)).toEqual({ undo: 'r2', redo: null });
  });

  it('ends the redoing when something new is done', () => {
    expect(undoStack([done('a'), done('u', 'a'), done('b')])).toEqual({ undo: 'b', redo: null });
  });
});
