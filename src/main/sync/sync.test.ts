import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Fault,
  type LiteralCall,
  literalCorpus,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
  syntheticCorpus,
} from '../../sandbox/index.ts';
import { runSync } from '../cli-services.ts';
import type { Ports } from '../ports.ts';
import { findCallDetail } from '../store/call-detail.ts';
import { openForReading, openForWriting } from '../store/open.ts';
import { toneWav } from '../testing/wav.ts';
import { recordingLogger, temporaryDir, testPorts } from '../testing/workspace-fixtures.ts';

interface Result {
  ok: boolean;
  calls: { listed: number; new: number; updated: number; unreadable: number; failed: { id: string; code: string }[] };
  recordings: {
    downloaded: number;
    unavailable: { id: string; code: string }[];
    failed: { id: string; code: string }[];
  };
  requests: { api: number; media: number };
  error?: { code: string; message: string };
}

const minute = 60_000;

const library = (calls: number) =>
  syntheticCorpus({ calls, seed: 7, turnsPerCall: 4, startAt: Date.now() - 3 * 86_400_000 });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
/** How many of a library's calls are not test calls, which a list leaves out. */
const real = (calls: number) => [...library(calls).summaries()].filter((call) => !call.isTest).length;

// Real servers and real disks on a machine that may be busy: the time limit only ends what hangs.
describe('a sync against a server over HTTP', { timeout: 60_000 }, () => {
  let place: ReturnType<typeof temporaryDir>;
  let sandbox: Sandbox;
  let ports: Ports;

  beforeEach(() => {
    place = temporaryDir();
  });
  afterEach(async () => {
    await sandbox.close().catch(() => undefined);
    place.remove();
  });

  const start = async (options: SandboxOptions) => {
    sandbox = await startSandbox(options);
    ports = testPorts(place.dir, sandbox.apiKey);
  };
  const sync = async (over: { recordings?: boolean; signal?: AbortSignal } = {}) =>
    (await runSync(ports, { baseUrl: sandbox.baseUrl, apiKeyEnv: 'KEY', recordings: true, ...over })).result as Result;
  const detail = (id: string) => {
    const db = openForReading(place.dir);
    try {
      return findCallDetail(db, id);
    } finally {
      db.close();
    }
  };
  const gets = () => sandbox.requests.filter((r) => r.kind === 'get').map((r) => r.callId);
  const call = (id: string, over: Partial<LiteralCall['call']> = {}, rest: Partial<LiteralCall> = {}): LiteralCall => ({
    call: { call_id: id, start_timestamp: Date.now() - 10 * minute, ...over },
    ...rest,
  });
  const recorded = (id: string, over: Partial<LiteralCall['call']> = {}, rest: Partial<LiteralCall> = {}) =>
    call(id, over, { recording: { bytes: toneWav(300 + id.length) }, ...rest });

  it.each(['v1', 'functions', 'legacy'] as const)(
    'reads every page and every call of generation %s, newest first, once',
    async (generation) => {
      await start({
        corpus: syntheticCorpus({ calls: 620, seed: 7, startAt: Date.now() - 3 * 86_400_000 }),
        generation,
      });
      const first = await sync({ recordings: false });
      expect(first).toMatchObject({ ok: true, calls: { listed: real(620), new: real(620), failed: [] } });
      const asked = gets();
      expect(new Set(asked).size).toBe(real(620));
      expect(asked).toHaveLength(real(620));
      const startOf = (id: string | undefined) => detail(id ?? '')?.row.startMs ?? 0;
      expect(startOf(asked[0])).toBeGreaterThan(startOf(asked[300]));
      sandbox.clearRequests();
      const second = await sync({ recordings: false });
      expect(second).toMatchObject({ ok: true, calls: { listed: real(620), new: 0, updated: 0 } });
      expect(gets()).toEqual([]);
    },
  );

  it('downloads every recording with one media request each, and asks for nothing twice', async () => {
    await start({ corpus: literalCorpus(['a', 'bb', 'ccc', 'dddd'].map((id) => recorded(id))) });
    expect(await sync()).toMatchObject({
      ok: true,
      recordings: { downloaded: 4, unavailable: [], failed: [] },
      requests: { api: 5, media: 4 },
    });
    expect(await sync()).toMatchObject({ ok: true, recordings: { downloaded: 0 }, requests: { api: 1, media: 0 } });
    expect(detail('a')?.recording).toMatchObject({
      state: 'ready',
      playable: true,
      peaks: 'ready',
      channels: 1,
      codec: 'pcm-s16',
    });
  });

  it('answers every URL that expired in mid-sync with one extra Get', async () => {
    await start({ corpus: literalCorpus(['a', 'bb', 'ccc'].map((id) => recorded(id))) });
    await sync({ recordings: false });
    sandbox.clearRequests();
    sandbox.faults.add({ kind: 'media-expired-early', nth: [1, 2, 3] });
    expect(await sync()).toMatchObject({ ok: true, recordings: { downloaded: 3 } });
    // One Get for the URL, one for the fresh one: the list and 2 x 3.
    expect(sandbox.counts()).toMatchObject({ list: 1, get: 6, media: 6 });
  });

  it('follows a call that ends, its late fields and its late recording', async () => {
    const life = {
      endsAfterMs: minute,
      lateFieldsAfterMs: 2 * minute,
      recordingState: 'late',
      recordingLateMs: 3 * minute,
    } as const;
    await start({
      corpus: literalCorpus([recorded('a', { start_timestamp: Date.now() - 5000, duration_ms: 65_000 }, { life })]),
    });
    ports.clock = { ...ports.clock, now: () => sandbox.now() };
    expect(await sync()).toMatchObject({ ok: true, recordings: { unavailable: [{ id: 'a', code: 'in-progress' }] } });
    expect(detail('a')?.row).toMatchObject({ status: 'ongoing', durationMs: null });
    sandbox.advance(minute);
    expect(await sync()).toMatchObject({
      calls: { updated: 1 },
      recordings: { unavailable: [{ id: 'a', code: 'not-yet' }] },
    });
    expect(detail('a')).toMatchObject({ row: { status: 'user_hangup', durationMs: 65_000 }, summary: null });
    sandbox.advance(minute);
    expect(await sync()).toMatchObject({ calls: { updated: 1 } });
    expect(detail('a')?.summary).toBe('A call.');
    sandbox.advance(minute);
    expect(await sync()).toMatchObject({ recordings: { downloaded: 1, unavailable: [] } });
  });

  it('stops at once when the key is refused, and keeps what is cached', async () => {
    await start({ corpus: literalCorpus([call('a'), call('b')]) });
    await sync();
    sandbox.clearRequests();
    sandbox.setApiKeys(['voicy_sk_live_another00000000000000000000']);
    expect(await sync()).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
    expect(sandbox.counts().total).toBe(1);
    expect(detail('a')?.summary).toBe('A call.');
  });

  it('says that there is no network, and keeps what is cached', async () => {
    await start({ corpus: literalCorpus([call('a')]) });
    await sync();
    await sandbox.close();
    expect(await sync()).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(detail('a')?.summary).toBe('A call.');
  });

  it.each<[string, Fault, string]>([
    ['always fails', { kind: 'status', status: 500, on: 'get', callId: 'b' }, ''],
    ['is not found', { kind: 'status', status: 404, on: 'get', callId: 'b' }, 'not-found'],
    ['is no call', { kind: 'unparsable-call', on: 'get', callId: 'b', as: 'string' }, 'damaged'],
  ])('reports a call whose Get %s, and reads all others', async (_name, fault, code) => {
    await start({ corpus: literalCorpus([call('a'), call('b'), call('c')]) });
    sandbox.faults.add(fault);
    const result = await sync();
    expect(result.ok).toBe(false);
    expect(result.calls.failed).toHaveLength(1);
    expect(result.calls.failed[0]).toMatchObject({ id: 'b', ...(code ? { code } : {}) });
    expect(detail('a')?.summary).toBe('A call.');
    expect(detail('c')?.summary).toBe('A call.');
    expect(detail('b')?.detailError).not.toBeNull();
    sandbox.faults.clear();
    if (code === 'damaged') sandbox.mutate('b', { duration_ms: 61_000 });
    expect(await sync()).toMatchObject({ ok: true });
    expect(detail('b')?.summary).toBe('A call.');
  });

  it('asks a day later for details that could not be read, and not before', async () => {
    await start({ corpus: literalCorpus([call('a', { start_timestamp: Date.now() - 3 * 86_400_000 })]) });
    sandbox.faults.add({ kind: 'replace-body', body: 'wrong-shape', on: 'get', times: 1 });
    expect(await sync({ recordings: false })).toMatchObject({ calls: { unreadable: 1 } });
    sandbox.clearRequests();
    await sync({ recordings: false });
    expect(gets()).toEqual([]);
    const db = openForWriting(place.dir);
    db.prepare('UPDATE calls SET detail_fetched_ms = detail_fetched_ms - 86400000').run();
    db.close();
    expect(await sync({ recordings: false })).toMatchObject({ ok: true, calls: { unreadable: 0 } });
    expect(gets()).toEqual(['a']);
    expect(detail('a')?.summary).toBe('A call.');
  });

  it('keeps a list row that cannot be read, and reads its neighbours', async () => {
    await start({ corpus: literalCorpus([call('a'), call('b'), call('c')]) });
    sandbox.faults.add({ kind: 'missing-field', field: 'call_id', on: 'list', callId: 'b' });
    const result = await sync();
    expect(result.calls).toMatchObject({ listed: 2, unreadable: 1 });
    expect(detail('a')?.summary).toBe('A call.');
  });

  it.each<[string, Fault]>([
    ['repeats a page', { kind: 'repeated-page' }],
    ['refuses the place it gave out', { kind: 'bad-pagination-key' }],
    ['breaks off', { kind: 'truncated-json', on: 'list', nth: range(2, 60) }],
  ])('calls a list that %s unread, but keeps what it got', async (_name, fault) => {
    await start({ corpus: library(700) });
    sandbox.faults.add(fault);
    const result = await sync({ recordings: false });
    expect(result.ok).toBe(false);
    sandbox.faults.clear();
    expect(await sync({ recordings: false })).toMatchObject({ ok: true, calls: { listed: real(700) } });
  });

  it('goes on after it was stopped, without asking again for what it has', async () => {
    await start({ corpus: library(1300) });
    const stop = new AbortController();
    sandbox.faults.add({ kind: 'stall-before-headers', ms: 'forever', on: 'get', nth: 40 });
    const stopped = sync({ recordings: false, signal: stop.signal });
    while (sandbox.counts().get < 60) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    expect((await stopped).ok).toBe(false);
    const before = new Set(gets().filter((id) => detail(id ?? '')?.row.detailState === 'ready'));
    expect(before.size).toBeGreaterThan(30);
    sandbox.faults.clear();
    sandbox.clearRequests();
    expect(await sync({ recordings: false })).toMatchObject({ ok: true, calls: { listed: real(1300) } });
    expect(gets().filter((id) => before.has(id))).toEqual([]);
  });

  it('goes on with the list where it broke off', async () => {
    await start({ corpus: library(1300) });
    sandbox.faults.add({ kind: 'status', status: 400, on: 'list', page: 3 });
    expect(await sync({ recordings: false })).toMatchObject({ ok: false, calls: { listed: 0 } });
    sandbox.faults.clear();
    sandbox.insert(call('brand-new'));
    sandbox.clearRequests();
    const result = await sync({ recordings: false });
    expect(result).toMatchObject({ ok: true });
    expect(detail('brand-new')?.row.id).toBe('brand-new');
    const db = openForReading(place.dir);
    expect(db.prepare('SELECT count(*) FROM calls').pluck().get()).toBe(real(1300) + 1);
    db.close();
  });

  it('notices a change in what it passed over to go on where it broke off, however often that happens', async () => {
    await start({ corpus: library(1800) });
    const lists = () => sandbox.requests.filter((r) => r.kind === 'list').length;
    sandbox.faults.add({ kind: 'status', status: 400, on: 'list', page: 3 });
    expect(await sync({ recordings: false })).toMatchObject({ ok: false });
    sandbox.faults.clear();
    const [changed] = gets().slice(700);
    sandbox.mutate(changed ?? '', { duration_ms: 12_345 });
    // Goes on, and breaks off again further down.
    sandbox.faults.add({ kind: 'status', status: 400, on: 'list', page: 4 });
    expect(await sync({ recordings: false })).toMatchObject({ ok: false });
    sandbox.faults.clear();
    sandbox.clearRequests();
    expect(await sync({ recordings: false })).toMatchObject({ ok: true, calls: { listed: real(1800), updated: 1 } });
    expect(detail(changed ?? '')?.row.durationMs).toBe(12_345);
    expect(lists()).toBe(Math.ceil(real(1800) / 500));
  });

  it('never writes a signed URL or the key to the disk or the log', async () => {
    const logger = recordingLogger();
    await start({
      corpus: literalCorpus(['a', 'bb', 'ccc'].map((id) => recorded(id))),
      signer: ['supabase', 's3', 'opaque'],
    });
    ports = testPorts(place.dir, sandbox.apiKey, { logger });
    sandbox.faults.add({ kind: 'reset-mid-body', atByte: 1000, times: 2 });
    await sync();
    const everything = readdirSync(place.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    everything.push(...logger.lines);
    const secrets = [sandbox.apiKey, sandbox.storageUrl, 'token=', 'Signature=', 'X-Amz-'];
    for (const secret of secrets) expect(everything.filter((text) => text.includes(secret))).toEqual([]);
  });

  it('spares the storage when recordings are not wanted, and fetches them when they are', async () => {
    await start({ corpus: literalCorpus([recorded('a')]) });
    expect(await sync({ recordings: false })).toMatchObject({ ok: true, requests: { media: 0 } });
    expect(await sync()).toMatchObject({ ok: true, recordings: { downloaded: 1 } });
  });
});
