import { describe, expect, it } from 'vitest';
import { noFilter } from '../../lib/call-filter.ts';
import { dateSummary, summarise, toggleAgent, toggleVersion, withDateEnd } from './filter-words.ts';

const facet = {
  agent: 'a',
  name: 'Scheduler',
  count: 9,
  versions: [
    { version: '7', count: 5 },
    { version: '6', count: 4 },
  ],
};

it('summarise fits a chip', () => {
  expect(summarise([])).toBeNull();
  expect(summarise(['x'])).toBe('x');
  expect(summarise(['x', 'y'])).toBe('x, y');
  expect(summarise(['x', 'y', 'z'])).toBe('x + 2');
});

describe('agents and versions', () => {
  const all = [{ agent: 'a', version: null }];
  const six = [{ agent: 'a', version: '6' }];
  it('an agent is all of its versions', () => {
    expect(toggleAgent([], 'a')).toEqual(all);
    expect(toggleAgent(all, 'a')).toEqual([]);
    expect(toggleAgent(six, 'a')).toEqual(all);
  });
  it('a version taken out of all leaves the others, the last one added makes all', () => {
    expect(toggleVersion(all, facet, '7')).toEqual(six);
    expect(toggleVersion(six, facet, '7')).toEqual(all);
    expect(toggleVersion(six, facet, '6')).toEqual([]);
    expect(toggleVersion([{ agent: 'b', version: null }], facet, '6')).toEqual([{ agent: 'b', version: null }, ...six]);
  });
  it('calls without a version are only among all', () => {
    const partly = { ...facet, versions: [...facet.versions, { version: null, count: 1 }] };
    expect(toggleVersion(six, partly, '7')).toEqual([...six, { agent: 'a', version: '7' }]);
  });
});

it('dates', () => {
  const from = withDateEnd(null, 'from', '2026-11-01');
  expect(from).toEqual({ kind: 'range', from: '2026-11-01', to: null });
  expect(dateSummary({ ...noFilter, dates: from })).toBe('from 2026-11-01');
  expect(withDateEnd(from, 'from', '')).toBeNull();
  expect(withDateEnd({ kind: 'preset', preset: 'today' }, 'to', '2026-11-02')).toEqual({
    kind: 'range',
    from: null,
    to: '2026-11-02',
  });
});
