import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveListed } from '../store/calls.ts';
import { readValue, writeValue } from '../store/key-values.ts';
import { openForReading, openForWriting } from '../store/open.ts';
import { recordingLogger, summaryOf, temporaryDb, temporaryDir } from '../testing/workspace-fixtures.ts';
import { runBatch } from './batch.ts';
import { localWriter, openWriter, refusingWriter } from './writer.ts';

describe('writes that are gathered', () => {
  let store: ReturnType<typeof temporaryDb>;
  beforeEach(() => {
    store = temporaryDb();
  });
  afterEach(() => store.remove());

  const write = (run: () => unknown) => {
    const told: { value?: unknown; error?: unknown } = {};
    return {
      told,
      run,
      resolve: (value: unknown) => {
        told.value = value;
      },
      reject: (error: unknown) => {
        told.error = error;
      },
    };
  };

  it('commit together, each with its own result, and lose nothing when one of them throws', () => {
    const first = write(() => writeValue(store.db, 'meta', 'a', '1'));
    const bad = write(() => {
      writeValue(store.db, 'meta', 'half', '1');
      throw new Error('no');
    });
    const last = write(() => 3);
    const queue = [first, bad, last];
    while (queue.length > 0) runBatch(store.db, queue, () => 0);
    expect(first.told).toEqual({ value: undefined });
    expect(bad.told.error).toEqual(new Error('no'));
    expect(last.told).toEqual({ value: 3 });
    expect([readValue(store.db, 'meta', 'a'), readValue(store.db, 'meta', 'half')]).toEqual(['1', undefined]);
    expect(store.db.inTransaction).toBe(false);
  });

  it('are all in one transaction: nothing of it is seen before the last of them is done', () => {
    const reader = openForReading(store.dir);
    const seen: unknown[] = [];
    const look = () => seen.push(readValue(reader, 'meta', 'a'));
    const queue = [write(() => writeValue(store.db, 'meta', 'a', '1')), write(look)];
    runBatch(store.db, queue, () => 0);
    look();
    reader.close();
    expect(seen).toEqual([undefined, '1']);
  });

  it('end a transaction in time, and leave the rest for the next', () => {
    let now = 0;
    const slow = () => {
      now += 30;
      return now;
    };
    const queue = [write(slow), write(slow), write(slow)];
    runBatch(store.db, queue, () => now);
    expect(queue).toHaveLength(1);
  });

  it('fail all when the disk is full, and store nothing of it', () => {
    saveListed(store.db, summaryOf('a'), '{}', 1);
    store.db.pragma(`max_page_count = ${store.db.pragma('page_count', { simple: true })}`);
    const small = write(() => writeValue(store.db, 'meta', 'small', '1'));
    const huge = write(() => writeValue(store.db, 'meta', 'huge', 'x'.repeat(1_000_000)));
    runBatch(store.db, [small, huge], () => 0);
    expect(huge.told.error).toMatchObject({ code: 'SQLITE_FULL' });
    expect(readValue(store.db, 'meta', 'huge')).toBeUndefined();
    expect(small.told.error === undefined).toBe(readValue(store.db, 'meta', 'small') === '1');
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('the writing thread', { timeout: 30_000 }, () => {
  let place: ReturnType<typeof temporaryDir>;
  beforeEach(() => {
    place = temporaryDir();
  });
  afterEach(() => place.remove());

  it('makes the database, writes in order, and has written all when it is closed', async () => {
    const { writer } = await openWriter(place.dir, recordingLogger());
    await Promise.all(['1', '2', '3'].map((value) => writer.run('writeValue', 'meta', 'k', value)));
    const last = writer.run('writeValue', 'meta', 'k', '4');
    await writer.close();
    await last;
    await expect(writer.run('endBatch')).rejects.toMatchObject({ code: 'conflict' });
    const db = openForReading(place.dir);
    expect(readValue(db, 'meta', 'k')).toBe('4');
    db.close();
  });

  it('takes many in one message, and tells who asked for what cannot travel between threads', async () => {
    const { writer } = await openWriter(place.dir, recordingLogger());
    const values = Array.from({ length: 500 }, (_, n) => String(n));
    await Promise.all(values.map((value) => writer.run('writeValue', 'meta', `k${value}`, value)));
    const db = openForReading(place.dir);
    expect(values.map((value) => readValue(db, 'meta', `k${value}`))).toEqual(values);
    db.close();
    await expect(writer.run('writeValue', 'meta', 'f', (() => 1) as unknown as string)).rejects.toThrow(
      /could not be cloned/,
    );
    await writer.run('writeValue', 'meta', 'after', '1');
    await writer.close();
  });

  it('tells a failure of the database by its code, and a bug with its stack', async () => {
    const { writer } = await openWriter(place.dir, recordingLogger());
    const error = await writer
      .run('noteRecording', 'nobody', { state: 'none', code: null, message: null }, 1)
      .catch((e) => e);
    expect(error).toMatchObject({ code: 'internal' });
    const bug = await writer.run('planCalls', null as unknown as string[], {} as never).catch((e: Error) => e);
    expect((bug as Error).stack).toContain('records');
    await writer.close();
  });

  it('sets an emptied database aside, and says why it cannot open one of the future', async () => {
    const first = await openWriter(place.dir, recordingLogger());
    await first.writer.close();
    const db = openForReading(place.dir);
    const path = db.name;
    db.close();
    writeFileSync(path, '');
    const { writer, recovered } = await openWriter(place.dir, recordingLogger());
    expect(recovered?.message).toContain('set aside');
    await writer.close();
    const future = openForWriting(place.dir);
    future.pragma('user_version = 9999');
    future.close();
    const logger = recordingLogger();
    await expect(openWriter(place.dir, logger)).rejects.toMatchObject({ code: 'unsupported' });
    // The thread has ended, and no other was started in its place: it would work on a folder that nobody holds any more.
    expect(logger.lines.join()).not.toContain('the writing thread ended');
  });

  it('is started again when it dies; who waited is told, and nothing that was confirmed is lost', async () => {
    const logger = recordingLogger();
    const { writer: before } = await openWriter(place.dir, logger);
    await before.run('writeValue', 'meta', 'kept', '1');
    await before.close();
    const workerUrl = new URL('./fixtures/dying-worker.ts', import.meta.url);
    const { writer } = await openWriter(place.dir, logger, { workerUrl });
    await expect(writer.run('writeValue', 'meta', 'lost', '1')).rejects.toMatchObject({ code: 'internal' });
    await writer.run('writeValue', 'meta', 'after', '1');
    await writer.close();
    const db = openForReading(place.dir);
    expect(['kept', 'lost', 'after'].map((key) => readValue(db, 'meta', key))).toEqual(['1', undefined, '1']);
    db.close();
    expect(logger.lines.join()).toContain('the writing thread ended');
  });

  it('is not there where another process writes', async () => {
    await expect(refusingWriter('Another one writes.').run('endBatch')).rejects.toMatchObject({
      code: 'conflict',
      message: 'Another one writes.',
    });
  });

  it('has a stand-in on a handle of this thread', async () => {
    const store = temporaryDb();
    const writer = localWriter(store.db);
    await Promise.all([writer.run('writeValue', 'meta', 'a', '1'), writer.run('writeValue', 'meta', 'b', '2')]);
    expect(readValue(store.db, 'meta', 'b')).toBe('2');
    store.remove();
  });
});
