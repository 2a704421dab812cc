import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createModelStorage, type StorageStep, type Validators } from '../testing/model-storage.ts';
import { toneWav } from '../testing/wav.ts';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { createFastClock } from '../voicy/test-support.ts';
import { type FetchContext, fetchRecording } from './fetch-recording.ts';
import { recordingPaths } from './files.ts';

const validators = fc.constantFrom<Validators>('etag', 'weak-etag', 'date', 'etag-and-date', 'none');
/** Trouble worth resuming after comes often: else most runs would be over with their first request. */
const step: fc.Arbitrary<StorageStep> = fc.record({
  newVersion: fc.boolean(),
  behaviour: fc.oneof(
    { weight: 5, arbitrary: fc.constant('honest' as const) },
    { weight: 3, arbitrary: fc.constantFrom('ignores-if-range' as const, 'not-satisfiable' as const) },
    { weight: 2, arbitrary: fc.constantFrom('wrong-start' as const, 'wrong-total' as const, 'short-range' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'ignores-range' as const,
        'refuses' as const,
        'busy' as const,
        'breaks' as const,
        'error-page' as const,
      ),
    },
  ),
  dropAfter: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 4, arbitrary: fc.double({ min: 0.1, max: 1, noNaN: true }) },
  ),
  chunkBytes: fc.integer({ min: 50, max: 900 }),
  length: fc.oneof(
    { weight: 5, arbitrary: fc.constant('announced' as const) },
    { weight: 1, arbitrary: fc.constantFrom('chunked' as const, 'too-long' as const) },
  ),
});

/** Versions of a recording: some have the same size, all differ in every part of them. */
function version(number: number, sizes: readonly number[]): Uint8Array {
  const bytes = toneWav((sizes[number % sizes.length] ?? 100) as number).slice();
  for (let at = 44; at < bytes.byteLength; at += 1) bytes[at] = (bytes[at] as number) ^ (number * 37);
  return bytes;
}

it('a recording is one version of the file, byte for byte, whatever the storage does and however often it is begun', async () => {
  const clock = createFastClock(300);
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 8, size: 'max' }),
      validators,
      fc.array(fc.constantFrom(60, 90, 200), { minLength: 1, maxLength: 3 }),
      async (steps, given, sizes) => {
        const place = temporaryDir();
        const made = new Map<number, Uint8Array>();
        const contentOf = (number: number) => {
          const known = made.get(number) ?? version(number, sizes);
          made.set(number, known);
          return known;
        };
        const storage = createModelStorage(steps, contentOf, given);
        const context: FetchContext = {
          callId: 'c',
          paths: recordingPaths(place.dir),
          fetch: storage.fetch,
          clock,
          random: () => 0.1,
          sign: async () => ({
            url: 'https://storage.test/c?e=1',
            obtainedAtMs: 0,
            expiresAtMs: Number.MAX_SAFE_INTEGER,
          }),
          serverNow: () => 1000,
          isAllowed: async () => true,
          mayStillArrive: true,
          onRequest: () => undefined,
          onProgress: () => undefined,
          signal: new AbortController().signal,
          limits: { drops: 1 },
        };
        try {
          // Each round is a sync of its own, which goes on with what the one before left; the steps run out at the latest then.
          let outcome = await fetchRecording(null, context);
          for (let round = 0; round < steps.length + 10 && outcome.kind !== 'ready'; round += 1) {
            outcome = await fetchRecording(null, context);
          }
          expect(outcome.kind).toBe('ready');
          if (outcome.kind !== 'ready') return;
          const stored = readFileSync(context.paths.originalByName(outcome.name));
          const wholes = storage.versions().map((bytes) => createHash('sha256').update(bytes).digest('hex'));
          const digest = createHash('sha256').update(stored).digest('hex');
          expect(outcome).toMatchObject({ sha256: digest, bytes: stored.byteLength });
          expect(wholes).toContain(digest);
        } finally {
          place.remove();
        }
      },
    ),
    { numRuns: 250 },
  );
}, 120_000);
