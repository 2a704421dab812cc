import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDb } from '../testing/workspace-fixtures.ts';
import { openForReading } from './open.ts';
import { remembered } from './remembered.ts';

let store: ReturnType<typeof temporaryDb>;
let computed: string[];
beforeEach(() => {
  store = temporaryDb();
  computed = [];
});
afterEach(() => store.remove());

const write = (key: string) => store.db.prepare('INSERT INTO settings VALUES (?, ?)').run(key, '1');

describe('what is remembered of a database', () => {
  it('is computed once until this handle or another writes', () => {
    const reader = openForReading(store.dir);
    const ask = (db: typeof reader, question: string) =>
      remembered(db, [question], () => {
        computed.push(question);
        return Number(db.prepare('SELECT count(*) FROM settings').pluck().get());
      });
    expect([ask(reader, 'a'), ask(reader, 'a'), ask(reader, 'b')]).toEqual([0, 0, 0]);
    expect(computed).toEqual(['a', 'b']);
    write('one');
    expect([ask(reader, 'a'), ask(store.db, 'a')]).toEqual([1, 1]);
    write('two');
    expect([ask(store.db, 'a'), ask(reader, 'a')]).toEqual([2, 2]);
    reader.close();
  });

  it('keeps the latest questions, also an answer that is undefined', () => {
    const ask = (question: number) =>
      remembered(store.db, [question], () => {
        computed.push(String(question));
        return undefined;
      });
    for (let question = 0; question < 40; question += 1) ask(question);
    computed = [];
    ask(39);
    ask(0);
    expect(computed).toEqual(['0']);
  });
});
