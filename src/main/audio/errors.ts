import { isDiskFull } from '../disk-full.ts';

/** Why a recording cannot be analysed. `not-audio`, `damaged` and `unsupported` speak of the file, the others of the machine. */
export type AudioErrorCode = 'not-audio' | 'damaged' | 'unsupported' | 'not-found' | 'disk-full';

/** A failure that is expected of files from outside; `found` names what was there instead (`html`, `gsm 06.10`, ...). */
export class AudioError extends Error {
  override readonly name = 'AudioError';
  readonly code: AudioErrorCode;
  readonly found: string | undefined;

  constructor(code: AudioErrorCode, message: string, found?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.found = found;
  }
}

/** Turns file-system failures that the user can do something about into typed ones; anything else comes back as it was. */
export function toAudioError(error: unknown): unknown {
  if (error instanceof AudioError || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOENT') {
    return new AudioError('not-found', 'The recording is no longer on disk; download it again.', undefined, {
      cause: error,
    });
  }
  if (isDiskFull(error)) {
    return new AudioError(
      'disk-full',
      'The disk is full; free some space and analyse the recording again.',
      undefined,
      {
        cause: error,
      },
    );
  }
  return error;
}
