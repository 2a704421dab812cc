import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/index.ts';
import { row } from './rows.ts';
import { networkError, nextBytes } from './support/network.ts';
import { call, minute, onBusyMachine, recorded, sha256, soundOf, useFaultPlace } from './support/place.ts';
import { startSelfSigned } from './support/tls-server.ts';

describe('faults of the network', onBusyMachine, () => {
  const place = useFaultPlace();

  it(row('F1'), async () => {
    await place.start([recorded('a'), recorded('bb')]);
    await place.cache();
    const cachedAt = place.clock.now();
    place.sandbox.insert(recorded('ccc'));
    place.net.cut(() => networkError('ENETUNREACH'));
    const { app, client, close } = await place.openApp();
    // Full from the cache at once, whatever the network is about to say.
    expect(await place.listed(client)).toEqual(['a', 'bb']);
    expect(await app.media.findRecording('a', 'seekable')).toMatchObject({ sizeBytes: soundOf('a').byteLength });
    await place.clock.until(async () => (await client.sync.status()).lastRun?.outcome === 'offline');
    const status = await client.sync.status();
    expect(status.offlineSinceMs).toBeGreaterThan(0);
    expect(status.lastSuccessMs).toBeLessThanOrEqual(cachedAt);
    expect(status).toMatchObject({ cachedCalls: 2, cachedRecordings: 2, lastRun: { code: 'offline' } });
    expect(status.lastRun?.message).toMatch(/no way to 127\.0\.0\.1.*check the internet connection/);
    expect(place.sandbox.counts().total).toBe(0);
    // Probes are spread by backoff: ten minutes of it are a handful of tries, not a storm.
    place.net.forget();
    await place.clock.pass(10 * minute);
    expect(place.net.sent.length).toBeLessThanOrEqual(40);
    place.net.cut(null);
    await place.clock.until(async () => (await client.sync.status()).lastRun?.outcome === 'done');
    expect(await client.sync.status()).toMatchObject({ offlineSinceMs: null, cachedCalls: 3, cachedRecordings: 3 });
    expect(place.requestsOf('media').map(({ callId }) => callId)).toEqual(['ccc']);
    await close();
    await place.expectKept();
  });

  it(row('F2'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const seen = await place.sync({ baseUrl: 'https://no-such-name.invalid' });
    expect(seen).toMatchObject({ ok: false, error: { code: 'offline' }, lastRun: { outcome: 'offline' } });
    expect(seen.error?.message).toMatch(/The name no-such-name\.invalid was not found/);
    expect(place.net.sent.map(({ host }) => host)).toEqual(Array(6).fill('no-such-name.invalid'));
    await place.expectKept();
    await place.expectRecovered();
  });

  it(row('F3'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const { port } = new URL(place.sandbox.apiUrl);
    await place.sandbox.close();
    const seen = await place.sync();
    expect(seen).toMatchObject({ ok: false, error: { code: 'offline' }, lastRun: { outcome: 'offline' } });
    expect(seen.error?.message).toMatch(/refused the connection; check the address, or try again later/);
    expect(place.net.sent.length).toBe(6);
    await place.expectKept();

    await place.start([recorded('a'), call('new')], { port: Number(port) });
    place.sandbox.faults.add({ kind: 'stall-before-headers', ms: 'forever', on: 'list', times: 1 });
    const syncing = place.sync();
    await expect.poll(() => place.sandbox.counts().list).toBe(1);
    await place.clock.advance(5_000);
    expect(place.sandbox.counts().list).toBe(1);
    await place.clock.advance(6_000);
    expect(await syncing).toMatchObject({ ok: true, calls: { new: 1 } });
    expect(place.sandbox.counts().list).toBe(2);

    // Ports that fetch itself would refuse are refused at entry, before any request.
    place.net.forget();
    const blocked = await place.sync({ baseUrl: 'http://127.0.0.1:6667' });
    expect(blocked.error).toMatchObject({ code: 'invalid-input', message: expect.stringContaining('Port 6667') });
    expect(place.net.sent).toEqual([]);
    await place.expectRecovered();
  });

  it(row('F4'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(call('new'));
    for (const as of ['page', 'redirect'] as const) {
      const portal = place.sandbox.faults.add({ kind: 'captive-portal', as });
      const seen = await place.sync();
      expect(seen, as).toMatchObject({ ok: false, error: { code: 'offline' }, lastRun: { outcome: 'offline' } });
      expect(seen.error?.message).toMatch(/The network answered for .*, but the Voicy API did not; sign in/);
      expect(place.sandbox.counts()).toMatchObject({ total: 1, list: 1 });
      expect(place.detail('new')).toBeUndefined();
      place.sandbox.clearRequests();
      portal.remove();
    }
    await place.expectKept();
    expect(await place.expectRecovered()).toMatchObject({ calls: { new: 1 } });
  });

  it(row('F5'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const server = await startSelfSigned(place.dir);
    const seen = await place.sync({ baseUrl: server.origin });
    expect(seen).toMatchObject({ ok: false, error: { code: 'offline' }, lastRun: { outcome: 'offline' } });
    expect(seen.error?.message).toMatch(/did not connect to 127\.0\.0\.1:\d+ because its certificate is not from an/);
    expect([place.net.sent.length, server.requests()]).toEqual([1, 0]);
    // By itself it tries again at most once a minute: a wrong certificate does not mend itself.
    place.net.forget();
    const { client, close } = await place.openApp();
    await place.clock.pass(10 * minute);
    expect(place.net.sent.length).toBeGreaterThan(0);
    expect(place.net.sent.length).toBeLessThanOrEqual(11);
    expect(server.requests()).toBe(0);
    expect((await client.sync.status()).lastRun?.message).toContain('certificate');
    await close();
    await server.close();
    await place.expectKept();
    await place.expectRecovered();
  });

  it(row('F6'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const faults: Fault[] = [
      { kind: 'reset-mid-body', atByte: 200 },
      { kind: 'short-body', atByte: 200 },
      { kind: 'truncated-chunked', atByte: 200 },
    ];
    for (const [n, fault] of faults.entries()) {
      const id = `new-${n}`;
      place.sandbox.insert(call(id));
      const always = place.sandbox.faults.add({ ...fault, on: 'list' });
      const seen = await place.sync();
      expect(seen, fault.kind).toMatchObject({
        ok: false,
        error: { code: 'offline' },
        lastRun: { outcome: 'offline' },
      });
      expect(place.detail(id)).toBeUndefined();
      expect(place.sandbox.counts()).toMatchObject({ list: 6, get: 0 });
      always.remove();
      place.sandbox.clearRequests();
      place.sandbox.faults.add({ ...fault, on: 'list', times: 1 });
      place.sandbox.faults.add({ ...fault, on: 'get', times: 1 });
      expect(await place.sync(), fault.kind).toMatchObject({ ok: true, calls: { new: 1, failed: [] } });
      expect(place.sandbox.counts()).toMatchObject({ list: 2, get: 2 });
      expect(place.detail(id)?.summary).toBe('A call.');
      place.sandbox.clearRequests();
    }
    await place.expectKept();
    await place.expectRecovered();
  });

  it(row('F7'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(recorded('new'));
    const cut = place.sandbox.faults.add({ kind: 'close-delimited-cut', atByte: 300, on: 'list' });
    const seen = await place.sync();
    expect(seen).toMatchObject({
      ok: false,
      error: { code: 'damaged' },
      lastRun: { outcome: 'failed', code: 'damaged' },
    });
    expect(seen.error?.message).toMatch(/cut off or is not JSON; sync again/);
    expect(place.sandbox.counts()).toMatchObject({ get: 0, media: 0 });
    expect(place.sandbox.counts().list).toBeLessThanOrEqual(18);
    expect(place.detail('new')).toBeUndefined();
    cut.remove();
    place.sandbox.faults.add({ kind: 'close-delimited-cut', atByte: 9000, on: 'media' });
    await place.sync();
    // Its header promises more sound than came: never shown as whole.
    const { recording } = place.detail('new') ?? {};
    expect(recording?.state !== 'ready' || recording.warnings.length > 0).toBe(true);
    await place.expectKept();
    await place.sync();
    place.sandbox.faults.clear();
    const { client } = await place.openApp();
    await place.clock.during(client.recordings.fetch({ callId: 'new' }));
    expect(place.detail('new')?.recording.sha256).toBe(sha256(soundOf('new')));
  });

  it(row('F8'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(recorded('new'));
    place.sandbox.faults.add({ kind: 'truncated-gzip', on: ['list', 'get'], times: 2 });
    const media = place.sandbox.faults.add({ kind: 'truncated-gzip', on: 'media' });
    const seen = await place.sync();
    expect(seen).toMatchObject({ ok: false, recordings: { failed: [{ id: 'new' }] } });
    expect(place.detail('new')).toMatchObject({ summary: 'A call.', recording: { state: 'failed', playable: false } });
    expect(place.detail('new')?.recording.message).toMatch(/compressed/);
    const asked = place.requestsOf('media');
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every(({ headers }) => headers['accept-encoding'] === 'identity')).toBe(true);
    expect(media.applied).toBe(1);
    await place.expectRecovered();
    expect(place.detail('new')?.recording.sha256).toBe(sha256(soundOf('new')));
  });

  it(row('F9'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(recorded('new'));
    place.sandbox.faults.add({ kind: 'long-body', extraBytes: 50 });
    expect(await place.sync()).toMatchObject({ ok: true, calls: { new: 1 }, recordings: { downloaded: 1 } });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 1, media: 1 });
    expect(place.detail('new')?.recording).toMatchObject({ state: 'ready', sha256: sha256(soundOf('new')) });
    await place.expectRecovered();
  });

  it(row('F10'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(recorded('new'));
    const stall = { kind: 'stall-mid-body', ms: 'forever', times: 1 } as const;
    place.sandbox.faults.add({ ...stall, atByte: 100, on: 'list' });
    place.sandbox.faults.add({ ...stall, atByte: 9000, on: 'media' });
    const syncing = place.sync();
    await expect.poll(() => place.net.sent.at(-1)?.bytes).toBe(100);
    await place.clock.advance(31_000);
    await expect.poll(() => place.net.sent.at(-1)?.bytes, { timeout: 20_000 }).toBe(9000);
    await place.clock.advance(31_000);
    expect(await syncing).toMatchObject({ ok: true, recordings: { downloaded: 1 } });
    expect(place.sandbox.counts()).toMatchObject({ list: 2, media: 2 });
    expect(place.requestsOf('media').map(({ range }) => range)).toEqual([undefined, 'bytes=9000-']);
    expect(place.detail('new')?.recording.sha256).toBe(sha256(soundOf('new')));
    await place.expectRecovered();
  });

  it(row('F11'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(recorded('new'));
    const drip = { kind: 'slow-drip', bytes: 1, everyMs: 5, times: 1 } as const;
    place.sandbox.faults.add({ ...drip, on: 'list' });
    place.sandbox.faults.add({ ...drip, on: 'media' });
    const giveUp = new AbortController();
    const syncing = place.sync({ signal: giveUp.signal });
    // Bytes keep coming, so neither is a stall: only the pace gives it away. Ten minutes are more than both may take.
    for (let waited = 0; waited < 10 * minute; waited += 10_000) {
      const settled = await Promise.race([syncing.then(() => true), nextBytes(place.net)]);
      if (settled === true) break;
      await place.clock.advance(10_000);
    }
    giveUp.abort();
    expect(await syncing).toMatchObject({ ok: true, calls: { new: 1 }, recordings: { downloaded: 1 } });
    expect(place.sandbox.counts()).toMatchObject({ list: 2, media: 2 });
    expect(place.requestsOf('media')[1]?.range).toMatch(/^bytes=\d+-$/);
    expect(place.detail('new')?.recording.sha256).toBe(sha256(soundOf('new')));
    await place.expectRecovered();
  });
});
