import { type Criterion, criterionSchema, type Scorecard, scorecardSchema } from '../../model/review/scorecard.ts';

type CriterionParts = Partial<Omit<Criterion, 'id'>>;

/** A yes/no criterion where nothing else is said. */
export function makeCriterion(id: string, parts: CriterionParts = {}): Criterion {
  return criterionSchema.parse({ id, label: `Criterion ${id}`, answer: { type: 'yes-no' }, ...parts });
}

/** A card of sections named `s1`, `s2`, ... */
export function makeCard(
  sections: readonly { weight?: number; criteria: readonly Criterion[] }[],
  passAt: number | null = null,
): Scorecard {
  return scorecardSchema.parse({
    passAt,
    sections: sections.map(({ weight = 1, criteria }, at) => ({
      id: `s${at + 1}`,
      label: `Section ${at + 1}`,
      weight,
      criteria,
    })),
  });
}

export const scale = (failAtMost = 1) => ({ type: 'scale' as const, failAtMost });
export const yes = { is: 'answer' as const, answer: true };
export const no = { is: 'answer' as const, answer: false };
export const na = { is: 'na' as const };
export const answer = (value: string | number | boolean) => ({ is: 'answer' as const, answer: value });
