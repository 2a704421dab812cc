import type { AppEvent } from '#shared/contract/index.ts';
import type { WorkspaceKind } from '#shared/model/connection.ts';
import { type AudioPool, createAudioPool } from './audio/audio-pool.ts';
import type { BackgroundPass } from './background-pass.ts';
import { createChanges } from './changes.ts';
import { createErasing } from './erasing.ts';
import type { MediaStore } from './http/media-store.ts';
import { createInsights, type Insights } from './insights/service.ts';
import type { Lease } from './lease.ts';
import { startMaintenance } from './maintenance.ts';
import type { Ports } from './ports.ts';
import { type Analysis, createAnalysis } from './recordings/analysis.ts';
import { recordingPaths } from './recordings/files.ts';
import { createFreeSpace } from './recordings/free-space.ts';
import { createKeeping, type Keeping } from './recordings/keeping.ts';
import { createMediaStore } from './recordings/media.ts';
import { createRecordings, type Recordings } from './recordings/service.ts';
import { sweepWorkspace } from './recordings/sweep.ts';
import { createWakeDetector } from './recordings/wake-detector.ts';
import { createSettings, type SettingsService } from './settings.ts';
import type { ReadDb } from './store/db.ts';
import { findFolderKind } from './store/folder-kind.ts';
import { readNote, writeNote } from './store/host-file.ts';
import { priorities } from './store/jobs.ts';
import { measureThresholds } from './store/measures.ts';
import { openForReading } from './store/open.ts';
import { createReaderPool, type ReaderPool } from './store/reader-pool.ts';
import { createSyncEngine, type SyncEngine } from './sync/engine.ts';
import { createNotices, type Notices } from './sync/notices.ts';
import { createRunLog } from './sync/run-log.ts';
import type { Timing } from './timing/service.ts';
import { openMeasuring } from './workspace-measuring.ts';
import { openReviewing, type Reviewing } from './workspace-reviewing.ts';
import { openSharing, type Sharing } from './workspace-sharing.ts';
import { openWriter, refusingWriter, type Writer } from './writer/writer.ts';

/** Everything that is open for one workspace folder. */
export interface Workspace extends Reviewing, Sharing {
  readonly kind: WorkspaceKind;
  readonly dir: string;
  /** For reads of a few rows; what walks the library goes through `readers`. */
  readonly db: ReadDb;
  readonly writer: Writer;
  readonly readers: ReaderPool;
  readonly recordings: Recordings;
  readonly analysis: Analysis;
  readonly timing: Timing;
  readonly insights: Insights;
  /** Null where this process indexes nothing. */
  readonly turnIndex: BackgroundPass | null;
  readonly media: MediaStore;
  readonly sync: SyncEngine;
  readonly settings: SettingsService;
  readonly notices: Notices;
  /** Why this process may only read; null when it may write. */
  readonly readOnly: string | null;
  readonly keeping: Keeping;
  /** Erases a call from this computer for good. */
  erase(callId: string): Promise<void>;
  /** Says that a call is looked at: what is stored of it is checked once in a run. */
  lookAt(callId: string): void;
  /** Tells listeners that what is stored of these calls changed. */
  announce(callIds: readonly string[]): void;
  close(): Promise<void>;
}

const ANALYSIS_THREADS = 1;

export interface OpenOptions {
  /** Called when a check finds the database damaged: the workspace is to be opened anew with `recover`. Absent = not checked. */
  onDamaged?: () => void;
  /** Sets the present database aside and makes a new one of what can be saved. */
  recover?: boolean;
}

/**
 * Opens a workspace and builds its services; read-only where the lease is another's. Throws what opening the database
 * throws. The lease stays the caller's, so that it can be handed to the next opening.
 */
export async function openWorkspace(
  kind: WorkspaceKind,
  ports: Ports,
  emit: ((event: AppEvent) => void) | null,
  lease: Lease,
  options: OpenOptions = {},
): Promise<Workspace> {
  const dir = ports.paths[kind];
  const readOnly = lease.readOnly();
  const { recover = false } = options;
  const { writer, recovered } =
    readOnly === null
      ? await openWriter(dir, ports.logger, { recover })
      : { writer: refusingWriter(readOnly), recovered: null };
  const parts = { kind, dir, ports, emit, lease, readOnly, writer, db: openForReading(dir) };
  const workspace = await build(parts, options);
  if (recovered) workspace.notices.set('restored', recovered.message);
  return workspace;
}

interface Parts {
  kind: WorkspaceKind;
  dir: string;
  ports: Ports;
  /** Null where nobody listens. */
  emit: ((event: AppEvent) => void) | null;
  lease: Lease;
  readOnly: string | null;
  writer: Writer;
  db: ReadDb;
}

