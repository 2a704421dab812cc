import { expect, it } from 'vitest';
import { definitionIdSchema } from '../model/finding.ts';
import { latencyStages } from '../model/turn.ts';
import { definitions, getDefinition, whyTotalBelowSum } from './definitions.ts';
import { insightDefinitions } from './insight-definitions.ts';

it('defines every figure once, completely', () => {
  const all = [...definitions, ...insightDefinitions];
  expect(all.map(({ id }) => id).toSorted()).toEqual(definitionIdSchema.options.toSorted());
  for (const { name, start, end, note, version } of all) {
    for (const words of [name, start, end, note]) expect(words.length).toBeGreaterThan(5);
    expect(Number.isInteger(version) && version >= 1).toBe(true);
  }
});

it('reads in the order of the pipeline, the total first', () => {
  expect(definitions.slice(0, 7).map(({ id }) => id)).toEqual(['total_perceived_ms', ...latencyStages]);
});

it('says at the total why it may be below the sum', () => {
  expect(getDefinition('total_perceived_ms').note).toContain(whyTotalBelowSum);
  expect(getDefinition('stage_sum').source).toBe('computed');
  expect(getDefinition('measured_gap').source).toBe('sound');
  expect(getDefinition('residual').source).toBe('both');
});
