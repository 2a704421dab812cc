import type { LaneRole, Lanes } from '../../model/timing.ts';
import { type ClockGroup, logChanceOf } from './clock.ts';

/** Better no label than a wrong one: nineteen to one. */
const MIN_CONFIDENCE = 0.9;

/**
 * Whose voice each of two channels carries, from which assignment fits the transcript's starts better at *some* offset: the clock
 * need not be known. Both assignments get their best fit; the odds between the two are those of chance having made either.
 *
 * @param starts when each party's turns begin by the transcript, ascending
 * @param onsets where each channel's voice sets in
 * @returns null when neither fits, or both about as well
 */
export function detectRoles(
  starts: Readonly<Record<LaneRole, readonly number[]>>,
  onsets: readonly [ClockGroup['onsets'], ClockGroup['onsets']],
  durationMs: number,
): Lanes | null {
  const fits = ([agent, caller]: readonly [0 | 1, 0 | 1]): number =>
    logChanceOf(
      [
        { starts: starts.agent, onsets: onsets[agent] },
        { starts: starts.caller, onsets: onsets[caller] },
      ],
      durationMs,
    );
  const agentFirst = fits([0, 1]);
  const agentSecond = fits([1, 0]);
  // With odds of p to 1 - p, 2p - 1 is 0 for a coin and 1 for certainty.
  const confidence = Math.tanh(Math.abs(agentFirst - agentSecond) / 2);
  if (!(confidence >= MIN_CONFIDENCE)) return null;
  const roles: Lanes['roles'] = agentFirst < agentSecond ? ['agent', 'caller'] : ['caller', 'agent'];
  return { roles, source: 'detected', confidence };
}
