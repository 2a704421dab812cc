import type { Cell } from '#shared/logic/delimited-text.ts';
import { answerWords } from '#shared/logic/scorecard/score-words.ts';
import type {
  Against,
  CalibrationReport,
  CriterionAgreement,
  Disagreement,
  Figure,
  FigureReason,
} from '#shared/model/review/agreement.ts';
import type { Criterion, Scorecard, ScoreValue } from '#shared/model/review/scorecard.ts';
import type { Names } from './names.ts';
import { anchorMs, anchorWords } from './words.ts';

// The tables of the report for other programs: numbers in full, shares 0 to 1, times in ms, and why a figure is missing.

type Lines = readonly (readonly Cell[])[];

const figureHead = (name: string): string[] => [name, `${name} low`, `${name} high`, `${name} missing because`];
const figureCells = ({ value, why, low, high }: Figure): Cell[] => [value, low, high, why];

const treatments = { answered: 'left out', withNa: 'as an answer' } as const;

/** With which metric a criterion is compared, in a few words. */
export function metricWords({ type, answered }: CriterionAgreement, treatment: keyof typeof treatments): string {
  if (type === 'text') return 'text';
  if (treatment === 'withNa') return type === 'number' ? 'applies or not' : 'same or not';
  return { nominal: 'same or not', ordinal: 'ranks', interval: 'distances', ratio: 'ratios' }[answered.metric];
}

/** Agreement by criterion, each with “does not apply” left out and as an answer. */
export function criteriaLines(report: CalibrationReport, card: Scorecard): Lines {
  const sections = new Map(card.sections.map(({ id, label }) => [id, label]));
  const head = [
    ...[
      'Section',
      'Criterion',
      'Answer',
      'Calls',
      'Reviewers',
      'Answers',
      'Does not apply',
      '“Does not apply” counted',
    ],
    ...['Compared by', ...figureHead('Same answer'), ...figureHead('Kappa'), ...figureHead('Alpha')],
  ];
  return [
    head,
    ...report.criteria.flatMap((criterion) =>
      (['answered', 'withNa'] as const).map((treatment): Cell[] => {
        const { percent, kappa, alpha } = criterion[treatment];
        return [
          sections.get(criterion.sectionId) ?? '',
          criterion.label,
          criterion.type,
          criterion.calls,
          criterion.raters,
          criterion.answers,
          criterion.notApplicable,
          treatments[treatment],
          metricWords(criterion, treatment),
          ...[percent, kappa, alpha].flatMap(figureCells),
        ];
      }),
    ),
  ];
}

/** Spread of the scores, of whole reviews and by section. */
export function scoreLines({ overall, sections }: CalibrationReport): Lines {
  return [
    ['Section', 'Calls', 'Mean', 'Mean range', 'Largest range', 'Standard deviation', ...figureHead('Alpha')],
    ...[overall, ...sections].map((spread): Cell[] => [
      spread.sectionId === null ? 'Whole review' : spread.label,
      spread.calls,
      spread.mean,
      spread.meanRange,
      spread.maxRange,
      spread.deviation,
      ...figureCells(spread.alpha),
    ]),
  ];
}

const noReference: FigureReason | 'no reference' = 'no reference';

/** Each reviewer against the others, and against the reference. */
export function reviewerLines({ perReviewer }: CalibrationReport, names: Names): Lines {
  const parts = ['Calls', 'Answers', ...figureHead('Same answer'), ...figureHead('Score difference'), 'Mean distance'];
  const cells = (against: Against | null): Cell[] =>
    against === null
      ? [null, null, null, null, null, noReference, null, null, null, noReference, null]
      : [
          against.calls,
          against.answers,
          ...figureCells(against.same),
          ...figureCells(against.difference),
          against.meanDistance,
        ];
  return [
    ['Reviewer', 'Reviews', ...parts.map((part) => `Others: ${part}`), ...parts.map((part) => `Reference: ${part}`)],
    ...perReviewer.map(({ reviewer, reviews, group, reference }): Cell[] => [
      names.reviewer(reviewer),
      reviews,
      ...cells(group),
      ...cells(reference),
    ]),
  ];
}

/** The calls that two or more reviewed, with each reviewer's score. */
export function callLines({ calls, reviewers }: CalibrationReport, names: Names): Lines {
  return [
    [
      ...['Call', 'Range', 'Standard deviation', 'Mean', 'Criteria compared', 'Answered differently'],
      ...reviewers.map((reviewer) => `Score: ${names.reviewer(reviewer)}`),
    ],
    ...calls.map((call): Cell[] => [
      call.callId,
      call.range,
      call.deviation,
      call.mean,
      call.compared,
      call.differing,
      ...reviewers.map((reviewer) => call.scores.find((score) => score.reviewer === reviewer)?.overall ?? null),
    ]),
  ];
}

/** An answer in words, by its criterion where the card has it. */
export function wordsOf(criteria: ReadonlyMap<string, Criterion>, criterionId: string, value: ScoreValue): string {
  const criterion = criteria.get(criterionId);
  if (criterion !== undefined) return answerWords(criterion, value);
  return value.is === 'na' ? 'n/a' : String(value.answer);
}

/** Answers that differ, one line for each reviewer's. */
export function disagreementLines(
  disagreements: readonly Disagreement[],
  names: Names,
  criteria: ReadonlyMap<string, Criterion>,
): Lines {
  return [
    ['Call', 'Criterion', 'Distance', 'Critical', 'Reviewer', 'Answer', 'Comment', 'Evidence'],
    ...disagreements.flatMap(({ callId, criterionId, label, distance, critical, answers }) =>
      answers.map(({ reviewer, value, comment, evidence }): Cell[] => [
        callId,
        label,
        distance,
        critical ? 'yes' : 'no',
        names.reviewer(reviewer),
        wordsOf(criteria, criterionId, value),
        comment,
        evidence.map((anchor) => `${anchorWords(anchor)} (${anchorMs(anchor) ?? 'no time'})`).join('; '),
      ]),
    ),
  ];
}

/** Marks on the recording, by tag. */
export function timeLines({ times }: CalibrationReport, names: Names): Lines {
  return [
    [
      ...['Tag', 'Calls', 'Ranges paired', 'Ranges alone', 'Ranges alike', 'Median overlap'],
      ...['Start median ms', 'Start p95 ms', 'End median ms', 'End p95 ms'],
      ...['Points paired', 'Points alone', 'Points alike', 'Point median ms', 'Point p95 ms'],
    ],
    ...times.map(({ tagId, calls, ranges, points }): Cell[] => [
      names.tag(tagId),
      calls,
      ranges.matched,
      ranges.unmatched,
      ranges.agreement,
      ranges.medianIou,
      ranges.startMs.median,
      ranges.startMs.p95,
      ranges.endMs.median,
      ranges.endMs.p95,
      points.matched,
      points.unmatched,
      points.agreement,
      points.errorMs.median,
      points.errorMs.p95,
    ]),
  ];
}

/** Hidden repeats, one line each. */
export function driftLines({ drift }: CalibrationReport, names: Names): Lines {
  return [
    ['Reviewer', 'Call', 'Handed in', 'Days between', 'Criteria compared', 'Changed', 'Score difference'],
    ...drift.flatMap(({ reviewer, repeats }) =>
      repeats.map(({ callId, atMs, days, compared, changed, difference }): Cell[] => [
        names.reviewer(reviewer),
        callId,
        new Date(atMs).toISOString(),
        days,
        compared,
        changed.length,
        difference,
      ]),
    ),
  ];
}
