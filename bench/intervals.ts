import { compareVersions } from '../src/shared/logic/insights/compare-versions.ts';
import { versionMetrics } from '../src/shared/logic/insights/metrics.ts';
import { differenceInterval } from '../src/shared/logic/stats/cluster-interval.ts';
import { seededRandom } from '../src/shared/logic/stats/random.ts';
import { clusteredWaits } from './corpora/clustered-waits.ts';
import { type CoverageLine, type Covered, coverageOf } from './lib/interval-coverage.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { show, type Table } from './lib/table.ts';
import { verdictsOf } from './lib/version-verdicts.ts';

const iccs = [0.05, 0.2, 0.5];
const sides = [
  [10, 10],
  [15, 15],
  [20, 20],
  [50, 50],
  [200, 200],
  [50, 200],
  [20, 200],
] as const;

export const intervals: Benchmark = {
  name: 'intervals',
  about:
    'how often 95 % intervals of turns clustered by call hold the truth, false alarms and power of A vs B, and its cost',
  run: async ({ quick, log }: BenchContext): Promise<Report> => {
    const runs = quick ? 40 : 2000;
    const resamples = quick ? 100 : 400;
    const covered: CoverageLine[] = [];
    const unruled: CoverageLine[] = [];
    for (const icc of iccs) {
      for (const calls of sides) {
        log(`${runs} runs with ${calls.join(' and ')} calls, correlation ${icc}`);
        covered.push(...coverageOf({ icc, calls, runs, resamples }));
        if (calls[0] === calls[1] && calls[0] <= 50) {
          unruled.push(...coverageOf({ icc, calls, runs: runs / 4, resamples, anyNumber: true }));
        }
      }
    }
    log('false alarms and power');
    const alarmRuns = quick ? 5 : 500;
    const plans = [
      { calls: [20, 20], icc: 0.2, shiftMs: 0 },
      { calls: [50, 50], icc: 0.5, shiftMs: 0 },
      { calls: [20, 100], icc: 0.2, shiftMs: 0 },
      { calls: [20, 20], icc: 0.2, shiftMs: 700 },
      { calls: [20, 20], icc: 0.5, shiftMs: 700 },
      { calls: [50, 50], icc: 0.5, shiftMs: 200 },
    ] as const;
    const verdicts = plans.map((plan) => ({ ...plan, ...verdictsOf({ ...plan, runs: alarmRuns }) }));
    const cost = timeLarge(quick ? 2000 : 100_000);
    return {
      tables: [
        coverageTable(
          'With the rule for too few calls: intervals given, and of these how many hold the truth',
          covered,
        ),
        coverageTable('Without that rule', unruled),
        {
          title: `All ${versionMetrics(2000, 'measured').length} metrics of A vs B, ${alarmRuns} runs each: runs in which something is called different`,
          head: ['calls', 'correlation', 'B waits longer, ms', 'any metric', 'median gap', 'too few'],
          rows: verdicts.map(({ calls, icc, shiftMs, some, median, tooFew, runs: of }) => [
            calls.join(' / '),
            show(icc),
            show(shiftMs),
            percent(some, of),
            percent(median, of),
            percent(tooFew, of),
          ]),
        },
        {
          title: `${cost.calls} calls, ${cost.turns} turns in all, CPU ms`,
          head: ['', 'ms', 'of a walk'],
          rows: cost.rows.map(({ name, ms }) => [name, show(ms), show(ms / cost.walkMs)]),
        },
      ],
      notes: ['a share of 2,000 runs is known to within 1 percent point (95 %)'],
      figures: { covered, unruled, verdicts, cost },
    };
  },
};

function coverageTable(title: string, lines: readonly CoverageLine[]): Table {
  return {
    title,
    head: [
      'figure',
      'calls',
      'correlation',
      'alone: given',
      'holds',
      'on a page: given',
      'holds',
      'difference: given',
      'holds',
    ],
    rows: lines.map(({ figure, calls, icc, runs, alone, page, difference }) => [
      figure,
      calls.join(' / '),
      show(icc),
      percent(alone.given, runs),
      held(alone),
      percent(page.given, runs),
      held(page),
      percent(difference.given, runs),
      held(difference),
    ]),
  };
}

const percent = (part: number, of: number): string => (of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`);
const held = ({ given, held: part }: Covered): string => percent(part, given);

/** ms of the processor for one metric and for all, half the calls on each side. */
function timeLarge(calls: number) {
  const random = seededRandom(5);
  const half = Math.round(calls / 2);
  const a = clusteredWaits({ calls: half, icc: 0.2 }, random);
  const b = clusteredWaits({ calls: calls - half, icc: 0.2, shiftMs: 5 }, random);
  let sum = 0;
  const walkMs = cpuMs(() => {
    for (const value of a.values) sum += value;
    for (const value of b.values) sum += value;
  });
  const difference = (p: number) => cpuMs(() => differenceInterval(a, b, { is: 'quantile', p }));
  const defined = { a: [{ ...a, definition: 'made' }], b: [{ ...b, definition: 'made' }] };
  const compared = versionMetrics(2000, 'measured').map((metric) => ({ metric, ...defined }));
  const rows = [
    { name: 'a walk through the values', ms: walkMs },
    { name: 'difference of medians with its interval', ms: difference(0.5) },
    { name: 'difference of p95 with its interval', ms: difference(0.95) },
    { name: `all ${compared.length} metrics`, ms: cpuMs(() => compareVersions(compared)) },
  ];
  return { calls, turns: a.values.length + b.values.length, walkMs, rows, sum };
}

function cpuMs(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
