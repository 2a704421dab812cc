import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '#shared/model/errors.ts';
import { detailOf, summaryOf, temporaryDb, temporaryDir } from '../testing/workspace-fixtures.ts';
import { saveDetail, saveListed } from './calls.ts';
import { countAll } from './counts.ts';
import { inTransaction } from './db.ts';
import { integrityProblems } from './export.ts';
import { asAppError, openForWriting } from './open.ts';

describe('a database that may not grow', () => {
  let store: ReturnType<typeof temporaryDb>;
  beforeEach(() => {
    store = temporaryDb();
  });
  afterEach(() => store.remove());

  it('rolls the commit back, keeps what was there, reads on, and goes on when there is room', () => {
    const { db, dir } = store;
    const save = (id: string) =>
      inTransaction(db, () => {
        saveListed(db, summaryOf(id), '{}', 1);
        saveDetail(db, detailOf(id), JSON.stringify({ id, pad: 'x'.repeat(20_000) }), 'v1', 2);
      });
    save('first');
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 1}`);
    let failure: unknown;
    try {
      save('too much');
    } catch (error) {
      failure = asAppError(error, 'x');
    }
    expect((failure as AppError).code).toBe('disk-full');
    expect(db.inTransaction).toBe(false);
    expect(countAll(db)).toMatchObject({ calls: 1, details: 1 });
    const again = openForWriting(dir);
    expect(integrityProblems(again)).toEqual([]);
    expect(countAll(again).calls).toBe(1);
    again.close();
    db.pragma('max_page_count = 1000000');
    save('too much');
    expect(countAll(db)).toMatchObject({ calls: 2, details: 2 });
  });
});

/** Whether this system lets us mount a small file system of our own; containers often do not. */
function canMount(): boolean {
  if (process.platform !== 'linux') return false;
  const probe = temporaryDir();
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe.dir], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    probe.remove();
  }
}

describe.skipIf(!canMount())('a disk that is really full (a 6 MB tmpfs in a namespace of its own)', () => {
  let place: ReturnType<typeof temporaryDir>;
  beforeEach(() => {
    place = temporaryDir();
  });
  afterEach(() => place.remove());

  /** Runs an ES module's text with the disk at `disk`; gives back what it printed as JSON. */
  function onSmallDisk(source: string, options = 'size=6m'): unknown {
    const disk = join(place.dir, 'disk');
    mkdirSync(disk);
    const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
    const text = `
      import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
      import { backupUserData } from ${module('./backup.ts')};
      import { createCheckpoints } from ${module('./checkpoints.ts')};
      import { integrityProblems } from ${module('./export.ts')};
      import { writeValue } from ${module('./key-values.ts')};
      import { asAppError, openForWriting } from ${module('./open.ts')};
      const disk = ${JSON.stringify(disk)};
      const codeOf = (work) => { try { work(); return 'done'; } catch (error) { return asAppError(error, 'x').code; } };
      const codeOfFile = (work) => { try { work(); } catch (error) { return error.code; } };
      const seen = {};
      const logged = [];
      const log = (fields) => logged.push(fields.code);
      const logger = { debug: log, info: log, warn: log, error: log };
      const clock = { now: () => 0, sleep: (_ms, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))) };
      ${source}
      process.stdout.write(JSON.stringify(seen));
    `;
    const script = 'mount -t tmpfs -o "$4" tmpfs "$1" && exec "$2" --input-type=module -e "$3"';
    const run = spawnSync('unshare', ['-rm', 'sh', '-c', script, 'sh', disk, process.execPath, text, options], {
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    return JSON.parse(run.stdout);
  }

  it('loses nothing that was committed; the checkpoint fails too, is told, and works once there is room', () => {
    const seen = onSmallDisk(`
      writeFileSync(disk + '/ballast', Buffer.alloc(4_000_000));
      const db = openForWriting(disk);
      const checkpoints = createCheckpoints({ db, clock, logger });
      let written = 0;
      seen.code = codeOf(() => { for (; written < 1000; written += 1) writeValue(db, 'settings', 'k' + written, 'v'.repeat(20_000)); });
      const stored = (handle) => handle.prepare("SELECT count(*) FROM settings").pluck().get();
      seen.kept = stored(db) === written && written > 10;
      seen.checkpoint = checkpoints.run();
      seen.logged = [...logged];
      seen.keptAfter = stored(db) === written;
      seen.backup = codeOf(() => backupUserData(db, disk, 0));
      seen.left = existsSync(disk + '/backups') ? readdirSync(disk + '/backups') : [];
      rmSync(disk + '/ballast');
      seen.checkpointAgain = checkpoints.run();
      seen.wal = statSync(disk + '/earmark.db-wal').size;
      seen.next = codeOf(() => writeValue(db, 'settings', 'after', 'x'));
      checkpoints.close();
      db.close();
      const again = openForWriting(disk);
      seen.reopened = stored(again) === written + 1 && integrityProblems(again).length === 0;
      again.close();
    `);
    expect(seen).toEqual({
      code: 'disk-full',
      kept: true,
      checkpoint: false,
      logged: ['SQLITE_FULL'],
      keptAfter: true,
      backup: 'disk-full',
      left: [],
      checkpointAgain: true,
      wal: 0,
      next: 'done',
      reopened: true,
    });
  });

  it('is said to be full also when it takes bytes but no more files, of which SQLite only says that one cannot be made', () => {
    const seen = onSmallDisk(
      `
      const { openHostFile, writeNote, readNote } = await import(${JSON.stringify(new URL('./host-file.ts', import.meta.url).href)});
      openForWriting(disk).close();
      const made = openHostFile(disk);
      writeNote(made, 'k', 'v');
      made.close();
      let ballast = 0;
      seen.filled = codeOfFile(() => { for (;; ballast += 1) writeFileSync(disk + '/ballast' + ballast, ''); });
      seen.host = codeOf(() => openHostFile(disk));
      seen.database = codeOf(() => openForWriting(disk));
      for (let n = 0; n < ballast; n += 1) rmSync(disk + '/ballast' + n);
      const again = openHostFile(disk);
      seen.note = readNote(again, 'k');
      again.close();
      seen.reopened = codeOf(() => openForWriting(disk).close());
      seen.left = readdirSync(disk).sort();
    `,
      'size=6m,nr_inodes=20',
    );
    expect(seen).toEqual({
      filled: 'ENOSPC',
      host: 'disk-full',
      database: 'disk-full',
      note: 'v',
      reopened: 'done',
      left: ['earmark.db', 'host.db', 'workspace.json'],
    });
  });

  it('is said to be full when there is no room for the note beside the database', () => {
    const seen = onSmallDisk(
      `
      openForWriting(disk).close();
      rmSync(disk + '/workspace.json');
      let ballast = 0;
      seen.filled = codeOfFile(() => { for (;; ballast += 1) writeFileSync(disk + '/ballast' + ballast, ''); });
      // Room for SQLite's log and its index, and for nothing else.
      for (let n = 0; n < 2; n += 1) rmSync(disk + '/ballast' + n);
      seen.opened = codeOfFile(() => openForWriting(disk));
      for (let n = 2; n < ballast; n += 1) rmSync(disk + '/ballast' + n);
      seen.reopened = codeOf(() => openForWriting(disk).close());
      seen.left = readdirSync(disk).sort();
    `,
      'size=6m,nr_inodes=20',
    );
    expect(seen).toEqual({
      filled: 'ENOSPC',
      opened: 'disk-full',
      reopened: 'done',
      left: ['earmark.db', 'workspace.json'],
    });
  });

  it('refuses to upgrade without room for a copy, and changes nothing', () => {
    const seen = onSmallDisk(`
      import Database from 'better-sqlite3';
      import { migrate } from ${JSON.stringify(new URL('./migrations/index.ts', import.meta.url).href)};
      const path = disk + '/earmark.db';
      const old = new Database(path);
      old.pragma('journal_mode = WAL');
      old.pragma('application_id = ' + 0x4541524d);
      migrate(old, 10);
      for (let n = 0; n < 80; n += 1) writeValue(old, 'settings', 'k' + n, 'v'.repeat(20_000));
      old.pragma('wal_checkpoint(TRUNCATE)');
      old.close();
      writeFileSync(disk + '/ballast', Buffer.alloc(3_700_000));
      const before = statSync(path).mtimeMs;
      seen.code = codeOf(() => openForWriting(disk));
      seen.unchanged = statSync(path).mtimeMs === before;
      seen.left = readdirSync(disk + '/backups');
      const again = new Database(path);
      seen.version = again.pragma('user_version', { simple: true });
      seen.rows = again.prepare('SELECT count(*) FROM settings').pluck().get();
      again.close();
    `);
    expect(seen).toEqual({ code: 'disk-full', unchanged: true, left: [], version: 10, rows: 80 });
  });
});
