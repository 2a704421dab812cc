import type { Vote, VotedTurn } from '../../model/review/vote.ts';
import { judgeVotes, type VoteResult } from '../stats/binomial.ts';

/** One side of a comparison: a version of an agent. */
export interface Side {
  readonly agent: string | null;
  readonly version: string | null;
}

/** Votes between two versions. In `result`, A is `a` and B is `b`. */
export interface VersionResult {
  readonly a: Side;
  readonly b: Side;
  readonly result: VoteResult;
}

/** What one listener's votes come to. In `newer`, A is the older version of an agent and B the newer one. */
export interface ListenerResult {
  readonly listener: string;
  readonly votes: number;
  readonly newer: VoteResult;
  readonly order: VoteResult;
}

export interface VoteResults {
  /** Votes that count, and earlier ones of the same listener on the same two turns, which do not. */
  readonly votes: number;
  readonly replaced: number;
  /** Between turns of one version of one agent; no version can win those. */
  readonly sameVersion: number;
  readonly versions: readonly VersionResult[];
  /** The newer version (B) against the older one (A) of the same agent, all agents together. */
  readonly newer: VoteResult;
  /** The turn that was heard first (A) against the one that was heard second (B): anything but even is a bias of order. */
  readonly order: VoteResult;
  readonly listeners: readonly ListenerResult[];
}

const numeric = new Intl.Collator('en', { numeric: true });

const sideOf = ({ agent, version }: VotedTurn): Side => ({ agent, version });
const compareSides = (a: Side, b: Side): number =>
  numeric.compare(a.agent ?? '', b.agent ?? '') || numeric.compare(a.version ?? '', b.version ?? '');
const keyOf = ({ callId, index }: VotedTurn): string => JSON.stringify([callId, index]);

/** What blind votes come to, by pair of versions, overall, by listener, and by order of playing. */
export function voteResults(all: readonly Vote[]): VoteResults {
  const votes = latest(all);
  const byVersions = Map.groupBy(
    votes.filter((vote) => compareSides(vote.first, vote.second) !== 0),
    (vote) => JSON.stringify(ordered(vote)),
  );
  const versions = [...byVersions.values()].flatMap((group): VersionResult[] => {
    const [some] = group;
    if (some === undefined) return [];
    const [a, b] = ordered(some);
    return [{ a, b, result: judge(group, byVersion) }];
  });
  versions.sort((one, two) => compareSides(one.a, two.a) || compareSides(one.b, two.b));
  const listeners = [...Map.groupBy(votes, ({ listener }) => listener)].map(([listener, own]) => ({
    listener,
    votes: own.length,
    newer: judge(own.filter(isOfOneAgent), byVersion),
    order: judge(own, byOrder),
  }));
  return {
    votes: votes.length,
    replaced: all.length - votes.length,
    sameVersion: votes.filter((vote) => compareSides(vote.first, vote.second) === 0).length,
    versions,
    newer: judge(votes.filter(isOfOneAgent), byVersion),
    order: judge(votes, byOrder),
    listeners: listeners.sort((a, b) => b.votes - a.votes || (a.listener < b.listener ? -1 : 1)),
  };
}

/** The last vote of each listener on the same two turns, whichever was called A. */
function latest(votes: readonly Vote[]): Vote[] {
  const last = new Map<string, Vote>();
  for (const vote of [...votes].sort((a, b) => a.atMs - b.atMs)) {
    last.set(JSON.stringify([vote.listener, ...[keyOf(vote.first), keyOf(vote.second)].sort()]), vote);
  }
  return [...last.values()];
}

/** The versions of a vote in an order of their own, the older of an agent first. */
function ordered({ first, second }: Vote): [Side, Side] {
  const sides: [Side, Side] = [sideOf(first), sideOf(second)];
  return compareSides(...sides) <= 0 ? sides : [sides[1], sides[0]];
}

const isOfOneAgent = ({ first, second }: Vote): boolean =>
  first.agent === second.agent && compareSides(first, second) !== 0;

/** Whether the chosen turn is side B, by which a group is judged. */
type IsB = (vote: Vote) => boolean;
const byVersion: IsB = ({ first, second, choice }) => (choice === 'first') === compareSides(first, second) > 0;
const byOrder: IsB = ({ choice, heardFirst }) => choice !== heardFirst;

function judge(votes: readonly Vote[], isB: IsB): VoteResult {
  const chose = votes.filter(({ choice }) => choice !== 'none');
  const forB = chose.filter(isB).length;
  return judgeVotes(chose.length - forB, forB, votes.length - chose.length);
}
