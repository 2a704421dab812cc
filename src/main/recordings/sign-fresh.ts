import { AppError } from '#shared/model/errors.ts';
import type { SignedUrl } from '../voicy/types.ts';
import type { FetchContext, FetchOutcome } from './fetch-context.ts';

/** One Get Call for a fresh URL, or why there is none. */
export async function signFresh(
  context: FetchContext,
): Promise<SignedUrl | Extract<FetchOutcome, { kind: 'unavailable' }>> {
  try {
    const signed = await context.sign(context.callId, context.signal);
    if (signed) return context.wake?.hold(signed) ?? signed;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') {
      return {
        kind: 'unavailable',
        code: 'call-gone',
        message: 'The vendor no longer has this call; what is cached stays.',
      };
    }
    throw error;
  }
  return context.mayStillArrive
    ? {
        kind: 'unavailable',
        code: 'not-yet',
        message: 'The vendor has no recording of this call yet; it is asked again at the next sync.',
      }
    : { kind: 'unavailable', code: 'none', message: 'The vendor has no recording of this call.' };
}
