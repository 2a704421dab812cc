import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/index.ts';
import { type ArrivingFixture, createArrivingFixture } from '../testing/arriving-fixture.ts';
import { noiseWav } from '../testing/noise-wav.ts';

const wav = noiseWav(40_000);
const size = wav.byteLength;
/** The main download gets so far and then stands still. */
const mark = 150_000;
const far = 400_000;
const standsStill: Fault = { kind: 'stall-mid-body', atByte: mark, ms: 'forever', nth: 1 };

let fixture: ArrivingFixture;
afterEach(() => fixture.close());

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const tail = (from: number) => Buffer.from(wav.subarray(from));
const begin = async (first: Fault = standsStill, options: Parameters<typeof createArrivingFixture>[1] = {}) => {
  fixture = await createArrivingFixture(wav, options);
  fixture.fault(first);
  return fixture.begin();
};
const arrived = () => fixture.until(() => fixture.received() >= mark);
const ranges = () => fixture.media().map(({ range }) => range);

/** The network, with a first connection that can be made to break. */
function breakable() {
  let first: TransformStreamDefaultController | undefined;
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const answer = await globalThis.fetch(url, init);
    if (first !== undefined || answer.body === null) return answer;
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => {
        first = controller;
      },
    });
    return new Response(answer.body.pipeThrough(cut), answer);
  };
  return { fetch, break: () => first?.error(new TypeError('terminated')) };
}

describe('a range far ahead of the download', () => {
  it('comes from the storage with the link that is there, and only from that byte on', async () => {
    await begin();
    expect((await bytesOf(await fixture.send(`bytes=${far}-`))).equals(tail(far))).toBe(true);
    expect([ranges(), fixture.signs()]).toEqual([[undefined, `bytes=${far}-${size - 1}`], 1]);
    const [first, second] = fixture.media();
    expect(second?.headers['if-range']).toBeTruthy();
    expect([first, second].map((request) => request?.headers.authorization)).toEqual([undefined, undefined]);
  });

  it.each<[string, Fault, { signs: number; requests: number }]>([
    ['the link expires in mid-stream', { kind: 'expire-mid-download', atByte: 70_000 }, { signs: 2, requests: 4 }],
    ['the link has expired before its time', { kind: 'media-expired-early' }, { signs: 2, requests: 3 }],
    ['the link is refused', { kind: 'media-refused' }, { signs: 2, requests: 3 }],
    ['the connection breaks in mid-body', { kind: 'reset-mid-body', atByte: 70_001 }, { signs: 1, requests: 3 }],
    ['the body is short', { kind: 'short-body', atByte: 1 }, { signs: 1, requests: 3 }],
    ['the connection breaks before the answer', { kind: 'reset-before-headers' }, { signs: 1, requests: 3 }],
    ['the storage is busy', { kind: 'status', status: 503 }, { signs: 1, requests: 3 }],
  ])('is whole when %s', async (_name, fault, { signs, requests }) => {
    await begin();
    fixture.fault({ ...fault, on: 'media', times: 1 });
    const body = await bytesOf(await fixture.send(`bytes=${far}-`));
    expect(body.byteLength).toBe(size - far);
    expect(body.equals(tail(far))).toBe(true);
    expect([fixture.signs(), fixture.media().length]).toEqual([signs, requests]);
  });

  it('asks for one new link however many readers find theirs expired', async () => {
    await begin();
    await arrived();
    fixture.sandbox.expireAllUrls();
    const starts = [300_000, 350_000, 400_000, 450_000, 500_000];
    const bodies = await Promise.all(starts.map(async (from) => bytesOf(await fixture.send(`bytes=${from}-`))));
    expect(bodies.map((body, i) => body.equals(tail(starts[i] ?? 0)))).toEqual(starts.map(() => true));
    expect(fixture.signs()).toBe(2);
  });

  it('goes on from the storage where the download stands still', async () => {
    await begin();
    await arrived();
    expect((await bytesOf(await fixture.send('bytes=10-'))).equals(tail(10))).toBe(true);
    expect(ranges()).toEqual([undefined, `bytes=${mark}-${size - 1}`]);
  });

  it('follows redirects only to where a recording may be', async () => {
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = (url, init) => {
      asked.push(new URL(String(url)).hostname);
      return globalThis.fetch(url, init);
    };
    await begin(standsStill, { fetch });
    fixture.fault({ kind: 'redirect', to: 'http://10.0.0.1/latest/meta-data', on: 'media' });
    const reading = fixture.send(`bytes=${far}-`).then((response) => response.arrayBuffer());
    await fixture.until(() => fixture.media().length === 2);
    fixture.stop();
    await expect(reading).rejects.toThrow();
    expect(asked).toEqual(['127.0.0.1', '127.0.0.1']);
  });

  it('is not fetched twice when the download is about to reach it', async () => {
    const { done } = await begin({ kind: 'slow-drip', bytes: 20_000, everyMs: 20, nth: 1 }, { capMs: 10_000 });
    const from = fixture.received() + 50_000;
    expect((await bytesOf(await fixture.send(`bytes=${from}-`))).equals(tail(from))).toBe(true);
    expect(await done).toMatchObject({ kind: 'ready' });
    expect(fixture.media()).toHaveLength(1);
  });
});

