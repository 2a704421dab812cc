import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteRecord } from '../../testing/note-fixtures.ts';
import { createTurnIndex } from '../transcript.ts';
import { buildNoteMarks, groupFlags, nextAt, notesAt, nudgeEdge, RANGE_ROWS, rangeOf } from './flags.ts';
import { type AnnotationRecord, placeNotes } from './place-notes.ts';

const call = { turns: [], toolCalls: [], index: createTurnIndex([]) };
const marksOf = (...records: AnnotationRecord[]) =>
  buildNoteMarks(placeNotes(records, [], call), (id) => (id === 'red' ? 'red' : 'blue'));
const range = (id: string, startMs: number, endMs: number) => noteRecord(id, { on: 'range', startMs, endMs });
const point = (id: string, atMs: number, rest: Parameters<typeof noteRecord>[2] = {}) =>
  noteRecord(id, { on: 'point', atMs }, rest);

describe('buildNoteMarks', () => {
  it('puts ranges that overlap into rows, as few as needed', () => {
    const marks = marksOf(
      range('a', 0, 100),
      range('b', 50, 150),
      range('c', 100, 200),
      range('d', 120, 130),
      range('e', 125, 126),
    );
    expect(marks.map(({ id, row }) => [id, row])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 0],
      ['d', 2],
      ['e', RANGE_ROWS - 1],
    ]);
  });
  it('leaves out what has no time, and takes the colour of the first tag', () => {
    const marks = marksOf(noteRecord('call', null), point('a', 5, { tags: ['red', 'x'] }), point('b', 6));
    expect(marks.map(({ id, colour }) => [id, colour])).toEqual([
      ['a', 'red'],
      ['b', null],
    ]);
  });
});

describe('groupFlags', () => {
  it('draws what stands close together as one, with the worst severity and their common colour', () => {
    const marks = marksOf(
      point('a', 100, { severity: 'minor', tags: ['red'], resolved: true }),
      point('b', 101, { severity: 'critical', tags: ['red'] }),
      point('c', 500, { tags: ['red'] }),
      point('d', 501, { tags: ['x'] }),
    );
    expect(groupFlags(marks, { startMs: 0, endMs: 1000 }, 1000, 10)).toEqual([
      { x: 100, count: 2, ids: ['a', 'b'], severity: 'critical', colour: 'red', resolved: false },
      { x: 500, count: 2, ids: ['c', 'd'], severity: null, colour: null, resolved: false },
    ]);
  });

  it('never draws more than there is room for, and counts all that are in view', () => {
    const times = fc.array(fc.integer({ min: -500, max: 5000 }), { maxLength: 300 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 2000 }), (at, length) => {
        const view = { startMs: 100, endMs: 100 + length };
        const marks = marksOf(...at.map((ms, i) => point(String(i), Math.max(0, ms))));
        const groups = groupFlags(marks, view, 300, 9);
        const inView = at.map((ms) => Math.max(0, ms)).filter((ms) => ms >= view.startMs && ms <= view.endMs);
        expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(inView.length);
        expect(groups.length).toBeLessThanOrEqual(300 / 9 + 1);
        const apart = groups.slice(1).map((group, i) => group.x - (groups[i]?.x ?? 0));
        expect(Math.min(9, ...apart)).toBe(9);
      }),
    );
  });
});

describe('notesAt', () => {
  const view = { startMs: 0, endMs: 1000 };
  const marks = marksOf(point('a', 100), point('b', 105), point('c', 130), range('r', 50, 400), range('s', 300, 301));
  const at = (xPx: number) => notesAt(marks, view, 1000, 12, { xPx, reachPx: 8 });

  it('finds the nearest flag with all that it stands for, before the range below it', () => {
    expect(at(104)).toEqual(['a', 'b']);
    expect(at(125)).toEqual(['c']);
    expect(at(115)).toEqual(['r']);
  });
  it('finds every range that covers the place, also one too short to be hit, and nothing beside them', () => {
    expect(at(302)).toEqual(['r', 's']);
    expect(at(500)).toEqual([]);
  });
  it('goes round the notes of one place', () => {
    expect(['x', 'a', 'b', null].map((active) => nextAt(['a', 'b'], active))).toEqual(['a', 'b', 'a', 'a']);
    expect(nextAt([], 'a')).toBeUndefined();
  });
});

describe('ranges', () => {
  it('are between two moments, whichever came first', () => {
    expect(rangeOf(500.4, 99.6)).toEqual({ startMs: 100, endMs: 500 });
    expect(rangeOf(-3, 10)).toEqual({ startMs: 0, endMs: 10 });
  });
  it('keep their edges in order and inside the recording', () => {
    const edges = fc.array(
      fc.tuple(fc.constantFrom<'start' | 'end'>('start', 'end'), fc.integer({ min: -3000, max: 3000 })),
    );
    fc.assert(
      fc.property(edges, (steps) => {
        const end = steps.reduce((span, [edge, by]) => nudgeEdge(span, edge, by, 1000), { startMs: 200, endMs: 300 });
        expect(end.startMs).toBeGreaterThanOrEqual(0);
        expect(end.endMs).toBeGreaterThanOrEqual(end.startMs);
        expect(end.endMs).toBeLessThanOrEqual(1000);
      }),
    );
    expect(nudgeEdge({ startMs: 200, endMs: 300 }, 'start', -10, 1000)).toEqual({ startMs: 190, endMs: 300 });
    expect(nudgeEdge({ startMs: 200, endMs: 300 }, 'end', 100, 1000)).toEqual({ startMs: 200, endMs: 400 });
  });
});
