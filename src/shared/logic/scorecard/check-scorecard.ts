import type { Criterion, CriterionType, Scorecard, Section } from '../../model/review/scorecard.ts';
import { canFail, isScored } from './answer-worth.ts';
import { criteriaOf } from './conditions.ts';

/** Something about a scorecard. An `error` keeps it from being published; a `warning` is worth a look. */
export interface ScorecardProblem {
  readonly severity: 'error' | 'warning';
  readonly sectionId: string | null;
  readonly criterionId: string | null;
  readonly message: string;
}

type Say = (severity: ScorecardProblem['severity'], message: string) => void;

/** Figures that are counts or lengths: never below 0. */
const shareMetric = 'agent-talk-share';

/** All that is wrong with a scorecard, in its order. Never throws, whatever the schema lets through. */
export function checkScorecard(card: Scorecard): ScorecardProblem[] {
  const problems: ScorecardProblem[] = [];
  const at =
    (sectionId: string | null, criterionId: string | null): Say =>
    (severity, message) =>
      problems.push({ severity, sectionId, criterionId, message });
  const order = new Map<string, number>();
  criteriaOf(card).forEach(({ id }, place) => {
    if (!order.has(id)) order.set(id, place);
  });
  const byId = new Map(criteriaOf(card).map((criterion) => [criterion.id, criterion]));
  const circles = findCircles(byId);
  const sectionIds = new Set<string>();
  const criterionIds = new Set<string>();

  checkCard(card, at(null, null));
  for (const section of card.sections) {
    const say = at(section.id, null);
    if (sectionIds.has(section.id)) say('error', `Two sections have the id “${section.id}”.`);
    sectionIds.add(section.id);
    checkSection(section, say);
    for (const criterion of section.criteria) {
      const sayOf = at(section.id, criterion.id);
      if (criterionIds.has(criterion.id)) sayOf('error', `Two criteria have the id “${criterion.id}”.`);
      criterionIds.add(criterion.id);
      checkAnswer(criterion, sayOf);
      checkUse(criterion, sayOf);
      checkCondition(criterion, { byId, order, circles }, sayOf);
    }
  }
  return problems;
}

function checkCard({ sections, passAt }: Scorecard, say: Say): void {
  const criteria = sections.flatMap((section) => section.criteria);
  if (criteria.length === 0) {
    say('error', 'The scorecard asks nothing yet: add a criterion.');
    return;
  }
  const scored = criteria.filter(isScored);
  if (scored.length === 0) {
    const message = 'No criterion carries points, so a review has no score.';
    if (passAt === null) say('warning', message);
    else say('error', `${message} Take the pass mark away, or add a criterion that is scored.`);
  } else if (
    !sections.some(({ weight, criteria: own }) => weight > 0 && own.some((c) => isScored(c) && c.weight > 0))
  ) {
    say('error', 'All weights are 0, so nothing counts: give a section and a criterion in it a weight.');
  }
}

function checkSection({ label, weight, criteria }: Section, say: Say): void {
  if (label.trim() === '') say('error', 'The section has no name.');
  if (criteria.length === 0) say('warning', 'The section has no criterion.');
  else if (weight > 0 && criteria.some(isScored) && criteria.every((c) => !isScored(c) || c.weight === 0)) {
    say('warning', 'All weights in this section are 0: the section does not count.');
  } else if (weight === 0 && criteria.some((c) => isScored(c) && c.weight > 0)) {
    say('warning', 'The section has the weight 0: it does not count, except for its critical criteria.');
  }
}

function checkAnswer({ answer, label }: Criterion, say: Say): void {
  if (label.trim() === '') say('error', 'The criterion has no name.');
  if (answer.type === 'number' && answer.worst !== null && answer.worst === answer.best) {
    say('error', 'Worst and best are the same number: no answer can be worth more than another.');
  }
  if (answer.type !== 'choice') return;
  const ids = new Set(answer.choices.map(({ id }) => id));
  if (ids.size < answer.choices.length) say('error', 'Two choices have the same id.');
  const labels = answer.choices.map((choice) => choice.label.trim().toLowerCase());
  if (labels.includes('')) say('error', 'A choice has no name.');
  if (new Set(labels).size < labels.length) say('warning', 'Two choices have the same name.');
}

function checkUse(criterion: Criterion, say: Say): void {
  const { answer, auto, critical, commentOnFail } = criterion;
  if (critical !== 'no' && !canFail(criterion)) {
    say('warning', 'It is critical, but no answer of it is a fail.');
  }
  if (commentOnFail && !canFail(criterion)) say('warning', 'A comment is required on a fail, but no answer is one.');
  if (auto === null) return;
  if (answer.type !== 'yes-no') say('error', 'Only a yes/no criterion can be answered from the data.');
  if (auto.metric === shareMetric && (auto.limit < 0 || auto.limit > 1)) {
    say('error', 'The limit of a share lies between 0 and 1.');
  } else if (auto.limit < 0) say('error', 'The limit cannot be negative.');
  if (auto.is === 'below' && auto.limit === 0) say('error', 'Nothing is below 0, so this could never pass.');
}

interface Conditions {
  readonly byId: ReadonlyMap<string, Criterion>;
  readonly order: ReadonlyMap<string, number>;
  readonly circles: ReadonlySet<string>;
}

function checkCondition({ id, onlyIf }: Criterion, { byId, order, circles }: Conditions, say: Say): void {
  if (onlyIf === null) return;
  const parent = byId.get(onlyIf.criterionId);
  if (parent === undefined) {
    say('error', 'It depends on a criterion that is not there any more.');
    return;
  }
  if (parent.id === id) {
    say('error', 'It depends on itself.');
    return;
  }
  if (circles.has(id)) say('error', 'It depends on itself by way of other criteria.');
  else if ((order.get(parent.id) ?? 0) > (order.get(id) ?? 0)) {
    say('error', `It depends on “${parent.label}”, which comes later: move one of the two.`);
  }
  if (parent.answer.type === 'text') say('error', `It depends on “${parent.label}”, which is answered in free text.`);
  else if (!onlyIf.answers.every((answer) => isPossible(parent.answer, answer))) {
    say('error', `It depends on an answer that “${parent.label}” cannot have.`);
  }
}

function isPossible(kind: CriterionType, answer: string | number | boolean): boolean {
  switch (kind.type) {
    case 'yes-no':
      return typeof answer === 'boolean';
    case 'scale':
      return typeof answer === 'number' && Number.isInteger(answer) && answer >= 1 && answer <= 5;
    case 'choice':
      return kind.choices.some(({ id }) => id === answer);
    case 'number':
      return typeof answer === 'number';
    case 'text':
      return false;
  }
}

/** The criteria that come back to themselves when their conditions are followed. */
function findCircles(byId: ReadonlyMap<string, Criterion>): Set<string> {
  const circles = new Set<string>();
  const done = new Set<string>();
  for (const start of byId.keys()) {
    const path: string[] = [];
    const placeOf = new Map<string, number>();
    let id: string | undefined = start;
    while (id !== undefined && !done.has(id) && !placeOf.has(id)) {
      placeOf.set(id, path.length);
      path.push(id);
      id = byId.get(id)?.onlyIf?.criterionId;
    }
    const from = id === undefined ? undefined : placeOf.get(id);
    if (from !== undefined) for (const member of path.slice(from)) circles.add(member);
    for (const member of path) done.add(member);
  }
  return circles;
}
