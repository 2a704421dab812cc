import { Random } from '../scripts/make-demo/random.ts';
import { alignCalls } from '../src/shared/logic/align/align-calls.ts';
import { type CallPair, callChanges, makeCallPair } from './corpora/likeness/call-pairs.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { type PairCounts, scoresOf } from './lib/score-families.ts';
import { show } from './lib/table.ts';

export const alignmentBench: Benchmark = {
  name: 'alignment',
  about: 'which turns of two calls belong together, when turns were inserted, dropped, reworded and swapped',
  run: async (context) => run(context),
};

/** Not the seed that was looked at while the weights were set. */
const SEED = 'reported';

type Aligner = (pair: CallPair) => (readonly [number, number])[];

const aligners: Readonly<Record<string, Aligner>> = {
  ours: ({ a, b }) =>
    alignCalls(a, b, { pinned: [], broken: [] }).rows.flatMap((row) =>
      row.a === null || row.b === null ? [] : [[row.a, row.b] as const],
    ),
  index: ({ a, b }) => a.slice(0, b.length).map((_, at) => [at, at] as const),
};

function run({ quick, log }: BenchContext): Report {
  const calls = quick ? 10 : 100;
  const languages = ['english', 'spanish', 'hebrew', 'japanese'];
  log(`${calls} pairs of calls for each language and change`);
  const lines = callChanges.flatMap((change) =>
    languages.map((language) => {
      const pairs = Array.from({ length: calls }, (_, i) =>
        makeCallPair(language, change, new Random(`${SEED} ${change.kind} ${language} ${i}`)),
      );
      return {
        kind: change.kind,
        language,
        counts: countAll(pairs),
        truth: pairs.reduce((n, { truth }) => n + truth.length, 0),
        inOrder: pairs.reduce((n, { truth }) => n + mostInOrder(truth), 0),
      };
    }),
  );
  const kinds = callChanges.map(({ kind }) => {
    const here = lines.filter((line) => line.kind === kind);
    return {
      kind,
      language: 'all',
      counts: addAll(here.map(({ counts }) => counts)),
      truth: here.reduce((n, { truth }) => n + truth, 0),
      inOrder: here.reduce((n, { inOrder }) => n + inOrder, 0),
    };
  });
  const pace = [200, 1000, 2000].slice(0, quick ? 1 : 3).map((turns) => ({ turns, cpuMs: timeLong(turns) }));
  return {
    tables: [
      {
        title: `Pairs of turns in ${calls * languages.length} pairs of calls for each change`,
        head: [
          'change',
          'pairs',
          'in order',
          'precision',
          'recall',
          'F1',
          'index: precision',
          'index: recall',
          'index: F1',
        ],
        rows: [...kinds, ...lines].map(({ kind, language, counts, truth, inOrder }) => [
          language === 'all' ? kind : `  ${kind}, ${language}`,
          show(truth),
          show(inOrder),
          ...['ours', 'index'].flatMap((name) => {
            const { precision, recall, f1 } = scoresOf(counts[name] ?? { right: 0, found: 0, wanted: 0 });
            return [precision.toFixed(3), recall.toFixed(3), f1.toFixed(3)];
          }),
        ]),
      },
      {
        title: 'Two long calls, a tenth of the turns dropped',
        head: ['turns', 'CPU, ms'],
        rows: pace.map(({ turns, cpuMs }) => [show(turns), show(cpuMs)]),
      },
    ],
    figures: {
      lines: [...kinds, ...lines].map(({ counts, ...rest }) => ({ ...rest, ours: counts.ours, index: counts.index })),
      pace,
    },
    notes: [
      'in order = the most pairs that an alignment can hold: exchanges that changed places are in the way of each other',
    ],
  };
}

/** The most pairs that an alignment in order can hold: the longest that go up in both calls. */
function mostInOrder(truth: CallPair['truth']): number {
  const lengths: number[] = [];
  for (const [at, [, b]] of truth.entries()) {
    const before = truth.slice(0, at).map(([, earlier], i) => (earlier < b ? (lengths[i] ?? 0) : 0));
    lengths.push(1 + Math.max(0, ...before));
  }
  return Math.max(0, ...lengths);
}

function countAll(pairs: readonly CallPair[]): Record<string, PairCounts> {
  return Object.fromEntries(
    Object.entries(aligners).map(([name, align]) => {
      const counts = pairs.map((pair) => {
        const found = align(pair);
        const wanted = new Set(pair.truth.map(([a, b]) => `${a} ${b}`));
        const right = found.filter(([a, b]) => wanted.has(`${a} ${b}`)).length;
        return { right, found: found.length, wanted: wanted.size };
      });
      return [name, sum(counts)];
    }),
  );
}

function sum(counts: readonly PairCounts[]): PairCounts {
  return counts.reduce(
    (all, { right, found, wanted }) => ({
      right: all.right + right,
      found: all.found + found,
      wanted: all.wanted + wanted,
    }),
    { right: 0, found: 0, wanted: 0 },
  );
}

function addAll(counts: readonly Record<string, PairCounts>[]): Record<string, PairCounts> {
  return Object.fromEntries(Object.keys(aligners).map((name) => [name, sum(counts.flatMap((one) => one[name] ?? []))]));
}

function timeLong(turns: number): number {
  const a: CallPair['a'][number][] = [];
  for (let i = 0; a.length < turns; i += 1) {
    a.push(
      ...makeCallPair(
        'english',
        { kind: '', dropped: 0, inserted: 0, reworded: 0, swapped: 0 },
        new Random(`long ${i}`),
      ).a,
    );
  }
  const long = a.slice(0, turns);
  const start = process.cpuUsage();
  alignCalls(
    long,
    long.filter((_, at) => at % 10 !== 3),
    { pinned: [], broken: [] },
  );
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
