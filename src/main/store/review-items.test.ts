import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyChanges, importEvents } from '../review/records.ts';
import { temporaryDb } from '../testing/workspace-fixtures.ts';
import { backupUserData } from './backup.ts';
import { listBackups } from './backup-files.ts';
import { findDrafts, saveDraft } from './drafts.ts';
import { eraseCall } from './erase.ts';
import { restoreUserData } from './restore.ts';
import { eachEvent } from './review-events.ts';
import { findChangedItems, findItem } from './review-items.ts';

let store: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  store = temporaryDb();
});
afterEach(() => store.remove());

const doing = { author: 'ana', nowMs: 1000, command: 'c1' };
const note = (itemId: string, callId: string | null, text: string) => ({
  kind: 'annotation' as const,
  itemId,
  callId,
  set: { text },
});

describe('items of review work', () => {
  it('are made again from a restored log, calls here or not', () => {
    const { db, dir } = store;
    applyChanges(db, doing, [note('n1', 'a', 'slow')]);
    applyChanges(db, { ...doing, command: 'c2' }, [note('n2', 'not here', 'slower')]);
    saveDraft(db, 'ana', 'k', 'a', 'half', 5);
    backupUserData(db, dir, 2000);
    const [backup] = listBackups(dir);
    if (!backup) throw new Error('there is no backup');
    const other = temporaryDb();
    try {
      restoreUserData(other.db, other.dir, backup.path);
      for (const id of ['n1', 'n2']) {
        const before = findItem(db, 'annotation', id);
        expect(findItem(other.db, 'annotation', id)).toEqual({ ...before, rev: expect.any(Number) });
      }
      expect(findDrafts(other.db, 'ana', 'a')).toEqual(findDrafts(db, 'ana', 'a'));
    } finally {
      other.remove();
    }
  });

  it('go with an erased call, and do not come back by an import', () => {
    const { db, dir } = store;
    applyChanges(db, doing, [note('n1', 'a', 'slow'), note('n2', 'b', 'fine')]);
    saveDraft(db, 'ana', 'k', 'a', 'half', 5);
    const events = [...eachEvent(db, ['a', 'b'])];
    eraseCall(db, dir, 'a', 3000);
    expect([...eachEvent(db, ['a'])]).toEqual([]);
    expect(findItem(db, 'annotation', 'n1')).toBeUndefined();
    expect(findDrafts(db, 'ana', 'a')).toEqual([]);
    expect(importEvents(db, events)).toMatchObject({ added: 0, known: 1, erased: 1, items: [] });
    expect(findItem(db, 'annotation', 'n2')?.fields.text).toBe('fine');
    expect(() => applyChanges(db, { ...doing, command: 'c3' }, [note('n3', 'a', 'again')])).toThrow('erased');
  });

  it('count on after the newest was erased, so that no view misses what comes next', () => {
    const { db, dir } = store;
    applyChanges(db, doing, [note('n1', 'a', 'slow')]);
    applyChanges(db, { ...doing, command: 'c2' }, [note('n2', 'b', 'fine')]);
    const { rev } = findChangedItems(db, 'a', 0);
    eraseCall(db, dir, 'b', 3000);
    applyChanges(db, { ...doing, command: 'c3' }, [note('n3', 'a', 'new')]);
    expect(findChangedItems(db, 'a', rev)).toMatchObject({ whole: false, items: [{ id: 'n3' }] });
  });

  it('come in several answers when they are many, none twice and none missed', () => {
    const { db } = store;
    for (let command = 0; command < 5; command += 1) {
      const notes = Array.from({ length: 3 }, (_, n) => note(`n${command}.${n}`, 'a', 'slow'));
      applyChanges(db, { ...doing, command: `c${command}` }, notes);
    }
    const seen: string[] = [];
    const sizes: number[] = [];
    let answer = findChangedItems(db, 'a', 0, 4);
    for (;;) {
      seen.push(...answer.items.map(({ id }) => id));
      sizes.push(answer.items.length);
      if (!answer.more) break;
      answer = findChangedItems(db, 'a', answer.rev, 4);
    }
    expect(sizes).toEqual([6, 6, 3]);
    expect(new Set(seen).size).toBe(15);
    expect(findChangedItems(db, 'a', answer.rev, 4)).toMatchObject({ more: false, items: [] });
    expect(findChangedItems(db, 'a', 0, 15)).toMatchObject({ more: false, rev: answer.rev });
  });

  it('are read by call without walking the others', () => {
    const plan = (where: string) =>
      store.db
        .prepare<[], { detail: string }>(
          `EXPLAIN QUERY PLAN SELECT json FROM review_items WHERE ${where} AND rev > 5 ORDER BY rev`,
        )
        .all()
        .map(({ detail }) => detail)
        .join('; ');
    expect(plan(`call_id = 'a'`)).toContain('USING INDEX review_items_call');
    expect(plan('call_id IS NULL')).toContain('USING INDEX review_items_call');
    expect(findChangedItems(store.db, 'a', 0)).toEqual({ rev: 0, whole: true, more: false, items: [] });
  });
});
