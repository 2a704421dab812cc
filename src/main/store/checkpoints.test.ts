import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../ports.ts';
import { recordingLogger, temporaryDb } from '../testing/workspace-fixtures.ts';
import { checkpointDueMs, createCheckpoints, type LogState } from './checkpoints.ts';
import { withBusyRetry } from './db.ts';
import { writeValue } from './key-values.ts';
import { databaseFileName, openForReading, openForWriting } from './open.ts';

const quiet: LogState = { walBytes: 0, commitMs: null, deleteMs: null, failures: 0, failedMs: null };

describe('when the log is emptied', () => {
  it.each([
    ['nothing to empty', {}, null],
    ['30 s after a commit', { commitMs: 1000 }, 31_000],
    ['5 s after a delete', { commitMs: 1000, deleteMs: 2000 }, 7000],
    ['at once when it is large', { commitMs: 1000, walBytes: 33 << 20 }, 0],
    [
      'not at once after a reader was in the way',
      { commitMs: 0, walBytes: 33 << 20, failures: 1, failedMs: 40_000 },
      41_000,
    ],
    ['ever later, but not for ever', { commitMs: 0, failures: 3, failedMs: 40_000 }, 44_000],
    ['with a bound', { commitMs: 0, failures: 50, failedMs: 40_000 }, 70_000],
  ] as const)('%s', (_, over, due) => {
    expect(checkpointDueMs({ ...quiet, ...over })).toBe(due);
  });
});

/** A clock whose sleepers wake when time is moved past them. */
function handClock() {
  let nowMs = 0;
  let sleepers: { at: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        sleepers.push({ at: nowMs + ms, wake: resolve });
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  };
  const to = async (ms: number) => {
    nowMs = ms;
    const due = sleepers.filter((s) => s.at <= ms);
    sleepers = sleepers.filter((s) => s.at > ms);
    for (const { wake } of due) wake();
    await new Promise(setImmediate);
  };
  return { clock, to };
}

describe('the owner of the log', () => {
  let store: ReturnType<typeof temporaryDb>;
  beforeEach(() => {
    store = temporaryDb();
  });
  afterEach(() => store.remove());
  const walBytes = () => statSync(join(store.dir, `${databaseFileName}-wal`)).size;

  it('empties it 30 s after a commit and 5 s after a delete', async () => {
    const { clock, to } = handClock();
    const checkpoints = createCheckpoints({ db: store.db, clock, logger: recordingLogger() });
    writeValue(store.db, 'meta', 'a', '1');
    checkpoints.committed();
    await to(29_999);
    expect(walBytes()).toBeGreaterThan(0);
    await to(30_000);
    expect(walBytes()).toBe(0);
    writeValue(store.db, 'meta', 'a', '2');
    checkpoints.committed();
    await to(31_000);
    writeValue(store.db, 'meta', 'a', null);
    checkpoints.committed('deleted');
    await to(35_999);
    expect(walBytes()).toBeGreaterThan(0);
    await to(36_000);
    expect(walBytes()).toBe(0);
    checkpoints.close();
  });

  it('keeps it at 16 MB while much is written: SQLite begins it anew, in the file that is there', async () => {
    const { clock, to } = handClock();
    const checkpoints = createCheckpoints({ db: store.db, clock, logger: recordingLogger() });
    const sizes: number[] = [];
    for (let n = 0; n < 60; n += 1) {
      writeValue(store.db, 'meta', `k${n}`, 'x'.repeat(1 << 20));
      checkpoints.committed();
      sizes.push(walBytes());
    }
    expect(Math.max(...sizes)).toBeGreaterThan(16_000_000);
    expect(Math.max(...sizes)).toBeLessThan(20_000_000);
    expect(sizes.at(-1)).toBe(Math.max(...sizes));
    await to(30_000);
    expect(walBytes()).toBe(0);
    checkpoints.close();
  });

  it('waits for a reader that is in the way, warns of a log grown large, and empties it when the reader ends', async () => {
    const { clock, to } = handClock();
    const logger = recordingLogger();
    const checkpoints = createCheckpoints({ db: store.db, clock, logger });
    const reader = openForReading(store.dir);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM meta').get();
    const block = 'x'.repeat(9 << 20);
    for (let n = 0; n < 8; n += 1) {
      writeValue(store.db, 'meta', `k${n}`, block);
      checkpoints.committed();
    }
    expect(walBytes()).toBeGreaterThan(64 << 20);
    expect(logger.lines.filter((line) => line.includes('write-ahead log has grown'))).toHaveLength(1);
    reader.exec('COMMIT');
    await to(60_000);
    expect(walBytes()).toBe(0);
    reader.close();
    checkpoints.close();
  });
});

describe('two connections that write', () => {
  let store: ReturnType<typeof temporaryDb>;
  beforeEach(() => {
    store = temporaryDb();
  });
  afterEach(() => store.remove());

  it('takes turns, and gives up after three tries with the busy error', () => {
    const other = openForWriting(store.dir);
    store.db.pragma('busy_timeout = 1');
    let tries = 0;
    other.exec('BEGIN IMMEDIATE');
    expect(() => withBusyRetry(store.db, () => writeValue(store.db, 'meta', 'a', '1'))).toThrow(/locked/);
    other.exec('COMMIT');
    withBusyRetry(store.db, () => {
      tries += 1;
      if (tries < 3) {
        // What a nested connection would answer: the whole work is done again.
        other.pragma('busy_timeout = 1');
        other.exec('BEGIN IMMEDIATE');
      }
      writeValue(store.db, 'meta', 'a', '2');
    });
    expect(tries).toBe(3);
    expect(other.prepare(`SELECT value FROM meta WHERE key = 'a'`).pluck().get()).toBe('2');
    other.close();
  });
});
