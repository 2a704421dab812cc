import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationReportSchema } from '../../model/review/agreement.ts';
import { type Scorecard, type ScoreValue, scorecardSchema } from '../../model/review/scorecard.ts';
import { answerDistance } from './disagreements.ts';
import { type Mark, placedCriteria, type RatedReview } from './rated.ts';
import { calibrationReport } from './report.ts';

const card: Scorecard = scorecardSchema.parse({
  sections: [
    {
      id: 'manner',
      label: 'Manner',
      criteria: [
        { id: 'greets', label: 'Greets', answer: { type: 'yes-no' }, critical: 'section' },
        { id: 'warm', label: 'Warmth', answer: { type: 'scale' }, weight: 2 },
        { id: 'said', label: 'What was said', answer: { type: 'text' } },
      ],
    },
    {
      id: 'facts',
      label: 'Facts',
      criteria: [
        {
          id: 'topic',
          label: 'Topic',
          answer: {
            type: 'choice',
            choices: [
              { id: 'na', label: 'Not asked', points: null },
              { id: 'bill', label: 'Bill', points: 1 },
              { id: 'move', label: 'Move', points: 0 },
            ],
          },
        },
        { id: 'wait', label: 'Wait', answer: { type: 'number', worst: 100, best: 0 } },
      ],
    },
  ],
});

const na: ScoreValue = { is: 'na' };
const say = (answer: boolean | number | string): ScoreValue => ({ is: 'answer', answer });

let made = 0;
function review(
  callId: string,
  reviewer: string,
  answers: Record<string, ScoreValue>,
  more: Partial<RatedReview> = {},
): RatedReview {
  made += 1;
  return {
    id: `r${made}`,
    callId,
    reviewer,
    submittedMs: made * 1000,
    repeatOf: null,
    answers: new Map(
      Object.entries(answers).map(([id, value]) => [id, { value, comment: `${reviewer} on ${id}`, evidence: [] }]),
    ),
    percent: null,
    sections: new Map(),
    ...more,
  };
}

const report = (reviews: RatedReview[], marks: Mark[] = [], reference: string | null = null) =>
  calibrationReport({ card, reviews, marks, reference });

function criterionOf(found: ReturnType<typeof report>, id: string) {
  const criterion = found.criteria.find(({ criterionId }) => criterionId === id);
  if (!criterion) throw new Error(`no ${id}`);
  return criterion;
}

