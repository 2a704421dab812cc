import type { Criterion, Scorecard, ScoreValue } from '../../model/review/scorecard.ts';
import { isAnswered } from './answer-worth.ts';

/** The values given so far, by criterion. What is not there has no answer. */
export type Answers = ReadonlyMap<string, ScoreValue>;

/** All criteria of a card in its order. */
export function criteriaOf(card: Pick<Scorecard, 'sections'>): Criterion[] {
  return card.sections.flatMap(({ criteria }) => criteria);
}

/**
 * The ids of the criteria that are asked. One with a condition is asked when the criterion it depends on is itself asked and has one
 * of the answers named; "does not apply" is none of them. A condition on something that is not there, on itself or in a circle can
 * never be met. Of criteria with the same id the first counts.
 */
export function askedCriteria(card: Pick<Scorecard, 'sections'>, answers: Answers): Set<string> {
  const byId = new Map<string, Criterion>();
  for (const criterion of criteriaOf(card)) if (!byId.has(criterion.id)) byId.set(criterion.id, criterion);
  const known = new Map<string, boolean>();
  for (const start of byId.values()) {
    // Chains are walked, not recursed into: a card of an import may have thousands in one.
    const path: Criterion[] = [];
    let at: Criterion | undefined = start;
    const onPath = new Set<string>();
    while (at !== undefined && !known.has(at.id) && !onPath.has(at.id)) {
      path.push(at);
      onPath.add(at.id);
      at = at.onlyIf === null ? undefined : byId.get(at.onlyIf.criterionId);
    }
    const circular = at !== undefined && !known.has(at.id);
    for (const criterion of path.reverse()) {
      known.set(criterion.id, !circular && isConditionMet(criterion, byId, known, answers));
    }
  }
  return new Set([...known].flatMap(([id, asked]) => (asked ? [id] : [])));
}

function isConditionMet(
  { onlyIf }: Criterion,
  byId: ReadonlyMap<string, Criterion>,
  asked: ReadonlyMap<string, boolean>,
  answers: Answers,
): boolean {
  if (onlyIf === null) return true;
  const parent = byId.get(onlyIf.criterionId);
  if (parent === undefined || asked.get(parent.id) !== true) return false;
  const value = answers.get(parent.id) ?? null;
  return value?.is === 'answer' && isAnswered(parent, value) && onlyIf.answers.includes(value.answer);
}
