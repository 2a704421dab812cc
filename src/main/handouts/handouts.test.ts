import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHandler, type Handle } from '../http/handler.ts';
import { recordingLogger, temporaryDir } from '../testing/workspace-fixtures.ts';
import { createHandouts, type Handouts } from './handouts.ts';

const origin = 'http://127.0.0.1:4711';
let place: ReturnType<typeof temporaryDir>;
let handouts: Handouts;
let handle: Handle;

beforeEach(() => {
  place = temporaryDir();
  handouts = createHandouts(place.dir, { sweep: true });
  handle = createHandler({
    ui: place.dir,
    handouts,
    rpc: null,
    policy: { ownOrigin: () => origin },
    logger: recordingLogger(),
    media: {
      findRecording: async () => null,
      findPeaks: async () => null,
      acceptPeaks: async () => undefined,
    },
  });
});
afterEach(() => {
  handouts.close();
  vi.useRealTimers();
  place.remove();
});

const get = (token: string, headers = {}) => handle(new Request(`${origin}/handouts/${token}`, { headers }));
const post = (body: BodyInit, type = 'application/octet-stream', headers = {}) =>
  handle(new Request(`${origin}/handouts`, { method: 'POST', body, headers: { 'Content-Type': type, ...headers } }));
const make = (fileName = 'bundle.earmark') =>
  handouts.make({ fileName, contentType: 'application/zip' }, (path) => writeFile(path, 'content'));
const folders = () =>
  existsSync(join(place.dir, 'handouts')) ? readdirSync(join(place.dir, 'handouts'), { recursive: true }) : [];

describe('a file for the reader', () => {
  it('is a download under its token and name, and of nobody else', async () => {
    const { token, bytes } = await make('Überblick "x".earmark');
    expect(bytes).toBe(7);
    const response = await get(token);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('content');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="_berblick__x_.earmark"; filename*=UTF-8''%C3%9Cberblick%20%22x%22.earmark`,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    for (const wrong of [
      token.slice(1),
      `${token}x`,
      '..%2Fearmark.db',
      '%00',
      token.replace(/./, 'A').replace(/.$/, 'A'),
    ]) {
      expect((await get(wrong)).status).toBe(404);
    }
    expect((await get(token, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  });

  it('is gone after a quarter of an hour, after it was removed, and when the workspace closes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { token } = await make();
    vi.advanceTimersByTime(15 * 60_000 - 1);
    expect((await get(token)).status).toBe(200);
    vi.advanceTimersByTime(1);
    expect((await get(token)).status).toBe(404);
    vi.useRealTimers();
    const second = await make();
    await handouts.remove(second.token);
    expect((await get(second.token)).status).toBe(404);
    await make();
    handouts.close();
    expect(folders()).toEqual([]);
  });

  it('leaves nothing behind when it cannot be made', async () => {
    const failing = handouts.make({ fileName: 'x', contentType: 'x' }, async (path) => {
      writeFileSync(path, 'half');
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    });
    await expect(failing).rejects.toMatchObject({ code: 'disk-full' });
    expect(folders().length).toBeLessThanOrEqual(1);
  });

  it('does not survive the process, and a second process does not take it away', async () => {
    const { token } = await make();
    createHandouts(place.dir, { sweep: false }).close();
    expect((await get(token)).status).toBe(200);
    createHandouts(place.dir, { sweep: true }).close();
    expect((await get(token)).status).toBe(404);
  });
});

describe('a file of the reader', () => {
  it('is taken in whole', async () => {
    const body = new Uint8Array(300_000).map((_, n) => n % 251);
    const response = await post(body);
    const { token, bytes } = (await response.json()) as { token: string; bytes: number };
    expect(bytes).toBe(body.length);
    expect(readFileSync(handouts.find(token)?.path ?? '').equals(body)).toBe(true);
  });

  it('is refused from another site, as a form, and beyond its limit', async () => {
    expect((await post('x', 'multipart/form-data')).status).toBe(415);
    expect((await post('x', 'application/octet-stream', { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    const much = (async function* () {
      for (;;) yield new Uint8Array(1000);
    })();
    await expect(handouts.receive(much, 5000)).rejects.toMatchObject({ code: 'unsupported' });
    expect(folders().length).toBeLessThanOrEqual(1);
  });
});
