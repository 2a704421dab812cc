import type { AppEvent } from '#shared/contract/index.ts';
import type { WorkspaceKind } from '#shared/model/connection.ts';
import { type AudioPool, createAudioPool } from './audio/audio-pool.ts';
import type { MediaStore } from './http/media-store.ts';
import type { Ports } from './ports.ts';
import { type Analysis, createAnalysis } from './recordings/analysis.ts';
import { recordingPaths, sweepOrphans } from './recordings/files.ts';
import { createMediaStore } from './recordings/media.ts';
import { createRecordings, type Recordings } from './recordings/service.ts';
import { createSettings, type SettingsService } from './settings.ts';
import { type BatchWriter, createBatchWriter } from './store/batch-writer.ts';
import type { WriteDb } from './store/db.ts';
import { openForWriting } from './store/open.ts';
import { createReaderPool, type ReaderPool } from './store/reader-pool.ts';
import { findRecordingFiles, resetUnfinishedRecordings } from './store/recordings.ts';
import { createSyncEngine, type SyncEngine } from './sync/engine.ts';

/** Everything that is open for one workspace folder. */
export interface Workspace {
  readonly kind: WorkspaceKind;
  readonly dir: string;
  readonly db: WriteDb;
  readonly writer: BatchWriter;
  readonly readers: ReaderPool;
  readonly recordings: Recordings;
  readonly analysis: Analysis;
  readonly media: MediaStore;
  readonly sync: SyncEngine;
  readonly settings: SettingsService;
  close(): Promise<void>;
}

const ANALYSIS_THREADS = 1;
/** Changes within this long are announced together, ms. */
const COALESCE_MS = 100;
const NAMED_IDS = 500;

/** Opens a workspace and builds its services. Throws what opening the database throws. */
export function openWorkspace(kind: WorkspaceKind, ports: Ports, emit: (event: AppEvent) => void): Workspace {
  const dir = ports.paths[kind];
  const db = openForWriting(dir);
  resetUnfinishedRecordings(db, ports.clock.now());
  const swept = sweepOrphans(dir, findRecordingFiles(db), ports.clock.now());
  if (swept.length > 0) ports.logger.info({ files: swept.length }, 'removed recordings that no call knows');
  const life = new AbortController();
  const changes = createChanges(emit);
  const pool: AudioPool = createAudioPool({ threads: ANALYSIS_THREADS });
  const paths = recordingPaths(dir);
  const readers = createReaderPool(dir);
  const onChanged = (callId: string) => changes.add([callId]);
  const analysis = createAnalysis({ db, paths, pool, logger: ports.logger, onChanged, signal: life.signal });
  const { clock, random, logger } = ports;
  const recordings = createRecordings({
    db,
    dir,
    fetch: ports.fetch,
    clock,
    random,
    logger,
    onChanged,
    onProgress: () => sync.touch(),
    onReady: (callId) => void analysis.analyze(callId),
  });
  const writer = createBatchWriter(db);
  const sync = createSyncEngine({
    db,
    writer,
    recordings,
    clock,
    random,
    logger,
    onStatus: (status) => emit({ type: 'sync.changed', status }),
    onCalls: (ids) => changes.add(ids),
  });
  const settings = createSettings(db, () => emit({ type: 'settings.changed' }));
  return {
    kind,
    dir,
    db,
    writer,
    readers,
    recordings,
    analysis,
    media: createMediaStore({ db, paths, recordings, onChanged }),
    sync,
    settings,
    close: async () => {
      await sync.close();
      life.abort(new DOMException('closed', 'AbortError'));
      changes.close();
      await Promise.all([pool.close(), readers.close(), analysis.idle()]);
      writer.flush();
      db.close();
    },
  };
}

/** Collects changed ids for a moment, so that a page of calls is one event. */
function createChanges(emit: (event: AppEvent) => void) {
  let ids = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    const named = ids.size > NAMED_IDS ? null : [...ids];
    ids = new Set();
    emit({ type: 'calls.changed', ids: named });
  };
  return {
    add: (changed: readonly string[]) => {
      if (changed.length === 0) return;
      for (const id of changed) ids.add(id);
      timer ??= setTimeout(flush, COALESCE_MS);
    },
    close: () => clearTimeout(timer),
  };
}
