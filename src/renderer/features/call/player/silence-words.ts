import { SILENCE_RATE, type SilenceMode } from '#shared/logic/silence.ts';

/** What playing does with silence, as the reader is told. */
export const silenceWords: Record<SilenceMode, string> = {
  off: 'Silence as it is',
  fast: `Silence at ${SILENCE_RATE}×`,
  skip: 'Silence skipped',
};
