import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Corpus } from '../../sandbox/index.ts';
import { literalCorpus } from '../../sandbox/index.ts';
import { row } from './rows.ts';
import { call, onBusyMachine, recorded, sha256, soundOf, useFaultPlace } from './support/place.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '..', 'audio', 'fixtures', name));

describe('faults of what the storage sends', onBusyMachine, () => {
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