describe('versions never mix', () => {
  it.each<[string, Fault]>([
    ['a 200 that ignores the range', { kind: 'range-ignored' }],
    ['another tag', { kind: 'changed-etag' }],
    ['a range that was not asked for', { kind: 'wrong-content-range' }],
    ['a refusal of the range', { kind: 'range-not-satisfiable' }],
    ['a refusal of fresh links too', { kind: 'media-refused' }],
  ])(
    '%s is not used: the download brings the bytes',
    async (_name, fault) => {
      const { done } = await begin({ kind: 'slow-drip', bytes: 6000, everyMs: 20, nth: 1 });
      const second = fixture.fault({ ...fault, on: 'media' });
      expect((await bytesOf(await fixture.send(`bytes=${size - 50_000}-`))).equals(tail(size - 50_000))).toBe(true);
      expect(second.applied).toBeGreaterThan(0);
      expect(await done).toMatchObject({ kind: 'ready', bytes: size });
    },
    30_000,
  );

  it('nothing is asked of a storage that gives no validator', async () => {
    fixture = await createArrivingFixture(wav);
    fixture.fault({ kind: 'no-etag' });
    fixture.fault({ kind: 'slow-drip', bytes: 12_000, everyMs: 20, nth: 1 });
    await fixture.begin();
    expect((await bytesOf(await fixture.send(`bytes=${size - 9}-`))).equals(tail(size - 9))).toBe(true);
    expect(fixture.media()).toHaveLength(1);
  }, 30_000);

  it('a reader of the old version ends with an error when the download begins anew; the next one gets the new version', async () => {
    const connection = breakable();
    fixture = await createArrivingFixture(wav, { fetch: connection.fetch });
    // The tag that was promised is not the one the storage knows when the download goes on: it sends everything again.
    fixture.fault({ kind: 'changed-etag', nth: 1 });
    fixture.fault(standsStill);
    const { done } = await fixture.begin();
    await arrived();
    const old = await fixture.send(null, { method: 'HEAD' });
    const reader = (await fixture.send('bytes=0-')).body?.getReader();
    expect((await reader?.read())?.value?.byteLength).toBe(mark);
    connection.break();
    await expect(reader?.read()).rejects.toThrow('changed');
    expect(await done).toMatchObject({ kind: 'ready', bytes: size });
    const now = await fixture.send('bytes=0-', { headers: { 'If-Range': old.headers.get('etag') ?? '' } });
    expect([now.status, now.headers.get('etag') === old.headers.get('etag')]).toEqual([200, false]);
    expect((await bytesOf(now)).equals(tail(0))).toBe(true);
  }, 30_000);
});

describe('readers that go away', () => {
  it('leave no file and no connection open, whatever they were waiting for', async () => {
    await begin();
    await arrived();
    fixture.fault({ kind: 'slow-drip', bytes: 2000, everyMs: 20, on: 'media' });
    const before = { files: fixture.openFiles(), sockets: fixture.openSockets() };
    for (let n = 0; n < 500; n += 10) {
      await Promise.all(
        Array.from({ length: 10 }, async (_, k) => {
          const from = [0, mark - 10, mark, far, size - 1000][(n + k) % 5] ?? 0;
          const reader = (await fixture.send(`bytes=${from}-`)).body?.getReader();
          if (k % 2 === 0) await reader?.read();
          else void reader?.read().catch(() => undefined);
          await reader?.cancel();
        }),
      );
    }
    await fixture.until(() => fixture.openSockets() <= before.sockets + 2);
    expect(Math.abs(fixture.openFiles() - before.files)).toBeLessThanOrEqual(2);
    const body = await bytesOf(await fixture.send(`bytes=${mark - 100}-${mark - 1}`));
    expect(body.equals(Buffer.from(wav.subarray(mark - 100, mark)))).toBe(true);
  }, 60_000);

  it('end with an error when the download is stopped', async () => {
    const { done } = await begin({ kind: 'slow-drip', bytes: 2000, everyMs: 20 });
    const reading = (await fixture.send('bytes=0-')).arrayBuffer();
    fixture.stop();
    await expect(reading).rejects.toThrow();
    await done;
    expect(fixture.info()).toMatchObject({ state: 'pending', streamable: false });
    expect((await fixture.send('bytes=0-')).status).toBe(404);
  });
});
