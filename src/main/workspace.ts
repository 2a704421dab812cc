import type { AppEvent } from '#shared/contract/index.ts';
import type { WorkspaceKind } from '#shared/model/connection.ts';
import { type AudioPool, createAudioPool } from './audio/audio-pool.ts';
import { createChanges } from './changes.ts';
import type { MediaStore } from './http/media-store.ts';
import type { Ports } from './ports.ts';
import { type Analysis, createAnalysis } from './recordings/analysis.ts';
import { recordingPaths, sweepOrphans } from './recordings/files.ts';
import { createMediaStore } from './recordings/media.ts';
import { createRecordings, type Recordings } from './recordings/service.ts';
import { createSettings, type SettingsService } from './settings.ts';
import type { ReadDb } from './store/db.ts';
import { openForReading } from './store/open.ts';
import { createReaderPool, type ReaderPool } from './store/reader-pool.ts';
import { findRecordingFiles } from './store/recordings.ts';
import { createSyncEngine, type SyncEngine } from './sync/engine.ts';
import { createNotices } from './sync/notices.ts';
import { createRunLog } from './sync/run-log.ts';
import { openWriter, type Writer } from './writer/writer.ts';

/** Everything that is open for one workspace folder. */
export interface Workspace {
  readonly kind: WorkspaceKind;
  readonly dir: string;
  /** For reads of a few rows; what walks the library goes through `readers`. */
  readonly db: ReadDb;
  readonly writer: Writer;
  readonly readers: ReaderPool;
  readonly recordings: Recordings;
  readonly analysis: Analysis;
  readonly media: MediaStore;
  readonly sync: SyncEngine;
  readonly settings: SettingsService;
  /** Tells listeners that what is stored of these calls changed. */
  announce(callIds: readonly string[]): void;
  close(): Promise<void>;
}

const ANALYSIS_THREADS = 1;

/** Opens a workspace and builds its services. Throws what opening the database throws. */
export async function openWorkspace(
  kind: WorkspaceKind,
  ports: Ports,
  emit: (event: AppEvent) => void,
): Promise<Workspace> {
  const dir = ports.paths[kind];
  const { clock, random, logger } = ports;
  const writer = await openWriter(dir, logger);
  const db = openForReading(dir);
  await writer.run('resetUnfinishedRecordings', clock.now());
  const swept = sweepOrphans(dir, findRecordingFiles(db), clock.now());
  if (swept.length > 0) logger.info({ files: swept.length }, 'removed recordings that no call knows');
  const life = new AbortController();
  const changes = createChanges(emit);
  const pool: AudioPool = createAudioPool({ threads: ANALYSIS_THREADS });
  const paths = recordingPaths(dir);
  const readers = createReaderPool(dir);
  const onChanged = (callId: string) => changes.add([callId]);
  const analysis = createAnalysis({ db, writer, paths, pool, logger, onChanged, signal: life.signal });
  const recordings = createRecordings({
    db,
    writer,
    dir,
    fetch: ports.fetch,
    clock,
    random,
    logger,
    onChanged,
    onProgress: () => sync.touch(),
    onReady: (callId) => void analysis.analyze(callId),
  });
  const settings = createSettings(db, writer, () => emit({ type: 'settings.changed' }));
  const notes = new Map<string, string>();
  const sync = createSyncEngine({
    db,
    writer,
    recordings,
    clock,
    random,
    logger,
    settings: () => settings.get(),
    log: createRunLog({ read: (key) => notes.get(key), write: (key, value) => notes.set(key, value) }),
    notices: createNotices(() => sync.touch()),
    countAll: () => readers.syncCounts(),
    onStatus: (status) => emit({ type: 'sync.changed', status }),
    onCalls: (ids) => changes.add(ids),
  });
  return {
    kind,
    dir,
    db,
    writer,
    readers,
    recordings,
    analysis,
    media: createMediaStore({ db, writer, paths, recordings, onChanged }),
    sync,
    settings,
    announce: (callIds) => changes.add(callIds),
    close: async () => {
      await sync.close();
      life.abort(new DOMException('closed', 'AbortError'));
      changes.close();
      await Promise.all([pool.close(), readers.close(), analysis.idle()]);
      db.close();
      await writer.close();
    },
  };
}
