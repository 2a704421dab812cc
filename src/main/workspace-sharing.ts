import type { Settings } from '#shared/model/settings.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import type { AudioPool } from './audio/audio-pool.ts';
import { type Bundles, createBundles } from './bundle/service.ts';
import { createExchange, type Exchange } from './export/service.ts';
import { createHandouts, type Handouts } from './handouts/handouts.ts';
import type { Ports } from './ports.ts';
import type { RecordingPaths } from './recordings/files.ts';
import type { Recordings } from './recordings/service.ts';
import { createReports, type Reports } from './report/service.ts';
import type { Review } from './review/service.ts';
import type { ReadDb } from './store/db.ts';
import type { Writer } from './writer/writer.ts';

/** How work leaves a workspace and comes into it; files go by `handouts`. */
export interface Sharing {
  readonly bundles: Bundles;
  readonly reports: Reports;
  readonly exchange: Exchange;
  readonly handouts: Handouts;
}

export interface SharingParts {
  dir: string;
  db: ReadDb;
  writer: Writer;
  paths: RecordingPaths;
  pool: AudioPool;
  ports: Ports;
  recordings: Recordings;
  review: Review;
  readOnly: string | null;
  timing: (callId: string) => Promise<CallTiming>;
  settings: () => Settings;
  onChanged: (callIds: readonly string[]) => void;
  signal: AbortSignal;
}

/** Opens bundles, reports and the formats of other programs. */
export function openSharing({ ports, readOnly, settings, onChanged, ...parts }: SharingParts): Sharing {
  const { dir, db, writer, paths, pool, recordings, review, timing, signal } = parts;
  const { clock, version, printPdf, logger } = ports;
  const handouts = createHandouts(dir, { sweep: readOnly === null });
  return {
    bundles: createBundles({
      dir,
      db,
      writer,
      paths,
      pool,
      timing,
      review,
      recordings,
      handouts,
      clock,
      version,
      onChanged,
      signal,
    }),
    reports: createReports({
      db,
      paths,
      timing,
      review,
      settings,
      handouts,
      clock,
      ...(printPdf ? { printPdf } : {}),
    }),
    exchange: createExchange({ dir, db, paths, pool, review, handouts, clock, logger }),
    handouts,
  };
}
