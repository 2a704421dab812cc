import type { VotedTurn } from '../../model/review/vote.ts';

/** Two turns to be held against each other. */
export interface TurnPair {
  readonly one: VotedTurn;
  readonly two: VotedTurn;
}

/** A pair as it is heard: `first` is called A. Nothing else says which is which. */
export interface BlindPair {
  readonly first: VotedTurn;
  readonly second: VotedTurn;
}

/** In a random order; every order is as likely (Fisher & Yates). `random` gives numbers in [0, 1). */
export function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const with_ = Math.floor(random() * (at + 1));
    [mixed[at], mixed[with_]] = [mixed[with_] as T, mixed[at] as T];
  }
  return mixed;
}

/**
 * Puts pairs into a random order and decides which turn of each is A. Of n pairs half (rounded either way at random) have `one` as A,
 * so that a listener who prefers what comes first favours neither side.
 */
export function blindOrder(pairs: readonly TurnPair[], random: () => number): BlindPair[] {
  const half = Math.floor(pairs.length / 2) + (pairs.length % 2 === 1 && random() < 0.5 ? 1 : 0);
  const oneIsA = shuffle(
    pairs.map((_, at) => at < half),
    random,
  );
  const ordered = pairs.map(({ one, two }, at) =>
    oneIsA[at] ? { first: one, second: two } : { first: two, second: one },
  );
  return shuffle(ordered, random);
}

/**
 * Draws up to `count` pairs, a turn of `ones` against a turn of `twos` each. A call is used twice on a side only when there are not enough
 * calls, a turn never, and no turn meets one of its own call.
 */
export function drawPairs(
  ones: readonly VotedTurn[],
  twos: readonly VotedTurn[],
  count: number,
  random: () => number,
): TurnPair[] {
  const left = freshFirst(ones, random);
  const right = freshFirst(twos, random);
  const pairs: TurnPair[] = [];
  for (const one of left) {
    if (pairs.length >= count) break;
    const at = right.findIndex((two) => two.callId !== one.callId);
    const two = right[at];
    if (two === undefined) continue;
    right.splice(at, 1);
    pairs.push({ one, two });
  }
  return pairs;
}

/** In a random order, one turn of every call before the second of any. */
function freshFirst(turns: readonly VotedTurn[], random: () => number): VotedTurn[] {
  const seen = new Map<string, number>();
  const ranked = shuffle(turns, random).map((turn) => {
    const rank = seen.get(turn.callId) ?? 0;
    seen.set(turn.callId, rank + 1);
    return { turn, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ turn }) => turn);
}
