import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDb } from '../testing/workspace-fixtures.ts';
import { createBatchWriter } from './batch-writer.ts';
import { readValue, writeValue } from './key-values.ts';

describe('gathered writes', () => {
  let store: ReturnType<typeof temporaryDb>;
  beforeEach(() => {
    store = temporaryDb();
  });
  afterEach(() => store.remove());

  it('commit together and each gets its own result', async () => {
    const writer = createBatchWriter(store.db);
    const results = await Promise.all(
      [1, 2, 3].map((n) =>
        writer.write(() => {
          writeValue(store.db, 'meta', `k${n}`, String(n));
          return n;
        }),
      ),
    );
    expect(results).toEqual([1, 2, 3]);
    expect(readValue(store.db, 'meta', 'k2')).toBe('2');
  });

  it('lose nothing when one of them throws', async () => {
    const writer = createBatchWriter(store.db);
    const good = writer.write(() => writeValue(store.db, 'meta', 'good', '1'));
    const bad = writer.write(() => {
      writeValue(store.db, 'meta', 'bad', '1');
      throw new Error('no');
    });
    await expect(bad).rejects.toThrow('no');
    await good;
    expect(readValue(store.db, 'meta', 'good')).toBe('1');
    expect(readValue(store.db, 'meta', 'bad')).toBeUndefined();
  });

  it('all fail when the database is closed, and say so', async () => {
    const closed = temporaryDb();
    const writer = createBatchWriter(closed.db);
    const lost = writer.write(() => 1);
    closed.remove();
    await expect(lost).rejects.toThrow(/not open/);
  });
});
