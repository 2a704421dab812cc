import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkScorecard } from '#shared/logic/scorecard/check-scorecard.ts';
import { criteriaOf } from '#shared/logic/scorecard/conditions.ts';
import { readScorecardFile } from '#shared/logic/scorecard/scorecard-file.ts';
import { shippedScorecards } from './shipped-scorecards.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'resources', 'scorecards');

describe('the scorecards that come with Earmark', () => {
  it('are all files of the folder, readable by the import', () => {
    expect(
      shippedScorecards()
        .map(({ id }) => `${id}.json`)
        .sort(),
    ).toEqual(readdirSync(folder).sort());
    for (const { id, file } of shippedScorecards()) {
      expect(readScorecardFile(readFileSync(join(folder, `${id}.json`), 'utf8'))).toEqual({ file, problem: null });
    }
  });

  it.each(shippedScorecards())('$id has nothing wrong with it, and says how every criterion is meant', ({ file }) => {
    expect(checkScorecard(file.scorecard)).toEqual([]);
    const criteria = criteriaOf(file.scorecard);
    for (const { guidance } of criteria) expect(guidance.length).toBeGreaterThan(20);
    expect(criteria.some(({ onlyIf }) => onlyIf !== null)).toBe(true);
  });

  it('show what a scorecard can do', () => {
    const criteria = shippedScorecards().flatMap(({ file }) => criteriaOf(file.scorecard));
    expect(new Set(criteria.map(({ answer }) => answer.type)).size).toBe(5);
    expect(new Set(criteria.map(({ critical }) => critical)).size).toBe(3);
    expect(criteria.filter(({ auto }) => auto !== null).length).toBeGreaterThan(10);
  });
});
