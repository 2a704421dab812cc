import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { literalCorpus, type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { type App, createApp } from '../app.ts';
import { toneWav } from '../testing/wav.ts';
import { temporaryDir, testPorts } from '../testing/workspace-fixtures.ts';

const hour = 3_600_000;

describe('syncing as the app does it', { timeout: 60_000 }, () => {
  let place: ReturnType<typeof temporaryDir>;
  let sandbox: Sandbox;
  let app: App;

  const ids = ['a', 'b', 'c', 'd'];
  const open = async () => {
    app = await createApp(testPorts(place.dir, sandbox.apiKey), { start: 'own' });
    return createRouterClient(app.router);
  };
  const idle = async (client: Awaited<ReturnType<typeof open>>) => {
    await expect.poll(async () => (await client.sync.status()).phase, { timeout: 20_000 }).toMatch(/idle|paused/);
    return client.sync.status();
  };

  beforeEach(async () => {
    place = temporaryDir();
    sandbox = await startSandbox({
      corpus: literalCorpus(
        ids.map((id, n) => ({
          call: { call_id: id, start_timestamp: Date.now() - 48 * hour - n * hour, duration_ms: 400 },
          recording: { bytes: toneWav(400) },
        })),
      ),
    });
  });
  afterEach(async () => {
    await app.close();
    await sandbox.close();
    place.remove();
  });

  it('does nothing while it is paused, also after a restart, and goes on when it is resumed', async () => {
    const client = await open();
    await client.settings.update({ autoSync: false });
    await client.connection.save({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    expect(await client.sync.pause({})).toMatchObject({ phase: 'paused', paused: true });
    await idle(client);
    await app.close();
    const again = await open();
    expect(await again.sync.status()).toMatchObject({ phase: 'paused', paused: true, nextSyncMs: null });
    sandbox.clearRequests();
    await again.sync.start({});
    expect(sandbox.counts().total).toBe(0);
    expect(await again.sync.resume({})).toMatchObject({ paused: false });
    await again.sync.start({});
    expect(await idle(again)).toMatchObject({ cachedCalls: 4, cachedRecordings: 4, lastRun: { outcome: 'done' } });
  });

  it('keeps what failed in the queue, and tries it again when asked', async () => {
    const client = await open();
    await client.settings.update({ autoSync: false });
    sandbox.faults.add({ kind: 'status', status: 400, on: 'get', callId: 'b' });
    await client.connection.save({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    expect(await idle(client)).toMatchObject({
      lastRun: { outcome: 'incomplete' },
      queue: { details: { failed: 1 } },
      failures: [{ id: 'b', what: 'call' }],
    });
    sandbox.faults.clear();
    sandbox.clearRequests();
    await client.sync.retryFailed({});
    expect(await idle(client)).toMatchObject({ failures: [], queue: { details: { failed: 0 } }, cachedRecordings: 4 });
    // The queue alone was worked off: no list was read.
    expect(sandbox.counts()).toMatchObject({ list: 0, get: 1, media: 1 });
  });

  it('fetches only the recordings that the filter names, then all that match with their size said first', async () => {
    const client = await open();
    await client.settings.update({
      autoSync: false,
      recordingFilter: { agents: [], minDurationMs: 0, maxAgeDays: 1 },
    });
    await client.connection.save({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    expect(await idle(client)).toMatchObject({ cachedCalls: 4, cachedRecordings: 0 });
    await client.calls.opened({ id: 'c' });
    await expect.poll(async () => (await client.calls.get({ id: 'c' })).recording.state).toBe('ready');
    const size = toneWav(400).byteLength;
    expect(await client.recordings.planMatching({ filter: {} })).toMatchObject({
      calls: 4,
      here: 1,
      missing: 3,
      bytes: 3 * size,
    });
    expect(await client.recordings.fetchMatching({ filter: {} })).toEqual({ queued: 3 });
    expect(await idle(client)).toMatchObject({ cachedRecordings: 4, recordingBytes: 4 * size });
  });

  it('downloads what was asked for, and only that, where recordings are not downloaded by themselves', async () => {
    const client = await open();
    await client.settings.update({ autoSync: false, downloadRecordings: false });
    await client.connection.save({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    expect(await idle(client)).toMatchObject({ cachedCalls: 4, cachedRecordings: 0 });
    expect(await client.recordings.fetchMatching({ filter: { text: 'b' } })).toEqual({ queued: 1 });
    expect(await idle(client)).toMatchObject({ cachedRecordings: 1 });
    expect((await client.calls.get({ id: 'b' })).recording.state).toBe('ready');
  });

  it('asks for nothing but the list when nothing changed, and writes nothing into the database', async () => {
    const client = await open();
    await client.settings.update({ autoSync: false });
    await client.connection.save({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    await idle(client);
    const analysed = async () => (await client.sync.status()).queue.audio;
    await expect.poll(analysed, { timeout: 20_000 }).toEqual({ open: 0, wanted: 0, newest: 0, backfill: 0, failed: 0 });
    // Speech is looked for after that, and stored once.
    await Promise.all(ids.map((id) => client.calls.timing({ id })));
    // And what is measured in it follows, stored once as well.
    const measured = async () => {
      const { rows } = await client.calls.list({
        filter: {},
        sort: { key: 'start', descending: true },
        offset: 0,
        limit: 10,
      });
      return rows.filter((row) => row.measures !== null && row.measures.deadAirLongestMs !== null).length;
    };
    await expect.poll(measured, { timeout: 20_000 }).toBe(ids.length);
    const bytes = () => ['earmark.db', 'earmark.db-wal'].map((name) => readFileSync(join(place.dir, name)));
    const before = bytes();
    sandbox.clearRequests();
    await client.sync.start({});
    expect(await idle(client)).toMatchObject({ lastRun: { outcome: 'done', newCalls: 0, updatedCalls: 0 } });
    expect(sandbox.counts()).toMatchObject({ list: 1, get: 0, media: 0 });
    expect(bytes().map((now, n) => now.equals(before[n] ?? Buffer.alloc(0)))).toEqual([true, true]);
  });

  it('holds only the calls that the workspace is for', async () => {
    const client = await open();
    const fromMs = Date.now() - 50 * hour;
    await client.settings.update({
      autoSync: false,
      syncFilter: { agents: [], fromMs, toMs: null, minDurationMs: 0, includeTestCalls: false },
    });
    await client.connection.save({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    await idle(client);
    const page = await client.calls.list({
      filter: {},
      sort: { key: 'start', descending: true },
      offset: 0,
      limit: 10,
    });
    expect(page.rows.map((row) => row.id)).toEqual(['a', 'b']);
  });
});
