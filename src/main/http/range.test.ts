import { describe, expect, it } from 'vitest';
import { answerRange } from './range.ts';

const full = { kind: 'full' };
const unsatisfiable = { kind: 'unsatisfiable' };
const part = (start: number, end: number) => ({ kind: 'partial', start, end });

describe('answerRange', () => {
  it.each([
    [null, 10, full],
    ['', 10, full],
    ['bytes=0-', 10, part(0, 9)],
    ['bytes=4-', 10, part(4, 9)],
    ['bytes=0-0', 10, part(0, 0)],
    ['bytes=9-9', 10, part(9, 9)],
    ['bytes=2-5', 10, part(2, 5)],
    ['bytes=2-500', 10, part(2, 9)],
    ['BYTES=2-5', 10, part(2, 5)],
    [' bytes=2-5 ', 10, part(2, 5)],
    ['bytes=-3', 10, part(7, 9)],
    ['bytes=-30', 10, part(0, 9)],
    ['bytes=-0', 10, unsatisfiable],
    ['bytes=10-', 10, unsatisfiable],
    ['bytes=10-12', 10, unsatisfiable],
    ['bytes=99999999999999999999-', 10, unsatisfiable],
    ['bytes=0-99999999999999999999', 10, part(0, 9)],
    ['bytes=5-2', 10, full],
    ['bytes=-', 10, full],
    ['bytes=a-b', 10, full],
    ['bytes=0x1-2', 10, full],
    ['bytes=1-2,4-5', 10, full],
    ['items=0-1', 10, full],
    ['bytes 0-1', 10, full],
    ['bytes=0-', 0, unsatisfiable],
    ['bytes=-1', 0, unsatisfiable],
    [null, 0, full],
  ])('%j of %d bytes', (header, size, expected) => {
    expect(answerRange(header, size)).toEqual(expected);
  });
});
