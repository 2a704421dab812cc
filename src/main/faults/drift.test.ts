import { describe, expect, it } from 'vitest';
import { row } from './rows.ts';
import { call, hour, onBusyMachine, recorded, sha256, soundOf, useFaultPlace } from './support/place.ts';

describe('calls whose JSON is not as documented', onBusyMachine, () => {
  const place = useFaultPlace();
  const rawOf = (id: string) =>
    String(place.read((db) => db.prepare('SELECT json FROM raw_calls WHERE call_id = ?').pluck().get(id)));

  it(row('F20'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    for (const id of ['new-1', 'new-2', 'new-3']) place.sandbox.insert(recorded(id));
    place.sandbox.faults.add({ kind: 'unknown-field', field: 'sentiment_v2', value: { score: 0.5 } });
    expect(await place.sync()).toMatchObject({ ok: true, calls: { new: 3, unreadable: 0 } });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 3, media: 3 });
    for (const id of ['new-1', 'new-2', 'new-3']) expect(rawOf(id)).toContain('"sentiment_v2":{"score":0.5}');
    // Once for its name, however many calls have it; never its value.
    const told = place.log.filter((line) => line.includes('sentiment_v2'));
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain('score');
    await place.expectRecovered();
  });

  it(row('F21'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const ids = ['no-id', 'no-status', 'odd-length', 'new-status', 'renamed'];
    for (const id of ids) place.sandbox.insert(recorded(id));
    place.sandbox.faults.add({ kind: 'missing-field', field: 'call_id', on: 'list', callId: 'no-id' });
    place.sandbox.faults.add({ kind: 'missing-field', field: 'call_status', callId: 'no-status' });
    place.sandbox.faults.add({ kind: 'wrong-type', field: 'duration_ms', value: 'a minute', callId: 'odd-length' });
    place.sandbox.faults.add({ kind: 'new-enum', value: 'transferred_to_human', callId: 'new-status' });
    place.sandbox.faults.add({ kind: 'missing-field', field: 'transcript', callId: 'renamed' });
    place.sandbox.faults.add({ kind: 'unknown-field', field: 'transcript_v3', value: [], callId: 'renamed' });
    const seen = await place.sync();
    expect(seen).toMatchObject({
      calls: { listed: 5, new: 4, unreadable: 1, failed: [] },
      lastRun: { outcome: 'done' },
    });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 4, media: 4 });
    expect(place.detail('no-status')?.row).toMatchObject({ status: 'unknown', statusGroup: 'unknown' });
    expect(place.detail('odd-length')?.row).toMatchObject({ durationMs: null, detailState: 'ready' });
    expect(place.detail('new-status')?.row).toMatchObject({ status: 'transferred_to_human', statusGroup: 'unknown' });
    expect(place.detail('renamed')).toMatchObject({ summary: 'A call.', turns: [] });
    const { client } = await place.openApp();
    expect((await client.sync.status()).unreadable).toBe(1);
    expect(await client.calls.unreadable()).toMatchObject([{ reason: 'It has no call_id.' }]);
    place.sandbox.faults.clear();
    place.sandbox.mutate('odd-length', { duration_ms: 62_000 });
    await client.sync.start({});
    await place.clock.until(() => place.detail('no-id')?.row.recordingState === 'ready');
    expect(place.detail('odd-length')?.row.durationMs).toBe(62_000);
    await place.expectKept();
  });

  it(row('F22'), async () => {
    await place.start([recorded('a'), recorded('bb')]);
    await place.cache();
    place.sandbox.insert(recorded('numbered'));
    place.sandbox.faults.add({ kind: 'big-number-id', callId: 'numbered' });
    const seen = await place.sync();
    expect(seen.calls).toMatchObject({ listed: 2, new: 0, unreadable: 1 });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 0, media: 0 });
    const { client, close } = await place.openApp();
    const [unreadable] = await client.calls.unreadable();
    expect(unreadable?.id).toBe('9007199254740993');
    expect(unreadable?.reason).toContain('9007199254740993');
    const ids = place.read((db) => db.prepare('SELECT id, typeof(id) AS type FROM calls ORDER BY id').all());
    expect(ids).toEqual(['a', 'bb'].map((id) => ({ id, type: 'text' })));
    await close();
    await place.expectRecovered();
  });

  it(row('F23'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(recorded('proto'));
    place.sandbox.insert(recorded('twice'));
    place.sandbox.faults.add({ kind: 'proto-key', callId: 'proto' });
    place.sandbox.faults.add({ kind: 'duplicate-keys', callId: 'twice' });
    expect(await place.sync()).toMatchObject({ ok: true, calls: { new: 2, unreadable: 0 } });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 2, media: 2 });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(place.detail('proto')).toMatchObject({ summary: 'A call.', varsExtracted: { toString: 'x' } });
    expect(Object.getPrototypeOf(place.detail('proto')?.varsExtracted)).toBe(Object.prototype);
    // Of two values the last one counts, as in every other reader of JSON.
    expect(place.detail('twice')).toMatchObject({ summary: 'A call.', row: { status: 'user_hangup' } });
    await place.expectRecovered();
  });

  it(row('F24'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const texts = ['nul', 'lone-surrogate', 'bidi', 'markup'] as const;
    for (const text of texts) {
      place.sandbox.insert(recorded(text));
      place.sandbox.faults.add({ kind: 'hostile-text', text, callId: text });
    }
    place.sandbox.insert(recorded('endless-line'));
    const endless = 'word '.repeat(2_097_152);
    place.sandbox.faults.add({
      kind: 'wrong-type',
      field: 'summary',
      value: endless,
      on: 'get',
      callId: 'endless-line',
    });
    place.sandbox.insert(recorded('utf'));
    place.sandbox.faults.add({ kind: 'invalid-utf8', on: 'get', callId: 'utf' });
    expect(await place.sync()).toMatchObject({ ok: true, calls: { new: 6, failed: [], unreadable: 0 } });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 6, media: 6 });
    const said = (id: string) => place.detail(id)?.turns[0]?.content ?? '';
    expect(said('nul')).toBe('beforeafter');
    expect(said('lone-surrogate')).toBe('high � low � end');
    expect(said('markup')).toContain('<script>alert(1)</script>');
    expect(said('bidi')).toContain('gpj.exe');
    // Ten megabytes in one line are cut, and the cut is said.
    const cut = place.detail('endless-line');
    expect(cut?.summary?.length).toBeLessThanOrEqual(1_100_000);
    expect(JSON.stringify(cut)).toContain('truncated');
    const texted = place.read((db) => db.prepare('SELECT json FROM raw_calls').pluck().all()) as string[];
    expect(texted.every((json) => json.isWellFormed() && !json.includes('\0'))).toBe(true);
    // What was cleaned on its way in says the same the next time: nothing new, nothing written.
    place.sandbox.clearRequests();
    expect(await place.sync()).toMatchObject({ ok: true, calls: { new: 0, updated: 0 } });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 0, media: 0 });
    await place.expectKept();
    await place.expectRecovered();
  });

  it(row('F30'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const forms = {
      'zone-plus': { sent: '2026-03-29T03:30:00+02:00', startMs: Date.UTC(2026, 2, 29, 1, 30) },
      'zone-utc': { sent: '2026-03-29T01:30:00.250Z', startMs: Date.UTC(2026, 2, 29, 1, 30, 0, 250) },
      // An hour that exists twice, or not at all: without a zone nobody can tell.
      'zone-none': { sent: '2026-10-25T02:30:00', startMs: null },
      words: { sent: 'last Tuesday', startMs: null },
    };
    for (const [id, { sent }] of Object.entries(forms)) {
      place.sandbox.insert(recorded(id));
      place.sandbox.faults.add({ kind: 'wrong-type', field: 'start_timestamp', value: sent, callId: id });
    }
    place.sandbox.insert(recorded('late-in-the-list', { start_timestamp: Date.now() - 5000 * hour }));
    expect(await place.sync()).toMatchObject({ ok: true, calls: { new: 5, unreadable: 0, failed: [] } });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 5, media: 5 });
    for (const [id, { sent, startMs }] of Object.entries(forms)) {
      expect(place.detail(id)?.row.startMs, id).toBe(startMs);
      expect(rawOf(id), id).toContain(sent);
    }
    const { client } = await place.openApp();
    const sort = { key: 'start', descending: true } as const;
    const page = await client.calls.list({ filter: {}, sort, offset: 0, limit: 50 });
    expect(page.total).toBe(6);
    // Newest first whatever order the vendor sent; those without a time are there, too.
    const starts = page.rows.map(({ startMs }) => startMs).filter((ms) => ms !== null);
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
    place.sandbox.faults.clear();
    await client.sync.start({});
    await place.clock.until(() => place.detail('words')?.row.startMs !== null);
    await client.sync.cancel({});
    await place.expectKept();
  });

  it(row('F31'), async () => {
    for (const [days, ids] of [
      [1, ['a', 'bb']],
      [-1, ['ccc', 'dddd']],
    ] as const) {
      const offset = days * 24 * hour;
      // Ours is wrong, the vendor's and the storage's are right.
      const theirs = () => place.clock.now() - offset;
      await place.start(
        ids.map((id) => recorded(id, { start_timestamp: theirs() - 72 * hour })),
        { clock: theirs, signer: 's3' },
      );
      expect(await place.sync()).toMatchObject({ ok: true, recordings: { downloaded: 2, unavailable: [] } });
      // No URL was thought expired, and none that was.
      expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 2, media: 2 });
      expect(place.sandbox.counts().byStatus).toEqual({ 200: 5 });
      for (const id of ids) expect(place.detail(id)?.recording.sha256).toBe(sha256(soundOf(id)));
      await place.sandbox.close();
    }
  });

  it(row('F32'), async () => {
    const ids = ['a', 'bb', 'ccc', 'dddd', 'eeeee', 'ffffff', 'ggggggg', 'hhhhhhhh'];
    await place.start([call('old')], { signer: 's3' });
    await place.cache();
    for (const id of ids) place.sandbox.insert(recorded(id));
    // Held before they are sent: the lid closes while every download waits for its turn.
    const storage = new URL(place.sandbox.storageUrl).host;
    const open = place.net.hold(({ host }) => host === storage);
    const syncing = place.sync();
    await expect.poll(() => place.sandbox.counts().get, { timeout: 20_000 }).toBe(ids.length);
    await place.clock.skip(8 * hour);
    open();
    const seen = await syncing;
    expect(seen).toMatchObject({ ok: true, recordings: { downloaded: ids.length, failed: [] } });
    for (const id of ids) expect(place.detail(id)?.recording.sha256).toBe(sha256(soundOf(id)));
    // Only those that were already on their way met a URL that had died; each cost one more Get, none more than that.
    expect(place.sandbox.counts().list).toBeLessThanOrEqual(2);
    for (const id of ids) expect(place.requestsOf('get', id).length, id).toBeLessThanOrEqual(2);
    const refused = place.requestsOf('media').filter(({ status }) => status >= 400).length;
    expect(refused).toBeLessThanOrEqual(6);
    await place.expectKept();
    await place.expectRecovered();
  });
});
