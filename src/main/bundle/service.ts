import { setImmediate as breathe } from 'node:timers/promises';
import type { BundleInspection, BundlePlan, BundleRequest, MadeBundle, MergeResult } from '#shared/model/bundle.ts';
import { AppError } from '#shared/model/errors.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import type { AudioPool } from '../audio/audio-pool.ts';
import type { Handouts } from '../handouts/handouts.ts';
import type { Clock } from '../ports.ts';
import type { RecordingPaths } from '../recordings/files.ts';
import type { Recordings } from '../recordings/service.ts';
import type { Review } from '../review/service.ts';
import { findRawDetail } from '../store/bundle-content.ts';
import { findCallDetail } from '../store/call-detail.ts';
import type { ReadDb } from '../store/db.ts';
import { openForReading } from '../store/open.ts';
import { findRecording } from '../store/recordings.ts';
import type { Writer } from '../writer/writer.ts';
import { type Made, makeBundle, variablesOf } from './make.ts';
import { inspectBundle, mergeBundle } from './merge.ts';
import { placeRecording } from './place-recording.ts';
import { openBundle } from './read-bundle.ts';
import { selectForBundle } from './select.ts';

export interface BundlesOptions {
  dir: string;
  db: ReadDb;
  writer: Writer;
  paths: RecordingPaths;
  pool: Pick<AudioPool, 'beep'>;
  timing: (callId: string) => Promise<CallTiming>;
  review: Pick<Review, 'reviewer' | 'importEvents'>;
  recordings: Pick<Recordings, 'place'>;
  handouts: Handouts;
  clock: Pick<Clock, 'now'>;
  version: string;
  onChanged: (callIds: readonly string[]) => void;
  signal: AbortSignal;
}

/** Bundles of one workspace: made of its review work and merged into it. */
export interface Bundles {
  plan(request: BundleRequest): Promise<BundlePlan>;
  /** Makes a bundle and keeps it for the reader to fetch. Rejects with the signal's reason when aborted. */
  make(request: BundleRequest, signal?: AbortSignal): Promise<MadeBundle>;
  /** Makes a bundle at `path`, where nothing may be yet. */
  makeAt(path: string, request: BundleRequest, signal?: AbortSignal): Promise<Made>;
  /** Reads a bundle that was handed in, checks all of it, and says what importing it would change. */
  inspect(token: string): Promise<BundleInspection>;
  /** Merges a bundle that was handed in; it is gone then. */
  merge(token: string): Promise<MergeResult>;
  /** The same for one at `path`. */
  inspectAt(path: string): Promise<BundleInspection>;
  /** Checks the bundle at `path`, then merges it. */
  mergeAt(path: string): Promise<MergeResult>;
}

const MOST_VARIABLES = 500;

export function createBundles(options: BundlesOptions): Bundles {
  const { db, writer, paths, review, recordings, handouts, clock } = options;

  /** What walks much reads on a connection of its own: the shared one must not be busy with it. */
  const reading = async <T>(work: (own: ReadDb) => Promise<T>): Promise<T> => {
    const own = openForReading(options.dir);
    try {
      return await work(own);
    } finally {
      own.close();
    }
  };
  const select = async (own: ReadDb, request: BundleRequest) =>
    selectForBundle(own, request, request.work === 'own' ? (await review.reviewer()).id : null);

  const makeAt = (path: string, request: BundleRequest, signal?: AbortSignal): Promise<Made> =>
    reading(async (own) => {
      const stop = signal ? AbortSignal.any([signal, options.signal]) : options.signal;
      const selection = await select(own, request);
      if (selection.callIds.length === 0 && selection.events === 0) {
        throw new AppError('invalid-input', 'There is nothing to put into the bundle: choose calls or a pack.');
      }
      return makeBundle(path, request, selection, {
        db: own,
        paths,
        app: options.version,
        nowMs: clock.now(),
        // Who may only read here may not say who they are either.
        by: await review.reviewer().catch(() => null),
        timing: options.timing,
        beep: (task) => options.pool.beep(task, { signal: stop }),
        signal: stop,
      });
    });

  const mergeAt = async (path: string): Promise<MergeResult> => {
    const bundle = await openBundle(path);
    try {
      await bundle.check();
      return await mergeBundle(bundle, {
        db,
        importEvents: review.importEvents,
        storeCall: async (line, sender) => {
          const outcome = await writer.run('storeBundledCall', line, sender, clock.now());
          if (outcome === 'added' || outcome === 'updated') options.onChanged([line.id]);
          return outcome;
        },
        placeRecording: (callId, bytes, sha256) =>
          recordings.place(callId, () => placeRecording(callId, bytes, sha256, paths)),
        signal: options.signal,
      });
    } finally {
      await bundle.close();
    }
  };

  const inspectAt = async (path: string): Promise<BundleInspection> => {
    const bundle = await openBundle(path);
    try {
      return await reading((own) => inspectBundle(own, bundle));
    } finally {
      await bundle.close();
    }
  };

  const pathOf = (token: string): string => {
    const found = handouts.find(token);
    if (!found) throw new AppError('expired', 'This file is not here any more: choose it again.');
    return found.path;
  };

  return {
    plan: (request) =>
      reading(async (own) => {
        const selection = await select(own, request);
        const plan: BundlePlan = {
          calls: selection.callIds.length,
          events: selection.events,
          rawCalls: 0,
          recordings: 0,
          recordingBytes: 0,
          variables: [],
        };
        const variables = new Set<string>();
        for (const callId of selection.callIds) {
          if (findRawDetail(own, callId)) plan.rawCalls += 1;
          const recording = findRecording(own, callId);
          if (recording?.state === 'ready') {
            plan.recordings += 1;
            plan.recordingBytes += recording.bytes ?? 0;
          }
          for (const [name] of variablesOf(findCallDetail(own, callId))) variables.add(name);
          await breathe();
        }
        return { ...plan, variables: [...variables].sort().slice(0, MOST_VARIABLES) };
      }),
    make: async (request, signal) => {
      const nowMs = clock.now();
      const named = (calls: number) =>
        `earmark-${new Date(nowMs).toISOString().slice(0, 10)}-${calls}-${calls === 1 ? 'call' : 'calls'}.earmark`;
      const { token, bytes, made } = await handouts.make(
        { fileName: 'bundle.earmark', contentType: 'application/zip' },
        (path) => makeAt(path, request, signal),
      );
      const { counts } = made.manifest;
      const fileName = named(counts.calls);
      handouts.rename(token, fileName);
      return { token, fileName, bytes, counts, left: made.left };
    },
    makeAt,
    inspect: async (token) => inspectAt(pathOf(token)),
    inspectAt,
    merge: async (token) => {
      const result = await mergeAt(pathOf(token));
      await handouts.remove(token);
      return result;
    },
    mergeAt,
  };
}