async function build(
  { kind, dir, ports, emit, lease, readOnly, writer, db }: Parts,
  { onDamaged }: OpenOptions,
): Promise<Workspace> {
  const { clock, random, logger } = ports;
  if (readOnly === null) {
    await writer.run('resetUnfinishedRecordings', clock.now());
    const swept = sweepWorkspace(dir, db);
    if (swept.length > 0) logger.info({ files: swept.length }, 'removed files that no call knows');
  }
  const life = new AbortController();
  const changes = createChanges(emit, 'calls.changed');
  const reviewChanges = createChanges(emit, 'review.changed');
  const pool: AudioPool = createAudioPool({ threads: ANALYSIS_THREADS });
  const paths = recordingPaths(dir);
  const readers = createReaderPool(dir, logger);
  const space = createFreeSpace(paths.recordingsDir);
  const wake = createWakeDetector({
    wall: () => clock.now(),
    monotonic: ports.monotonic ?? (() => performance.now()),
  });
  const onChanged = (callId: string) => {
    changes.add([callId]);
    sync.touch();
  };
  const analysis = createAnalysis({ db, writer, paths, pool, logger, onChanged, signal: life.signal });
  const measuring = openMeasuring({
    dir,
    db,
    writer,
    paths,
    pool,
    clock,
    logger,
    readOnly,
    watched: emit !== null,
    thresholds: () => measureThresholds(settings.get()),
    onChanged: (ids) => changes.add(ids),
    signal: life.signal,
  });
  const { timing, turnIndex } = measuring;
  const reviewing = await openReviewing({
    kind,
    db,
    writer,
    readers,
    clock,
    readOnly,
    onChanged: (ids) => reviewChanges.add(ids),
  });
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
    onReady: (callId) => {
      void analysis.analyze(callId).then(() => timing.prepare(callId));
      keeping.enforceCap().catch((error: unknown) => logger.warn({ err: error }, 'the cache limit was not enforced'));
    },
    space,
    wake,
    life: life.signal,
  });
  const keeping = createKeeping({
    db,
    writer,
    paths,
    space,
    clock,
    logger,
    capBytes: () => settings.get().cacheCapBytes,
    matching: (filter) => readers.matching(filter),
    onChanged: (ids) => {
      changes.add(ids);
      measuring.recordingsGone(ids);
    },
  });
  const settings = createSettings(db, writer, {
    alone: readOnly === null,
    onChanged: () => {
      emit?.({ type: 'settings.changed' });
      measuring.settingsChanged();
    },
  });
  const { file } = lease;
  const notes = {
    read: (key: string) => readNote(file, key),
    write: (key: string, value: string) => writeNote(file, key, value),
  };
  const insights = createInsights({ dir, logger, settings: () => settings.get() });
  const notices = createNotices(() => sync.touch());
  const sync = createSyncEngine({
    db,
    writer,
    recordings,
    clock,
    random,
    logger,
    settings: () => settings.get(),
    log: createRunLog(notes),
    notices,
    readOnly,
    countAll: () => readers.syncCounts(),
    findMissingFrom: (listed) => readers.missingFrom(listed),
    erase: (callId) => erase(callId),
    wake,
    hasRoom: async () => (await space.lacking(0)) === 0,
    onStatus: emit && ((status) => emit({ type: 'sync.changed', status })),
    onCalls: (ids) => {
      changes.add(ids);
      measuring.synced(ids);
    },
  });
  const erase = createErasing({
    db,
    dir,
    writer,
    recordings,
    stopAnalysis: async (callId) => {
      await analysis.settled(callId);
      await timing.settled(callId);
    },
    notices,
    clock,
    logger,
    onChanged: (ids) => changes.add(ids),
  });
  const maintenance =
    onDamaged && readOnly === null
      ? startMaintenance({
          dir,
          db,
          writer,
          readers,
          notes,
          clock,
          logger,
          signal: life.signal,
          onDamaged,
          onContentDamaged: (callId) => {
            changes.add([callId]);
            sync
              .ask([callId], priorities.open)
              .catch((error: unknown) => logger.warn({ err: error }, 'not asked again'));
          },
        })
      : null;
  const sharing = openSharing({
    dir,
    db,
    writer,
    paths,
    pool,
    ports,
    recordings,
    readOnly,
    review: reviewing.review,
    timing: (callId) => timing.of(callId),
    settings: () => settings.get(),
    onChanged: (ids) => changes.add(ids),
    signal: life.signal,
  });
  notices.set('read-only', readOnly);
  warnOfPlace(dir, notices);
  return {
    kind,
    dir,
    db,
    writer,
    readers,
    recordings,
    analysis,
    timing,
    insights,
    turnIndex,
    ...reviewing,
    ...sharing,
    media: createMediaStore({ db, writer, paths, recordings, onChanged, onUse: (callId) => keeping.noteUse(callId) }),
    keeping,
    erase,
    lookAt: (callId) => maintenance?.lookAt(callId),
    sync,
    settings,
    notices,
    readOnly,
    announce: (callIds) => changes.add(callIds),
    close: async () => {
      await sync.close();
      life.abort(new DOMException('closed', 'AbortError'));
      changes.close();
      reviewChanges.close();
      sharing.handouts.close();
      await Promise.all([
        pool.close(),
        readers.close(),
        measuring.close(),
        insights.close(),
        sharing.exchange.close(),
        analysis.idle(),
      ]);
      db.close();
      await writer.close();
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
