import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, literalCorpus, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/index.ts';
import { toneWav } from '../testing/wav.ts';
import { hurriedClock, temporaryDir } from '../testing/workspace-fixtures.ts';
import type { SignedUrl } from '../voicy/types.ts';
import { type FetchContext, fetchRecording } from './fetch-recording.ts';
import { recordingPaths } from './files.ts';
import { createUrlGuard } from './url-guard.ts';

const id = 'call-1';
const wav = toneWav(2000);
const sha256 = createHash('sha256').update(wav).digest('hex');

describe('fetching a recording from storage over HTTP', () => {
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
  const signed = (): SignedUrl => ({
    url: sandbox.recordingUrl(id),
    obtainedAtMs: sandbox.now(),
    expiresAtMs: sandbox.now() + 3_600_000,
  });
  const context = (over: Partial<FetchContext> = {}): FetchContext => ({
    callId: id,
    paths: recordingPaths(place.dir),
    fetch: globalThis.fetch,
    clock: hurriedClock(),
    random: () => 0.5,
    sign: async () => {
      signs += 1;
      // Signers count in seconds: within one they would give out the very URL that was just refused.
      sandbox.advance(1000);
      return signed();
    },
    serverNow: () => sandbox.now(),
    isAllowed: createUrlGuard(sandbox.baseUrl),
    mayStillArrive: true,
    onRequest: () => undefined,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    limits: { idleMs: 300 },
    ...over,
  });
  const files = () => readdirSync(join(place.dir, 'recordings'));
  const expectWhole = (outcome: Awaited<ReturnType<typeof fetchRecording>>) => {
    expect(outcome).toMatchObject({ kind: 'ready', bytes: wav.byteLength, sha256 });
    expect(files()).toHaveLength(1);
    const name = files()[0] ?? '';
    expect(name).toMatch(/^[0-9a-f]{64}\.wav$/);
    expect(Buffer.compare(readFileSync(join(place.dir, 'recordings', name)), wav)).toBe(0);
  };

  it('stores exactly the bytes, and sends no key to the storage', async () => {
    await start();
    expectWhole(await fetchRecording(signed(), context()));
    expect(sandbox.counts().media).toBe(1);
    expect(signs).toBe(0);
    expect(sandbox.requests.every((r) => r.headers.authorization === undefined)).toBe(true);
  });

  it('signs once when there is no URL, or one that has expired', async () => {
    await start({ urlLifetimeMs: 60_000 });
    const old = { ...signed(), expiresAtMs: sandbox.now() - 1 };
    expectWhole(await fetchRecording(old, context()));
    expect([signs, sandbox.counts().media]).toEqual([1, 1]);
  });

  it('answers a refused URL with one new Get and one retry', async () => {
    await start();
    const url = signed();
    sandbox.expireAllUrls();
    expectWhole(await fetchRecording(url, context()));
    expect([signs, sandbox.counts().media]).toEqual([1, 2]);
  });

  it('gives up on a recording that is refused with a fresh URL too, after two requests', async () => {
    await start();
    sandbox.faults.add({ kind: 'media-refused' });
    expect(await fetchRecording(signed(), context())).toMatchObject({ kind: 'unavailable', code: 'refused' });
    expect([signs, sandbox.counts().media]).toEqual([1, 2]);
  });

  it.each<[string, Fault]>([
    ['a reset before headers', { kind: 'reset-before-headers', times: 1 }],
    ['a reset in mid-body', { kind: 'reset-mid-body', atByte: 9000, times: 1 }],
    ['a short body', { kind: 'short-body', atByte: 9000, times: 1 }],
    ['a cut chunked body', { kind: 'truncated-chunked', atByte: 9000, times: 1 }],
    ['a stall before headers', { kind: 'stall-before-headers', ms: 'forever', times: 1 }],
    ['a stall in mid-body', { kind: 'stall-mid-body', atByte: 9000, ms: 'forever', times: 1 }],
    ['a 503', { kind: 'status', status: 503, times: 1 }],
    ['a 429 that asks to wait', { kind: 'status', status: 429, retryAfter: { seconds: 1 }, times: 1 }],
  ])('recovers from %s', async (_name, fault) => {
    await start();
    sandbox.faults.add(fault);
    expectWhole(await fetchRecording(signed(), context()));
  });

  it('goes on where a dropped download stood, and re-signs if the URL died meanwhile', async () => {
    await start();
    sandbox.faults.add({ kind: 'expire-mid-download', atByte: 9000, times: 1 });
    expectWhole(await fetchRecording(signed(), context()));
    const ranges = sandbox.requests.filter((r) => r.kind === 'media').map((r) => r.range);
    expect(ranges[0]).toBeUndefined();
    expect(ranges.at(-1)).toMatch(/^bytes=[1-9]\d*-$/);
    expect(signs).toBe(1);
  });

  it.each<[string, Fault]>([
    ['ignores Range', { kind: 'range-ignored', nth: 2 }],
    ['answers with a wrong Content-Range', { kind: 'wrong-content-range', nth: 2 }],
    ['has another file by then', { kind: 'changed-etag' }],
    ['says the range cannot be satisfied', { kind: 'range-not-satisfiable', nth: 2 }],
    ['has only a weak tag', { kind: 'weak-etag' }],
    ['has no tag at all', { kind: 'no-etag' }],
  ])('never joins bytes that do not belong together when the storage %s', async (_name, fault) => {
    await start();
    sandbox.faults.add({ kind: 'reset-mid-body', atByte: 9000, nth: 1 });
    sandbox.faults.add(fault);
    expectWhole(await fetchRecording(signed(), context()));
  });

  it.each(['html', 'xml', 'json', 'empty'] as const)('refuses %s that says it is a recording', async (as) => {
    await start();
    sandbox.faults.add({ kind: 'not-audio', as });
    const outcome = await fetchRecording(signed(), context({ limits: { idleMs: 300, drops: 1 } }));
    expect(outcome.kind).toBe('failed');
    expect(files().filter((f) => !f.includes('.part'))).toEqual([]);
  });

  it.each(['supabase', 's3', 'azure'] as const)('tells not yet from gone from never (%s)', async (signer) => {
    await start({ signer });
    const missing = sandbox.faults.add({ kind: 'media-not-found' });
    expect(await fetchRecording(signed(), context())).toMatchObject({ kind: 'unavailable', code: 'not-yet' });
    expect(await fetchRecording(signed(), context({ mayStillArrive: false }))).toMatchObject({ code: 'not-found' });
    expect(signs).toBe(0);
    missing.remove();
    sandbox.faults.add({ kind: 'media-gone' });
    expect(await fetchRecording(signed(), context())).toMatchObject({ kind: 'unavailable', code: 'gone' });
    const none = context({ sign: async () => null });
    expect(await fetchRecording(null, none)).toMatchObject({ code: 'not-yet' });
    expect(await fetchRecording(null, { ...none, mayStillArrive: false })).toMatchObject({ code: 'none' });
  });

  it('does not follow redirects to where it may not go', async () => {
    await start();
    sandbox.faults.add({ kind: 'redirect', to: 'http://169.254.169.254/latest', times: 1 });
    expect(await fetchRecording(signed(), context())).toMatchObject({ kind: 'failed', code: 'unusable' });
  });

  it('does not open an address inside the reader’s own network', async () => {
    await start();
    const outcome = await fetchRecording({ ...signed(), url: 'https://169.254.169.254/latest' }, context());
    expect(outcome).toMatchObject({ kind: 'failed', code: 'unusable' });
    expect(sandbox.counts().media).toBe(0);
  });

  it('refuses a recording over the limit without keeping it', async () => {
    await start();
    const outcome = await fetchRecording(signed(), context({ limits: { maxBytes: 1000 } }));
    expect(outcome).toMatchObject({ kind: 'failed', code: 'unusable' });
  });

  it('keeps what arrived when it is cancelled, and finishes it later', async () => {
    await start();
    sandbox.faults.add({ kind: 'stall-mid-body', atByte: 9000, ms: 'forever', times: 1 });
    const stop = new AbortController();
    const flight = fetchRecording(
      signed(),
      context({
        signal: stop.signal,
        limits: { idleMs: 60_000 },
        onProgress: (bytes) => bytes >= 9000 && stop.abort(),
      }),
    );
    await expect(flight).rejects.toThrow();
    expect(files().some((f) => f.endsWith('.part'))).toBe(true);
    expectWhole(await fetchRecording(signed(), context()));
    expect(sandbox.requests.at(-1)?.range).toBe('bytes=9000-');
  });

  it('leaves no URL on the disk', async () => {
    await start();
    sandbox.faults.add({ kind: 'reset-mid-body', atByte: 9000 });
    await fetchRecording(signed(), context({ limits: { idleMs: 300, drops: 0 } }));
    const notes = files().find((f) => f.endsWith('.json'));
    expect(notes && existsSync(join(place.dir, 'recordings', notes))).toBe(true);
    expect(readFileSync(join(place.dir, 'recordings', notes ?? ''), 'utf8')).not.toMatch(/http|token/);
  });
});
