import type { AppEvent } from '#shared/contract/index.ts';
import type { WorkspaceKind } from '#shared/model/connection.ts';
import { type AudioPool, createAudioPool } from './audio/audio-pool.ts';
import { createChanges } from './changes.ts';
import type { MediaStore } from './http/media-store.ts';
import { type Lease, takeLease } from './lease.ts';
import type { Ports } from './ports.ts';
import { type Analysis, createAnalysis } from './recordings/analysis.ts';
import { recordingPaths, sweepOrphans } from './recordings/files.ts';
import { createMediaStore } from './recordings/media.ts';
import { createRecordings, type Recordings } from './recordings/service.ts';
import { createSettings, type SettingsService } from './settings.ts';
import type { ReadDb } from './store/db.ts';
import { findFolderKind } from './store/folder-kind.ts';
import { readNote, writeNote } from './store/host-file.ts';
import type { LeaseOwner } from './store/lease.ts';
import { openForReading } from './store/open.ts';
import { createReaderPool, type ReaderPool } from './store/reader-pool.ts';
import { findRecordingFiles } from './store/recordings.ts';
import { createSyncEngine, type SyncEngine } from './sync/engine.ts';
import { createNotices, type Notices } from './sync/notices.ts';
import { createRunLog } from './sync/run-log.ts';
import { openWriter, refusingWriter, type Writer } from './writer/writer.ts';

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
  readonly notices: Notices;
  /** Why this process may only read; null when it may write. */
  readonly readOnly: string | null;
  /** Tells listeners that what is stored of these calls changed. */
  announce(callIds: readonly string[]): void;
  close(): Promise<void>;
}

const ANALYSIS_THREADS = 1;

export interface OpenOptions {
  /** What this process is to others that want to write here. */
  as: LeaseOwner['kind'];
  /** Called when the right to write was lost, or came free: the workspace is to be opened anew. Absent = not waited for. */
  onLeaseChange?: () => void;
}

/**
 * Opens a workspace and builds its services; read-only while another process writes to it. Throws what opening the
 * database throws.
 */
export async function openWorkspace(
  kind: WorkspaceKind,
  ports: Ports,
  emit: (event: AppEvent) => void,
  options: OpenOptions,
): Promise<Workspace> {
  const dir = ports.paths[kind];
  const lease = takeLease(dir, options.as, ports, options.onLeaseChange ?? null);
  try {
    const writer = lease.readOnly === null ? await openWriter(dir, ports.logger) : refusingWriter(lease.readOnly);
    return await build({ kind, dir, ports, emit, lease, writer, db: openForReading(dir) });
  } catch (error) {
    await lease.keeper.stop();
    throw error;
  }
}

interface Parts {
  kind: WorkspaceKind;
  dir: string;
  ports: Ports;
  emit: (event: AppEvent) => void;
  lease: Lease;
  writer: Writer;
  db: ReadDb;
}

async function build({ kind, dir, ports, emit, lease, writer, db }: Parts): Promise<Workspace> {
  const { clock, random, logger } = ports;
  if (lease.readOnly === null) {
    await writer.run('resetUnfinishedRecordings', clock.now());
    const swept = sweepOrphans(dir, findRecordingFiles(db), clock.now());
    if (swept.length > 0) logger.info({ files: swept.length }, 'removed recordings that no call knows');
  }
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
  const { file } = lease.keeper;
  const notices = createNotices(() => sync.touch());
  const sync = createSyncEngine({
    db,
    writer,
    recordings,
    clock,
    random,
    logger,
    settings: () => settings.get(),
    log: createRunLog({ read: (key) => readNote(file, key), write: (key, value) => writeNote(file, key, value) }),
    notices,
    readOnly: lease.readOnly,
    countAll: () => readers.syncCounts(),
    onStatus: (status) => emit({ type: 'sync.changed', status }),
    onCalls: (ids) => changes.add(ids),
  });
  notices.set('read-only', lease.readOnly);
  warnOfPlace(dir, notices);
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
    notices,
    readOnly: lease.readOnly,
    announce: (callIds) => changes.add(callIds),
    close: async () => {
      await sync.close();
      life.abort(new DOMException('closed', 'AbortError'));
      changes.close();
      await Promise.all([pool.close(), readers.close(), analysis.idle()]);
      db.close();
      await writer.close();
      await lease.keeper.stop();
    },
  };
}

/** hardening.md F60: a WAL needs one machine, and a cloud client copies a database and its log at different moments. */
function warnOfPlace(dir: string, notices: Notices): void {
  const { kind, name } = findFolderKind(dir);
  if (kind === 'local') return;
  const what = kind === 'network' ? `lies on ${name}, another machine's disk` : `is kept equal to a server by ${name}`;
  notices.set(
    'synced-folder',
    `This workspace's folder ${what}, which can damage its database, so nothing is synced here. Move ${dir} to a local folder that is not synced.`,
  );
}
