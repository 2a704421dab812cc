import type { NoMeasure } from '../model/measures.ts';
import type { CallTiming, GapDoubt, NoGapReason } from '../model/timing.ts';
import type { Turn } from '../model/turn.ts';
import { formatLatency } from './format.ts';

/** What makes a measured gap less certain, as it stands after a colon. */
export const gapDoubtWords: Record<GapDoubt, string> = {
  mono: 'both parties are on one channel',
  noise: 'the line is noisy',
  clock: 'transcript and recording fit each other only roughly',
  'weak-match': 'the turn was not clearly found in the sound',
  'tool-call-between': 'a tool ran in between',
};

/** Why a turn has no measured gap, as a sentence. */
export const noGapWords: Record<NoGapReason, string> = {
  'no-recording': 'There is no recording on this disk to measure in.',
  'no-time': 'The vendor gave no time for this turn, and it was not found in the sound.',
  greeting: 'Nobody waits for a greeting.',
  'no-caller-before': 'No caller spoke before this turn.',
  'tool-call-between': 'A tool ran between the caller’s turn and this one.',
  overlap: 'The agent began while the caller was still speaking.',
  'not-found': 'This turn was not found in the sound.',
  'channels-identical': 'Both channels carry the same sound, so the parties cannot be told apart.',
  'hold-between': 'There is hold music between the caller’s turn and this one.',
  'beyond-recording': 'This turn lies beyond the end of the recording.',
};

/** Why a call has no measured gap at all, as a sentence. */
export const noMeasureWords: Record<NoMeasure, string> = {
  'no-turns': 'The transcript has no turns, so there is no gap to measure.',
  'no-agent-turn': 'This call has no agent turn, so nobody waited for one.',
  'not-analysed': 'Speech was not looked for in the recording yet.',
  silent: 'Nobody is heard in the recording.',
  'no-times': 'The transcript has no times, so its turns were not found in the sound.',
  'times-equal': 'All turns of the transcript have the same time, so they were not found in the sound.',
  'clock-unlike': 'The transcript’s times do not fit the sound, so its turns were not found in it.',
  'no-recording': 'There is no recording on this disk to measure in.',
  'no-time': 'The vendor gave no times for the agent’s turns.',
  greeting: 'The agent only greets, and nobody waits for a greeting.',
  'no-caller-before': 'No caller spoke before the agent’s turns.',
  'tool-call-between': 'A tool ran before each of the agent’s turns.',
  overlap: 'The agent always began while the caller was still speaking.',
  'not-found': 'The agent’s turns were not found in the sound.',
  'channels-identical': 'Both channels carry the same sound, so the parties cannot be told apart.',
  'hold-between': 'There is hold music before each of the agent’s turns.',
  'beyond-recording': 'The agent’s turns lie beyond the end of the recording.',
};

const notMeasured = 'The sound of this call has not been measured yet.';

/** Why nothing can be read from the sound, in a sentence; null when it was measured. */
export function unmeasuredReason(timing: CallTiming | null): string | null {
  if (timing === null) return notMeasured;
  if (timing.speech !== null) return null;
  return timing.problems[0]?.message ?? 'The sound of this call could not be measured.';
}

/** Why there is no measured gap before the turn at `position`; null when there is one. */
export function noGapReason(timing: CallTiming | null, position: number): string | null {
  const turn = timing?.turns[position];
  if (turn === undefined) return unmeasuredReason(timing) ?? 'This turn was not measured.';
  if (turn.gap !== null) return null;
  return turn.noGap === null ? 'No gap was measured before this turn.' : noGapWords[turn.noGap];
}

/** Why there is no overlap to go to. */
export function noOverlapReason(timing: CallTiming | null): string {
  const unmeasured = unmeasuredReason(timing);
  if (unmeasured !== null) return `No overlap to go to. ${unmeasured}`;
  if (timing?.lanes === null)
    return 'Overlaps are not known: the parties of this call cannot be told apart by channel.';
  if ((timing?.overlaps.length ?? 0) > 0) return 'Only short sounds such as “mm-hm” overlap in this call.';
  return 'Nobody speaks over the other in this call.';
}

/** Why there is no dead air to go to. */
export function noDeadAirReason(timing: CallTiming | null, deadAirMs: number): string {
  const unmeasured = unmeasuredReason(timing);
  if (unmeasured !== null) return `No dead air to go to. ${unmeasured}`;
  return `No silence of this call lasts ${formatLatency(deadAirMs)} or longer.`;
}

/** Why the linter has found nothing, in a sentence or two. */
export function noFindingReason(turns: readonly Pick<Turn, 'latency'>[], timing: CallTiming | null): string {
  if (turns.every((turn) => turn.latency === null)) {
    return 'The vendor reported no latency in this call, so there is nothing to check.';
  }
  const unmeasured = unmeasuredReason(timing);
  if (unmeasured === null) return 'The reported latency of this call passes every check, also against the sound.';
  return `The reported latency of this call passes every check that needs no sound. ${unmeasured}`;
}
