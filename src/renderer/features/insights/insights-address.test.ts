import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TurnPick } from '#shared/model/insights/behind.ts';
import { insightKeys, insightMeasures } from '#shared/model/insights/question.ts';
import { noFilter } from '../../lib/call-filter.ts';
import { type Behind, firstPlace, formatPlace, type InsightsPlace, parsePlace } from './insights-address.ts';

const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((each) => each.isWellFormed());
const turns: fc.Arbitrary<Extract<Behind, { of: 'turns' }>> = fc.record({
  of: fc.constant('turns' as const),
  title: text,
  by: fc.constantFrom(...insightKeys),
  key: fc.option(text, { nil: null }),
  measure: fc.constantFrom(...insightMeasures),
  pick: fc.record({
    kind: fc.constant('range' as const),
    fromMs: fc.option(fc.integer(), { nil: null }),
    toMs: fc.option(fc.integer(), { nil: null }),
  }) satisfies fc.Arbitrary<TurnPick>,
  period: fc.constant(null),
});
const places: fc.Arbitrary<InsightsPlace> = fc.record({
  view: fc.constantFrom('overview', 'versions'),
  measure: fc.constantFrom(...insightMeasures),
  by: fc.constantFrom(...insightKeys),
  limit: fc.constantFrom('slow', 'bad', 'p90'),
  focus: fc.option(text),
  agent: fc.option(text),
  a: fc.option(text),
  b: fc.option(text),
  filter: fc.option(fc.record({ text }).map((part) => ({ ...noFilter, ...part }))),
  behind: fc.option(turns, { nil: null }),
});

describe('the address of Insights', () => {
  it('comes back whole', () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(parsePlace(formatPlace(place))).toEqual(place);
      }),
    );
  });

  it('is empty at the beginning', () => {
    expect(formatPlace(firstPlace)).toBe('');
    expect(parsePlace('')).toEqual(firstPlace);
  });

  it.each(['measure=speed&by=moon&view=x', 'behind=%7B', 'behind={"of":"turns"}', 'filter=[]', 'limit=', '%E0%A4%A'])(
    'takes %s as the beginning',
    (search) => {
      expect(parsePlace(search)).toEqual(firstPlace);
    },
  );
});
