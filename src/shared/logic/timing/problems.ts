import type { CallTiming } from '../../model/timing.ts';

export type Problem = CallTiming['problems'][number];

/** Minutes and seconds of a length. */
function lengthOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const turns = (count: number): string => (count === 1 ? 'One turn' : `${count} turns`);

/** What cannot be computed, and why, in a sentence each. */
export const problems = {
  noRecording: (): Problem => ({
    code: 'no-recording',
    message: 'There is no recording, so nothing could be measured in its sound.',
  }),
  notAnalysed: (): Problem => ({
    code: 'not-analysed',
    message: 'Speech was not looked for in the recording yet, so nothing is measured.',
  }),
  silent: (): Problem => ({
    code: 'silent',
    message: 'Nobody is heard in the recording, so no turn could be placed and no gap measured.',
  }),
  mono: (): Problem => ({
    code: 'mono',
    message:
      'The recording has one channel for both parties: gaps are the silence before a turn and less certain; overlaps and talk shares cannot be told.',
  }),
  manyChannels: (count: number): Problem => ({
    code: 'many-channels',
    message: `The recording has ${count} channels and only two can be told apart by party: they were taken together, gaps are less certain.`,
  }),
  identical: (): Problem => ({
    code: 'channels-identical',
    message:
      'Both channels carry the same sound: gaps are the silence before a turn and less certain; overlaps and talk shares cannot be told.',
  }),
  lanesUnknown: (): Problem => ({
    code: 'lanes-unknown',
    message:
      'Which channel is whose could not be told from the transcript: set it by hand. Until then both are taken together, gaps are less certain.',
  }),
  noTurns: (): Problem => ({
    code: 'no-turns',
    message: 'The transcript has no turns, so there is nothing to place in the recording.',
  }),
  noTimes: (): Problem => ({
    code: 'no-times',
    message: 'The transcript has no times, so its turns could not be placed in the recording.',
  }),
  timesEqual: (): Problem => ({
    code: 'times-equal',
    message: 'All turns of the transcript have the same time, so they could not be placed in the recording.',
  }),
  someWithoutTime: (count: number): Problem => ({
    code: 'turns-without-time',
    message: `${turns(count)} of the transcript ${count === 1 ? 'has' : 'have'} no time and could not be placed.`,
  }),
  outOfOrder: (): Problem => ({
    code: 'times-out-of-order',
    message: "The transcript's times are out of order: the order in which the turns were spoken was worked out.",
  }),
  clockFew: (): Problem => ({
    code: 'clock-too-few',
    message:
      "Too few turns meet an onset in the sound to fit the transcript's clock to the recording's: its times are taken as they are.",
  }),
  clockUnlike: (): Problem => ({
    code: 'clock-unlike',
    message:
      "The transcript's times fit the sound no better than chance would: its turns could not be found in it, and no gap was measured.",
  }),
  callerLag: (lagMs: number): Problem => ({
    code: 'caller-times-shifted',
    message: `The transcript reports the caller's turns ${Math.round(Math.abs(lagMs))} ms ${lagMs < 0 ? 'later' : 'earlier'} than the agent's, measured by their sound.`,
  }),
  beyond: (count: number): Problem => ({
    code: 'recording-shorter',
    message: `${turns(count)} of the transcript ${count === 1 ? 'lies' : 'lie'} outside the recording and could not be measured.`,
  }),
  longer: (ms: number): Problem => ({
    code: 'recording-longer',
    message: `The recording goes on for ${lengthOf(ms)} after the last turn of the transcript.`,
  }),
};
