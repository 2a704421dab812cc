import type { ErrorCounts } from '../../model/review/accuracy.ts';
import { alignUnits } from './align-units.ts';
import { splitUnits } from './units.ts';

/** Nothing was checked. */
export const noErrors: ErrorCounts = {
  substitutions: 0,
  deletions: 0,
  insertions: 0,
  said: 0,
  characters: 0,
  turns: 0,
  tooLong: 0,
};

/** Counts the errors of one turn: `sent` is the vendor's text, `said` the corrected one. */
export function countErrors(sent: string, said: string): ErrorCounts {
  const reference = splitUnits(said);
  const steps = alignUnits(splitUnits(sent).units, reference.units);
  if (steps === null) return { ...noErrors, tooLong: 1 };
  const count = (op: string) => steps.reduce((sum, step) => sum + (step.op === op ? 1 : 0), 0);
  return {
    substitutions: count('substituted'),
    deletions: count('deleted'),
    insertions: count('inserted'),
    said: reference.units.length,
    characters: reference.characters,
    turns: 1,
    tooLong: 0,
  };
}

/** Adds counts up: the rate of several turns is that of their sums, so that long turns weigh more. */
export function addErrors(counts: readonly ErrorCounts[]): ErrorCounts {
  const sum = (field: keyof ErrorCounts) => counts.reduce((total, one) => total + one[field], 0);
  return {
    substitutions: sum('substitutions'),
    deletions: sum('deletions'),
    insertions: sum('insertions'),
    said: sum('said'),
    characters: sum('characters'),
    turns: sum('turns'),
    tooLong: sum('tooLong'),
  };
}

/**
 * The word error rate: substitutions, deletions and insertions over the words really said; it can exceed 1. Null when
 * nothing was said in what was checked.
 */
export function errorRate({ substitutions, deletions, insertions, said }: ErrorCounts): number | null {
  return said === 0 ? null : (substitutions + deletions + insertions) / said;
}

/** What the rate is one of: characters when most of what was said is written without spaces. */
export const rateUnit = ({ said, characters }: ErrorCounts): 'word' | 'character' =>
  2 * characters > said ? 'character' : 'word';
