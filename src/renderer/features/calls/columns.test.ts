import { describe, expect, it } from 'vitest';
import { callSortKeys } from '#shared/model/list.ts';
import { columns, gridTemplateOf, shownColumns, widthOf } from './columns.ts';

const keysAt = (px: number, choice = {}) => shownColumns(px, choice).map(({ key }) => key);

it('there is a column for everything that can be sorted by', () => {
  expect(new Set(columns.map(({ key }) => key))).toEqual(new Set(callSortKeys));
});

describe('shownColumns', () => {
  it('draws the essential ones however narrow the window, and all in a wide one', () => {
    expect(keysAt(100)).toEqual(['start', 'agent', 'status', 'caller', 'duration', 'review', 'recording']);
    expect(keysAt(3000)).toEqual(columns.map(({ key }) => key));
  });

  it('never draws more than fits unless that was chosen', () => {
    for (let px = widthOf(shownColumns(0, {})); px < 2000; px += 13) {
      expect(widthOf(shownColumns(px, {}))).toBeLessThanOrEqual(px);
    }
    expect(widthOf(shownColumns(700, { 'dead-air': true, overlaps: true }))).toBeGreaterThan(700);
  });

  it('goes by what was chosen, in the table’s order', () => {
    const keys = keysAt(1200, { caller: false, 'dead-air': true, worst: false });
    expect(keys).not.toContain('caller');
    expect(keys).not.toContain('worst');
    expect(keys.slice(-3)).toEqual(['dead-air', 'review', 'recording']);
  });

  it('brings worst gaps and findings before medians', () => {
    // What a window of 1280 leaves beside the rail.
    const keys = keysAt(1192);
    expect(keys).toEqual(expect.arrayContaining(['worst', 'measured-worst', 'difference', 'findings']));
    expect(keys).not.toContain('median');
  });
});

it('gridTemplateOf gives the room that is left to those that grow', () => {
  const [start, , , direction] = columns;
  expect(gridTemplateOf([start, direction].filter((column) => column !== undefined))).toBe('minmax(108px, 0.4fr) 56px');
});