describe('criteria', () => {
  // Krippendorff 2011, A: Meg and Owen, ten documents, alpha 0.095; they agree on six of ten.
  const meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
  const owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
  const both = meg.flatMap((value, i) => [
    review(`call${i}`, 'meg', { greets: say(value === 1) }),
    review(`call${i}`, 'owen', { greets: say(owen[i] === 1) }),
  ]);

  it('yes/no answers are names: the published example through the whole report', () => {
    const { answered, calls, raters, answers } = criterionOf(report(both), 'greets');
    expect({ calls, raters, answers }).toEqual({ calls: 10, raters: 2, answers: 20 });
    expect(answered.percent.value).toBeCloseTo(0.6, 12);
    expect(answered.alpha.value).toBeCloseTo(0.095, 3);
    // p_o = 0.6, p_e = 0.2 * 0.4 + 0.8 * 0.6 = 0.56.
    expect(answered.kappa.value).toBeCloseTo(0.04 / 0.44, 10);
    expect(answered.metric).toBe('nominal');
  });

  it('ten calls are too few for an interval of alpha and kappa, not for that of a share', () => {
    const { answered } = criterionOf(report(both), 'greets');
    expect(answered.alpha).toMatchObject({ low: null, high: null, whyNoInterval: 'too-few', units: 10 });
    expect(answered.kappa.whyNoInterval).toBe('too-few');
    expect(answered.percent.low).toBeCloseTo(0.3127, 4);
    expect(answered.percent.high).toBeCloseTo(0.8318, 4);
  });

  it('the scale is ordinal: Krippendorff’s four observers through the whole report', () => {
    const observers = [
      '1 2 3 3 2 1 4 1 2 . . .',
      '1 2 3 3 2 2 4 1 2 5 . 3',
      '. 3 3 3 2 3 4 2 2 5 1 .',
      '1 2 3 3 2 4 4 1 2 5 1 .',
    ].map((row) => row.split(' '));
    const reviews = observers.flatMap((row, rater) =>
      row.flatMap((value, unit) =>
        value === '.' ? [] : [review(`u${unit}`, `rater${rater}`, { warm: say(Number(value)) })],
      ),
    );
    const { answered, raters, calls } = criterionOf(report(reviews), 'warm');
    expect(answered.alpha.value).toBeCloseTo(0.815, 3);
    expect(answered.metric).toBe('ordinal');
    expect(raters).toBe(4);
    expect(calls).toBe(11);
    expect(answered.kappa).toMatchObject({ value: null, why: 'several-raters' });
  });

  it('“does not apply” once as missing, once as an answer of its own', () => {
    const reviews = [
      review('1', 'a', { topic: say('bill') }),
      review('1', 'b', { topic: na }),
      review('2', 'a', { topic: say('move') }),
      review('2', 'b', { topic: say('move') }),
      review('3', 'a', { topic: say('na') }),
      review('3', 'b', { topic: na }),
      review('4', 'a', { topic: say('bill') }),
      review('4', 'b', { topic: say('bill') }),
    ];
    const { answered, withNa, notApplicable } = criterionOf(report(reviews), 'topic');
    expect(notApplicable).toBe(2);
    expect(answered.percent).toMatchObject({ value: 1, units: 2 });
    // A choice whose id is "na" is not "does not apply".
    expect(withNa.percent).toMatchObject({ value: 0.5, units: 4 });
    expect(answered.alpha.value).toBe(1);
    expect(withNa.alpha.value).toBeLessThan(0.5);
  });

  it('numbers are compared by distance; texts are not compared', () => {
    const reviews = [1, 2, 3].flatMap((call) => [
      review(`${call}`, 'a', { wait: say(call * 10), said: say('x') }),
      review(`${call}`, 'b', { wait: say(call * 10 + 1), said: say('y') }),
    ]);
    const found = report(reviews);
    expect(criterionOf(found, 'wait').answered).toMatchObject({
      metric: 'interval',
      percent: { value: 0 },
      kappa: { value: null, why: 'not-comparable' },
    });
    expect(criterionOf(found, 'wait').answered.alpha.value).toBeGreaterThan(0.98);
    expect(criterionOf(found, 'said').answered.percent).toMatchObject({ value: null, why: 'not-comparable' });
    expect(found.disagreements.every(({ criterionId }) => criterionId === 'wait')).toBe(true);
    expect(found.calls[0]).toMatchObject({ compared: 1, differing: 1 });
  });

  it('one reviewer, nobody, and calls that never met have no figures and say why', () => {
    expect(criterionOf(report([]), 'greets').answered.alpha.why).toBe('nothing');
    const alone = [review('1', 'a', { greets: say(true) }), review('2', 'a', { greets: say(false) })];
    expect(criterionOf(report(alone), 'greets').answered.alpha.why).toBe('one-rater');
    const apart = [review('1', 'a', { greets: say(true) }), review('2', 'b', { greets: say(false) })];
    expect(criterionOf(report(apart), 'greets').answered.alpha.why).toBe('no-overlap');
    const same = ['1', '2'].flatMap((call) => ['a', 'b'].map((who) => review(call, who, { greets: say(true) })));
    expect(criterionOf(report(same), 'greets').answered).toMatchObject({
      percent: { value: 1 },
      alpha: { value: null, why: 'one-category' },
      kappa: { value: null, why: 'one-category' },
    });
  });
});

