import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runSync, runVerify } from '../cli-services.ts';
import { recordingPaths } from '../recordings/files.ts';
import { toneWav } from '../testing/wav.ts';
import { row } from './rows.ts';
import { call, minute, onBusyMachine, recorded, sha256, soundOf, useFaultPlace } from './support/place.ts';
import { openSmallDisk, type SmallDisk } from './support/small-disk.ts';

const earmark = join(import.meta.dirname, '..', 'node', 'earmark.ts');
interface Problems {
  ok: boolean;
  problems: { kind: string; id: string | null }[];
}

// Real servers, processes and disks on a machine that may be busy: the time limit only ends what hangs.
describe('faults of the disk and of power', { ...onBusyMachine, timeout: 120_000 }, () => {
  const place = useFaultPlace();
  let disk: SmallDisk | null = null;
  afterEach(async () => {
    await disk?.close();
    disk = null;
  });
  const parts = () => place.files().filter((name) => name.includes('.part'));
  const openDisk = async () => {
    disk = await openSmallDisk(place.dir, place.sandbox.apiKey);
    return disk;
  };
  const syncArgs = () => ['sync', '--base-url', place.sandbox.baseUrl, '--api-key-env', 'VOICY_KEY'];

  it(row('F46'), async () => {
    await place.start([recorded('a'), recorded('bb')]);
    await place.cache();
    for (const id of ['ccc', 'dddd', 'eeeee']) place.sandbox.insert(recorded(id));
    place.sandbox.faults.add({ kind: 'stall-mid-body', atByte: 9000, ms: 'forever', on: 'media', callId: 'dddd' });
    const env = { ...process.env, VOICY_KEY: place.sandbox.apiKey };
    const args = [earmark, ...syncArgs(), '--data-dir', place.dir, '--json'];
    const child: ChildProcess = spawn(process.execPath, args, { env, stdio: 'ignore' });
    const dead = new Promise((resolve) => child.on('exit', resolve));
    await expect.poll(() => place.detail('eeeee')?.row.recordingState, { timeout: 60_000 }).toBe('ready');
    await expect.poll(() => place.requestsOf('media', 'dddd').length, { timeout: 20_000 }).toBe(1);
    const finished = ['ccc', 'eeeee'].filter((id) => place.detail(id)?.row.recordingState === 'ready');
    child.kill('SIGKILL');
    await dead;
    await place.expectKept();
    for (const id of ['ccc', 'dddd', 'eeeee']) expect(place.detail(id)?.summary).toBe('A call.');
    // The lease of the dead must not keep the living out for longer than its half minute.
    await place.clock.advance(minute);
    await place.expectRecovered();
    for (const id of finished) expect(place.requestsOf('media', id), id).toEqual([]);
    expect(place.requestsOf('media', 'dddd')).toHaveLength(1);
    expect(place.detail('dddd')?.recording.sha256).toBe(sha256(soundOf('dddd')));
    expect(parts()).toEqual([]);
    expect(place.files().filter((name) => name.endsWith('.wav'))).toHaveLength(5);
  });

  it(row('F47'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const { client, close } = await place.openApp();
    await place.clock.until(async () => (await client.sync.status()).lastRun?.outcome === 'done');
    const synchronous = place.read((db) => db.pragma('journal_mode', { simple: true }));
    expect(synchronous).toBe('wal');
    for (const id of ['bb', 'ccc', 'dddd']) place.sandbox.insert(recorded(id));
    await client.sync.start({});
    await place.clock.until(() => place.detail('dddd')?.row.recordingState === 'ready');
    await place.clock.until(async () => (await client.sync.status()).phase === 'idle');
    // What the disk holds at this moment is what a power cut leaves: shared memory is gone, files are not.
    const copyTo = (name: string) => {
      const to = join(place.dir, name);
      mkdirSync(to);
      for (const each of readdirSync(place.dir).filter((file) => file !== name && !file.startsWith('power'))) {
        if (!each.endsWith('-shm')) cpSync(join(place.dir, each), join(to, each), { recursive: true });
      }
      return to;
    };
    const [whole, torn] = [copyTo('power-cut'), copyTo('power-cut-in-write')];
    await close();
    const wal = join(torn, 'earmark.db-wal');
    if (existsSync(wal)) truncateSync(wal, Math.floor(statSync(wal).size / 2));
    await place.clock.advance(minute);
    for (const dir of [whole, torn]) {
      const ports = { ...place.ports, paths: { ...place.ports.paths, own: dir } };
      const before = (await runVerify(ports)).result as Problems & { calls: number };
      // Never a broken database; and nothing that was acknowledged is missing where the log was whole.
      expect(before.problems.filter(({ kind }) => kind === 'database')).toEqual([]);
      if (dir === whole) expect(before).toMatchObject({ ok: true, calls: 4, recordings: 4 });
      place.sandbox.clearRequests();
      const wanted = { baseUrl: place.sandbox.baseUrl, apiKeyEnv: 'VOICY_KEY', recordings: true };
      expect((await place.clock.during(runSync(ports, wanted))).result).toMatchObject({ ok: true });
      if (dir === whole) expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 0, media: 0 });
      expect((await runVerify(ports)).result).toMatchObject({ ok: true, calls: 4, recordings: 4 });
    }
  });

  it(row('F48'), async () => {
    await place.start([recorded('a')]);
    const small = await openDisk();
    expect(await small.earmark(syncArgs())).toMatchObject({ ok: true, recordings: { downloaded: 1 } });
    for (let i = 0; i < 400; i += 1) place.sandbox.insert(call(`more-${i}`, { summary: 'x'.repeat(4000) }));
    await small.leaveFree(300);
    place.sandbox.clearRequests();
    const seen = await small.earmark(syncArgs());
    expect(seen).toMatchObject({ ok: false });
    expect(JSON.stringify(seen)).toMatch(/disk-full/);
    expect(JSON.stringify(seen)).toMatch(/[Dd]isk.* full.*free|free \d[\d,]* MB/);
    // It stops: nothing is asked for that could not be kept, and nothing is tried in a loop.
    expect(place.sandbox.counts().list).toBeLessThanOrEqual(2);
    expect(place.sandbox.counts().get).toBeLessThanOrEqual(400);
    expect(await small.earmark(['verify'])).toMatchObject({ ok: true, problems: [] });
    expect(await small.earmark(['status'])).toMatchObject({ recordings: 1 });
    await small.leaveFree(700 * 1024);
    expect(await small.earmark(syncArgs())).toMatchObject({ ok: true, calls: { listed: 401 } });
    expect(await small.earmark(['verify'])).toMatchObject({ ok: true, calls: 401, recordings: 1 });
    expect(place.requestsOf('media', 'a')).toEqual([]);
  });

  it(row('F49'), async () => {
    await place.start([recorded('a')]);
    const small = await openDisk();
    expect(await small.earmark(syncArgs())).toMatchObject({ ok: true });
    const long = toneWav(60_000);
    place.sandbox.insert({ ...call('long'), recording: { bytes: long } });
    place.sandbox.faults.add({ kind: 'stall-mid-body', atByte: 200_000, ms: 2500, on: 'media', callId: 'long' });
    const syncing = small.run(
      [process.execPath, earmark, ...syncArgs(), '--data-dir', '"$DIR"', '--json']
        .join(' ')
        .concat(' >"$DIR/../out" &'),
    );
    await syncing;
    await expect.poll(() => place.requestsOf('media', 'long').length, { timeout: 60_000 }).toBe(1);
    // There was room when it began; now somebody else fills the disk.
    await expect
      .poll(async () => Number((await small.run('cat "$DIR"/recordings/*.part | wc -c')).stdout))
      .toBe(200_000);
    await small.leaveFree(60);
    const out = join(place.dir, 'out');
    await expect.poll(() => readFileSync(out, 'utf8').trim(), { timeout: 60_000 }).not.toBe('');
    const seen = JSON.parse(readFileSync(out, 'utf8')) as Record<string, unknown>;
    expect(seen).toMatchObject({ ok: false });
    expect(JSON.stringify(seen)).toContain('disk-full');
    // Nothing half stays to take the room that is lacking.
    expect((await small.run('ls "$DIR"/recordings')).stdout).not.toContain('.part');
    expect(place.requestsOf('media', 'long').length).toBeLessThanOrEqual(2);
    expect(await small.earmark(['verify'])).toMatchObject({ ok: true, recordings: 1, problems: [] });
    await small.leaveFree(700 * 1024);
    place.sandbox.faults.clear();
    place.sandbox.clearRequests();
    expect(await small.earmark(syncArgs())).toMatchObject({ ok: true, recordings: { downloaded: 1 } });
    expect(place.requestsOf('media').map(({ callId }) => callId)).toEqual(['long']);
    expect(await small.earmark(['verify'])).toMatchObject({ ok: true, recordings: 2 });
  });

  it(row('F50'), async () => {
    await place.start([recorded('a')]);
    const small = await openDisk();
    // Room for the recording, but not for it and the half gigabyte that stays free for everything else.
    await small.leaveFree(400 * 1024);
    const seen = await small.earmark(syncArgs());
    expect(seen).toMatchObject({ ok: false, calls: { failed: [] }, recordings: { downloaded: 0 } });
    expect(JSON.stringify(seen)).toMatch(/"code":"disk-full"/);
    expect(JSON.stringify(await small.earmark(['status']))).toMatch(/disk-full.*free \d+ MB/);
    // Refused before it is asked for; the call itself, which is small, is here.
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 1, media: 0 });
    expect(await small.earmark(['verify'])).toMatchObject({ ok: true, calls: 1, recordings: 0 });
    await small.leaveFree(700 * 1024);
    expect(await small.earmark(syncArgs())).toMatchObject({ ok: true, recordings: { downloaded: 1 } });
    expect(await small.earmark(['verify'])).toMatchObject({ ok: true, calls: 1, recordings: 1 });
  });

  it(row('F62'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(recorded('new'));
    place.sandbox.insert(recorded('other'));
    // Something that is no file stands where the finished file has to go.
    const target = recordingPaths(place.dir).original('new', 'wav');
    mkdirSync(target);
    writeFileSync(join(target, 'in-the-way'), '');
    const seen = await place.sync();
    expect(seen).toMatchObject({ ok: false, recordings: { downloaded: 1, failed: [{ id: 'new', code: 'disk' }] } });
    expect(place.detail('new')?.recording).toMatchObject({ state: 'failed', code: 'disk' });
    expect(place.detail('new')?.recording.message).toMatch(/cannot be (written|saved|put)/);
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 2, media: 2 });
    expect(readdirSync(target)).toEqual(['in-the-way']);
    rmSync(target, { recursive: true });
    await place.expectRecovered();
    expect(place.detail('new')?.recording.sha256).toBe(sha256(soundOf('new')));
  });

  it(row('F63'), async () => {
    await place.start([recorded('a'), recorded('bb'), recorded('ccc')]);
    await place.cache();
    const { app, client, close } = await place.openApp();
    await client.sync.cancel({});
    const pathOf = (id: string) => recordingPaths(place.dir).original(id, 'wav');
    rmSync(pathOf('a'));
    const edited = Buffer.from(soundOf('bb')).fill(7, 100, 200);
    writeFileSync(pathOf('bb'), edited);
    place.sandbox.clearRequests();
    // Neither is served as if it were whole, and the reader can have both again.
    for (const id of ['a', 'bb']) {
      await expect.poll(() => app.media.findRecording(id, 'seekable'), { timeout: 20_000 }).toBeNull();
      await expect.poll(() => place.detail(id)?.row.recordingState).toBe('failed');
      const { recording } = await client.calls.get({ id });
      expect(recording, id).toMatchObject({ state: 'failed', code: 'damaged' });
      expect(recording.message, id).toMatch(/gone or was changed; fetch it again/);
      await place.clock.during(client.recordings.fetch({ callId: id }));
      expect([place.requestsOf('get', id).length, place.requestsOf('media', id).length], id).toEqual([1, 1]);
      expect((await client.calls.get({ id })).recording).toMatchObject({ state: 'ready', sha256: sha256(soundOf(id)) });
    }
    expect(await app.media.findRecording('ccc', 'seekable')).not.toBeNull();
    // What somebody made of the file is not thrown away.
    const everything = readdirSync(place.dir, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const digests = everything.map((each) => sha256(readFileSync(join(each.parentPath, each.name))));
    expect(digests).toContain(sha256(edited));
    await close();
    await place.expectKept();
  });
});
