import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type ArrivingFixture, createArrivingFixture } from '../testing/arriving-fixture.ts';
import { noiseWav } from '../testing/noise-wav.ts';

const wav = noiseWav(40_000);
const size = wav.byteLength;

let fixture: ArrivingFixture;
afterEach(() => fixture.close());

const slice = (from: number, to = size - 1) => Buffer.from(wav.subarray(from, to + 1));
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const expectSlice = async (response: Response, from: number, to = size - 1) => {
  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to}/${size}`);
  const bytes = await bytesOf(response);
  expect(bytes.byteLength).toBe(to - from + 1);
  expect(bytes.equals(slice(from, to))).toBe(true);
};

/** The network, to a storage that does not say how long its answer is. */
const withoutLength: typeof fetch = async (url, init) => {
  const { status, headers, body } = await fetch(url, init);
  const others = [...headers].filter(([name]) => name !== 'content-length');
  return new Response(body, { status, headers: others });
};

describe('a recording that is sent while it arrives', () => {
  it('answers 1,000 random ranges with exactly those bytes, and then goes on with the finished file', async () => {
    fixture = await createArrivingFixture(wav);
    fixture.fault({ kind: 'slow-drip', bytes: 1600, everyMs: 20, nth: 1 });
    const { done } = await fixture.begin();
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    let whileArriving = 0;
    const one = async (n: number) => {
      const start = random(size);
      const isFar = start > fixture.received() + 200_000;
      // What would follow the download to its end is bounded, or one answer would take as long as the download.
      const end = Math.min(size - 1, start + random(isFar ? size : 3000));
      if (fixture.info().state === 'downloading') whileArriving += 1;
      if (n % 3 === 0) await expectSlice(await fixture.send(`bytes=-${end - start + 1}`), size - 1 - (end - start));
      else if (isFar && n % 3 === 1) await expectSlice(await fixture.send(`bytes=${start}-`), start);
      else await expectSlice(await fixture.send(`bytes=${start}-${end}`), start, end);
    };
    for (let n = 0; n < 1000; n += 4) await Promise.all([0, 1, 2, 3].map((k) => one(n + k)));
    expect(whileArriving).toBeGreaterThan(300);
    const etag = (await fixture.send(null, { method: 'HEAD' })).headers.get('etag');
    await done;
    expect(fixture.info()).toMatchObject({ state: 'ready', streamable: true });
    const requests = fixture.media().length;
    const response = await fixture.send('bytes=100-', { headers: { 'If-Range': etag ?? '' } });
    expect(response.headers.get('etag')).toBe(etag);
    await expectSlice(response, 100);
    expect(fixture.media()).toHaveLength(requests);
    expect(fixture.openFiles()).toBe(0);
  }, 120_000);

  it('is one stream over the end of the download, without a second request', async () => {
    fixture = await createArrivingFixture(wav, { capMs: 10_000 });
    fixture.fault({ kind: 'slow-drip', bytes: 8000, everyMs: 20, nth: 1 });
    const { done } = await fixture.begin();
    const response = await fixture.send('bytes=0-');
    await expectSlice(response, 0);
    expect(await done).toMatchObject({ kind: 'ready' });
    expect([fixture.media().length, fixture.signs()]).toEqual([1, 1]);
  }, 60_000);

  it('has headers like a file: whole, HEAD, 304 and 416', async () => {
    fixture = await createArrivingFixture(wav);
    fixture.fault({ kind: 'slow-drip', bytes: 8000, everyMs: 20, nth: 1 });
    await fixture.begin();
    const head = await fixture.send(null, { method: 'HEAD' });
    const shown = (name: string) => head.headers.get(name);
    expect([head.status, shown('content-length'), shown('content-type'), shown('accept-ranges')]).toEqual([
      200,
      String(size),
      'audio/wav',
      'bytes',
    ]);
    expect(shown('cache-control')).toBe('no-store');
    const etag = shown('etag') ?? '';
    expect((await fixture.send(null, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    const after = await fixture.send(`bytes=${size}-`);
    expect([after.status, after.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
    expect((await bytesOf(await fixture.send(null))).equals(slice(0))).toBe(true);
    // Until there is a form of its own that plays, the plain address is the same.
    await expectSlice(await fixture.send('bytes=5-9', {}, ''), 5, 9);
  }, 60_000);

  it('is sent from its beginning only, while its size is not known', async () => {
    fixture = await createArrivingFixture(wav, { fetch: withoutLength });
    fixture.fault({ kind: 'slow-drip', bytes: 20_000, everyMs: 20, nth: 1 });
    const { done } = fixture.start();
    await fixture.until(() => fixture.received() > 20_000);
    expect(fixture.info()).toMatchObject({ state: 'downloading', streamable: false, bytes: null });
    const response = await fixture.send('bytes=100-');
    expect([response.status, response.headers.get('accept-ranges')]).toEqual([200, 'none']);
    expect(response.headers.get('content-length')).toBeNull();
    expect((await bytesOf(response)).equals(slice(0))).toBe(true);
    expect(await done).toMatchObject({ kind: 'ready' });
  }, 60_000);

  it('is nothing to play when it is not audio', async () => {
    fixture = await createArrivingFixture(new TextEncoder().encode(`<!doctype html>${' '.repeat(20_000)}`));
    fixture.fault({ kind: 'slow-drip', bytes: 1000, everyMs: 20, nth: 1 });
    fixture.start();
    await fixture.until(() => fixture.received() > 9000);
    expect(fixture.info()).toMatchObject({ state: 'downloading', streamable: false });
    expect((await fixture.send('bytes=0-')).status).toBe(404);
  });

  it('says that it can be played, once, and is gone with its file', async () => {
    fixture = await createArrivingFixture(wav);
    fixture.fault({ kind: 'slow-drip', bytes: 6000, everyMs: 20, nth: 1 });
    const before = fixture.changed.length;
    const { done } = await fixture.begin();
    expect(fixture.info()).toMatchObject({ state: 'downloading', container: 'wav', bytes: size });
    // Downloading, recognised.
    expect(fixture.changed.length - before).toBe(2);
    await done;
    rmSync(join(fixture.store.dir, 'recordings'), { recursive: true });
    expect((await fixture.send('bytes=0-')).status).toBe(404);
  }, 60_000);
});
