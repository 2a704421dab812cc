import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EventPublisher } from '@orpc/server';
import type { AppEvent } from '#shared/contract/index.ts';
import { type WorkspaceKind, workspaceKindSchema } from '#shared/model/connection.ts';
import { AppError } from '#shared/model/errors.ts';
import { type ConnectionService, createConnection } from './connection.ts';
import type { HandoutFiles } from './http/handout-routes.ts';
import type { MediaStore } from './http/media-store.ts';
import { type Lease, takeLease } from './lease.ts';
import type { Ports } from './ports.ts';
import { type AppRouterImplementation, createRouter } from './rpc/router.ts';
import { type OpenOptions, openWorkspace, type Workspace } from './workspace.ts';

export interface App {
  readonly router: AppRouterImplementation;
  readonly media: MediaStore;
  readonly handouts: HandoutFiles;
  close(): Promise<void>;
}

/** What is open at one time: a workspace, the right to write to it, and its way to the vendor. */
interface Opened {
  lease: Lease;
  workspace: Workspace;
  connection: ConnectionService;
}

/**
 * The composition root that both hosts call. `start: 'last'` opens the workspace that was open before, at first the
 * reader's own. Throws when the database cannot be opened.
 */
export async function createApp(ports: Ports, options: { start: WorkspaceKind | 'last' }): Promise<App> {
  const publisher = new EventPublisher<{ event: AppEvent }>();
  const emit = (event: AppEvent) => publisher.publish('event', event);
  const lastFile = join(ports.paths.own, 'last-workspace');
  const start = options.start === 'last' ? readLast(lastFile, ports) : options.start;
  let switching: Promise<void> | null = null;
  let closed = false;
  let closing: Promise<void> | null = null;

  const lend = (kind: WorkspaceKind) => {
    const as = ports.capabilities.host === 'electron' ? 'desktop' : 'web';
    return takeLease(ports.paths[kind], as, ports, () => void reopen({ recover: false }));
  };
  const openKind = (kind: WorkspaceKind, lease: Lease, recover = false) =>
    openAll(kind, ports, emit, lease, { onDamaged: () => void reopen({ recover: true }), recover });
  let opened = await openKind(start, lend(start));

  /** One change of what is open at a time. */
  const change = async (work: () => Promise<void>) => {
    while (switching) await switching;
    if (closed) return;
    switching = work();
    await switching.finally(() => {
      switching = null;
    });
  };

  const announceAll = async () => {
    emit({ type: 'connection.changed' });
    emit({ type: 'settings.changed' });
    emit({ type: 'calls.changed', ids: null });
    emit({ type: 'sync.changed', status: await opened.workspace.sync.status() });
  };

  const open = (kind: WorkspaceKind) =>
    change(async () => {
      if (opened.workspace.kind === kind) return;
      const previous = opened;
      opened = await openKind(kind, lend(kind));
      writeLast(lastFile, kind);
      await closeAll(previous);
      await previous.lease.release();
      await announceAll();
    });

  /** The right to write came or went, or the database was found damaged: the same workspace again. */
  const reopen = ({ recover }: { recover: boolean }) =>
    change(async () => {
      const previous = opened;
      const { kind } = previous.workspace;
      // A damaged file must be nobody's when it is set aside; otherwise the new one stands before the old one goes.
      if (recover) await closeAll(previous);
      opened = await openKind(kind, previous.lease, recover);
      if (!recover) await closeAll(previous);
      await announceAll();
    }).catch((error: unknown) => ports.logger.error({ err: error }, 'the workspace could not be opened again'));

  const router = createRouter({
    ports,
    workspace: () => opened.workspace,
    connection: () => opened.connection,
    open,
    subscribe: (signal) => publisher.subscribe('event', signal ? { signal } : {}),
    fetchRecording: (callId) => opened.connection.fetchRecording(callId),
  });
  return {
    router,
    media: {
      findRecording: (callId, form) => opened.workspace.media.findRecording(callId, form),
      findPeaks: (callId) => opened.workspace.media.findPeaks(callId),
      acceptPeaks: (callId, bytes) => opened.workspace.media.acceptPeaks(callId, bytes),
    },
    handouts: {
      find: (token) => opened.workspace.handouts.find(token),
      receive: (body, mostBytes) => opened.workspace.handouts.receive(body, mostBytes),
    },
    close: () => {
      closing ??= (async () => {
        closed = true;
        await switching;
        await closeAll(opened);
        await opened.lease.release();
      })();
      return closing;
    },
  };
}

async function openAll(
  kind: WorkspaceKind,
  ports: Ports,
  emit: (event: AppEvent) => void,
  lease: Lease,
  options: OpenOptions,
): Promise<Opened> {
  const workspace = await openWorkspace(kind, ports, emit, lease, options).catch(async (error: unknown) => {
    await lease.release();
    throw error;
  });
  const connection = createConnection(workspace, ports, () => emit({ type: 'connection.changed' }));
  if (workspace.readOnly !== null) return { lease, workspace, connection };
  try {
    await connection.restore();
  } catch (error) {
    // Whatever keeps us from the vendor (a locked keyring, say), what is cached must open.
    if (!(error instanceof AppError)) ports.logger.error({ err: error }, 'could not restore the connection');
  }
  workspace.sync.startAutomatic();
  void workspace.analysis
    .catchUp()
    .then(() => workspace.timing.catchUp())
    .then(() => workspace.turnIndex?.catchUp());
  return { lease, workspace, connection };
}

async function closeAll({ workspace, connection }: Opened): Promise<void> {
  await workspace.close();
  await connection.close();
}

function readLast(file: string, ports: Ports): WorkspaceKind {
  if (!existsSync(file)) return 'own';
  const kind = workspaceKindSchema.safeParse(readFileSync(file, 'utf8').trim());
  return kind.success && (kind.data === 'own' || ports.capabilities.demo) ? kind.data : 'own';
}

function writeLast(file: string, kind: WorkspaceKind): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${kind}\n`, { mode: 0o600 });
}
