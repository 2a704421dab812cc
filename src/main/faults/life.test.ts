import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/model/errors.ts';
import { toneWav } from '../testing/wav.ts';
import { row } from './rows.ts';
import { call, hour, minute, onBusyMachine, recorded, sha256, soundOf, useFaultPlace } from './support/place.ts';

const anotherKey = 'voicy_sk_live_another00000000000000000000';

describe('faults of processes, keys and calls', onBusyMachine, () => {
  const place = useFaultPlace();
  let workers: Worker[];
  const note = (worker: Worker) => workers.push(worker);
  beforeEach(() => {
    workers = [];
    process.on('worker', note);
  });
  afterEach(() => {
    process.off('worker', note);
  });
  /** Every place on the disk where these bytes still stand. */
  const tracesOf = (text: string) =>
    readdirSync(place.dir, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .filter((each) => readFileSync(join(each.parentPath, each.name)).includes(text))
      .map(({ name }) => name);

  it(row('F64'), async () => {
    await place.start([recorded('a'), recorded('bb')]);
    await place.cache();
    const { app, client, close } = await place.openApp();
    expect(await place.listed(client)).toEqual(['a', 'bb']);
    await client.sync.cancel({});
    const alive = workers.filter(({ threadId }) => threadId !== -1);
    expect(alive.length).toBeGreaterThan(0);
    const asked = place.listed(client).catch((error: unknown) => error);
    await Promise.all(alive.map((worker) => worker.terminate()));
    // Whoever was waiting gets an answer or a typed failure, never silence and never a crash.
    const got = await asked;
    if (got instanceof Error) expect(got).toBeInstanceOf(AppError);
    else expect(got).toEqual(['a', 'bb']);
    await expect.poll(() => place.listed(client).catch(() => null), { timeout: 20_000 }).toEqual(['a', 'bb']);
    place.sandbox.insert(recorded('ccc'));
    place.sandbox.clearRequests();
    await client.sync.start({});
    await place.clock.until(async () => (await app.media.findRecording('ccc', 'seekable')) !== null);
    expect(place.requestsOf('media').map(({ callId }) => callId)).toEqual(['ccc']);
    expect(place.log.some((line) => /worker|thread/.test(line) && /exit|ended|died/.test(line))).toBe(true);
    await close();
    await place.expectRecovered();
  });

  it(row('F65'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const noted = 'The keyring is locked. Unlock it and try again, or enter the API key again.';
    const { secrets } = place.ports;
    const locked = { ...secrets, note: noted, read: async () => null };
    const { app, client, close } = await place.openApp({ secrets: locked });
    expect(await client.connection.get()).toMatchObject({ keyStored: 'none', keyNote: noted });
    await place.clock.pass(10 * minute);
    expect(place.sandbox.counts().total).toBe(0);
    expect(await place.listed(client)).toEqual(['a']);
    expect(await app.media.findRecording('a', 'seekable')).not.toBeNull();
    await client.sync.start({}).catch((error: unknown) => expect(error).toMatchObject({ code: 'unauthorized' }));
    expect((await client.sync.status()).phase).toBe('idle');
    expect(place.sandbox.counts().total).toBe(0);
    await close();
    // Unlocked again: the key that was kept still works.
    const again = await place.openApp();
    expect(await again.client.connection.get()).toMatchObject({ keyStored: 'session', keyNote: null });
    await place.clock.until(async () => (await again.client.sync.status()).lastRun?.outcome === 'done');
    await again.close();
    await place.expectRecovered();
  });

  it(row('F66'), async () => {
    const ids = Array.from({ length: 60 }, (_, i) => `new-${String(i).padStart(2, '0')}`);
    await place.start([recorded('a')], { latencyMs: 5 });
    await place.cache();
    for (const id of ids) place.sandbox.insert(call(id));
    let asked = 0;
    const letGo = place.net.hold(({ pathname }) => {
      if (pathname.includes('/new-')) asked += 1;
      return asked > 20;
    });
    const syncing = place.sync();
    await expect.poll(() => asked).toBeGreaterThan(20);
    place.sandbox.setApiKeys([anotherKey]);
    letGo();
    const seen = await syncing;
    expect(seen).toMatchObject({ ok: false, error: { code: 'unauthorized' }, lastRun: { outcome: 'unauthorized' } });
    // Only what was in flight met the refusal; nobody tried after it.
    expect(place.sandbox.counts().byStatus[401]).toBeGreaterThan(0);
    expect(place.sandbox.counts().byStatus[401]).toBeLessThanOrEqual(8);
    // Each call is here whole or only as the list told it, nothing in between.
    for (const id of ids) {
      const found = place.detail(id);
      expect(found?.row.detailState === 'ready' ? found.turns.length : 0, id).toBe(
        found?.row.detailState === 'ready' ? 2 : 0,
      );
      expect(['ready', 'listed']).toContain(found?.row.detailState);
    }
    await place.expectKept();
    const had = new Set(ids.filter((id) => place.detail(id)?.row.detailState === 'ready'));
    await place.ports.secrets.write('own', anotherKey);
    await place.expectRecovered();
    expect(place.requestsOf('get').filter(({ callId }) => had.has(callId ?? ''))).toEqual([]);
    expect(place.sandbox.counts().get).toBe(ids.length - had.size);
  });

  it(row('F67'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(recorded('new'));
    place.sandbox.insert(call('slow'));
    place.sandbox.faults.add({ kind: 'stall-mid-body', atByte: 9000, ms: 'forever', on: 'media' });
    place.sandbox.faults.add({ kind: 'stall-before-headers', ms: 'forever', on: 'get', callId: 'slow' });
    const { client, close } = await place.openApp();
    await expect.poll(() => place.requestsOf('media').length, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => place.requestsOf('get', 'slow').length, { timeout: 20_000 }).toBe(1);
    // No time passes: neither waits for a limit to end what hangs.
    expect(await client.sync.cancel({})).toMatchObject({
      phase: 'idle',
      lastRun: { outcome: 'cancelled', code: null },
    });
    expect(place.net.inFlight()).toBe(0);
    await client.sync.start({});
    await expect.poll(() => place.net.inFlight(), { timeout: 20_000 }).toBeGreaterThan(0);
    await close();
    expect(place.net.inFlight()).toBe(0);
    // Quitting is final: nothing wakes up later.
    place.net.forget();
    await place.clock.advance(hour);
    expect(place.net.sent).toEqual([]);
    await place.expectKept();
    await place.expectRecovered();
    // The second start may have got some more before it was ended.
    const ranges = place.requestsOf('media', 'new').map(({ range }) => range);
    expect(ranges).toEqual([expect.stringMatching(/^bytes=(9000|18000)-$/)]);
    expect(place.detail('new')?.recording.sha256).toBe(sha256(soundOf('new')));
  });

  it(row('F68'), async () => {
    await place.start([recorded('a'), recorded('again')]);
    await place.cache();
    const other = toneWav(3300);
    const start_timestamp = Date.now() - 60 * hour;
    const reused = { summary: 'Another call altogether.', duration_ms: 3300, from_number: '+15550100077' };
    place.sandbox.mutate('again', { ...reused, start_timestamp });
    place.sandbox.setRecording('again', { state: 'replaced', bytes: other });
    const broken = place.sandbox.faults.add({ kind: 'status', status: 503, on: 'media', callId: 'again' });
    await place.sync();
    // The words are the new call's at once; the old sound stays until the new one is whole.
    expect(place.detail('again')?.summary).toBe('Another call altogether.');
    const stored = place.files().map((name) => sha256(readFileSync(join(place.dir, 'recordings', name))));
    expect(stored).toContain(sha256(soundOf('again')));
    const versions = place.read((db) =>
      db.prepare("SELECT json FROM raw_versions WHERE call_id = 'again'").pluck().all(),
    );
    expect(versions.join()).toContain('A call.');
    broken.remove();
    place.sandbox.clearRequests();
    expect(await place.sync()).toMatchObject({ ok: true });
    expect(place.detail('again')?.recording).toMatchObject({ state: 'ready', sha256: sha256(other) });
    expect(place.requestsOf('media').map(({ callId }) => callId)).toEqual(['again']);
    place.sandbox.clearRequests();
    expect(await place.sync()).toMatchObject({ ok: true, calls: { updated: 0 } });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 0, media: 0 });
  });

  it(row('F69'), async () => {
    const canary = 'canary-7Qx-private-words';
    await place.start([recorded('a'), recorded('erased', { summary: canary, from_number: '+15550100999' })]);
    await place.cache();
    expect(tracesOf(canary).length).toBeGreaterThan(0);
    // By itself Earmark keeps what the vendor no longer has.
    place.sandbox.remove('erased');
    await place.sync();
    await place.expectKept();
    // Told to follow the vendor, it erases within one sync: rows, logs, words index, recording, peaks, backups.
    const { client, close } = await place.openApp();
    await client.settings.update({ whenGoneUpstream: 'erase' });
    await client.sync.start({});
    await place.clock.until(async () => (await place.listed(client)).join() === 'a', 10 * minute);
    await expect(client.calls.get({ id: 'erased' })).rejects.toMatchObject({ code: 'not-found' });
    await place.clock.until(() => tracesOf(canary).length === 0, 10 * minute);
    await close();
    expect(tracesOf(canary)).toEqual([]);
    expect(tracesOf('+15550100999')).toEqual([]);
    const sounds = place.files().map((name) => sha256(readFileSync(join(place.dir, 'recordings', name))));
    expect(sounds).toEqual([sha256(soundOf('a'))]);
    place.sandbox.clearRequests();
    expect(await place.sync()).toMatchObject({ ok: true, calls: { listed: 1 } });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 0, media: 0 });
  });
});
