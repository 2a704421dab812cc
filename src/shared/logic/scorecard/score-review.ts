import type { Criterion, Scorecard, Section } from '../../model/review/scorecard.ts';
import { isAnswered, worthOf } from './answer-worth.ts';
import { type Answers, askedCriteria } from './conditions.ts';

/** Why a criterion stands in the score as it does. */
export type CriterionWhy =
  /** Counted. */
  | 'scored'
  /** Counted with nothing earned, and it makes its section or the call 0. */
  | 'critical-fail'
  /** Leaves the denominator. */
  | 'na'
  /** Not answered yet, so not counted yet. */
  | 'open'
  /** Its condition is not met: not asked, not counted. */
  | 'not-asked'
  /** Answered, but the answer carries no points. */
  | 'unscored'
  /** Its weight is 0. */
  | 'no-weight'
  /** The value stored is no answer that the criterion allows; counts as open. */
  | 'unreadable';

export interface CriterionResult {
  readonly id: string;
  /** In points of the section: the weight is what is possible. Null where it is not counted. */
  readonly earned: number | null;
  readonly possible: number | null;
  /** How good the answer is, 0-1; null where it is not counted. */
  readonly share: number | null;
  readonly fails: boolean;
  readonly why: CriterionWhy;
}

/** Why there is no percentage. */
export type NoPercentWhy = 'no-criteria' | 'nothing-answered' | 'all-na' | 'nothing-scored' | 'no-weight';

export interface SectionResult {
  readonly id: string;
  /** 0-100; null = nothing in it counts, and it leaves the card's denominator. */
  readonly percent: number | null;
  readonly noPercent: NoPercentWhy | null;
  /** The critical criteria that make the section 0. */
  readonly failedBy: readonly string[];
  readonly criteria: readonly CriterionResult[];
}

export interface ReviewResult {
  /** 0-100; null with `noPercent` saying why. Of what is answered so far: `open` says how much is not. */
  readonly percent: number | null;
  readonly noPercent: NoPercentWhy | null;
  /** Null where there is no percentage or the card has no pass mark. */
  readonly passed: boolean | null;
  /** The critical criteria that make the whole review 0. */
  readonly failedBy: readonly string[];
  /** Criteria that are asked and have no answer. */
  readonly open: number;
  readonly sections: readonly SectionResult[];
}

/** So far two sums of the same weights may be apart for the order in which they were added. */
const ROUNDING = 1e-9;

/**
 * What a review comes to. A section is the mean of its answers' shares by weight, the card the mean of its sections by weight; what
 * does not apply, is not asked, not answered or not scored leaves the denominator, and so does a section of which nothing is left. A
 * critical criterion that fails makes its section 0, or the whole review. Never throws; ids that are there twice share one answer.
 */
export function scoreReview(card: Scorecard, answers: Answers): ReviewResult {
  const asked = askedCriteria(card, answers);
  const sections = card.sections.map((section) => scoreSection(section, asked, answers));
  const critical = card.sections.flatMap(({ criteria }) => criteria).filter(({ critical }) => critical === 'call');
  const results = sections.flatMap(({ criteria }) => criteria);
  const failed = new Set(results.flatMap(({ id, fails }) => (fails ? [id] : [])));
  const failedBy = critical.flatMap(({ id }) => (failed.has(id) ? [id] : []));
  const counted = sections.flatMap(({ percent }, at) => {
    const weight = card.sections[at]?.weight ?? 0;
    return percent === null || weight === 0 ? [] : [{ percent, weight }];
  });
  const percent =
    failedBy.length > 0 ? 0 : meanByWeight(counted.map(({ percent: value, weight }) => ({ value, weight })));
  return {
    percent,
    noPercent:
      percent === null
        ? noPercentOf(
            results,
            sections.some((section) => section.percent !== null),
          )
        : null,
    passed: percent === null || card.passAt === null ? null : percent >= card.passAt - ROUNDING,
    failedBy,
    open: results.filter(({ why }) => why === 'open' || why === 'unreadable').length,
    sections,
  };
}

function scoreSection(section: Section, asked: ReadonlySet<string>, answers: Answers): SectionResult {
  const criteria = section.criteria.map((criterion) => scoreCriterion(criterion, asked, answers));
  const failedBy = section.criteria.flatMap(({ id, critical }, at) =>
    critical === 'section' && criteria[at]?.fails === true ? [id] : [],
  );
  const mean = meanByWeight(
    criteria.flatMap(({ share, possible }) =>
      share === null || possible === null ? [] : [{ value: share, weight: possible }],
    ),
  );
  const percent = failedBy.length > 0 ? 0 : mean === null ? null : mean * 100;
  return {
    id: section.id,
    percent,
    noPercent: percent === null ? noPercentOf(criteria, false) : null,
    failedBy,
    criteria,
  };
}

function scoreCriterion(criterion: Criterion, asked: ReadonlySet<string>, answers: Answers): CriterionResult {
  const { id, weight, critical } = criterion;
  const none = (why: CriterionWhy, fails = false): CriterionResult => ({
    id,
    earned: null,
    possible: null,
    share: null,
    fails,
    why,
  });
  if (!asked.has(id)) return none('not-asked');
  const value = answers.get(id) ?? null;
  if (value === null) return none('open');
  if (!isAnswered(criterion, value)) return none('unreadable');
  const worth = value.is === 'na' ? null : worthOf(criterion, value.answer);
  if (worth === null) return none('na');
  const { share, fails } = worth;
  const isCritical = fails && critical !== 'no';
  if (share === null) return none(isCritical ? 'critical-fail' : 'unscored', fails);
  if (weight === 0) return none(isCritical ? 'critical-fail' : 'no-weight', fails);
  return {
    id,
    earned: share * weight,
    possible: weight,
    share,
    fails,
    why: isCritical ? 'critical-fail' : 'scored',
  };
}

function meanByWeight(parts: readonly { value: number; weight: number }[]): number | null {
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (!(whole > 0)) return null;
  const sum = parts.reduce((total, { value, weight }) => total + value * weight, 0);
  // A mean lies between its parts; adding up must not carry it out by a rounding error.
  const values = parts.map(({ value }) => value);
  return Math.min(Math.max(sum / whole, Math.min(...values)), Math.max(...values));
}

function noPercentOf(criteria: readonly CriterionResult[], sectionsCount: boolean): NoPercentWhy {
  const asked = criteria.filter(({ why }) => why !== 'not-asked');
  if (sectionsCount) return 'no-weight';
  if (asked.length === 0) return 'no-criteria';
  const answered = asked.filter(({ why }) => why !== 'open' && why !== 'unreadable');
  if (answered.length === 0) return 'nothing-answered';
  if (answered.every(({ why }) => why === 'na')) return 'all-na';
  return answered.some(({ why }) => why === 'no-weight') ? 'no-weight' : 'nothing-scored';
}
