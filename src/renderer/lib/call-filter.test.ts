import { describe, expect, it } from 'vitest';
import { callFilterSchema } from '#shared/model/list.ts';
import {
  isFiltered,
  nextSort,
  noFilter,
  searchText,
  toCallFilter,
  toggled,
  type UiFilter,
  uiFilterSchema,
} from './call-filter.ts';

const now = new Date(2026, 10, 14, 15, 30).getTime();

describe('toCallFilter', () => {
  it('leaves out what does not restrict', () => {
    expect(toCallFilter(noFilter, now)).toEqual({});
    expect(toCallFilter({ ...noFilter, text: '   ' }, now)).toEqual({});
    expect(isFiltered(noFilter)).toBe(false);
    expect(isFiltered({ ...noFilter, directions: ['incoming'] })).toBe(true);
  });

  it.each([
    ['today', 14],
    ['7-days', 8],
    ['30-days', -15],
  ] as const)('%s begins at a local midnight and has no end', (preset, day) => {
    const filter: UiFilter = { ...noFilter, dates: { kind: 'preset', preset } };
    expect(toCallFilter(filter, now)).toEqual({ fromMs: new Date(2026, 10, day).getTime() });
    expect(toCallFilter(filter, now + 3_600_000)).toEqual(toCallFilter(filter, now));
  });

  it('includes the last day of a range, and takes open ends', () => {
    const range = (from: string | null, to: string | null): UiFilter => ({
      ...noFilter,
      dates: { kind: 'range', from, to },
    });
    expect(toCallFilter(range('2026-11-01', '2026-11-01'), now)).toEqual({
      fromMs: new Date(2026, 10, 1).getTime(),
      toMs: new Date(2026, 10, 2).getTime(),
    });
    expect(toCallFilter(range(null, 'nonsense'), now)).toEqual({});
    expect(isFiltered(range('2026-11-01', null))).toBe(true);
  });

  it('is what the contract takes', () => {
    const filter: UiFilter = {
      statusGroups: ['failed'],
      agents: [{ agent: 'a', version: null }],
      directions: ['outgoing'],
      recordingStates: ['ready'],
      reviewStates: ['done'],
      reviewers: ['ada'],
      dates: { kind: 'preset', preset: 'today' },
      measured: {
        aboveMs: 1500,
        differenceAboveMs: 0,
        deadAirAboveMs: null,
        findings: 'any',
        overlaps: 'barge-in',
      },
      text: ' +1415 ',
    };
    expect(callFilterSchema.parse(toCallFilter(filter, now))).toMatchObject({
      text: '+1415',
      measuredAboveMs: 1500,
      differenceAboveMs: 0,
      findings: 'any',
      overlaps: 'barge-in',
    });
    expect(Object.keys(callFilterSchema.parse(toCallFilter(filter, now)))).not.toContain('deadAirAboveMs');
  });

  it('of a session before there were measures is still read', () => {
    const { measured: _, ...before } = noFilter;
    expect(uiFilterSchema.parse(before)).toEqual(noFilter);
  });
});

it('nextSort turns round the same column and begins others the useful way', () => {
  expect(nextSort({ key: 'start', descending: true }, 'start')).toEqual({ key: 'start', descending: false });
  expect(nextSort({ key: 'start', descending: true }, 'worst')).toEqual({ key: 'worst', descending: true });
  expect(nextSort({ key: 'start', descending: true }, 'agent')).toEqual({ key: 'agent', descending: false });
  expect(nextSort({ key: 'start', descending: true }, 'dead-air')).toEqual({ key: 'dead-air', descending: true });
});

it('toggled adds and removes', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});

it.each([
  ['+1 (415) 555-0123', '+14155550123'],
  ['  415 555 ', '415555'],
  ['Northwind 7', 'Northwind 7'],
  ['call_12-3', 'call_12-3'],
])('searchText: %s -> %s', (typed, text) => expect(searchText(typed)).toBe(text));
