import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { BundleRequest } from '#shared/model/bundle.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import { createAudioPool } from '../../audio/audio-pool.ts';
import { createHandouts, type Handouts } from '../../handouts/handouts.ts';
import { recordingPaths } from '../../recordings/files.ts';
import { createRecordings } from '../../recordings/service.ts';
import { createReview, type Review } from '../../review/service.ts';
import type { WriteDb } from '../../store/db.ts';
import { openForWriting } from '../../store/open.ts';
import { readReview } from '../../store/review-view.ts';
import { hurriedClock, recordingLogger, temporaryDir } from '../../testing/workspace-fixtures.ts';
import { localWriter } from '../../writer/writer.ts';
import { type Bundles, createBundles } from '../service.ts';

/** A reviewer's workspace on this disk, with everything that bundles work on. */
export interface BundleSeat {
  db: WriteDb;
  dir: string;
  review: Review;
  bundles: Bundles;
  handouts: Handouts;
  /** A path where nothing is yet. */
  newPath(): string;
  /** Writes a bundle and returns where it is. */
  pack(request: Partial<BundleRequest>): Promise<string>;
  close(): Promise<void>;
}

export const whole: BundleRequest = {
  callIds: [],
  filter: null,
  packIds: [],
  work: 'all',
  withCalls: false,
  withRecordings: false,
  redact: null,
};

const noTiming: CallTiming = {
  speech: null,
  lanes: null,
  clock: null,
  turns: [],
  order: null,
  overlaps: [],
  deadAir: [],
  holds: [],
  monologues: [],
  talk: null,
  problems: [],
};

/** Opens a seat of its own. `clockMs` = what its clock shows at first; each question moves it on by `stepMs`. */
export async function openBundleSeat({
  clockMs = Date.UTC(2026, 10, 1),
  stepMs = 1000,
  timing = async (_callId: string) => noTiming,
} = {}): Promise<BundleSeat> {
  const { dir, remove } = temporaryDir();
  const db = openForWriting(dir);
  const writer = localWriter(db);
  let nowMs = clockMs;
  const clock = hurriedClock(() => {
    nowMs += stepMs;
    return nowMs;
  });
  const life = new AbortController();
  const review = createReview({
    db,
    writer,
    readers: { review: async (query) => readReview(db, query) },
    clock,
    newId: randomUUID,
    onChanged: () => undefined,
  });
  const recordings = createRecordings({
    db,
    writer,
    dir,
    fetch: () => Promise.reject(new Error('nothing is to be downloaded')),
    clock,
    random: Math.random,
    logger: recordingLogger(),
    onChanged: () => undefined,
    onProgress: () => undefined,
    onReady: () => undefined,
    life: life.signal,
  });
  const pool = createAudioPool({ threads: 1 });
  const handouts = createHandouts(dir, { sweep: true });
  const bundles = createBundles({
    dir,
    db,
    writer,
    paths: recordingPaths(dir),
    pool,
    timing,
    review,
    recordings,
    handouts,
    clock,
    version: '0.0.0-test',
    onChanged: () => undefined,
    signal: life.signal,
  });
  const newPath = () => join(dir, `${randomUUID()}.earmark`);
  return {
    db,
    dir,
    review,
    bundles,
    handouts,
    newPath,
    pack: async (request) => {
      const path = newPath();
      await bundles.makeAt(path, { ...whole, ...request });
      return path;
    },
    close: async () => {
      life.abort();
      handouts.close();
      await pool.close();
      await writer.close();
      remove();
    },
  };
}
