import { type Connection, type ConnectionTest, generationSchema } from '#shared/model/connection.ts';
import { AppError } from '#shared/model/errors.ts';
import type { DemoServer, Ports } from './ports.ts';
import type { RecordingSource } from './recordings/service.ts';
import { createUrlGuard } from './recordings/url-guard.ts';
import type { ReadDb } from './store/db.ts';
import { readValue } from './store/key-values.ts';
import { findAudioFacts } from './store/recordings.ts';
import { type DetailContext, fetchDetail } from './sync/fetch-detail.ts';
import { storeContext } from './sync/store-context.ts';
import { createVoicyClient } from './voicy/client.ts';
import { testConnection } from './voicy/test-connection.ts';
import type { VoicyClient } from './voicy/types.ts';
import type { Workspace } from './workspace.ts';

export interface ConnectionService {
  describe(): Promise<Connection>;
  test(input: { baseUrl: string; apiKey: string }): Promise<ConnectionTest>;
  save(input: { baseUrl: string; apiKey: string }): Promise<void>;
  forget(): Promise<void>;
  /** Connects with what is stored; without a key the workspace stays readable. */
  restore(): Promise<void>;
  setDemoServer(running: boolean): Promise<void>;
  /** Gets one recording ahead of all others. Throws `unauthorized` when there is no key, `offline` without the vendor. */
  fetchRecording(callId: string): Promise<void>;
  close(): Promise<void>;
}

const DEMO_DAY_MS = 86_400_000;

/** The vendor's side of one workspace: which server, which key, and the demo's own server. */
export function createConnection(workspace: Workspace, ports: Ports, onChanged: () => void): ConnectionService {
  const { db, kind, writer } = workspace;
  let demo: DemoServer | null = null;
  let source: RecordingSource | null = null;
  const life = new AbortController();

  const connect = async (baseUrl: string, apiKey: string) => {
    const client = makeClient(db, baseUrl, apiKey, ports);
    source = createSource(workspace, client, baseUrl);
    await workspace.sync.connect(client, source);
    onChanged();
  };

  const startDemo = async () => {
    if (!ports.startDemo) throw new AppError('unsupported', 'This installation does not contain the demo.');
    demo ??= await ports.startDemo(await demoStart(workspace, ports.clock.now()));
    await connect(demo.baseUrl, demo.apiKey);
  };

  return {
    describe: async () => {
      const secret = kind === 'own' ? await ports.secrets.read(kind) : null;
      return {
        workspace: kind,
        baseUrl: kind === 'demo' ? (demo?.baseUrl ?? null) : (readValue(db, 'meta', 'base_url') ?? null),
        keyLast4: secret?.key.slice(-4) ?? null,
        keyStored: secret?.stored ?? 'none',
        keyNote: kind === 'own' ? ports.secrets.note : null,
        generation: (readValue(db, 'meta', 'generation') as Connection['generation'] | undefined) ?? null,
        demoServer: kind === 'demo' ? (demo ? 'running' : 'stopped') : null,
      };
    },
    test: (input) => testConnection(input, ports),
    save: async ({ baseUrl, apiKey }) => {
      if (kind === 'demo')
        throw new AppError('invalid-input', 'The demo has its own server; open your own workspace first.');
      const result = await testConnection({ baseUrl, apiKey }, ports);
      if (!result.ok)
        throw new AppError(result.code === 'unauthorized' ? 'unauthorized' : 'invalid-input', result.message);
      await ports.secrets.write(kind, apiKey);
      await writer.run('writeValue', 'meta', 'base_url', baseUrl);
      await connect(baseUrl, apiKey);
    },
    forget: async () => {
      await ports.secrets.remove(kind);
      source = null;
      await workspace.sync.connect(null, null);
      onChanged();
    },
    restore: async () => {
      if (kind === 'demo') return startDemo();
      const baseUrl = readValue(db, 'meta', 'base_url');
      const secret = baseUrl ? await ports.secrets.read(kind) : null;
      if (baseUrl && secret) await connect(baseUrl, secret.key);
    },
    setDemoServer: async (running) => {
      if (kind !== 'demo') throw new AppError('invalid-input', 'Only the demo has a server of its own.');
      if (running) return startDemo();
      const stopped = demo;
      demo = null;
      await stopped?.close();
      // What waits for a server that is gone would only wait; the next try says at once that nobody answers.
      await workspace.sync.cancel();
      onChanged();
    },
    fetchRecording: async (callId) => {
      if (!source) throw new AppError('unauthorized', 'There is no API key: connect to Voicy in the settings.');
      // A recording that is here but cannot be played may have been damaged on its way.
      const facts = findAudioFacts(db, callId);
      const again = facts?.playable === 'none' || facts?.warnings.some(({ code }) => code === 'truncated') === true;
      await workspace.recordings.get(callId, null, source, { again, signal: life.signal });
    },
    close: async () => {
      life.abort(new DOMException('closed', 'AbortError'));
      await demo?.close();
      demo = null;
    },
  };
}

/** A demo opened again within a day goes on where it was; later it starts anew, so that its calls are of these days. */
async function demoStart({ db, writer }: Workspace, nowMs: number): Promise<number> {
  const before = Number(readValue(db, 'meta', 'demo_started_ms') ?? '0');
  if (before <= nowMs && nowMs - before < DEMO_DAY_MS) return before;
  await writer.run('writeValue', 'meta', 'demo_started_ms', String(nowMs));
  return nowMs;
}

/** A client for the vendor at `baseUrl`, which `db` may know already. Throws `invalid-input` for a URL that cannot be one. */
export function makeClient(db: ReadDb, baseUrl: string, apiKey: string, ports: Ports): VoicyClient {
  const { send, clock, random, logger } = ports;
  const generation = generationSchema.safeParse(readValue(db, 'meta', 'generation')).data;
  return createVoicyClient({ baseUrl, apiKey, send, clock, random, logger, generation });
}

/** Where downloads get fresh links: one Get Call each, whose other news is stored too. */
export function createSource(workspace: Workspace, client: VoicyClient, baseUrl: string): RecordingSource {
  const { settings, writer } = workspace;
  const detail: DetailContext = {
    writer,
    client,
    context: () => storeContext(settings.get(), client.serverNow(), true),
    onStored: (id, { changed }) => {
      if (changed) workspace.announce([id]);
    },
  };
  return {
    sign: async (callId, signal) => (await fetchDetail(callId, detail, signal)).link,
    serverNow: () => client.serverNow(),
    isAllowed: createUrlGuard(baseUrl),
  };
}
