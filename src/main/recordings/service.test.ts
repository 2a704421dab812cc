import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { literalCorpus, type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { saveListed } from '../store/calls.ts';
import { findRecording } from '../store/recordings.ts';
import { toneWav } from '../testing/wav.ts';
import { hurriedClock, recordingLogger, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { localWriter } from '../writer/writer.ts';
import { createRecordings, type RecordingSource, type Recordings } from './service.ts';
import { createUrlGuard } from './url-guard.ts';

const ids = ['a', 'b', 'c', 'd'];

describe('the downloads of a workspace', () => {
  let store: ReturnType<typeof temporaryDb>;
  let sandbox: Sandbox;
  let recordings: Recordings;
  let source: RecordingSource;
  const signal = new AbortController().signal;

  beforeEach(async () => {
    store = temporaryDb();
    for (const id of ids) saveListed(store.db, summaryOf(id, { startMs: Date.now() }), '{}', 1);
    sandbox = await startSandbox({
      corpus: literalCorpus(
        ids.map((id) => ({ call: { call_id: id, start_timestamp: Date.now() }, recording: { bytes: toneWav(400) } })),
      ),
    });
    source = {
      sign: async (id) => ({
        url: sandbox.recordingUrl(id),
        obtainedAtMs: sandbox.now(),
        expiresAtMs: sandbox.now() + 3_600_000,
      }),
      serverNow: () => sandbox.now(),
      isAllowed: createUrlGuard(sandbox.baseUrl),
    };
    recordings = createRecordings({
      db: store.db,
      writer: localWriter(store.db),
      dir: store.dir,
      fetch: globalThis.fetch,
      clock: hurriedClock(),
      random: () => 0.5,
      logger: recordingLogger(),
      onChanged: () => undefined,
      onProgress: () => undefined,
      onReady: () => undefined,
      life: new AbortController().signal,
    });
  });
  afterEach(async () => {
    await sandbox.close();
    store.remove();
  });

  const get = (id: string, over: { again?: boolean; signal?: AbortSignal } = {}) =>
    recordings.get(id, null, source, { signal, ...over });

  it('fly once however many ask', async () => {
    const [first, second] = await Promise.all([get('a'), get('a')]);
    expect(first).toEqual(second);
    expect(sandbox.counts().media).toBe(1);
    expect(await get('a')).toEqual({ kind: 'skipped' });
  });

  it('go on for the others when one who asked no longer wants it, and stop when nobody does', async () => {
    sandbox.faults.add({ kind: 'stall-mid-body', atByte: 100, ms: 'forever', on: 'media', times: 1 });
    const [one, other] = [new AbortController(), new AbortController()];
    const first = get('a', { signal: one.signal });
    const second = get('a', { signal: other.signal });
    while (sandbox.counts().media === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    one.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    expect(recordings.info('a').state).toBe('downloading');
    other.abort(new Error('left too'));
    await expect(second).rejects.toThrow('left too');
    expect(recordings.info('a')).toMatchObject({ state: 'pending', code: 'cancelled' });
    expect(await get('a')).toMatchObject({ kind: 'ready' });
  });

  it('fetch one that is here again only when asked to, and keep it if that fails', async () => {
    await get('a');
    const before = findRecording(store.db, 'a');
    sandbox.faults.add({ kind: 'media-gone' });
    expect(await get('a', { again: true })).toMatchObject({ kind: 'unavailable', code: 'gone' });
    expect(findRecording(store.db, 'a')).toEqual(before);
    sandbox.faults.clear();
    expect(await get('a', { again: true })).toMatchObject({ kind: 'ready', sha256: before?.sha256 });
  });

  it('notice a file that was taken away, and fetch it again', async () => {
    await get('a');
    expect(await recordings.checkFile('a')).toBe(true);
    rmSync(join(store.dir, 'recordings', findRecording(store.db, 'a')?.file ?? ''));
    expect(await recordings.checkFile('a')).toBe(false);
    await expect.poll(() => recordings.info('a')).toMatchObject({ state: 'failed', code: 'damaged' });
    expect(await get('a')).toMatchObject({ kind: 'ready' });
  });

  it('say so when the call is not known', () => {
    expect(() => recordings.info('nobody')).toThrow(/not in the workspace/);
  });
});
