import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { row } from './rows.ts';
import { hour, onBusyMachine, recorded, sha256, soundOf, useFaultPlace } from './support/place.ts';

describe('faults of signed URLs', onBusyMachine, () => {
  const place = useFaultPlace();
  const recordingOf = (id: string) => place.detail(id)?.recording;
  const expectWhole = (id: string) =>
    expect(recordingOf(id), id).toMatchObject({ state: 'ready', playable: true, sha256: sha256(soundOf(id)) });
  /** A place with one cached recording and one, `new`, that is still to come. */
  const startWithNew = async (options: Parameters<typeof place.start>[1] = {}) => {
    await place.start([recorded('a')], options);
    await place.cache();
    place.sandbox.insert(recorded('new'));
  };

  it(row('F33'), async () => {
    const ids = Array.from({ length: 12 }, (_, i) => `late-${'x'.repeat(i)}`);
    // They answer 403, 400 and 410 to a URL that is over.
    await place.start([recorded('a')], { signer: ['s3', 'gcs', 'generic'] });
    await place.cache();
    for (const id of ids) place.sandbox.insert(recorded(id));
    // The first downloads hold the line until the URLs of all that wait behind them are over.
    const storage = new URL(place.sandbox.storageUrl).host;
    const open = place.net.hold(({ host }) => host === storage);
    const syncing = place.sync();
    const sentTo = (name: string) => place.net.sent.filter(({ host }) => host === name).length;
    await expect.poll(() => place.sandbox.counts().get, { timeout: 20_000 }).toBe(ids.length);
    // Every Get has been read to its end: only what is held is under way still.
    await expect.poll(() => place.net.inFlight() - sentTo(storage), { timeout: 20_000 }).toBe(0);
    const begun = sentTo(storage);
    await place.clock.advance(2 * hour);
    open();
    expect(await syncing).toMatchObject({ ok: true, recordings: { downloaded: ids.length } });
    expect(begun).toBeLessThan(ids.length);
    // Whoever had not begun asked for a fresh URL first: one more Get, and not one request with a dead URL.
    const single = ids.filter((id) => place.requestsOf('media', id).every(({ status }) => status === 200));
    expect(single.length).toBeGreaterThanOrEqual(ids.length - begun);
    for (const id of ids) expect(place.requestsOf('get', id).length, id).toBeLessThanOrEqual(2);
    for (const id of ids) expectWhole(id);
    await place.expectRecovered();
  });

  it(row('F34'), async () => {
    await startWithNew({ signer: 'gcs' });
    place.sandbox.insert(recorded('denied'));
    place.sandbox.faults.add({ kind: 'media-expired-early', on: 'media', callId: 'new', times: 1 });
    const refused = place.sandbox.faults.add({ kind: 'media-refused', callId: 'denied' });
    expect(await place.sync()).toMatchObject({
      recordings: { downloaded: 1, unavailable: [{ id: 'denied', code: 'refused' }] },
    });
    expectWhole('new');
    for (const id of ['new', 'denied']) {
      expect([place.requestsOf('get', id).length, place.requestsOf('media', id).length], id).toEqual([2, 2]);
    }
    expect(recordingOf('denied')).toMatchObject({ state: 'failed', code: 'refused' });
    expect(recordingOf('denied')?.message).toMatch(/refuses this recording \(403\) even with a fresh link.*next sync/);
    // By status alone, whatever the body says; and what was refused is tried again at the next sync, twice and no more.
    const statuses = [400, 401, 403];
    for (const status of statuses) {
      const id = `by-${status}`;
      place.sandbox.insert(recorded(id));
      place.sandbox.faults.add({ kind: 'status', status, body: 'Come back', on: 'media', callId: id, times: 1 });
    }
    place.sandbox.clearRequests();
    expect((await place.sync()).recordings.downloaded).toBe(statuses.length);
    for (const id of statuses.map((status) => `by-${status}`)) {
      expect([place.requestsOf('get', id).length, place.requestsOf('media', id).length], id).toEqual([2, 2]);
      expectWhole(id);
    }
    expect(place.requestsOf('media', 'denied')).toHaveLength(2);
    refused.remove();
    await place.expectRecovered();
    expectWhole('denied');
  });

  it(row('F35'), async () => {
    await startWithNew({ signer: 'opaque' });
    place.sandbox.faults.add({ kind: 'expire-mid-download', atByte: 9000, callId: 'new', times: 1 });
    expect(await place.sync()).toMatchObject({ ok: true, recordings: { downloaded: 1 } });
    expectWhole('new');
    const asked = place.requestsOf('media', 'new');
    expect(asked.at(-1)).toMatchObject({ range: 'bytes=9000-', status: 206 });
    expect(asked.at(-1)?.headers['if-range']).toMatch(/^"/);
    expect(place.requestsOf('get', 'new')).toHaveLength(2);
    expect(asked.length).toBeLessThanOrEqual(3);
    await place.expectRecovered();
  });

  it(row('F36'), async () => {
    await startWithNew({ signer: 's3' });
    await place.sync({ recordings: false });
    const { app, client, close } = await place.openApp();
    await client.settings.update({ downloadRecordings: false });
    await client.sync.cancel({});
    place.sandbox.clearRequests();
    place.sandbox.expireAllUrls();
    // What plays is the file on this disk: no URL, no request.
    const stored = await app.media.findRecording('a', 'seekable');
    expect(stored && 'path' in stored && sha256(readFileSync(stored.path))).toBe(sha256(soundOf('a')));
    expect(place.requestsOf('media')).toEqual([]);
    // What is not here yet is fetched with a fresh URL first.
    await place.clock.during(client.recordings.fetch({ callId: 'new' }));
    expect([place.requestsOf('get', 'new').length, place.requestsOf('media', 'new').length]).toEqual([1, 1]);
    await place.clock.until(async () => (await app.media.findRecording('new', 'seekable')) !== null);
    await close();
    await place.expectRecovered();
  });
});
