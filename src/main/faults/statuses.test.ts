import { describe, expect, it } from 'vitest';
import { SANDBOX_FORBIDDEN_KEY, SANDBOX_KEY } from '../../sandbox/index.ts';
import { row } from './rows.ts';
import { call, hour, minute, onBusyMachine, recorded, sha256, soundOf, useFaultPlace } from './support/place.ts';

const anotherKey = 'voicy_sk_live_another00000000000000000000';
const many = (count: number) => Array.from({ length: count }, (_, i) => call(`call-${String(i).padStart(2, '0')}`));

describe('answers that say no, or later', onBusyMachine, () => {
  const place = useFaultPlace();
  /** Time between the first two requests of a kind, ms. */
  const gap = (kind: 'list' | 'get') => {
    const [first, second] = place.requestsOf(kind);
    return (second?.at ?? Number.NaN) - (first?.at ?? Number.NaN);
  };

  it(row('F12'), async () => {
    await place.start([recorded('a'), recorded('bb')]);
    await place.cache();
    for (const keys of [[anotherKey], [SANDBOX_FORBIDDEN_KEY]]) {
      place.sandbox.setApiKeys(keys);
      const key = keys[0] === SANDBOX_FORBIDDEN_KEY ? anotherKey : SANDBOX_KEY;
      await place.ports.secrets.write('own', keys[0] === SANDBOX_FORBIDDEN_KEY ? SANDBOX_FORBIDDEN_KEY : key);
      if (keys[0] === SANDBOX_FORBIDDEN_KEY) place.sandbox.setApiKeys([anotherKey]);
      const seen = await place.sync();
      expect(seen).toMatchObject({ ok: false, error: { code: 'unauthorized' }, lastRun: { outcome: 'unauthorized' } });
      expect(seen.error?.message).toMatch(/^Key refused: /);
      expect(place.sandbox.counts().total).toBe(1);
      place.sandbox.clearRequests();
    }
    // The app may try once by itself when it starts, and then never again: repeated tries lock accounts.
    const { app, client, close } = await place.openApp();
    await place.clock.pass(10 * minute);
    expect(place.sandbox.counts().total).toBeLessThanOrEqual(1);
    const status = await client.sync.status();
    expect(status).toMatchObject({ phase: 'idle', lastRun: { outcome: 'unauthorized', code: 'unauthorized' } });
    expect(await place.listed(client)).toEqual(['a', 'bb']);
    expect(await app.media.findRecording('a', 'seekable')).not.toBeNull();
    // A new key starts it again without being told.
    place.sandbox.insert(recorded('ccc'));
    await client.connection.save({ baseUrl: place.sandbox.baseUrl, apiKey: anotherKey });
    await place.clock.until(async () => (await client.sync.status()).cachedRecordings === 3, hour);
    expect((await client.calls.get({ id: 'ccc' })).summary).toBe('A call.');
    await close();
    await place.expectKept();
  });

  it(row('F13'), async () => {
    await place.start([recorded('a'), recorded('bb'), recorded('ccc')]);
    await place.cache();
    for (const status of [404, 410]) {
      const gone = place.sandbox.faults.add({ kind: 'status', status, on: 'get', callId: 'bb' });
      place.sandbox.mutate('bb', { duration_ms: 60_000 + status });
      place.sandbox.mutate('ccc', { duration_ms: 60_000 + status });
      const seen = await place.sync();
      // One call upstream is gone; the sync itself goes on, and what is here of the call stays to be read and heard.
      expect(seen.calls, String(status)).toMatchObject({ listed: 3, failed: [{ id: 'bb', code: 'not-found' }] });
      expect(place.detail('bb')?.detailError).toMatchObject({ code: 'not-found' });
      expect(place.detail('bb')?.detailError?.message).toMatch(
        /no longer has this call; what was downloaded before is/,
      );
      expect(place.detail('ccc')?.row.durationMs).toBe(60_000 + status);
      expect(
        place
          .requestsOf('get')
          .map(({ callId }) => callId)
          .sort(),
      ).toEqual(['bb', 'ccc']);
      await place.expectKept();
      gone.remove();
      place.sandbox.clearRequests();
      expect(await place.sync()).toMatchObject({ ok: true });
      expect(place.detail('bb')).toMatchObject({ detailError: null, row: { durationMs: 60_000 + status } });
      place.sandbox.clearRequests();
    }
    await place.expectRecovered();
  });

  it(row('F14'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    for (const passing of [
      [408, 425, 429, 500, 502],
      [503, 504],
    ]) {
      for (const [n, status] of passing.entries()) {
        place.sandbox.faults.add({ kind: 'status', status, on: 'list', nth: n + 1 });
      }
      expect(await place.sync({ recordings: false })).toMatchObject({ ok: true, lastRun: { outcome: 'done' } });
      expect(place.requestsOf('list').map(({ status }) => status)).toEqual([...passing, 200]);
      expect(place.sandbox.counts()).toMatchObject({ get: 0, media: 0 });
      // Full jitter with a random number of 0.5: half of 0.5 s before the second try.
      expect(gap('list')).toBeGreaterThanOrEqual(250);
      expect(gap('list')).toBeLessThan(5000);
      place.sandbox.faults.clear();
      place.sandbox.clearRequests();
    }
    for (const status of [503, 429]) {
      place.sandbox.insert(call(`new-${status}`));
      const always = place.sandbox.faults.add({ kind: 'status', status, on: 'list' });
      const from = place.clock.now();
      const seen = await place.sync();
      const code = status === 429 ? 'rate-limited' : 'offline';
      expect(seen, String(status)).toMatchObject({ ok: false, error: { code }, lastRun: { code } });
      expect(place.sandbox.counts()).toMatchObject({ total: 6, list: 6 });
      // The tries alone take less than half a minute; on a busy machine this clock also jumps while a write is under way.
      expect(place.clock.now() - from).toBeLessThanOrEqual(15 * minute);
      expect(place.detail(`new-${status}`)).toBeUndefined();
      always.remove();
      place.sandbox.clearRequests();
    }
    await place.expectKept();
    expect(await place.expectRecovered()).toMatchObject({ calls: { new: 2 } });
  });

  it(row('F15'), async () => {
    // The server's clock is a day ahead of ours: a date means its time, not ours.
    await place.start([recorded('a')], { clock: () => place.clock.now() + 24 * hour });
    await place.cache();
    const forms = [
      { status: 429, retryAfter: { seconds: 7 }, atLeast: 7000, atMost: 20_000 },
      { status: 503, retryAfter: { dateInMs: 20_000 }, atLeast: 18_000, atMost: 60_000 },
      { status: 429, retryAfter: { seconds: -5 }, atLeast: 0, atMost: 5000 },
      { status: 503, retryAfter: { raw: 'soon, promised' }, atLeast: 0, atMost: 5000 },
      { status: 429, retryAfter: { seconds: 315_360_000 }, atLeast: hour - 1000, atMost: hour + 5000 },
    ];
    for (const { status, retryAfter, atLeast, atMost } of forms) {
      const name = `${status} ${JSON.stringify(retryAfter)}`;
      place.sandbox.faults.add({ kind: 'status', status, retryAfter, on: 'list', times: 1 });
      expect(await place.sync({ recordings: false }), name).toMatchObject({ ok: true, lastRun: { outcome: 'done' } });
      expect(place.sandbox.counts(), name).toMatchObject({ total: 2, list: 2 });
      expect(gap('list'), name).toBeGreaterThanOrEqual(atLeast);
      expect(gap('list'), name).toBeLessThanOrEqual(atMost);
      place.sandbox.clearRequests();
    }
    await place.expectKept();
  });

  it(row('F16'), async () => {
    await place.start(many(4), { latencyMs: 15 });
    await place.cache();
    for (const each of many(60).slice(4)) place.sandbox.insert(each);
    place.sandbox.faults.add({ kind: 'rate-limit-storm', on: 'get', nth: 20, resetInMs: 20_000 });
    expect(await place.sync()).toMatchObject({ ok: true, calls: { new: 56, failed: [] } });
    // All workers paused: what was in flight came back, and nobody started before the reset.
    const refusedAt = place.requestsOf('get').find(({ status }) => status === 429)?.at ?? 0;
    const tooEarly = place.sandbox.requests.filter(({ at }) => at > refusedAt + 1000 && at < refusedAt + 19_000);
    expect(tooEarly).toEqual([]);
    // Twenty requests had been sent and at most eight were in flight; the next fifteen go at half the width.
    const widest = (from: number, to: number) =>
      Math.max(...place.net.sent.slice(from, to).map(({ abreast }) => abreast));
    expect(widest(0, 20)).toBeGreaterThan(3);
    expect(widest(30, 45)).toBeLessThanOrEqual(Math.ceil(widest(0, 30) / 2));
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 57, byStatus: { 429: 1 } });
    await place.expectRecovered();
  });

  it(row('F17'), async () => {
    await place.start([recorded('a'), recorded('bb')]);
    await place.cache();
    place.sandbox.insert(recorded('ccc'));
    place.sandbox.faults.add({ kind: 'status', status: 503 });
    const { app, client, close } = await place.openApp();
    await place.clock.pass(10 * minute);
    expect(place.sandbox.counts().total).toBeGreaterThan(6);
    expect(place.sandbox.counts().total).toBeLessThanOrEqual(40);
    const status = await client.sync.status();
    expect(status.offlineSinceMs).not.toBeNull();
    expect(status.lastRun).toMatchObject({ outcome: 'offline', code: 'offline' });
    expect(await place.listed(client)).toEqual(['a', 'bb']);
    expect(await app.media.findRecording('bb', 'seekable')).toMatchObject({ sizeBytes: soundOf('bb').byteLength });
    place.sandbox.faults.clear();
    await place.clock.until(async () => (await client.sync.status()).cachedRecordings === 3, 12 * minute);
    expect(await client.sync.status()).toMatchObject({ offlineSinceMs: null });
    await close();
    await place.expectKept();
  });

  it(row('F18'), async () => {
    await place.start([recorded('a'), recorded('bb')]);
    await place.cache({ recordings: false });
    place.sandbox.faults.add({ kind: 'stall-mid-body', atByte: 5000, ms: 300, on: 'media', callId: 'a' });
    const { client } = await place.openApp();
    await client.settings.update({ downloadRecordings: false });
    const leave = new AbortController();
    const first = client.recordings.fetch({ callId: 'a' }, { signal: leave.signal }).catch(() => 'left');
    const second = client.recordings.fetch({ callId: 'a' });
    await expect.poll(() => place.requestsOf('media', 'a').length).toBe(1);
    leave.abort();
    expect(await place.clock.during(second)).toMatchObject({ state: 'ready', sha256: sha256(soundOf('a')) });
    await first;
    expect(place.requestsOf('media', 'a')).toHaveLength(1);
    expect(place.requestsOf('get', 'a')).toHaveLength(1);
    const both = [client.recordings.fetch({ callId: 'bb' }), client.recordings.fetch({ callId: 'bb' })];
    expect(await place.clock.during(Promise.all(both))).toMatchObject([{ state: 'ready' }, { state: 'ready' }]);
    expect(place.requestsOf('media', 'bb')).toHaveLength(1);
  });
});
