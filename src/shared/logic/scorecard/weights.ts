import type { Scorecard } from '../../model/review/scorecard.ts';
import { isScored } from './answer-worth.ts';

/** What a weight comes to in percent, if everything is asked, answered and scored. Null where it cannot count. */
export interface WeightShares {
  /** Of the card, by the section's place. */
  readonly sections: readonly (number | null)[];
  /** Of the section and of the card, by the section's and the criterion's place. */
  readonly criteria: readonly (readonly { readonly ofSection: number | null; readonly ofCard: number | null }[])[];
}

/** Weights are relative and need not sum to anything: this says what they mean. */
export function weightShares(card: Pick<Scorecard, 'sections'>): WeightShares {
  const own = card.sections.map(({ criteria }) =>
    criteria.map((criterion) => (isScored(criterion) ? criterion.weight : 0)),
  );
  const sums = own.map((weights) => weights.reduce((sum, weight) => sum + weight, 0));
  const counting = card.sections.map(({ weight }, at) => ((sums[at] ?? 0) > 0 ? weight : 0));
  const whole = counting.reduce((sum, weight) => sum + weight, 0);
  const sections = counting.map((weight) => (weight > 0 ? (weight / whole) * 100 : null));
  const criteria = own.map((weights, at) =>
    weights.map((weight) => {
      const ofSection = weight > 0 ? (weight / (sums[at] ?? 0)) * 100 : null;
      const section = sections[at] ?? null;
      return { ofSection, ofCard: ofSection === null || section === null ? null : (ofSection * section) / 100 };
    }),
  );
  return { sections, criteria };
}
