import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Corpus } from '../../sandbox/index.ts';
import { literalCorpus } from '../../sandbox/index.ts';
import { row } from './rows.ts';
import { call, hour, recorded, sha256, soundOf, useFaultPlace } from './support/place.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '..', 'audio', 'fixtures', name));

// Real servers and disks on a machine that may be busy: the time limit only ends what hangs.
describe('faults of signed URLs and of what storage sends', { timeout: 60_000 }, () => {
  const place = useFaultPlace();
  const ranges = (id: string) => place.requestsOf('media', id).map(({ range }) => range);
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
    await expect.poll(() => place.sandbox.counts().get, { timeout: 20_000 }).toBe(ids.length);
    const begun = place.net.sent.filter(({ host }) => host === storage).length;
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

  it(row('F37'), async () => {
    await startWithNew();
    place.sandbox.faults.add({ kind: 'reset-mid-body', atByte: 9000, on: 'media', nth: 1 });
    place.sandbox.faults.add({ kind: 'range-ignored', nth: 2 });
    expect(await place.sync()).toMatchObject({ ok: true, recordings: { downloaded: 1 } });
    expectWhole('new');
    expect(ranges('new')).toEqual([undefined, 'bytes=9000-']);
    expect(place.requestsOf('media')[1]?.status).toBe(200);
    await place.expectRecovered();
  });

  it(row('F38'), async () => {
    await startWithNew();
    for (const [id, kind] of [
      ['wrong-range', 'wrong-content-range'],
      ['other-tag', 'changed-etag'],
    ] as const) {
      place.sandbox.insert(recorded(id));
      place.sandbox.faults.add({ kind: 'reset-mid-body', atByte: 9000, on: 'media', callId: id, nth: 1 });
      place.sandbox.faults.add({ kind, callId: id, nth: 2 });
    }
    expect(await place.sync()).toMatchObject({ ok: true, recordings: { downloaded: 3, failed: [] } });
    for (const id of ['new', 'wrong-range', 'other-tag']) expectWhole(id);
    expect(ranges('wrong-range')).toEqual([undefined, 'bytes=9000-', undefined]);
    // The bytes of two versions are never joined: the second tag means another file.
    expect(ranges('other-tag')).toEqual([undefined, 'bytes=9000-', undefined]);
    await place.expectRecovered();
  });

  it(row('F39'), async () => {
    await startWithNew();
    // All bytes arrive, but not the end of the answer: the process is stopped there.
    const all = soundOf('new').byteLength;
    const hang = place.sandbox.faults.add({ kind: 'truncated-chunked', atByte: all, on: 'media' });
    const first = await place.sync();
    expect(first.recordings.downloaded).toBe(first.ok ? 1 : 0);
    hang.remove();
    place.sandbox.clearRequests();
    await place.sync();
    expectWhole('new');
    // 416 with a part as long as the whole: it is checked and finished, without another byte.
    expect(place.requestsOf('media', 'new').length).toBeLessThanOrEqual(1);
    place.sandbox.insert(recorded('shorter'));
    place.sandbox.faults.add({ kind: 'reset-mid-body', atByte: 9000, on: 'media', callId: 'shorter', nth: 1 });
    place.sandbox.faults.add({ kind: 'range-not-satisfiable', callId: 'shorter', nth: 2 });
    expect(await place.sync()).toMatchObject({ ok: true, recordings: { downloaded: 1 } });
    expect(ranges('shorter')).toEqual([undefined, 'bytes=9000-', undefined]);
    expectWhole('shorter');
    await place.expectRecovered();
  });

  it(row('F40'), async () => {
    await startWithNew();
    const forms = {
      weak: { kind: 'weak-etag' },
      'none-at-all': { kind: 'no-etag' },
      'date-only': { kind: 'no-etag', keepLastModified: true },
    } as const;
    for (const [id, fault] of Object.entries(forms)) {
      place.sandbox.insert(recorded(id));
      place.sandbox.faults.add({ kind: 'reset-mid-body', atByte: 9000, on: 'media', callId: id, nth: 1 });
      place.sandbox.faults.add({ ...fault, callId: id });
    }
    expect(await place.sync()).toMatchObject({ ok: true, recordings: { downloaded: 4, failed: [] } });
    for (const id of ['new', ...Object.keys(forms)]) expectWhole(id);
    for (const id of Object.keys(forms)) {
      const tags = place.requestsOf('media', id).map(({ headers }) => headers['if-range'] ?? '');
      expect(
        tags.filter((tag) => tag.includes('"')),
        id,
      ).toEqual([]);
      expect(place.requestsOf('media', id).length, id).toBeLessThanOrEqual(3);
    }
    expect(ranges('none-at-all')).toEqual([undefined, undefined]);
    await place.expectRecovered();
  });

  it(row('F41'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const kinds = ['html', 'xml', 'json', 'empty'] as const;
    for (const as of kinds) {
      place.sandbox.insert(recorded(as));
      place.sandbox.faults.add({ kind: 'not-audio', as, callId: as });
    }
    const seen = await place.sync();
    expect(seen).toMatchObject({ ok: false, recordings: { downloaded: 0 } });
    expect(seen.recordings.failed.length + seen.recordings.unavailable.length).toBe(4);
    for (const as of kinds) {
      expect(recordingOf(as)?.state, as).toBe('failed');
      expect(recordingOf(as)?.message, as).toMatch(/instead of a recording|even with a fresh link/);
      // An error of the storage's own may mean the URL: a fresh one is tried once. Nothing at all means nothing.
      const tries = [place.requestsOf('get', as).length, place.requestsOf('media', as).length];
      if (as !== 'html') expect(tries, as).toEqual(as === 'empty' ? [1, 1] : [2, 2]);
      else expect(Math.max(...tries), as).toBeLessThanOrEqual(2);
    }
    expect(place.files().filter((name) => !name.includes('.part'))).toHaveLength(1);
    await place.expectRecovered();
    for (const as of kinds) expectWhole(as);
  });

  it(row('F42'), async () => {
    await startWithNew();
    const amr = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(3000, 0x3c)]);
    place.sandbox.insert({ ...call('amr'), recording: { bytes: amr, contentType: 'audio/wav' } });
    place.sandbox.insert({ ...call('gsm'), recording: { bytes: fixture('gsm.wav') } });
    place.sandbox.faults.add({ kind: 'wrong-content-type', contentType: 'image/png', callId: 'new' });
    expect(await place.sync()).toMatchObject({ ok: true, recordings: { downloaded: 3, failed: [] } });
    expect(place.sandbox.counts()).toMatchObject({ get: 3, media: 3 });
    expectWhole('new');
    const { app, client, close } = await place.openApp();
    for (const [id, bytes] of [
      ['amr', amr],
      ['gsm', fixture('gsm.wav')],
    ] as const) {
      const { recording } = await client.calls.get({ id });
      expect(recording, id).toMatchObject({ state: 'ready', playable: false, sha256: sha256(bytes) });
      expect(recording.warnings.map(({ message }) => message).join(), id).toMatch(/cannot|not .*play|unsupported/i);
      expect(await app.media.findRecording(id, 'seekable'), id).toBeNull();
    }
    await close();
    await place.expectRecovered();
  });

  it(row('F43'), async () => {
    await startWithNew();
    const whole = Buffer.from(soundOf('broken'));
    // A header that promises 2 GB of sound at no rate at all.
    const broken = Buffer.from(whole);
    broken.writeUInt32LE(0x7fff_fff0, 40);
    broken.writeUInt32LE(0, 24);
    place.sandbox.insert({ ...call('broken'), recording: { bytes: broken } });
    const seen = await place.sync();
    expect(seen).toMatchObject({ calls: { failed: [] }, recordings: { downloaded: 2 } });
    expectWhole('new');
    expect(recordingOf('broken')).toMatchObject({ state: 'ready', playable: false });
    expect(recordingOf('broken')?.warnings.length).toBeGreaterThan(0);
    place.sandbox.setRecording('broken', { state: 'replaced', bytes: whole });
    place.sandbox.clearRequests();
    const { app, client, close } = await place.openApp();
    // Asked for again, it is downloaded again once: it may have been damaged on its way.
    await place.clock.during(client.recordings.fetch({ callId: 'broken' }));
    await place.clock.until(async () => (await app.media.findRecording('broken', 'seekable')) !== null);
    expect(place.requestsOf('media', 'broken')).toHaveLength(1);
    expectWhole('broken');
    await close();
    await place.expectRecovered();
  });

  it(row('F44'), async () => {
    const small = literalCorpus([recorded('a'), recorded('huge')]);
    const size = 5 * 2 ** 30;
    let served = 0;
    const corpus: Corpus = {
      ...small,
      openRecording: (id) => {
        const source = small.openRecording(id);
        if (id !== 'huge' || !source) return source;
        const read = function* (from: number, to: number) {
          for (let at = from; at < to; at += 65_536) {
            served += Math.min(65_536, to - at);
            yield new Uint8Array(Math.min(65_536, to - at));
          }
        };
        return { ...source, size, read };
      },
    };
    await place.start(null, { corpus });
    const seen = await place.sync();
    expect(seen.recordings.failed).toMatchObject([{ id: 'huge' }]);
    expect(recordingOf('huge')).toMatchObject({ state: 'failed' });
    expect(recordingOf('huge')?.message).toMatch(/5,369 MB.*over the limit|free .* MB/);
    expect(place.requestsOf('media', 'huge')).toHaveLength(1);
    // Refused by its announced size: what the sockets had taken by then is all that was sent.
    expect(served).toBeLessThan(64 * 2 ** 20);
    expect(place.files().filter((name) => name.endsWith('.part'))).toEqual([]);
    expectWhole('a');
  });

  it(row('F45'), async () => {
    await place.start([recorded('a'), recorded('bb')], { signer: ['s3', 'gcs', 'azure', 'supabase'] });
    place.sandbox.faults.add({ kind: 'reset-mid-body', atByte: 9000, on: 'media', times: 1 });
    expect(await place.sync()).toMatchObject({ ok: true, recordings: { downloaded: 2 } });
    expect(place.requestsOf('media').length).toBe(3);
    // A signature is for one method: a HEAD would be refused.
    expect(new Set(place.requestsOf('media').map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(new Set(place.net.sent.map(({ method }) => method))).toEqual(new Set(['GET', 'POST']));
    expect(place.requestsOf('media').every(({ headers }) => headers.authorization === undefined)).toBe(true);
    for (const id of ['a', 'bb']) expectWhole(id);
  });
});
