import { z } from 'zod';
import { type Ended, hasStackTrace } from './command.ts';
import { readLedger } from './ledger.ts';
import type { World } from './world.ts';

const failures = z.array(z.object({ id: z.string(), code: z.string() }));
const resultSchema = z.union([
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
  z.object({
    ok: z.boolean(),
    calls: z.object({ failed: failures }),
    recordings: z.object({ failed: failures }),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
]);

/** Every code that a command's JSON gives as the reason of something that went wrong. */
export function codesOf(result: unknown): string[] {
  const parsed = resultSchema.parse(result);
  if ('code' in parsed) return [parsed.code];
  const codes = [...parsed.calls.failed, ...parsed.recordings.failed].map(({ code }) => code);
  return parsed.error ? [parsed.error.code, ...codes] : codes;
}

/**
 * What is wrong with how a sync ended whose disk was full. Right is: no uncaught exception, and either a failure that
 * gives the full disk as its only reason, or, where it could do without what was refused, every call and recording.
 */
export function fullDiskProblems(world: World, dir: string, ended: Ended): string[] {
  if (ended.signal !== null) return [`it was ended by ${ended.signal}`];
  if (hasStackTrace(ended)) return [`an exception that nobody caught: ${ended.stderr}`];
  if (ended.result === null) return [`there is no result on stdout: ${ended.stderr}`];
  const codes = codesOf(ended.result);
  if (ended.code !== 0) {
    const isSaid = ended.code === 1 && codes.length > 0 && codes.every((code) => code === 'disk-full');
    return isSaid
      ? []
      : [`exit ${ended.code} with the codes ${codes.join(', ') || 'none'}: ${ended.stdout}${ended.stderr}`];
  }
  const stored = readLedger(world.workspace(dir));
  const recordings = world.undisturbed.filter(({ recordingState }) => recordingState === 'ready').length;
  const isWhole = stored.calls.size === world.undisturbed.length && stored.ready.size === recordings;
  return isWhole ? [] : [`it said that all is in, with ${stored.calls.size} calls and ${stored.ready.size} recordings`];
}
