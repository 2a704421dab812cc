import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordingLogger, summaryOf, temporaryDir } from '../testing/workspace-fixtures.ts';
import { backupUserData, openBackup } from './backup.ts';
import { listBackups } from './backup-files.ts';
import { saveListed } from './calls.ts';
import { inTransaction } from './db.ts';
import { readValue, writeValue } from './key-values.ts';
import { databaseFileName, openForWriting } from './open.ts';
import { openOrRecover } from './quarantine.ts';

let place: ReturnType<typeof temporaryDir>;
beforeEach(() => {
  place = temporaryDir();
});
afterEach(() => place.remove());

const KILLS = 6;
/** Each kill starts a process. */
const TIMEOUT_MS = 120_000;

/** Runs an ES module's text in a process of its own and kills that `delayMs` after it said that it begins. */
async function killDuring(source: string, delayMs: number): Promise<void> {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const text = `
    import { backupUserData } from ${module('./backup.ts')};
    import { writeValue } from ${module('./key-values.ts')};
    import { openForWriting } from ${module('./open.ts')};
    import { openOrRecover } from ${module('./quarantine.ts')};
    const dir = ${JSON.stringify(place.dir)};
    const log = () => undefined;
    const logger = { debug: log, info: log, warn: log, error: log };
    process.stdout.write('begin\\n', () => { ${source} });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  await sleep(delayMs);
  child.kill('SIGKILL');
  await ended;
}

function fill(): void {
  const db = openForWriting(place.dir);
  inTransaction(db, () => {
    for (let n = 0; n < 500; n += 1) {
      saveListed(db, summaryOf(`call-${n}`), '{}', 1);
      db.prepare('INSERT INTO recording_use VALUES (?, 1, 1)').run(`call-${n}`);
    }
    writeValue(db, 'settings', 'theme', '"dark"');
  });
  db.close();
}

describe('a process killed in the middle', () => {
  it(
    'of backups leaves only sound ones, and the next backup works',
    async () => {
      fill();
      for (let n = 0; n < KILLS; n += 1) {
        const startDay = n * 1000;
        await killDuring(
          `const db = openForWriting(dir);
         for (let day = ${startDay}; ; day += 1) {
           writeValue(db, 'settings', 'day', String(day));
           backupUserData(db, dir, day * 86_400_000);
         }`,
          40 + n * 17,
        );
        for (const { path } of listBackups(place.dir)) openBackup(path).close();
      }
      const db = openForWriting(place.dir);
      writeValue(db, 'settings', 'day', 'last');
      expect(backupUserData(db, place.dir, KILLS * 1000 * 86_400_000).kind).toBe('written');
      db.close();
    },
    TIMEOUT_MS,
  );

  it(
    'of a recovery loses nothing: the next start ends it',
    async () => {
      fill();
      const db = openForWriting(place.dir);
      backupUserData(db, place.dir, Date.UTC(2026, 2, 4));
      db.close();
      const nowMs = Date.UTC(2026, 2, 5);
      for (let n = 0; n < KILLS; n += 1) {
        truncateSync(join(place.dir, databaseFileName), 0);
        await killDuring(`openOrRecover(dir, { nowMs: ${nowMs + n * 60_000}, logger }).db.close();`, n * 6);
        const again = openOrRecover(place.dir, { nowMs: nowMs + n * 60_000 + 30_000, logger: recordingLogger() });
        expect(readValue(again.db, 'settings', 'theme')).toBe('"dark"');
        expect(again.db.prepare('SELECT count(*) FROM recording_use WHERE pinned = 1').pluck().get()).toBe(500);
        again.db.close();
      }
    },
    TIMEOUT_MS,
  );
});
