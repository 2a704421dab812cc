import type { Anchor } from '../../model/review/anchor.ts';
import type { CallTiming, Speech } from '../../model/timing.ts';
import { findDeadAir, findMonologues, findMusic } from '../timing/quiet.ts';
import type { Span } from '../timing/spans.ts';
import { separateVoices } from '../timing/voices.ts';
import { unmeasuredReason } from '../timing-words.ts';
import { rangeEvidence } from './evidence.ts';

/** A figure of the call with what shows it, or why there is none. */
export type Figure =
  | { readonly figure: number; readonly evidence: readonly Anchor[]; readonly note: string | null }
  | { readonly figure: null; readonly reason: string };

export const unknown = (reason: string): Figure => ({ figure: null, reason });

/** A figure that stretches of the recording show. */
export function known(figure: number, spans: readonly Span[], note: string | null = null): Figure {
  if (!Number.isFinite(figure)) return unknown('The figures of this call are not finite.');
  const evidence = spans.map(rangeEvidence).filter((anchor) => anchor !== null);
  return { figure, evidence, note };
}

/** A call whose sound was measured. */
export interface Sound {
  readonly timing: CallTiming;
  readonly speech: Speech;
}

/** Computes what needs the sound, or says why that is not there. */
export function withSound(timing: CallTiming | null, compute: (sound: Sound) => Figure): Figure {
  if (timing === null || timing.speech === null) {
    return unknown(unmeasuredReason(timing) ?? 'The sound of this call could not be measured.');
  }
  return compute({ timing, speech: timing.speech });
}

/**
 * The longest stretch without speech or hold music. `CallTiming` has only those that count as dead air: where there is none,
 * it is looked for.
 */
export function longestSilence({ timing, speech }: Sound): Figure {
  const { durationMs } = speech;
  if (speech.channels.every(({ segments }) => segments.length === 0)) {
    return unknown('Nobody is heard to speak in this recording.');
  }
  if (timing.deadAir.length > 0) return longestOf(timing.deadAir);
  const voices = separateVoices(speech, timing.lanes, durationMs);
  return longestOf(findDeadAir(voices, findMusic(speech, durationMs), durationMs, 1));
}

/** The longest stretch in which only the agent speaks, over pauses shorter than dead air; looked for as above. */
export function longestMonologue({ timing, speech }: Sound, deadAirMs: number): Figure {
  if (timing.monologues.length > 0) return longestOf(timing.monologues);
  const [agent, caller] = separateVoices(speech, timing.lanes, speech.durationMs);
  if (agent === undefined || caller === undefined) return unknown('The parties cannot be told apart in the recording.');
  return longestOf(findMonologues(agent.segments, caller.segments, timing.overlaps, 0, deadAirMs));
}

function longestOf(spans: readonly Span[]): Figure {
  const longest = spans.reduce<Span | null>(
    (best, span) => (best === null || span.endMs - span.startMs > best.endMs - best.startMs ? span : best),
    null,
  );
  return longest === null ? known(0, []) : known(longest.endMs - longest.startMs, [longest]);
}
