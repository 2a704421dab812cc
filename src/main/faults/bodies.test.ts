import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/index.ts';
import { syntheticCorpus } from '../../sandbox/index.ts';
import { row } from './rows.ts';
import { call, hour, onBusyMachine, recorded, useFaultPlace } from './support/place.ts';

const capBytes = 32 * 1024 * 1024;

describe('answers that are not what they should be as a whole', onBusyMachine, () => {
  const place = useFaultPlace();

  it(row('F19'), async () => {
    await place.start([recorded('a'), recorded('bb')]);
    await place.cache();
    const before = place.rowsOf('calls', 'raw_calls', 'turns', 'sync_state');
    const lists = ['empty', 'null', 'string', 'wrong-shape'] as const;
    for (const body of lists) {
      const always = place.sandbox.faults.add({ kind: 'replace-body', body, on: 'list' });
      const seen = await place.sync();
      expect(seen, body).toMatchObject({ ok: false, error: { code: 'damaged' }, lastRun: { outcome: 'failed' } });
      expect(seen.error?.message, body).toMatch(/^The answer from .*(sync again|check the address)/);
      expect(place.sandbox.counts()).toMatchObject({ get: 0, media: 0 });
      expect(place.sandbox.counts().list).toBeLessThanOrEqual(18);
      always.remove();
      place.sandbox.clearRequests();
    }
    // Neither a call nor the place in the list moved; only how the run ended was noted.
    expect(place.rowsOf('calls', 'raw_calls', 'turns')).toEqual(before.slice(0, 3));
    // What came is kept for support, with its names only.
    expect(place.log.filter((line) => line.includes('items')).length).toBeGreaterThan(0);
    for (const [n, body] of (['empty', 'null', 'array', 'string', 'wrong-shape'] as const).entries()) {
      const id = `new-${n}`;
      place.sandbox.insert(recorded(id));
      place.sandbox.faults.add({ kind: 'replace-body', body, on: 'get', callId: id });
      const seen = await place.sync();
      expect(seen.calls.failed, body).toEqual([{ id, code: 'damaged' }]);
      expect(place.detail(id)).toMatchObject({ row: { id }, detailError: { code: 'damaged' }, turns: [] });
      expect(place.requestsOf('get', id).length, body).toBeLessThanOrEqual(3);
      place.sandbox.faults.clear();
      place.sandbox.mutate(id, { duration_ms: 61_000 });
      expect(await place.sync(), body).toMatchObject({ ok: true });
      place.sandbox.clearRequests();
    }
    await place.expectKept();
    await place.expectRecovered();
  });

  it(row('F25'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(call('new'));
    place.sandbox.faults.add({ kind: 'huge-body', megabytes: 40, on: 'list', times: 1 });
    expect(await place.sync()).toMatchObject({ ok: true, calls: { listed: 2, new: 1 } });
    const limits = place.requestsOf('list').map(({ body }) => (body as { limit: number }).limit);
    expect(limits).toHaveLength(2);
    expect(limits[1]).toBe(Math.floor((limits[0] ?? 0) / 2));
    expect(Math.max(...place.net.sent.map(({ bytes }) => bytes))).toBeLessThan(capBytes + 2 ** 20);
    await place.expectRecovered();
  });

  it(row('F26'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(call('bomb'));
    place.sandbox.insert(call('new'));
    place.sandbox.faults.add({ kind: 'gzip-bomb', megabytes: 400, on: 'get', callId: 'bomb' });
    const seen = await place.sync();
    expect(seen.calls).toMatchObject({ new: 2, failed: [{ id: 'bomb', code: 'damaged' }] });
    expect(place.detail('bomb')?.detailError?.message).toMatch(/far too large; sync again, and tell Voicy/);
    expect(place.detail('new')?.summary).toBe('A call.');
    // Counted after unpacking, and never asked for again within the sync.
    expect(Math.max(...place.net.sent.map(({ bytes }) => bytes))).toBeLessThan(capBytes + 2 ** 20);
    expect(place.requestsOf('get', 'bomb')).toHaveLength(1);
    await place.expectRecovered();
    expect(place.detail('bomb')?.summary).toBe('A call.');
  });

  it(row('F27'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(call('deep'));
    place.sandbox.faults.add({ kind: 'deep-nesting', depth: 100_000, callId: 'deep' });
    expect(await place.sync()).toMatchObject({ ok: true, calls: { new: 1, failed: [], unreadable: 0 } });
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 1 });
    expect(place.detail('deep')).toMatchObject({ summary: 'A call.', detailError: null });
    const [raw] = place.read((db) => db.prepare("SELECT json FROM raw_calls WHERE call_id = 'deep'").pluck().all());
    expect(String(raw)).not.toContain('['.repeat(65));
    expect(place.log.some((line) => line.includes('deep JSON'))).toBe(true);
    await place.expectRecovered();
  });

  it(row('F28'), async () => {
    const corpus = syntheticCorpus({ calls: 600, seed: 7, turnsPerCall: 0, startAt: Date.now() - 72 * hour });
    await place.start(null, { corpus, generation: 'functions' });
    await place.cache({ recordings: false });
    const known = place.read((db) => db.prepare('SELECT count(*) FROM calls').pluck().get());
    const lists: Fault[] = [{ kind: 'repeated-page' }, { kind: 'endless-pages' }];
    for (const fault of lists) {
      place.sandbox.faults.add(fault);
      const stop = new AbortController();
      const syncing = place.sync({ recordings: false, signal: stop.signal });
      const watch = setInterval(() => {
        // Far beyond what the row allows: ends a list that nobody else would end.
        if (place.sandbox.counts().list > 60) stop.abort();
      }, 5);
      const seen = await syncing;
      clearInterval(watch);
      expect(stop.signal.aborted, fault.kind).toBe(false);
      expect(seen, fault.kind).toMatchObject({ ok: false, error: { code: 'damaged' }, lastRun: { outcome: 'failed' } });
      expect(seen.error?.message, fault.kind).toMatch(/list could not be read to its end.*Sync again later/);
      // (total / page size) * 2 + 10
      expect(place.sandbox.counts().list, fault.kind).toBeLessThanOrEqual((600 / 500) * 2 + 10);
      place.sandbox.faults.clear();
      place.sandbox.clearRequests();
    }
    place.sandbox.faults.add({ kind: 'shrinking-pages' });
    await place.sync({ recordings: false });
    expect(place.sandbox.counts().list).toBeLessThanOrEqual((600 / 500) * 2 + 10);
    place.sandbox.faults.clear();
    await place.expectKept();
    const seen = await place.sync({ recordings: false });
    expect(seen).toMatchObject({ calls: { listed: known } });
    expect(seen.error).toBeUndefined();
  });

  it(row('F29'), async () => {
    const corpus = syntheticCorpus({ calls: 600, seed: 7, turnsPerCall: 0, startAt: Date.now() - 90 * 24 * hour });
    const upstream = [...corpus.summaries()].filter(({ isTest }) => !isTest);
    await place.start(null, { corpus });
    place.sandbox.faults.add({ kind: 'stall-before-headers', ms: 300, on: 'list', page: 2, times: 1 });
    const syncing = place.sync({ recordings: false });
    await expect.poll(() => place.sandbox.counts().list, { timeout: 20_000 }).toBe(2);
    const ids = place.read((db) => db.prepare('SELECT id FROM calls ORDER BY start_ms DESC').pluck().all()) as string[];
    const [changed = '', removed = ''] = [ids[10], ids[20]];
    const newest = place.detail(ids[5] ?? '')?.row.startMs ?? 0;
    place.sandbox.insert(call('between', { start_timestamp: newest + 1, summary: 'Between two pages.' }));
    place.sandbox.mutate(changed, { duration_ms: 123_456 });
    place.sandbox.remove(removed);
    await syncing;
    const second = await place.sync({ recordings: false });
    expect(second.error).toBeUndefined();
    expect(second.calls.failed.filter(({ id }) => id !== removed)).toEqual([]);
    expect(place.detail('between')?.summary).toBe('Between two pages.');
    expect(place.detail(changed)?.row.durationMs).toBe(123_456);
    expect(place.detail(removed)).toBeDefined();
    expect(place.read((db) => db.prepare('SELECT count(*) FROM calls').pluck().get())).toBe(upstream.length + 1);
    // Another pass over unchanged data asks for no call that the vendor has, and writes nothing.
    const tables = ['calls', 'raw_calls', 'call_details', 'turns', 'recordings', 'jobs', 'unreadable'];
    const before = place.rowsOf(...tables);
    place.sandbox.clearRequests();
    expect(await place.sync({ recordings: false })).toMatchObject({ calls: { new: 0, updated: 0 } });
    expect(place.rowsOf(...tables)).toEqual(before);
    expect(place.requestsOf('get').filter(({ callId }) => callId !== removed)).toEqual([]);
    expect(place.sandbox.counts().media).toBe(0);
  });
});