describe('scores', () => {
  const scored = (call: string, who: string, percent: number, manner: number) =>
    review(call, who, {}, { percent, sections: new Map([['manner', manner]]) });
  const reviews = [
    scored('1', 'a', 80, 50),
    scored('1', 'b', 60, 50),
    scored('2', 'a', 90, 70),
    scored('2', 'b', 90, 60),
    scored('3', 'a', 10, 10),
  ];

  it('spread within calls, worked by hand', () => {
    const { overall, sections, calls } = report(reviews);
    // Ranges 20 and 0; variances 200 and 0, whose mean is 100.
    expect(overall).toMatchObject({ calls: 2, mean: 80, meanRange: 10, maxRange: 20, deviation: 10 });
    expect(sections[0]).toMatchObject({ sectionId: 'manner', calls: 2, meanRange: 5, maxRange: 10 });
    expect(sections[1]).toMatchObject({ sectionId: 'facts', calls: 0, mean: null, deviation: null, maxRange: null });
    expect(calls.map(({ callId, range }) => [callId, range])).toEqual([
      ['1', 20],
      ['2', 0],
    ]);
  });

  it('a reviewer against the group and against the reference', () => {
    const found = report([...reviews, scored('1', 'c', 70, 50)], [], 'c');
    const [a, b, c] = found.perReviewer;
    expect(found.reference).toBe('c');
    // On call 1: 80 - (60 + 70) / 2 = 15; on call 2: 0.
    expect(a?.group.difference.value).toBe(7.5);
    expect(a?.group.meanDistance).toBe(7.5);
    expect(a?.reference).toMatchObject({ calls: 1, difference: { value: 10, whyNoInterval: 'too-few' } });
    expect(b?.reference?.difference.value).toBe(-10);
    expect(c?.reference).toBeNull();
    expect(report(reviews, [], 'nobody').reference).toBeNull();
  });

  it('share of the others’ answers that are the same', () => {
    const found = report([
      review('1', 'a', { greets: say(true), warm: say(4), said: say('hello') }),
      review('1', 'b', { greets: say(true), warm: say(5), said: say('hi') }),
      review('1', 'c', { greets: say(false) }),
    ]);
    // Greets: one of two others; warmth: the only other differs; the text is not counted.
    expect(found.perReviewer[0]?.group).toMatchObject({ calls: 1, answers: 2, same: { value: 0.25 } });
    expect(found.perReviewer[2]?.group.same.value).toBe(0);
  });
});

describe('disagreements', () => {
  it('measures how far answers lie apart', () => {
    const of = (id: string) => {
      const placed = placedCriteria(card).find(({ criterion }) => criterion.id === id);
      if (!placed) throw new Error(id);
      return placed.criterion;
    };
    expect(answerDistance(say(2), say(4), of('warm'), 1)).toBe(0.5);
    expect(answerDistance(say(true), say(false), of('greets'), 1)).toBe(1);
    expect(answerDistance(say(true), na, of('greets'), 1)).toBe(1);
    expect(answerDistance(na, na, of('greets'), 1)).toBe(0);
    expect(answerDistance(say(10), say(60), of('wait'), 100)).toBe(0.5);
    expect(answerDistance(say(0), say(900), of('wait'), 100)).toBe(1);
  });

  it('the largest first, critical ones before others, each with both comments', () => {
    const found = report([
      review('1', 'a', { greets: say(true), topic: say('bill'), warm: say(3) }),
      review('1', 'b', { greets: say(false), topic: say('move'), warm: say(4) }),
      review('2', 'a', { greets: say(true) }),
      review('2', 'b', { greets: say(true) }),
    ]);
    expect(found.disagreements.map(({ criterionId, distance, critical }) => [criterionId, distance, critical])).toEqual(
      [
        ['greets', 1, true],
        ['topic', 1, false],
        ['warm', 0.25, false],
      ],
    );
    expect(found.disagreements[0]?.answers.map(({ comment }) => comment)).toEqual(['a on greets', 'b on greets']);
    expect(found.differing).toBe(3);
  });
});

