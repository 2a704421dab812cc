import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/model/errors.ts';
import { runStatus, runSync, runVerify } from '../cli-services.ts';
import type { WriteDb } from '../store/db.ts';
import { openHostFile } from '../store/host-file.ts';
import { readLease } from '../store/lease.ts';
import { migrate, newestVersion } from '../store/migrations/index.ts';
import { openForReading, openForWriting } from '../store/open.ts';
import { row } from './rows.ts';
import { call, minute, onBusyMachine, recorded, sha256, soundOf, useFaultPlace } from './support/place.ts';

// Real databases on a machine that may be busy: the time limit only ends what hangs.
describe('faults of the database', onBusyMachine, () => {
  const place = useFaultPlace();
  const file = () => join(place.dir, 'earmark.db');
  const quarantined = () => readdirSync(place.dir).filter((name) => name.startsWith('corrupt-'));
  const changeDatabase = (work: (db: WriteDb) => void) => {
    const db = openForWriting(place.dir);
    try {
      work(db);
    } finally {
      db.close();
    }
  };
  /** Everything is back after the next start: the broken file is set aside, the reader is told, the sounds are those that were here. */
  const expectRestored = async (broken: Buffer, calls: readonly string[]) => {
    const { client, close } = await place.openApp();
    const { notices } = await client.sync.status();
    expect(notices.map(({ code }) => code).join()).toMatch(/damaged|restored/);
    expect(notices[0]?.message).toMatch(/\.$/);
    const [folder = ''] = quarantined();
    expect(quarantined()).toHaveLength(1);
    expect(sha256(readFileSync(join(place.dir, folder, 'earmark.db')))).toBe(sha256(broken));
    await client.connection.save({ baseUrl: place.sandbox.baseUrl, apiKey: place.sandbox.apiKey });
    const isBack = (id: string) => place.detail(id)?.recording.state === 'ready';
    await place.clock.until(() => calls.every(isBack), 10 * minute);
    expect(await place.listed(client)).toEqual([...calls].sort());
    await close();
    expect((await runVerify(place.ports)).result).toMatchObject({ ok: true, problems: [] });
    for (const id of calls) expect(place.detail(id)?.recording.sha256, id).toBe(sha256(soundOf(id)));
    // Set aside, never thrown away.
    expect(quarantined()).toHaveLength(1);
  };

  it(row('F51'), async () => {
    await place.start([recorded('a'), recorded('bb')]);
    await place.cache();
    const bytes = readFileSync(file());
    bytes.fill(0xff, 4096, bytes.byteLength - 4096);
    writeFileSync(file(), bytes);
    // Read-only commands change nothing and say what is wrong.
    expect((await runVerify(place.ports)).result).toMatchObject({ ok: false, problems: [{ kind: 'database' }] });
    expect(sha256(readFileSync(file()))).toBe(sha256(bytes));
    await expectRestored(bytes, ['a', 'bb']);
    expect(place.sandbox.counts().get).toBeLessThanOrEqual(4);
  });

  it(row('F52'), async () => {
    const words = 'A summary that stands nowhere else in the file.';
    await place.start([recorded('a'), recorded('bb', { summary: words })]);
    await place.cache();
    const bytes = readFileSync(file());
    let at = bytes.indexOf(words);
    expect(at).toBeGreaterThan(0);
    for (; at >= 0; at = bytes.indexOf(words, at + 1)) bytes[at + 3] = (bytes[at + 3] ?? 0) ^ 1;
    writeFileSync(file(), bytes);
    expect(place.detail('bb')?.summary).not.toBe(words);
    const { client, close } = await place.openApp();
    await client.sync.cancel({});
    place.sandbox.clearRequests();
    // Opening the call notices it, and the vendor's word comes back by one Get.
    await client.calls.opened({ id: 'bb' });
    await client.calls.get({ id: 'bb' });
    await place.clock.until(() => place.detail('bb')?.summary === words, 10 * minute);
    expect(place.requestsOf('get').map(({ callId }) => callId)).toEqual(['bb']);
    expect(place.sandbox.counts().media).toBe(0);
    await close();
    await place.expectRecovered();
  });

  it(row('F53'), async () => {
    await place.start([recorded('a'), recorded('bb')]);
    await place.cache();
    truncateSync(file(), 0);
    // "0 calls" is never shown as the truth.
    await expect(runStatus(place.ports)).rejects.toMatchObject({ code: 'damaged' });
    expect((await runVerify(place.ports)).result).toMatchObject({ ok: false });
    expect(statSync(file()).size).toBe(0);
    await expectRestored(Buffer.alloc(0), ['a', 'bb']);
  });

  it(row('F54'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    changeDatabase((db) => db.pragma(`user_version = ${newestVersion + 10}`));
    const before = readFileSync(file());
    const seen = await place.sync();
    expect(seen).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    expect(seen.error?.message).toMatch(/made by a newer Earmark.*Update Earmark; nothing was changed/);
    await expect(place.openApp()).rejects.toMatchObject({ code: 'unsupported' });
    expect(place.sandbox.counts().total).toBe(0);
    expect(sha256(readFileSync(file()))).toBe(sha256(before));
    expect(quarantined()).toEqual([]);
    expect(place.files()).toHaveLength(1);
  });

  it(row('F55'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const holder = openForWriting(place.dir);
    // As the first Earmark would have left it, with something in the way of a later step's second statement.
    const id = holder.prepare("SELECT value FROM meta WHERE key = 'workspace_id'").pluck().get();
    const tables = holder.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    holder.pragma('foreign_keys = OFF');
    for (const name of tables.pluck().all() as string[]) holder.exec(`DROP TABLE IF EXISTS "${name}"`);
    holder.pragma('foreign_keys = ON');
    holder.pragma('user_version = 0');
    migrate(holder, 10);
    const put = holder.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
    if (id !== undefined) put.run('workspace_id', id);
    put.run('kept', 'a value of before');
    holder.exec('CREATE TABLE recording_use (something TEXT)');
    const seen = await place.sync();
    expect(seen).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(seen.error?.message).toMatch(/could not be upgraded.*was left as it was/);
    expect(place.sandbox.counts().total).toBe(0);
    // The step was undone whole, and a copy from before it lies in backups.
    expect(holder.pragma('user_version', { simple: true })).toBe(10);
    expect(holder.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'jobs'").pluck().get()).toBe(0);
    expect(holder.prepare("SELECT value FROM meta WHERE key = 'kept'").pluck().get()).toBe('a value of before');
    expect(readdirSync(join(place.dir, 'backups')).filter((name) => name.startsWith('pre-10-'))).toHaveLength(1);
    holder.exec('DROP TABLE recording_use');
    holder.close();
    // The next start does the step again.
    const again = await place.sync();
    expect(again.error?.message).toBeUndefined();
    expect(again).toMatchObject({ ok: true, calls: { new: 1 } });
    expect(place.read((db) => db.pragma('user_version', { simple: true }))).toBe(newestVersion);
    expect(place.read((db) => db.prepare("SELECT value FROM meta WHERE key = 'kept'").pluck().get())).toBe(
      'a value of before',
    );
  });

  it(row('F56'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    place.sandbox.insert(recorded('new'));
    const script = join(import.meta.dirname, 'support', 'hold-lock.ts');
    const child = spawn(process.execPath, [script, place.dir, '2000'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const ended = once(child, 'exit');
    // The other one writes for two seconds; ours waits for it and then goes on as if nothing had been.
    expect(await place.sync()).toMatchObject({ ok: true, calls: { new: 1 }, lastRun: { outcome: 'done' } });
    expect(await ended).toEqual([0, null]);
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 1, media: 1 });
    // A reader with an old snapshot is no obstacle, and sees its own until it ends.
    const reader = openForReading(place.dir);
    reader.exec('BEGIN');
    const seenBefore = reader.prepare('SELECT count(*) FROM calls').pluck().get();
    place.sandbox.insert(recorded('newer'));
    expect(await place.sync()).toMatchObject({ ok: true, calls: { new: 1 } });
    expect(reader.prepare('SELECT count(*) FROM calls').pluck().get()).toBe(seenBefore);
    reader.close();
    await place.expectRecovered();
  });

  it(row('F58'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const first = await place.openApp();
    await place.clock.until(async () => (await first.client.sync.status()).lastRun?.outcome === 'done');
    const second = await place.openApp();
    place.sandbox.clearRequests();
    // One writes and syncs; the other reads, and says so.
    expect(await place.listed(second.client)).toEqual(['a']);
    expect(await second.app.media.findRecording('a', 'seekable')).not.toBeNull();
    const { notices } = await second.client.sync.status();
    expect(notices).toMatchObject([{ code: 'read-only' }]);
    expect(notices[0]?.message).toMatch(/Earmark.*(read|writ)/);
    const refused = await second.client.sync.start({}).catch((error: unknown) => error);
    if (refused instanceof Error) expect(refused).toMatchObject({ code: 'conflict' });
    await place.clock.pass(2 * minute);
    expect(place.sandbox.counts().get).toBe(0);
    const seen = await place.sync();
    expect(seen).toMatchObject({ ok: false, error: { code: 'conflict' } });
    await place.expectKept();
    // The owner ends: the other takes over by itself, and what is new arrives through it.
    place.sandbox.insert(recorded('new'));
    await first.close();
    const host = openHostFile(place.dir);
    await place.clock.until(() => readLease(host) !== null, 25_000);
    host.close();
    // It has the lease; opening for writing takes a moment of real time.
    await expect.poll(async () => (await second.client.sync.status()).notices, { timeout: 20_000 }).toEqual([]);
    await second.client.sync.start({});
    await place.clock.until(() => place.detail('new')?.row.recordingState === 'ready');
    expect(place.requestsOf('media').map(({ callId }) => callId)).toEqual(['new']);
    await second.close();
    await place.expectRecovered();
  });

  it(row('F59'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const version = String(place.read((db) => db.prepare('SELECT sqlite_version()').pluck().get()));
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
    expect(major * 1_000_000 + minor * 1000 + patch).toBeGreaterThanOrEqual(3_051_003);
    // No second library ever opens the file: only the store names one, and only this one.
    const root = join(import.meta.dirname, '..', '..', '..');
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.tsx?$/.test(name),
    );
    const naming = (library: RegExp) =>
      sources
        .map((name) => name.replaceAll('\\', '/'))
        .filter((name) => library.test(readFileSync(join(root, 'src', name), 'utf8')));
    expect(naming(/^import .* from '(node:sqlite|sqlite3|sql\.js|@sqlite\.org[^']*)'/m)).toEqual([]);
    const users = naming(/^import .* from 'better-sqlite3'/m);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((name) => !name.startsWith('main/store/'))).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(Object.keys(dependencies).filter((name) => /sqlite/.test(name))).toEqual(['better-sqlite3']);
    await place.expectRecovered();
    expect(place.sandbox.counts()).toMatchObject({ list: 1, get: 0, media: 0 });
  });

  it(row('F60'), async () => {
    await place.start([recorded('a')]);
    const own = join(place.dir, 'Dropbox', 'Earmark');
    mkdirSync(join(place.dir, 'Dropbox', '.dropbox.cache'), { recursive: true });
    mkdirSync(own);
    const ports = { ...place.ports, paths: { ...place.ports.paths, own } };
    const wanted = { baseUrl: place.sandbox.baseUrl, apiKeyEnv: 'VOICY_KEY', recordings: true };
    const refused = await place.clock.during(runSync(ports, wanted)).catch((error: unknown) => error);
    // Two computers that both write to one database would break it: nothing is fetched into such a folder.
    const said = refused instanceof AppError ? refused.message : JSON.stringify(refused);
    expect(said).toMatch(/Dropbox/);
    expect(said).toMatch(/synced|cloud/);
    expect(place.sandbox.counts().total).toBe(0);
    const { client, close } = await place.openApp({ paths: ports.paths });
    expect((await client.sync.status()).notices).toMatchObject([{ code: 'synced-folder' }]);
    await place.clock.pass(10 * minute);
    expect(place.sandbox.counts().total).toBe(0);
    await close();
    await place.cache();
    await place.expectRecovered();
  });

  it(row('F61'), async () => {
    await place.start([recorded('a')]);
    await place.cache();
    const { client, close } = await place.openApp();
    await client.sync.cancel({});
    const reader = openForReading(place.dir);
    reader.exec('BEGIN');
    const before = reader.prepare('SELECT count(*) FROM calls').pluck().get();
    for (let i = 0; i < 300; i += 1) place.sandbox.insert(call(`wide-${i}`, { summary: 'x'.repeat(150_000) }));
    await client.sync.start({});
    await place.clock.until(async () => (await client.sync.status()).cachedCalls === 301);
    await place.clock.until(async () => (await client.sync.status()).phase === 'idle');
    // The reader holds the log open and keeps its own view; nobody waits for it.
    expect(reader.prepare('SELECT count(*) FROM calls').pluck().get()).toBe(before);
    expect(statSync(`${file()}-wal`).size).toBeGreaterThan(64 * 2 ** 20);
    expect(place.log.filter((line) => line.includes('write-ahead log has grown'))).toHaveLength(1);
    reader.close();
    // Once it has ended, the log is written back and cut.
    await client.sync.start({});
    // The writing thread looks after the log by real time.
    await expect.poll(() => statSync(`${file()}-wal`).size, { timeout: 60_000 }).toBeLessThanOrEqual(2 ** 20);
    await close();
    expect(existsSync(`${file()}-wal`) ? statSync(`${file()}-wal`).size : 0).toBe(0);
    await place.expectKept();
    await place.expectRecovered();
  });
});
