import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/model/errors.ts';
import { breakPages } from '../testing/break-pages.ts';
import { summaryOf, temporaryDir } from '../testing/workspace-fixtures.ts';
import { saveListed } from './calls.ts';
import { countAll } from './counts.ts';
import type { WriteDb } from './db.ts';
import { readValue } from './key-values.ts';
import { migrate, newestVersion } from './migrations/index.ts';
import { databaseFileName, openForReading, openForWriting } from './open.ts';
import { renamePatiently } from './place-file.ts';

let place: ReturnType<typeof temporaryDir>;
beforeEach(() => {
  place = temporaryDir();
});
afterEach(() => place.remove());
const pathOf = (name: string) => join(place.dir, name);
const database = () => pathOf(databaseFileName);

function errorOf(work: () => { close(): void }): AppError | null {
  try {
    work().close();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** A workspace with one call, as an Earmark of format 10 left it. */
function makeOld(): void {
  const db = new Database(database()) as Database.Database as WriteDb;
  db.pragma('journal_mode = WAL');
  db.pragma(`application_id = ${0x4541524d}`);
  migrate(db, 10);
  db.exec(`INSERT INTO calls (id, status, status_group, detail_state, list_digest, first_seen_ms)
           VALUES ('a', 's', 'completed', 'listed', 'd', 1)`);
  db.close();
}

const dbOf = (dir: string) => openForWriting(dir, Date.UTC(2026, 2, 5));

describe('opening', () => {
  it('changes no byte of a database that needs nothing', () => {
    const db = openForWriting(place.dir);
    saveListed(db, summaryOf('a'), '{}', 1);
    db.close();
    const state = () => ({ bytes: readFileSync(database()).toString('base64'), time: statSync(database()).mtimeMs });
    const before = state();
    openForWriting(place.dir).close();
    openForReading(place.dir).close();
    expect(state()).toEqual(before);
    expect(statSync(database()).mode & 0o777).toBe(0o600);
  });

  it('keeps an older workspace’s page size, and the log as long as with the larger pages of a new one', () => {
    const sizes = () => {
      const db = openForWriting(place.dir);
      const size = (name: string) => Number(db.pragma(name, { simple: true }));
      const found = { page: size('page_size'), logPages: size('wal_autocheckpoint') };
      db.close();
      return found;
    };
    makeOld();
    expect(sizes()).toEqual({ page: 4096, logPages: 4096 });
    rmSync(place.dir, { recursive: true });
    expect(sizes()).toEqual({ page: 8192, logPages: 2048 });
  });

  it('notices a database that is gone, emptied or holds nothing any more, instead of showing 0 calls', () => {
    openForWriting(place.dir).close();
    renameSync(database(), pathOf('moved'));
    for (const open of [openForWriting, openForReading]) {
      expect(errorOf(() => open(place.dir))).toMatchObject({
        code: 'damaged',
        message: expect.stringMatching(/is gone/),
      });
    }
    writeFileSync(database(), '');
    for (const open of [openForWriting, openForReading]) {
      expect(errorOf(() => open(place.dir))).toMatchObject({
        code: 'damaged',
        message: expect.stringMatching(/0 bytes/),
      });
    }
    rmSync(database());
    const hollow = new Database(database());
    hollow.exec('CREATE TABLE t (x); DROP TABLE t');
    hollow.close();
    expect(errorOf(() => openForWriting(place.dir))).toMatchObject({ code: 'damaged' });
    rmSync(database());
    renameSync(pathOf('moved'), database());
    expect(errorOf(() => openForWriting(place.dir))).toBeNull();
  });

  it('notices another workspace’s database in its place', () => {
    const other = temporaryDir();
    openForWriting(place.dir).close();
    openForWriting(other.dir).close();
    renameSync(join(other.dir, databaseFileName), database());
    for (const open of [openForWriting, openForReading]) {
      expect(errorOf(() => open(place.dir))).toMatchObject({
        code: 'damaged',
        message: expect.stringMatching(/another workspace/),
      });
    }
    other.remove();
  });

  it('never begins a new database beside the log of a lost one', () => {
    writeFileSync(`${database()}-wal`, 'frames');
    expect(errorOf(() => openForWriting(place.dir))).toMatchObject({ code: 'damaged' });
    expect(existsSync(database())).toBe(false);
  });

  it('gives a workspace from before markers its id, and mends a marker that cannot be read', () => {
    makeOld();
    const db = dbOf(place.dir);
    const id = readValue(db, 'meta', 'workspace_id');
    expect(JSON.parse(readFileSync(pathOf('workspace.json'), 'utf8'))).toEqual({ format: 1, workspaceId: id });
    db.close();
    writeFileSync(pathOf('workspace.json'), '{"format":');
    expect(errorOf(() => openForWriting(place.dir))).toBeNull();
    expect(JSON.parse(readFileSync(pathOf('workspace.json'), 'utf8'))).toEqual({ format: 1, workspaceId: id });
  });

  it('leaves nothing under the real name when making it is cut short', () => {
    writeFileSync(`${database()}.new`, 'half of one');
    expect(errorOf(() => openForWriting(place.dir))).toBeNull();
    expect(readdirSync(place.dir).sort()).toEqual([databaseFileName, 'workspace.json']);
  });
});

describe('upgrading', () => {
  const backups = () => readdirSync(pathOf('backups')).sort();

  it('copies the database first, and keeps the last two copies', () => {
    makeOld();
    dbOf(place.dir).close();
    const name = `pre-10-${newestVersion}-2026-03-05.db`;
    expect(backups()).toEqual([name]);
    const copy = new Database(join(place.dir, 'backups', name), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(10);
    expect(copy.pragma('application_id', { simple: true })).toBe(0x4541524d);
    expect(copy.prepare('SELECT id FROM calls').pluck().all()).toEqual(['a']);
    copy.close();
    for (const day of [6, 7]) {
      rmSync(database());
      rmSync(pathOf('workspace.json'));
      makeOld();
      openForWriting(place.dir, Date.UTC(2026, 2, day)).close();
    }
    expect(backups()).toEqual([6, 7].map((day) => `pre-10-${newestVersion}-2026-03-0${day}.db`));
  });

  it('makes no copy of what is new', () => {
    openForWriting(place.dir).close();
    expect(existsSync(pathOf('backups'))).toBe(false);
  });

  it('that fails leaves the database as it was and says so', () => {
    makeOld();
    const old = new Database(database());
    old.exec('CREATE TABLE erased (in_the_way TEXT)');
    const schema = () => old.prepare('SELECT name FROM sqlite_schema ORDER BY name').pluck().all();
    const before = schema();
    expect(errorOf(() => dbOf(place.dir))).toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/could not be upgraded.*left as it was.*pre-10-/),
    });
    expect(schema()).toEqual(before);
    expect(old.pragma('user_version', { simple: true })).toBe(10);
    old.exec('DROP TABLE erased');
    old.close();
    const db = dbOf(place.dir);
    expect(countAll(db).calls).toBe(1);
    db.close();
  });

  it('of a database that cannot be read to its end changes nothing', () => {
    makeOld();
    const whole = new Database(database());
    const page = Number(whole.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'calls'`).pluck().get());
    whole.close();
    breakPages(database(), [page]);
    const before = readFileSync(database());
    expect(errorOf(() => dbOf(place.dir))).toMatchObject({ code: 'damaged' });
    expect(readFileSync(database()).equals(before)).toBe(true);
    expect(backups()).toEqual([]);
  });
});

describe('giving a file its name', () => {
  const busy = () => Object.assign(new Error('in use'), { code: 'EBUSY' });

  it('waits for a virus scanner, ten times at most, and does not hide other failures', () => {
    const waits: number[] = [];
    let left = 3;
    const rename = () => {
      left -= 1;
      if (left >= 0) throw busy();
    };
    renamePatiently(rename, (ms) => waits.push(ms), 'x');
    expect(waits).toEqual([1000, 1000, 1000]);
    left = 100;
    expect(() => renamePatiently(rename, (ms) => waits.push(ms), 'x')).toThrow(AppError);
    expect(waits).toHaveLength(12);
    const missing = Object.assign(new Error('no'), { code: 'ENOENT' });
    expect(() =>
      renamePatiently(
        () => {
          throw missing;
        },
        () => undefined,
        'x',
      ),
    ).toThrow(missing);
  });
});
