import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScorecardFile } from '../../model/review/scorecard.ts';
import { readScorecardFile, writeScorecardFile } from './scorecard-file.ts';
import { makeCard, makeCriterion, scale } from './test-cards.ts';

const file: ScorecardFile = {
  format: 'earmark-scorecard',
  version: 1,
  name: 'Everything',
  description: 'With \u202e odd \u0000 characters, \u{1f642} and "quotes".',
  scorecard: makeCard(
    [
      {
        criteria: [
          makeCriterion('a', { auto: { metric: 'turns', is: 'above', limit: 3 }, critical: 'call' }),
          makeCriterion('b', { answer: scale(2), onlyIf: { criterionId: 'a', answers: [true] } }),
          makeCriterion('c', {
            answer: {
              type: 'choice',
              choices: [
                { id: 'x', label: 'X', points: null, fails: false },
                { id: 'y', label: 'Y', points: 0.25, fails: true },
              ],
            },
          }),
          makeCriterion('d', { answer: { type: 'number', unit: 's', worst: 9, best: 1 } }),
        ],
      },
    ],
    70,
  ),
};

const problemOf = (change: (parsed: Record<string, unknown>) => unknown) =>
  readScorecardFile(JSON.stringify(change(JSON.parse(writeScorecardFile(file)) as Record<string, unknown>))).problem;

describe('a scorecard as a file', () => {
  it('comes back as it was, also with a byte order mark', () => {
    expect(readScorecardFile(writeScorecardFile(file))).toEqual({ file, problem: null });
    expect(readScorecardFile(`\ufeff${writeScorecardFile(file)}`).file).toEqual(file);
  });

  it('fills in what an author left out', () => {
    const short = {
      format: 'earmark-scorecard',
      version: 1,
      name: 'Short',
      scorecard: {
        sections: [{ id: 's', label: 'S', criteria: [{ id: 'a', label: 'A', answer: { type: 'yes-no' } }] }],
      },
    };
    const { file: read } = readScorecardFile(JSON.stringify(short));
    expect(read?.scorecard.sections[0]?.criteria[0]).toEqual({ ...makeCriterion('a'), label: 'A' });
  });

  it.each([
    ['no JSON', '{"format": "earmark-sc', 'no JSON'],
    ['nothing', '', 'no JSON'],
    ['null', 'null', 'no scorecard'],
    ['a list', '[]', 'no scorecard'],
    ['something else', '{"format":"earmark-bundle","version":1}', 'no scorecard'],
    ['a newer version', '{"format":"earmark-scorecard","version":2,"name":"x"}', 'newer Earmark'],
    ['deep nesting', '['.repeat(200_000), 'no JSON'],
    ['deep nesting that is closed', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'no scorecard'],
    ['too much', ' '.repeat(5_000_001), 'too large'],
  ])('refuses %s', (_, text, problem) => {
    expect(readScorecardFile(text)).toMatchObject({ file: null, problem: expect.stringContaining(problem) });
  });

  it('says where a field is wrong', () => {
    expect(problemOf((parsed) => ({ ...parsed, name: '' }))).toMatch(/cannot be used: name: /);
    expect(problemOf((parsed) => ({ ...parsed, extra: 1 }))).toMatch(/extra/);
    expect(problemOf((parsed) => ({ ...parsed, scorecard: { sections: [{ id: 's' }] } }))).toMatch(
      /scorecard\.sections\.0/,
    );
    const evil = `${writeScorecardFile(file).trimEnd().slice(0, -1)},"__proto__":{"polluted":true}}`;
    expect(readScorecardFile(evil).problem).not.toBeNull();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('never throws, whatever the JSON is', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (json, inner) => {
        readScorecardFile(json);
        readScorecardFile(`{"format":"earmark-scorecard","version":1,"name":"x","scorecard":${inner}}`);
      }),
    );
  });
});
