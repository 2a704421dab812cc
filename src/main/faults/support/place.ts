import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect } from 'vitest';
import type { CallDetail } from '#shared/model/detail.ts';
import { AppError } from '#shared/model/errors.ts';
import type { SyncRun } from '#shared/model/sync.ts';
import {
  type LiteralCall,
  type LoggedRequest,
  literalCorpus,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../../sandbox/index.ts';
import { type App, createApp } from '../../app.ts';
import { runStatus, runSync, runVerify } from '../../cli-services.ts';
import type { Ports } from '../../ports.ts';
import { findCallDetail } from '../../store/call-detail.ts';
import type { ReadDb } from '../../store/db.ts';
import { openForReading } from '../../store/open.ts';
import { createVirtualClock, type VirtualClock } from '../../testing/virtual-clock.ts';
import { toneWav } from '../../testing/wav.ts';
import { recordingLogger, temporaryDir, testPorts } from '../../testing/workspace-fixtures.ts';
import { createTestNetwork, type TestNetwork } from './network.ts';

export const minute = 60_000;
export const hour = 3_600_000;

/**
 * For suites with real servers and disks whose clock is hurried: the time limit only ends what hangs, and one more try tells a
 * fault of Earmark, which is there again, from a machine so busy that a jump of the clock overtook a thread.
 */
export const onBusyMachine = { timeout: 60_000, retry: 1 };

/** What a reader sees of a sync: the command's JSON, and how the status tells of the run afterwards. */
export interface SyncSeen {
  ok: boolean;
  calls: { listed: number; new: number; updated: number; unreadable: number; failed: { id: string; code: string }[] };
  recordings: {
    downloaded: number;
    unavailable: { id: string; code: string }[];
    failed: { id: string; code: string }[];
  };
  requests: { api: number; media: number };
  error?: { code: string; message: string };
  lastRun: SyncRun | null;
}

export type AppClient = ReturnType<typeof clientOf>;

/** An app that is open on the workspace, as a host holds it. */
export interface OpenedApp {
  readonly client: AppClient;
  readonly app: App;
  close(): Promise<void>;
}

/** What is cached of one call: must outlive every fault. */
interface Kept {
  summary: string | null;
  turns: CallDetail['turns'];
  sha256: string | null;
}

/** A workspace, a vendor and a network of a test's own. */
export interface FaultPlace {
  readonly dir: string;
  readonly clock: VirtualClock;
  readonly net: TestNetwork;
  readonly sandbox: Sandbox;
  readonly ports: Ports;
  readonly log: readonly string[];
  /** Starts the vendor; its clock and Earmark's are the same unless the options say otherwise. */
  start(calls: readonly LiteralCall[] | null, options?: Partial<SandboxOptions>): Promise<void>;
  /** One `earmark sync` to its end, time jumping over its waits. A failure it throws is seen like one it reports. */
  sync(over?: { recordings?: boolean; signal?: AbortSignal; baseUrl?: string }): Promise<SyncSeen>;
  /** Syncs, remembers what is cached now, and forgets the requests this took. */
  cache(over?: { recordings?: boolean }): Promise<void>;
  /** Nothing that was cached is lost or hidden: calls, words, recordings byte for byte; `verify` finds nothing. */
  expectKept(): Promise<void>;
  /** Lifts all faults: the next sync is whole, all that the vendor has is here, and nothing that was kept is downloaded again. */
  expectRecovered(): Promise<SyncSeen>;
  openApp(over?: Partial<Ports>): Promise<OpenedApp>;
  /** Ids in the UI's list, sorted. */
  listed(client: AppClient): Promise<string[]>;
  read<T>(work: (db: ReadDb) => T): T;
  detail(id: string): CallDetail | undefined;
  /** Every stored value of these tables, for "nothing was written". */
  rowsOf(...tables: string[]): unknown[];
  files(): string[];
  requestsOf(kind: LoggedRequest['kind'], callId?: string): LoggedRequest[];
}

/** A call of three days ago: finished and complete, so that no request is made for what may come late. */
export function call(id: string, over: Partial<LiteralCall['call']> = {}): LiteralCall {
  const transcript = [
    { role: 'caller' as const, content: `Hello, ${id}?`, timestamp_ms: 500 },
    { role: 'agent' as const, content: 'How can I help?', timestamp_ms: 3000 },
  ];
  return { call: { call_id: id, start_timestamp: Date.now() - 72 * hour, transcript, ...over } };
}

/** How the recording of `recorded(id)` sounds: another length for every length of id. */
export const soundOf = (id: string): Uint8Array => toneWav(1000 + 100 * id.length);

/** A call with a recording. */
export function recorded(id: string, over: Partial<LiteralCall['call']> = {}): LiteralCall {
  return { ...call(id, over), recording: { bytes: soundOf(id) } };
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function clientOf(app: App) {
  return createRouterClient(app.router, { context: {} });
}

/** A place that is made anew for each test of the file and taken down after it. */
export function useFaultPlace(): FaultPlace {
  let folder: ReturnType<typeof temporaryDir>;
  let clock: VirtualClock;
  let net: TestNetwork;
  let logger: ReturnType<typeof recordingLogger>;
  let ports: Ports;
  let sandbox: Sandbox | null;
  let kept: Map<string, Kept>;
  let apps: OpenedApp[];

  beforeEach(() => {
    folder = temporaryDir();
    net = createTestNetwork();
    clock = createVirtualClock(() => net.inFlight() === 0);
    logger = recordingLogger();
    sandbox = null;
    kept = new Map();
    apps = [];
  });
  afterEach(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await sandbox?.close();
    clock.close();
    folder.remove();
  });

  const running = (): Sandbox => {
    if (!sandbox) throw new Error('start the vendor first');
    return sandbox;
  };
  const read = <T>(work: (db: ReadDb) => T): T => {
    const db = openForReading(folder.dir);
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  const detail = (id: string) => read((db) => findCallDetail(db, id));
  const lastRun = async (): Promise<SyncRun | null> => {
    const { result } = await runStatus(ports).catch((error: unknown) => {
      if (error instanceof AppError) return { result: { lastRun: null } };
      throw error;
    });
    return (result as { lastRun: SyncRun | null }).lastRun;
  };

  const sync: FaultPlace['sync'] = async (over = {}) => {
    const wanted = { baseUrl: running().baseUrl, apiKeyEnv: 'VOICY_KEY', recordings: true, ...over };
    const ended = await clock.during(
      runSync(ports, wanted).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        return { result: { ...nothing, error: { code: error.code, message: error.message } } };
      }),
    );
    return { ...(ended.result as Omit<SyncSeen, 'lastRun'>), lastRun: await lastRun() };
  };
  const rows = (db: ReadDb) => db.prepare('SELECT id FROM calls').pluck().all() as string[];

  const place: FaultPlace = {
    get dir() {
      return folder.dir;
    },
    get clock() {
      return clock;
    },
    get net() {
      return net;
    },
    get sandbox() {
      return running();
    },
    get ports() {
      return ports;
    },
    get log() {
      return logger.lines;
    },
    start: async (calls, options = {}) => {
      sandbox = await startSandbox({ clock: clock.now, corpus: literalCorpus(calls ?? []), ...options });
      ports = testPorts(folder.dir, sandbox.apiKey, {
        clock,
        monotonic: clock.monotonic,
        send: net.send,
        fetch: net.fetch,
        logger,
      });
    },
    sync,
    cache: async (over) => {
      expect(await sync(over)).toMatchObject({ ok: true });
      for (const id of read(rows)) {
        const found = detail(id);
        if (found) kept.set(id, { summary: found.summary, turns: found.turns, sha256: found.recording.sha256 });
      }
      running().clearRequests();
      net.forget();
    },
    expectKept: async () => {
      expect(kept.size).toBeGreaterThan(0);
      for (const [id, before] of kept) {
        const found = detail(id);
        expect(found, id).toMatchObject({ summary: before.summary, turns: before.turns });
        expect(found?.recording.sha256, id).toBe(before.sha256);
        if (before.sha256 === null) continue;
        const stored = recordingFiles(folder.dir).map((name) => sha256(readFileSync(name)));
        expect(stored, id).toContain(before.sha256);
      }
      expect((await runVerify(ports)).result).toMatchObject({ ok: true, problems: [] });
    },
    expectRecovered: async () => {
      const { faults, requests } = running();
      faults.clear();
      running().clearRequests();
      const seen = await sync();
      expect(seen).toMatchObject({ ok: true, lastRun: { outcome: 'done', code: null } });
      await place.expectKept();
      const again = running().requests.filter(({ kind, callId }) => kind === 'media' && kept.get(callId ?? '')?.sha256);
      expect(again.map(({ callId }) => callId)).toEqual([]);
      expect(requests.every(({ method }) => method !== 'HEAD')).toBe(true);
      return seen;
    },
    openApp: async (over = {}) => {
      const app = await createApp({ ...ports, ...over }, { start: 'own' });
      let open = true;
      const opened: OpenedApp = {
        app,
        client: clientOf(app),
        close: async () => {
          if (open) await app.close();
          open = false;
        },
      };
      apps.push(opened);
      return opened;
    },
    listed: async (client) => {
      const sort = { key: 'start', descending: true } as const;
      const page = await client.calls.list({ filter: {}, sort, offset: 0, limit: 500 });
      return page.rows.map(({ id }) => id).sort();
    },
    read,
    detail,
    rowsOf: (...tables) => read((db) => tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all())),
    files: () => recordingFiles(folder.dir).map((path) => path.split('/').at(-1) ?? ''),
    requestsOf: (kind, callId) =>
      running().requests.filter((each) => each.kind === kind && (callId === undefined || each.callId === callId)),
  };
  return place;
}

const nothing: Omit<SyncSeen, 'lastRun'> = {
  ok: false,
  calls: { listed: 0, new: 0, updated: 0, unreadable: 0, failed: [] },
  recordings: { downloaded: 0, unavailable: [], failed: [] },
  requests: { api: 0, media: 0 },
};

function recordingFiles(dir: string): string[] {
  const folder = join(dir, 'recordings');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}
