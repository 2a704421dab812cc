import { describe, expect, it } from 'vitest';
import { endOfDay, newSampleForm, readSampleForm, type SampleForm } from './sample-form.ts';

const form = (over: Partial<SampleForm> = {}): SampleForm => ({ ...newSampleForm('ada', 1200, 7), ...over });
const errorOf = (over: Partial<SampleForm>) => readSampleForm(form(over), {}).error;

describe('the sample form', () => {
  it('begins with a request that can be asked', () => {
    expect(readSampleForm(form(), { text: 'x' })).toMatchObject({
      error: null,
      request: {
        filter: { text: 'x' },
        rules: [],
        size: { in: 'calls', calls: 10 },
        strata: { by: 'version', share: 'proportional' },
        seed: 7,
        reviewers: ['ada'],
      },
      options: { dueMs: null, repeats: { percent: 0, afterDays: 14 } },
    });
  });

  it('reads rules with their limits', () => {
    const { request } = readSampleForm(
      form({
        onlyFiltered: false,
        slow: true,
        slowMs: '2000',
        shorter: true,
        shorterS: '7,5',
        toolErrors: true,
        strata: 'none',
      }),
      { text: 'x' },
    );
    expect(request).toMatchObject({
      filter: {},
      strata: null,
      rules: [
        { rule: 'slow', figure: 'worst', aboveMs: 2000 },
        { rule: 'shorter', thanMs: 7500 },
        { rule: 'tool-errors' },
      ],
    });
    expect(readSampleForm(form({ size: '2,5', sizeIn: 'percent' }), {}).request?.size).toEqual({
      in: 'percent',
      percent: 2.5,
    });
  });

  it.each([
    [{ size: '' }, /how many/],
    [{ size: '0' }, /how many/],
    [{ size: '-3' }, /how many/],
    [{ size: '2.5' }, /10 000/],
    [{ size: '101', sizeIn: 'percent' as const }, /100 %/],
    [{ seed: 'x' }, /seed/],
    [{ seed: '5000000000' }, /seed/],
    [{ reviewers: [] }, /who reviews/],
    [{ slow: true, slowMs: 'fast' }, /limit/],
    [{ repeatsPercent: '60' }, /repeats/],
    [{ repeatsAfterDays: '0' }, /repeats/],
  ])('refuses %j in a sentence', (over, words) => expect(errorOf(over)).toMatch(words));

  it('ends a day with its last moment', () => {
    expect(endOfDay('2026-11-25')).toBe(new Date(2026, 10, 26).getTime() - 1);
    expect(endOfDay('')).toBeNull();
  });
});