describe('which reviews count', () => {
  it('of one reviewer’s reviews of a call the latest; repeats only for drift', () => {
    const first = review('1', 'a', { greets: say(true) }, { percent: 100 });
    const again = review('1', 'a', { greets: say(false) }, { percent: 50, repeatOf: first.id });
    const other = review('1', 'b', { greets: say(true) });
    const anew = review('1', 'b', { greets: say(false) });
    const found = report([anew, again, other, first]);
    expect(found.disagreements[0]?.answers.map(({ value }) => value)).toEqual([say(true), say(false)]);
    expect(found.drift).toEqual([
      {
        reviewer: 'a',
        same: { value: 0, why: null, low: null, high: null, whyNoInterval: 'too-few', units: 1 },
        difference: { value: -50, why: null, low: null, high: null, whyNoInterval: 'too-few', units: 1 },
        meanDistance: 50,
        repeats: [
          {
            callId: '1',
            reviewId: again.id,
            repeatOf: first.id,
            atMs: again.submittedMs,
            days: (again.submittedMs - first.submittedMs) / 86_400_000,
            compared: 1,
            changed: [{ criterionId: 'greets', before: say(true), after: say(false) }],
            difference: -50,
          },
        ],
      },
    ]);
  });

  it('a repeat of something that is not here, of another’s review or of itself says nothing', () => {
    const theirs = review('1', 'b', { greets: say(true) });
    const odd = review('1', 'a', { greets: say(true) }, { id: 'odd', repeatOf: 'odd' });
    expect(
      report([
        theirs,
        odd,
        review('1', 'a', { greets: say(true) }, { repeatOf: theirs.id }),
        review('1', 'a', { greets: say(true) }, { repeatOf: 'gone' }),
      ]).drift,
    ).toEqual([]);
  });
});

describe('time', () => {
  const mark = (reviewer: string, startMs: number, endMs: number | null, tags = ['noise']): Mark => ({
    callId: '1',
    reviewer,
    tags,
    startMs,
    endMs,
  });
  const reviews = [review('1', 'a', {}), review('1', 'b', {}), review('2', 'a', {})];

  it('ranges and points by tag, worked by hand', () => {
    const found = report(reviews, [
      mark('a', 1000, 2000),
      mark('b', 1100, 2000),
      mark('b', 9000, 9500),
      mark('a', 5000, null),
      mark('b', 5200, null),
      mark('b', 7000, null, []),
      mark('stranger', 1000, 2000),
    ]);
    expect(found.times).toEqual([
      {
        tagId: 'noise',
        calls: 1,
        ranges: {
          matched: 1,
          unmatched: 1,
          agreement: 2 / 3,
          medianIou: 0.9,
          startMs: { median: 100, p95: 100 },
          endMs: { median: 0, p95: 0 },
        },
        points: { matched: 1, unmatched: 0, agreement: 1, errorMs: { median: 200, p95: 200 } },
      },
      {
        tagId: null,
        calls: 1,
        ranges: {
          matched: 0,
          unmatched: 0,
          agreement: null,
          medianIou: null,
          startMs: { median: null, p95: null },
          endMs: { median: null, p95: null },
        },
        points: { matched: 0, unmatched: 1, agreement: 0, errorMs: { median: null, p95: null } },
      },
    ]);
  });

  it('marks on calls that only one reviewed are not held against anybody', () => {
    expect(report(reviews, [{ ...mark('a', 0, 10), callId: '2' }]).times).toEqual([]);
  });
});

const valueArb = fc.oneof(
  fc.constant(na),
  fc.boolean().map(say),
  fc.integer({ min: 1, max: 5 }).map(say),
  fc.constantFrom('bill', 'move').map(say),
);

describe('whatever is given', () => {
  it('makes a report that its schema takes, the same for any order of the reviews, without a NaN', () => {
    const reviewArb = fc
      .tuple(
        fc.constantFrom('c1', 'c2', 'c3'),
        fc.constantFrom('a', 'b', 'c'),
        fc.dictionary(fc.constantFrom('greets', 'warm', 'topic', 'wait', 'gone'), valueArb),
        fc.option(fc.float({ min: 0, max: 100, noNaN: true }), { nil: null }),
        fc.option(fc.integer({ min: 0, max: 12 }), { nil: null }),
      )
      .map(([callId, reviewer, answers, percent, repeats]) =>
        review(callId, reviewer, answers, { percent, repeatOf: repeats === null ? null : `r${repeats}` }),
      );
    fc.assert(
      fc.property(fc.array(reviewArb, { maxLength: 12 }), (drawn) => {
        const reviews = drawn.map((one, i) => ({ ...one, id: `r${i}`, submittedMs: i }));
        const found = report(reviews);
        // zod refuses NaN and the infinities.
        expect(calibrationReportSchema.safeParse(found).error).toBeUndefined();
        expect(report([...reviews].reverse())).toEqual(found);
      }),
    );
  });
});
