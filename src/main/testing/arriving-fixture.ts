import { readdirSync, readlinkSync } from 'node:fs';
import type { Fault, SandboxOptions } from '../../sandbox/index.ts';
import { literalCorpus, startSandbox } from '../../sandbox/index.ts';
import { createHandler } from '../http/handler.ts';
import { createNodeFetch } from '../node/node-network.ts';
import { recordingPaths } from '../recordings/files.ts';
import { createMediaStore } from '../recordings/media.ts';
import { createRecordings, type RecordingSource } from '../recordings/service.ts';
import { createUrlGuard } from '../recordings/url-guard.ts';
import { saveListed } from '../store/calls.ts';
import { localWriter } from '../writer/writer.ts';
import { hurriedClock, recordingLogger, summaryOf, temporaryDb } from './workspace-fixtures.ts';

const origin = 'http://127.0.0.1:4711';
const callId = 'call-1';

interface NetworkOptions {
  fetch?: typeof globalThis.fetch;
  /** The code under test sleeps no longer than this. */
  capMs?: number;
}

/** One call whose recording is fetched from a sandbox, and our HTTP handler in front of it. */
export async function createArrivingFixture(
  bytes: Uint8Array,
  { fetch = createNodeFetch({}), capMs = 50, ...options }: Partial<SandboxOptions> & NetworkOptions = {},
) {
  const store = temporaryDb();
  saveListed(store.db, summaryOf(callId, { startMs: Date.now() }), '{}', 1);
  const call = { call_id: callId, start_timestamp: Date.now() };
  const sandbox = await startSandbox({ corpus: literalCorpus([{ call, recording: { bytes } }]), ...options });
  let signs = 0;
  const changed: string[] = [];
  const source: RecordingSource = {
    sign: async (id) => {
      signs += 1;
      // Signers count in seconds: within one they would give out the very URL that was just refused.
      sandbox.advance(1000);
      return {
        url: sandbox.recordingUrl(id),
        obtainedAtMs: sandbox.now(),
        expiresAtMs: sandbox.now() + (options.urlLifetimeMs ?? 3_600_000),
      };
    },
    serverNow: () => sandbox.now(),
    isAllowed: createUrlGuard(sandbox.baseUrl),
  };
  const life = new AbortController();
  const writer = localWriter(store.db);
  const recordings = createRecordings({
    db: store.db,
    writer,
    dir: store.dir,
    fetch,
    clock: hurriedClock(Date.now, capMs),
    random: () => 0.5,
    logger: recordingLogger(),
    onChanged: (id) => changed.push(id),
    onProgress: () => undefined,
    onReady: () => undefined,
    life: life.signal,
  });
  const media = createMediaStore({
    db: store.db,
    paths: recordingPaths(store.dir),
    recordings,
    writer,
    onChanged: () => undefined,
    onUse: () => undefined,
  });
  const handle = createHandler({
    handouts: { find: () => null, receive: () => Promise.reject(new Error('nothing is handed in')) },
    ui: store.dir,
    logger: recordingLogger(),
    policy: { ownOrigin: () => origin },
    media,
    rpc: null,
  });
  const send = (range: string | null, init: RequestInit = {}, form = '?as=sent') =>
    handle(
      new Request(`${origin}/recordings/${callId}${form}`, {
        ...init,
        headers: { ...(range === null ? {} : { Range: range }), ...init.headers },
      }),
    );
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  /** Begins the download; `done` is its result, or why it was stopped. */
  const start = () => ({
    done: recordings.get(callId, null, source, { signal: life.signal }).catch((error: unknown) => error),
  });
  return {
    sandbox,
    store,
    recordings,
    changed,
    send,
    until,
    signs: () => signs,
    fault: (fault: Fault) => sandbox.faults.add(fault),
    media: () => sandbox.requests.filter(({ kind }) => kind === 'media'),
    info: () => recordings.info(callId),
    received: () => recordings.info(callId).receivedBytes ?? 0,
    start,
    /** Begins the download and waits until it can be listened to. */
    begin: async () => {
      const started = start();
      await until(() => recordings.info(callId).streamable);
      return started;
    },
    stop: () => life.abort(new DOMException('stopped', 'AbortError')),
    /** Recordings that are open. */
    openFiles: () =>
      readdirSync('/proc/self/fd').filter((fd) => linkOf(`/proc/self/fd/${fd}`).includes(`${store.dir}/recordings/`))
        .length,
    openSockets: () =>
      readdirSync('/proc/self/fd').filter((fd) => linkOf(`/proc/self/fd/${fd}`).startsWith('socket:')).length,
    close: async () => {
      life.abort(new DOMException('closed', 'AbortError'));
      await sandbox.close();
      store.remove();
    },
  };
}

export type ArrivingFixture = Awaited<ReturnType<typeof createArrivingFixture>>;

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
