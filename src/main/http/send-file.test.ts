import { afterAll, describe, expect, it } from 'vitest';
import { audio, createHandlerFixture } from './fixtures/handler-fixture.ts';

const { send, openFds, dispose } = createHandlerFixture();
afterAll(dispose);

describe('recordings', () => {
  it('sends the whole file with its length', async () => {
    const response = await send('/recordings/call-1');
    expect(response.status).toBe(200);
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('content-length')).toBe(String(audio.byteLength));
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(Buffer.compare(await bytesOf(response), audio)).toBe(0);
  });

  it('answers 1,000 random ranges with exactly those bytes', async () => {
    let seed = 1;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const before = openFds();
    for (let n = 0; n < 1000; n++) {
      const start = random(audio.byteLength);
      const end = start + random(n % 2 === 0 ? 3000 : audio.byteLength);
      const kind = n % 3;
      const range = kind === 0 ? `bytes=${start}-${end}` : kind === 1 ? `bytes=${start}-` : `bytes=-${start + 1}`;
      const expected = kind === 0 ? audio.subarray(start, end + 1) : audio.subarray(kind === 1 ? start : -(start + 1));
      const response = await send('/recordings/call-1', { headers: { Range: range } });
      const from = kind === 2 ? audio.byteLength - start - 1 : start;
      expect(response.status).toBe(206);
      expect(response.headers.get('content-range')).toBe(
        `bytes ${from}-${from + expected.byteLength - 1}/${audio.byteLength}`,
      );
      expect(response.headers.get('content-length')).toBe(String(expected.byteLength));
      expect(Buffer.compare(await bytesOf(response), expected)).toBe(0);
    }
    expect(openFds()).toBe(before);
  });

  it('refuses a range after the end and sends all for several ranges', async () => {
    const after = await send('/recordings/call-1', { headers: { Range: `bytes=${audio.byteLength}-` } });
    expect([after.status, after.headers.get('content-range')]).toEqual([416, `bytes */${audio.byteLength}`]);
    const several = await send('/recordings/call-1', { headers: { Range: 'bytes=0-1,5-6' } });
    expect([several.status, (await bytesOf(several)).byteLength]).toEqual([200, audio.byteLength]);
  });

  it('validates with ETag', async () => {
    const same = await send('/recordings/call-1', { headers: { 'If-None-Match': 'W/"x", "abc"' } });
    expect([same.status, same.headers.get('etag')]).toEqual([304, '"abc"']);
    const range = { Range: 'bytes=0-9' };
    const statusFor = async (ifRange: string): Promise<number> => {
      const response = await send('/recordings/a:b.c_d', { headers: { ...range, 'If-Range': ifRange } });
      await response.body?.cancel();
      return response.status;
    };
    expect(await statusFor('"abc"')).toBe(206);
    expect(await statusFor('"old"')).toBe(200);
    expect(await statusFor('W/"abc"')).toBe(200);
    expect(await statusFor('Wed, 21 Oct 2015 07:28:00 GMT')).toBe(200);
  });

  it('answers HEAD without opening a body', async () => {
    const before = openFds();
    const response = await send('/recordings/call-1', { method: 'HEAD', headers: { Range: 'bytes=5-' } });
    expect([response.status, response.headers.get('content-length')]).toEqual([206, String(audio.byteLength - 5)]);
    expect(await response.text()).toBe('');
    expect(openFds()).toBe(before);
  });

  it('sends an empty file, and 404 for one that is gone, changed or no file', async () => {
    const empty = await send('/recordings/empty');
    expect([empty.status, empty.headers.get('content-length'), await empty.text()]).toEqual([200, '0', '']);
    const before = openFds();
    for (const id of ['gone', 'grown', 'folder', 'none']) expect((await send(`/recordings/${id}`)).status).toBe(404);
    expect(openFds()).toBe(before);
  });

  it('closes the file when the reader goes away', async () => {
    const before = openFds();
    for (let n = 0; n < 500; n++) {
      const response = await send('/recordings/call-1', { headers: { Range: 'bytes=10-' } });
      const reader = response.body?.getReader();
      if (n % 2 === 0) await reader?.read();
      await reader?.cancel();
    }
    expect(openFds()).toBe(before);
  });

  it('reads only as fast as it is read from', async () => {
    const response = await send('/recordings/call-1');
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(first?.value?.byteLength).toBe(256 * 1024);
    await reader?.cancel();
  });
});

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}
