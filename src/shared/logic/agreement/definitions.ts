/** The figures of a calibration report that have a definition. */
export const agreementTermIds = [
  'percent',
  'kappa',
  'alpha',
  'interval',
  'not-applicable',
  'spread',
  'group',
  'reference',
  'distance',
  'time-match',
  'iou',
  'boundary',
  'drift',
] as const;
export type AgreementTermId = (typeof agreementTermIds)[number];

/** What one figure of agreement means. */
export interface AgreementTerm {
  readonly id: AgreementTermId;
  readonly name: string;
  /** How it is got. */
  readonly how: string;
  /** What to know when reading it. */
  readonly reading: string;
  /** Where the formula comes from; null for a plain count or mean. */
  readonly source: string | null;
}

/** What each figure of a calibration report means, in the order in which they are met. */
export const agreementTerms: readonly AgreementTerm[] = [
  {
    id: 'percent',
    name: 'Same answer',
    how: 'Of all pairs of reviewers who answered the same call, the share who gave the same answer; the mean over calls.',
    reading:
      'Easy to read, but it does not ask how often the same answer comes by chance: where nearly every call passes, two reviewers who guess agree most of the time.',
    source: 'Fleiss 1971; interval after Wilson 1927',
  },
  {
    id: 'kappa',
    name: 'Cohen’s kappa',
    how: 'Agreement of two reviewers beyond what their own habits would give by chance: 1 is full agreement, 0 is chance. On a scale a difference counts by its square.',
    reading:
      'For two reviewers only. It falls when nearly all calls get the same answer, though the reviewers agree; read it beside the share of same answers.',
    source: 'Cohen 1960 and 1968; squared weights after Fleiss & Cohen 1973',
  },
  {
    id: 'alpha',
    name: 'Krippendorff’s alpha',
    how: '1 less the disagreement that was seen over the disagreement that chance would give. Yes/no and choices are the same or not; steps of a scale are ranks; numbers are distances.',
    reading:
      'For any number of reviewers, and calls that some did not answer. Krippendorff asks for 0.8, and for 0.667 where only tentative conclusions are drawn.',
    source: 'Krippendorff, Computing Krippendorff’s Alpha-Reliability, 2011',
  },
  {
    id: 'interval',
    name: 'Interval, 95 %',
    how: 'Calls are drawn anew 1 000 times from those reviewed; the middle 95 % of the figures. For the share of same answers a formula is used, which also holds for few calls.',
    reading:
      'From 20 calls on. Where few calls fail it holds the true figure less often than it says: 75 to 95 times of 100 at 20 calls, 90 and more from 50 on.',
    source: 'Efron & Tibshirani 1993, percentile method',
  },
  {
    id: 'not-applicable',
    name: 'Does not apply',
    how: 'Left out: “does not apply” counts as if it were not answered. As an answer: it is one more answer, and all answers are the same or not; of a number only whether it applies.',
    reading: 'A large difference between the two says that reviewers disagree about when the criterion applies.',
    source: null,
  },
  {
    id: 'spread',
    name: 'Spread of scores',
    how: 'Of the scores that a call got from several reviewers: the distance from the lowest to the highest, and the standard deviation within calls (root of the mean of the calls’ variances).',
    reading: 'In percent points of the score. Two reviewers who differ on one heavy criterion may be 50 points apart.',
    source: null,
  },
  {
    id: 'group',
    name: 'Against the others',
    how: 'Same answers: the share of the others’ answers that are the same, over calls that others reviewed too. Score: own score less the mean of the others’ scores.',
    reading: 'A score above 0 means more lenient than the others, below 0 stricter.',
    source: null,
  },
  {
    id: 'reference',
    name: 'Against the reference',
    how: 'The same figures against one reviewer whose answers are taken as the measure.',
    reading: 'Chosen above the report. Only calls count that both reviewed.',
    source: null,
  },
  {
    id: 'distance',
    name: 'How far apart',
    how: 'The two answers to a criterion that lie farthest apart, from 0 to 100 %: a step of a scale is a quarter; a number counts by the stretch from worst to best; different names, or an answer against “does not apply”, count in full.',
    reading: 'Sorted by it; of equal ones the critical criteria come first, then the heavier ones.',
    source: null,
  },
  {
    id: 'time-match',
    name: 'Marked alike',
    how: 'Two reviewers’ ranges with the same tag are paired so that they overlap most, points within half a second of each other. Twice the pairs over all that both marked.',
    reading: '1 = both marked the same places. Counted over every pair of reviewers of a call.',
    source: 'Kuhn 1955; Hripcsak & Rothschild 2005 (F measure)',
  },
  {
    id: 'iou',
    name: 'Overlap',
    how: 'Of a pair of ranges, the time that both cover over the time that either covers; the median over pairs.',
    reading: 'For short ranges a small shift of the edges costs much of it: read it beside the errors in ms.',
    source: 'Jaccard 1912 (intersection over union)',
  },
  {
    id: 'boundary',
    name: 'Error at the edges',
    how: 'Of a pair of ranges, how far their beginnings and their ends lie apart; of a pair of points, how far the points do. Median and 95th percentile.',
    reading: 'Absolute values in ms. What was not paired has no error and is counted beside it.',
    source: null,
  },
  {
    id: 'drift',
    name: 'Drift',
    how: 'A call that a reviewer gets a second time without being told, against what they said the first time: same answers, and the second score less the first.',
    reading: 'Shows how steady a reviewer is, which bounds how far two of them can agree.',
    source: null,
  },
];
