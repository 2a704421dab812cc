import type { SoundMeasures } from '#shared/logic/measures/sum-up-call.ts';

/** A part of the recording's time. */
export interface TalkShare {
  readonly part: 'agent' | 'caller' | 'both' | 'nobody';
  readonly ms: number;
  readonly percent: number;
}

/**
 * The recording's time shared out, so that the parts add up to all of it: each party alone, both at once, nobody. Null where
 * the parties cannot be told apart or there is no time to share.
 */
export function talkShares(
  sound: Pick<SoundMeasures, 'agentTalkMs' | 'callerTalkMs' | 'bothTalkMs' | 'silenceMs'>,
): TalkShare[] | null {
  const { agentTalkMs: agent, callerTalkMs: caller, bothTalkMs: both, silenceMs: nobody } = sound;
  if (agent === null || caller === null || both === null || nobody === null) return null;
  const parts = [
    ['agent', Math.max(0, agent - both)],
    ['caller', Math.max(0, caller - both)],
    ['both', both],
    ['nobody', nobody],
  ] as const;
  const all = parts.reduce((sum, [, ms]) => sum + ms, 0);
  return all <= 0 ? null : parts.map(([part, ms]) => ({ part, ms, percent: (ms / all) * 100 }));
}
