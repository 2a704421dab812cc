import type { Anchor } from '../../model/review/anchor.ts';
import type { Scorecard, ScoreValue } from '../../model/review/scorecard.ts';
import type { ReadItem } from '../review/read-item.ts';
import type { AutoAnswer } from './auto-metrics.ts';
import { criteriaOf } from './conditions.ts';

/** What stands at one criterion of one review. */
export interface CriterionAnswer {
  /** The reviewer's answer, else the data's. */
  readonly value: ScoreValue | null;
  readonly source: 'person' | 'data' | null;
  /** What the data says to it now, or said when it was submitted; null = it was not asked. */
  readonly auto: AutoAnswer | null;
  /** The reviewer answered otherwise than the data. */
  readonly overridden: boolean;
  readonly comment: string;
  readonly overrideReason: string;
  /** What the reviewer cites. */
  readonly evidence: readonly Anchor[];
}

/**
 * All answers of a review, by criterion, for the criteria of its card. @param scores the review's items, others are passed over
 * @param auto what the data says; leave it out for a submitted review: what was stored with it counts then
 */
export function readAnswers(
  card: Pick<Scorecard, 'sections'>,
  reviewId: string,
  scores: readonly ReadItem<'score'>[],
  auto: ReadonlyMap<string, AutoAnswer> | null,
): Map<string, CriterionAnswer> {
  const own = new Map(
    scores.flatMap((score) => {
      const { reviewId: of, criterionId } = score.fields;
      return of === reviewId && criterionId !== null ? [[criterionId, score.fields] as const] : [];
    }),
  );
  return new Map(
    criteriaOf(card).map(({ id }): [string, CriterionAnswer] => {
      const score = own.get(id);
      const stored: AutoAnswer | null = score?.auto ? { ...score.auto, evidence: [] } : null;
      const said = auto === null ? stored : (auto.get(id) ?? null);
      const given = score?.value ?? null;
      const fromData: ScoreValue | null =
        auto !== null && said !== null && said.answer !== null ? { is: 'answer', answer: said.answer } : null;
      const differs = given !== null && !(given.is === 'answer' && given.answer === said?.answer);
      return [
        id,
        {
          value: given ?? fromData,
          source: given !== null ? 'person' : fromData !== null ? 'data' : null,
          auto: said,
          overridden: said !== null && said.answer !== null && differs,
          comment: score?.comment ?? '',
          overrideReason: score?.overrideReason ?? '',
          evidence: score?.evidence ?? [],
        },
      ];
    }),
  );
}

/** The values alone, for `scoreReview`. */
export function valuesOf(answers: ReadonlyMap<string, CriterionAnswer>): Map<string, ScoreValue> {
  return new Map([...answers].flatMap(([id, { value }]) => (value === null ? [] : [[id, value] as const])));
}

/** One criterion that two reviews of a call answer differently. */
export interface AnswerDifference {
  readonly criterionId: string;
  readonly before: ScoreValue | null;
  readonly after: ScoreValue | null;
}

/** Where two reviews by the same card differ, in the card's order. */
export function differencesOf(
  card: Pick<Scorecard, 'sections'>,
  before: ReadonlyMap<string, CriterionAnswer>,
  after: ReadonlyMap<string, CriterionAnswer>,
): AnswerDifference[] {
  return criteriaOf(card).flatMap(({ id }) => {
    const one = before.get(id)?.value ?? null;
    const other = after.get(id)?.value ?? null;
    return isSameValue(one, other) ? [] : [{ criterionId: id, before: one, after: other }];
  });
}

function isSameValue(a: ScoreValue | null, b: ScoreValue | null): boolean {
  if (a === null || b === null) return a === b;
  return a.is === 'answer' ? b.is === 'answer' && a.answer === b.answer : b.is === 'na';
}
