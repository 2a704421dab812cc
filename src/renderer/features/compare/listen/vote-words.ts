import type { Cell } from '#shared/logic/delimited-text.ts';
import type { Side, VoteResults } from '#shared/logic/listen/vote-results.ts';
import { VOTES_FOR_VERDICT, type VoteResult } from '#shared/logic/stats/binomial.ts';

/** A version of an agent: `Mia, version 7`. */
export function sideWords({ agent, version }: Side): string {
  return `${agent ?? 'No agent'}${version === null ? ', no version' : `, version ${version}`}`;
}

/** What a result comes to, in a few words; `a` and `b` are what its sides are called. */
export function verdictWords({ verdict, forA, forB }: VoteResult, a: string, b: string): string {
  switch (verdict) {
    case 'A':
      return `${a} preferred`;
    case 'B':
      return `${b} preferred`;
    case 'no-difference-shown':
      return 'No difference shown';
    case 'too-few':
      return forA + forB === 0
        ? 'Nobody chose one'
        : `Too few votes to tell (${forA + forB} chose one, ${VOTES_FOR_VERDICT} are the least)`;
  }
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** B's share of the votes that chose one, with its interval; null without any. */
export function shareWords({ share, interval }: VoteResult): string | null {
  return share === null || interval === null
    ? null
    : `${percent(share)} (${percent(interval.low)} to ${percent(interval.high)})`;
}

/** The p of the sign test; null without a vote that chose. */
export function pWords({ p }: VoteResult): string | null {
  return p === null ? null : p < 0.001 ? '< 0.001' : p.toFixed(3);
}

const figures = ['Votes', 'For A', 'For B', 'No difference', 'Share of B', 'Low', 'High', 'p', 'Verdict'];
const figureCells = (result: VoteResult): Cell[] => [
  result.votes,
  result.forA,
  result.forB,
  result.noDifference,
  result.share,
  result.interval?.low ?? null,
  result.interval?.high ?? null,
  result.p,
  result.verdict,
];

/** The results for other programs: one line for each comparison, shares 0 to 1. */
export function voteLines(results: VoteResults, nameOf: (listener: string) => string): readonly (readonly Cell[])[] {
  return [
    ['Of', 'A', 'B', ...figures],
    ...results.versions.map(({ a, b, result }): Cell[] => [
      'versions',
      sideWords(a),
      sideWords(b),
      ...figureCells(result),
    ]),
    ['all agents', 'older version', 'newer version', ...figureCells(results.newer)],
    ['order', 'heard first', 'heard second', ...figureCells(results.order)],
    ...results.listeners.flatMap(({ listener, newer, order }): Cell[][] => [
      [nameOf(listener), 'older version', 'newer version', ...figureCells(newer)],
      [nameOf(listener), 'heard first', 'heard second', ...figureCells(order)],
    ]),
  ];
}
