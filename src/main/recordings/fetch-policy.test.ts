import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, literalCorpus, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/index.ts';
import { toneWav } from '../testing/wav.ts';
import { hurriedClock, temporaryDir } from '../testing/workspace-fixtures.ts';
import type { SignedUrl } from '../voicy/types.ts';
import { type FetchContext, fetchRecording } from './fetch-recording.ts';
import { recordingPaths } from './files.ts';
import { createStorageGate } from './storage-gate.ts';
import { createUrlGuard } from './url-guard.ts';
import { createWakeDetector } from './wake-detector.ts';

const id = 'call-1';
const wav = toneWav(2000);
const clock = hurriedClock();

describe('what a download costs the vendor and the disk', () => {
  let place: ReturnType<typeof temporaryDir>;
  let sandbox: Sandbox;
  let signs: number;
  beforeEach(() => {
    place = temporaryDir();
    signs = 0;
  });
  afterEach(async () => {
    await sandbox.close();
    place.remove();
  });
  const start = async (options: Partial<SandboxOptions> = {}) => {
    const call = { call_id: id, start_timestamp: Date.now() };
    sandbox = await startSandbox({ corpus: literalCorpus([{ call, recording: { bytes: wav } }]), ...options });
  };
  const signed = (ageMs = 0): SignedUrl => ({
    url: sandbox.recordingUrl(id),
    obtainedAtMs: sandbox.now() - ageMs,
    expiresAtMs: sandbox.now() - ageMs + 3_600_000,
  });
  const context = (over: Partial<FetchContext> = {}): FetchContext => ({
    callId: id,
    paths: recordingPaths(place.dir),
    fetch: globalThis.fetch,
    clock,
    random: () => 0.01,
    sign: async () => {
      signs += 1;
      sandbox.advance(1000);
      return signed();
    },
    serverNow: () => sandbox.now(),
    isAllowed: createUrlGuard(sandbox.baseUrl),
    mayStillArrive: false,
    onRequest: () => undefined,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    limits: { idleMs: 2000 },
    ...over,
  });
  const cost = () => [signs, sandbox.counts().media];
  const files = () => readdirSync(join(place.dir, 'recordings'));

  it.each<[string, Fault]>([
    ['404', { kind: 'media-not-found', times: 1 }],
    ['410', { kind: 'media-gone', times: 1 }],
    ['401', { kind: 'status', status: 401, times: 1 }],
    ['400', { kind: 'status', status: 400, body: 'no', times: 1 }],
  ])('asks once more with a fresh URL when an older one is answered %s', async (_name, fault) => {
    await start({ signer: 's3' });
    sandbox.faults.add(fault);
    expect(await fetchRecording(signed(600_000), context())).toMatchObject({ kind: 'ready' });
    expect(cost()).toEqual([1, 2]);
  });

  it('believes 410 of a fresh URL at once, and of an older one after the second', async () => {
    await start({ signer: 's3' });
    sandbox.faults.add({ kind: 'media-gone' });
    expect(await fetchRecording(signed(), context())).toMatchObject({ code: 'gone' });
    expect(cost()).toEqual([0, 1]);
    expect(await fetchRecording(signed(600_000), context())).toMatchObject({ code: 'gone' });
    expect(cost()).toEqual([1, 3]);
  });

  it.each(['generic', 'opaque', 'gcs'] as const)(
    'pays one Get for a URL that died before its time (%s)',
    async (signer) => {
      await start({ signer });
      const url = signed(600_000);
      sandbox.expireAllUrls();
      expect(await fetchRecording(url, context())).toMatchObject({ kind: 'ready' });
      expect(cost()).toEqual([1, 2]);
    },
  );

  it.each(['xml', 'json', 'html'] as const)('takes an error in %s under a 200 for a refusal', async (as) => {
    await start();
    const fault = sandbox.faults.add({ kind: 'not-audio', as, times: 1 });
    expect(await fetchRecording(signed(), context())).toMatchObject({ kind: 'ready', bytes: wav.byteLength });
    expect(cost()).toEqual([1, 2]);
    fault.remove();
    sandbox.faults.add({ kind: 'not-audio', as });
    expect(await fetchRecording(signed(), context())).toMatchObject({ kind: 'failed', code: 'not-audio' });
    expect(cost()).toEqual([2, 4]);
    expect(files().filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('uses no URL from before the computer slept', async () => {
    await start();
    let sleptMs = 0;
    const wake = createWakeDetector({ wall: () => sleptMs, monotonic: () => 0 });
    const url = wake.hold(signed());
    sleptMs = 3_600_000;
    expect(await fetchRecording(url, context({ wake }))).toMatchObject({ kind: 'ready' });
    expect(cost()).toEqual([1, 1]);
  });

  it('spends nothing on a storage that is known to be down', async () => {
    await start();
    const gate = createStorageGate({ clock, random: () => 0 });
    const fault = sandbox.faults.add({ kind: 'status', status: 503, retryAfter: { seconds: 3000 } });
    expect(await fetchRecording(signed(), context({ gate }))).toMatchObject({ kind: 'failed', code: 'busy' });
    expect(await fetchRecording(signed(), context({ gate }))).toMatchObject({ kind: 'failed', code: 'busy' });
    expect(await fetchRecording(null, context({ gate }))).toMatchObject({ kind: 'failed', code: 'busy' });
    expect(cost()).toEqual([0, 1]);
    fault.remove();
  });

  it('does not begin what does not fit on the disk, and says what to free', async () => {
    await start();
    const space = { freeBytes: async () => 0, lacking: async (bytes: number) => (bytes > 0 ? 700_000_000 : 0) };
    const outcome = await fetchRecording(signed(), context({ space }));
    expect(outcome).toMatchObject({ kind: 'failed', code: 'disk-full', message: /700 MB/ });
    expect(files()).toEqual([]);
    expect(cost()).toEqual([0, 1]);
    const full = { ...space, lacking: async () => 1_000_000 };
    expect(await fetchRecording(signed(), context({ space: full }))).toMatchObject({ code: 'disk-full' });
    expect(cost()).toEqual([0, 1]);
  });

  it('waits for a program that holds the name, and finishes later without a request when it does not let go', async () => {
    await start();
    let tries = 0;
    const locked = (until: number) => (from: string, to: string) => {
      tries += 1;
      if (tries < until) throw Object.assign(new Error('held'), { code: 'EBUSY' });
      renameSync(from, to);
    };
    const never = context({ rename: locked(Number.POSITIVE_INFINITY) });
    expect(await fetchRecording(signed(), never)).toMatchObject({ kind: 'failed', code: 'disk', message: /EBUSY/ });
    expect(tries).toBe(10);
    tries = 0;
    expect(await fetchRecording(null, context({ rename: locked(3) }))).toMatchObject({
      kind: 'ready',
      bytes: wav.byteLength,
    });
    expect(cost()).toEqual([0, 1]);
    expect(files()).toHaveLength(1);
  });
});
