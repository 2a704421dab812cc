import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AudioPool, createAudioPool } from './audio-pool.ts';
import { fixturePath } from './fixtures/open-fixture.ts';

let folder: string;
let longFile: string;
const pools: AudioPool[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earmark-pool-'));
  longFile = join(folder, 'long.ogg');
  await writeFile(longFile, await makeLongOpus(60));
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});
afterAll(() => rm(folder, { recursive: true }));

/** Minutes of Opus out of four seconds: its pages one after another under running numbers, as RFC 3533 wants. */
async function makeLongOpus(times: number): Promise<Buffer> {
  const file = await readFile(fixturePath('opus.ogg'));
  const starts: number[] = [];
  for (let at = file.indexOf('OggS'); at >= 0; at = file.indexOf('OggS', at + 4)) starts.push(at);
  const pages = starts.map((start, i) => file.subarray(start, starts[i + 1]));
  const [headers, sound] = [pages.slice(0, 2), pages.slice(2)];
  const all = [...headers];
  for (let i = 0; i < times; i += 1) all.push(...sound.map((page) => Buffer.from(page)));
  all.forEach((page, i) => {
    page.writeUInt32LE(i, 18);
    page.writeUInt8(page.readUInt8(5) & ~4, 5); // not the end of the stream
  });
  return Buffer.concat(all);
}

function makePool(options: Partial<Parameters<typeof createAudioPool>[0]> = {}): AudioPool {
  const pool = createAudioPool({ threads: 1, ...options });
  pools.push(pool);
  return pool;
}

function requestFor(filePath: string, name = 'out') {
  return { filePath, peaksPath: join(folder, `${name}.peaks`), playablePath: join(folder, `${name}.mp4`) };
}

async function outputs(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name !== 'long.ogg');
}

/** A worker that never lets go of its thread and looks at no flag, as a decoder in an endless loop would not. */
async function writeWorker(name: string, body: string): Promise<URL> {
  const path = join(folder, name);
  await writeFile(path, `export function analyze({ flags }) { ${body} }`);
  return pathToFileURL(path);
}

// Starting threads takes its time on a machine that is busy with other test files.
describe('createAudioPool', { timeout: 60_000 }, () => {
  it('analyses in a worker, several at a time', async () => {
    const pool = makePool({ threads: 2 });
    const names = ['lame-16k.mp3', 'opus.ogg', 'flac.flac', 'aac.m4a'];
    const results = await Promise.all(names.map((name) => pool.analyze(requestFor(fixturePath(name), name))));
    expect(results.map((result) => result.codec)).toEqual(['mp3', 'opus', 'flac', 'aac']);
    expect(results.map((result) => result.durationMs)).toEqual([4000, 4000, 4000, 4000]);
    await Promise.all((await outputs()).map((name) => rm(join(folder, name))));
  });

  it('brings typed errors across the thread', async () => {
    const html = join(folder, 'page');
    await writeFile(html, '<html></html>');
    await expect(makePool().analyze(requestFor(html))).rejects.toMatchObject({
      name: 'AudioError',
      code: 'not-audio',
      found: 'html',
      message: 'The file is a web page; download the recording again.',
    });
    await rm(html);
    await expect(makePool().analyze(requestFor(html))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps the event loop free', async () => {
    const pool = makePool();
    await pool.analyze(requestFor(fixturePath('opus.ogg'))); // the thread is up
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    const { durationMs } = await pool.analyze(requestFor(longFile));
    delays.disable();
    expect(durationMs).toBeGreaterThan(230_000);
    // Generous, for a machine that does other things besides; decoding here would block for seconds.
    expect(delays.percentile(90) / 1e6).toBeLessThan(60);
  });

  it('stops a running job when told to, and goes on with the next one', async () => {
    const pool = makePool();
    const controller = new AbortController();
    const running = pool.analyze(requestFor(longFile, 'aborted'), { signal: controller.signal });
    const waiting = pool.analyze(requestFor(fixturePath('mono-16k.mp3'), 'next'));
    setTimeout(() => controller.abort(new Error('closed the call')), 300);
    await expect(running).rejects.toThrow('closed the call');
    expect((await waiting).durationMs).toBe(4000);
    expect((await outputs()).filter((name) => name.startsWith('aborted'))).toEqual([]);
  });

  it('takes an aborted job off the queue', async () => {
    const pool = makePool();
    const running = pool.analyze(requestFor(longFile));
    const controller = new AbortController();
    const queued = pool.analyze(requestFor(fixturePath('opus.ogg'), 'queued'), { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('never mind')), 50);
    await expect(queued).rejects.toThrow('never mind');
    expect((await running).codec).toBe('opus');
    const over = AbortSignal.abort(new Error('too late'));
    await expect(pool.analyze(requestFor(longFile), { signal: over })).rejects.toThrow('too late');
  });

  it('ends a worker that looks at no flag', async () => {
    const workerUrl = await writeWorker('hangs.mjs', 'for (;;);');
    const controller = new AbortController();
    const running = makePool({ workerUrl }).analyze(requestFor(longFile), { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 200);
    await expect(running).rejects.toThrow('enough');
  });

  it('gives up on a file whose decoder hangs', async () => {
    const body = 'Atomics.store(flags, 1, 1); Atomics.notify(flags, 1); for (;;);';
    const workerUrl = await writeWorker('stalls.mjs', body);
    const running = makePool({ workerUrl, stallMs: 100 }).analyze(requestFor(longFile));
    await expect(running).rejects.toMatchObject({ name: 'AudioError', code: 'damaged' });
  });

  it('gives up on a file that takes too long', async () => {
    const pool = makePool({ limitMs: () => 100 });
    await expect(pool.analyze(requestFor(longFile, 'slow'))).rejects.toMatchObject({
      name: 'AudioError',
      code: 'damaged',
    });
    expect((await pool.analyze(requestFor(fixturePath('aac.m4a')))).durationMs).toBe(4000);
    expect((await outputs()).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('survives a worker that runs out of memory', async () => {
    const workerUrl = await writeWorker('greedy.mjs', 'const all = []; for (;;) all.push(new Array(1e6).fill(0.5));');
    await expect(makePool({ workerUrl }).analyze(requestFor(longFile))).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('memory'),
    });
  });

  it('throws bugs as they are', async () => {
    const workerUrl = await writeWorker('buggy.mjs', 'throw new TypeError("a bug");');
    await expect(makePool({ workerUrl }).analyze(requestFor(longFile))).rejects.toThrow('a bug');
  });

  it('aborts what runs when closed', async () => {
    const pool = makePool();
    const running = pool.analyze(requestFor(longFile, 'closed'));
    running.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await pool.close();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect(pool.analyze(requestFor(longFile))).rejects.toMatchObject({ name: 'AbortError' });
  });
});
