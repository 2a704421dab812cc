import { describe, expect, it } from 'vitest';
import { headerPx, rowPx } from './columns.ts';
import { movedIndex, pageRowsOf, pagesAround, scrollToShow } from './grid-moves.ts';

describe('movedIndex', () => {
  it('stays in the list', () => {
    expect(movedIndex(0, 'up', 10, 5)).toBe(0);
    expect(movedIndex(9, 'down', 10, 5)).toBe(9);
    expect(movedIndex(3, 'page-up', 10, 5)).toBe(0);
    expect(movedIndex(7, 'page-down', 10, 5)).toBe(9);
    expect(movedIndex(7, 'home', 10, 5)).toBe(0);
    expect(movedIndex(0, 'end', 10, 5)).toBe(9);
    expect(movedIndex(5, 'end', 0, 5)).toBe(0);
  });
  it('finds back into a list that has become shorter', () => {
    expect(movedIndex(500, 'up', 10, 5)).toBe(9);
    expect(movedIndex(500, 'page-up', 10, 5)).toBe(9);
  });
});

it('scrollToShow moves as little as needed', () => {
  const viewport = headerPx + 10 * rowPx;
  expect(scrollToShow(0, 0, viewport)).toBe(0);
  expect(scrollToShow(9, 0, viewport)).toBe(0);
  expect(scrollToShow(10, 0, viewport)).toBe(rowPx);
  expect(scrollToShow(3, 5 * rowPx, viewport)).toBe(3 * rowPx);
  expect(pageRowsOf(viewport)).toBe(9);
  expect(pageRowsOf(0)).toBe(1);
});

it('pagesAround takes a neighbour on either side', () => {
  expect(pagesAround(0, 30, 100_000)).toEqual([0, 1]);
  expect(pagesAround(250, 280, 100_000)).toEqual([1, 2, 3]);
  expect(pagesAround(99_990, 99_999, 100_000)).toEqual([998, 999]);
  expect(pagesAround(0, 0, 0)).toEqual([0]);
});
