import { create } from 'zustand';
import { type BlindPair, blindOrder, type TurnPair } from '#shared/logic/listen/blind.ts';
import { seededRandom } from '#shared/logic/stats/random.ts';
import type { Vote } from '#shared/model/review/vote.ts';
import { navigate } from '../../../lib/router.ts';

/** A vote that was given in this sitting. */
export interface GivenVote {
  readonly itemId: string;
  readonly choice: Vote['choice'];
}

/** One sitting: pairs in a hidden order. Only this window knows it, and no address does. */
export interface BlindSession {
  readonly id: string;
  readonly pairs: readonly BlindPair[];
  /** Which pair is heard; past the last one the sitting is over. */
  readonly at: number;
  /** By pair; null = skipped. */
  readonly given: readonly (GivenVote | null)[];
  readonly over: boolean;
}

export const useBlind = create<{ session: BlindSession | null }>(() => ({ session: null }));

/**
 * Begins to listen blind to pairs of turns, and goes there. Which turn is A, and in which order the pairs come, is random.
 * @param seed makes the order repeatable; at random unless given
 */
export function startBlind(pairs: readonly TurnPair[], seed: number = randomSeed()): void {
  if (pairs.length === 0) return;
  const session = {
    id: crypto.randomUUID(),
    pairs: blindOrder(pairs, seededRandom(seed)),
    at: 0,
    given: [],
    over: false,
  };
  useBlind.setState({ session });
  navigate({ name: 'blind' });
}

/** A seed that nobody knows. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

function change(next: (session: BlindSession) => BlindSession): void {
  useBlind.setState(({ session }) => ({ session: session === null ? null : next(session) }));
}

/** Goes on to the next pair with this vote, null = skipped. */
export function nextPair(vote: GivenVote | null): void {
  change((session) => {
    const at = session.at + 1;
    return { ...session, at, given: [...session.given.slice(0, session.at), vote], over: at >= session.pairs.length };
  });
}

/** Back to the pair before. */
export function pairBefore(): void {
  change((session) =>
    session.at === 0
      ? session
      : { ...session, at: session.at - 1, given: session.given.slice(0, session.at - 1), over: false },
  );
}

/** No more pairs: what was what is shown. */
export function endBlind(): void {
  change((session) => ({ ...session, over: true }));
}

export function closeBlind(): void {
  useBlind.setState({ session: null });
}
