import { alphaUnits } from '../src/shared/logic/agreement/alpha.ts';
import { kappaOfTable, kappaTable, kappaWeights } from '../src/shared/logic/agreement/kappa.ts';
import { percentAgreement } from '../src/shared/logic/agreement/percent.ts';
import type { RatedReview } from '../src/shared/logic/agreement/rated.ts';
import { calibrationReport } from '../src/shared/logic/agreement/report.ts';
import { wilsonInterval } from '../src/shared/logic/stats/binomial.ts';
import { bootstrapInterval, UNITS_FOR_INTERVAL } from '../src/shared/logic/stats/bootstrap.ts';
import { Z95 } from '../src/shared/logic/stats/normal.ts';
import { seededRandom } from '../src/shared/logic/stats/random.ts';
import { scorecardSchema } from '../src/shared/model/review/scorecard.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { show } from './lib/table.ts';

/** What reviewers answer when they guess, by share; the first is a yes-no question as many fail as pass. */
const habits = [
  { name: 'even', shares: [0.5, 0.5], metric: 'nominal' },
  { name: 'one in seven fails', shares: [0.85, 0.15], metric: 'nominal' },
  { name: 'scale', shares: [0.1, 0.15, 0.25, 0.3, 0.2], metric: 'ordinal' },
] as const;
/** Endless data, nearly: what the intervals are to hold. */
const manyUnits = 60_000;

export const agreement: Benchmark = {
  name: 'agreement',
  about: 'how often 95 % intervals of agreement hold the true figure, and how long a calibration report takes',
  run: async ({ quick, log }: BenchContext): Promise<Report> => {
    const rounds = quick ? 20 : 400;
    log(`${rounds} samples for each line`);
    const lines = habits.flatMap((habit) =>
      [2, 4].flatMap((raters) => [0.7, 0.9].flatMap((q) => [10, 20, 50].map((units) => ({ habit, raters, q, units })))),
    );
    const covered = lines.map((line) => ({ ...line, ...coverageOf(line, rounds) }));
    const times = (quick ? [10] : [10, 100, 1000]).map((calls) => ({ calls, ms: timeReport(calls) }));
    return {
      tables: [
        {
          title: `Share of samples whose 95 % interval holds the true figure (in practice from ${UNITS_FOR_INTERVAL} units on)`,
          head: ['answers', 'raters', 'know it', 'units', 'alpha', 'no interval', 'same answer', 'kappa by its SE'],
          rows: covered.map(({ habit, raters, q, units, alpha, without, percent, kappa }) => [
            habit.name,
            String(raters),
            show(q),
            String(units),
            percentWords(alpha),
            percentWords(without),
            percentWords(percent),
            percentWords(kappa),
          ]),
        },
        {
          title: 'Calibration report of 4 reviewers and 30 criteria',
          head: ['calls', 'CPU, ms'],
          rows: times.map(({ calls, ms }) => [String(calls), show(ms)]),
        },
      ],
      notes: [
        'alpha and kappa: of the samples that have an interval; Wilson’s interval of the same answers is made for two raters',
      ],
      figures: { coverage: covered.map(({ habit, ...rest }) => ({ answers: habit.name, ...rest })), report: times },
    };
  },
};

const percentWords = (share: number | null): string => (share === null ? '–' : `${show(share * 100)} %`);

interface Line {
  habit: (typeof habits)[number];
  raters: number;
  /** How often a rater knows the true answer; else they guess. */
  q: number;
  units: number;
}

function coverageOf({ habit: { shares, metric }, raters, q, units }: Line, rounds: number) {
  const random = seededRandom(units * 100 + raters);
  const guess = (): number => {
    let left = random();
    for (const [at, share] of shares.entries()) {
      left -= share;
      if (left < 0) return at + 1;
    }
    return shares.length;
  };
  const sample = (size: number): number[][] =>
    Array.from({ length: size }, () => {
      const truth = guess();
      return Array.from({ length: raters }, () => (random() < q ? truth : guess()));
    });
  const endless = sample(manyUnits);
  const categories = shares.map((_, at) => at + 1);
  const weights = kappaWeights('none', categories.length);
  const kappaOf = (ratings: number[][]) => kappaOfTable(kappaTable(ratings, categories), weights);
  const truth = {
    alpha: alphaUnits(endless, metric).alpha(() => 1) ?? Number.NaN,
    percent: percentAgreement(endless).value ?? Number.NaN,
    kappa: kappaOf(endless).value ?? Number.NaN,
  };
  const held = { alpha: 0, percent: 0, kappa: 0 };
  const had = { alpha: 0, kappa: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const ratings = sample(units);
    const prepared = alphaUnits(ratings, metric);
    const interval = bootstrapInterval(units, prepared.alpha, { resamples: 500, seed: round, minUnits: 2 });
    if (interval.why === null) {
      had.alpha += 1;
      if (interval.low <= truth.alpha && truth.alpha <= interval.high) held.alpha += 1;
    }
    const share = percentAgreement(ratings).value ?? Number.NaN;
    const { low, high } = wilsonInterval(share, units);
    if (low <= truth.percent && truth.percent <= high) held.percent += 1;
    const kappa = kappaOf(ratings);
    if (raters === 2 && kappa.why === null && kappa.se > 0) {
      had.kappa += 1;
      if (Math.abs(kappa.value - truth.kappa) <= Z95 * kappa.se) held.kappa += 1;
    }
  }
  return {
    alpha: had.alpha === 0 ? null : held.alpha / had.alpha,
    without: 1 - had.alpha / rounds,
    percent: held.percent / rounds,
    kappa: had.kappa === 0 ? null : held.kappa / had.kappa,
  };
}

/** ms of the processor, which others may be using too, for the report of so many calls, each reviewed by four with thirty criteria. */
function timeReport(calls: number): number {
  const random = seededRandom(calls);
  const types = [{ type: 'yes-no' }, { type: 'scale' }, { type: 'number', worst: 100, best: 0 }] as const;
  const criteria = Array.from({ length: 30 }, (_, i) => ({
    id: `c${i}`,
    label: `Criterion ${i}`,
    answer: types[i % 3],
  }));
  const card = scorecardSchema.parse({ sections: [{ id: 's', label: 'All', criteria }] });
  const answerTo = (i: number) => {
    if (i % 3 === 0) return random() < 0.8;
    return i % 3 === 1 ? 1 + Math.floor(random() * 5) : Math.floor(random() * 100);
  };
  const reviews = Array.from({ length: calls * 4 }, (_, n): RatedReview => {
    const answers = criteria.map(({ id }, i) => {
      const value = { is: 'answer', answer: answerTo(i) } as const;
      return [id, { value, comment: null, evidence: [] }] as const;
    });
    const percent = random() * 100;
    return {
      id: `r${n}`,
      callId: `call${Math.floor(n / 4)}`,
      reviewer: `reviewer${n % 4}`,
      submittedMs: n,
      repeatOf: null,
      answers: new Map(answers),
      percent,
      sections: new Map([['s', percent]]),
    };
  });
  const before = process.cpuUsage();
  calibrationReport({ card, reviews, marks: [] });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
