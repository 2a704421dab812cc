import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '#shared/model/turn.ts';
import { detailOf, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { findUnfinishedCalls } from './call-facts.ts';
import { saveDetail, saveListed } from './calls.ts';
import {
  checkContent,
  contentDigestOf,
  markContentDamaged,
  setContentDigests,
  sweepContent,
} from './content-digest.ts';
import { inTransaction, type WriteDb } from './db.ts';
import { findTurns, replaceTurns } from './turns.ts';

let store: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  store = temporaryDb();
});
afterEach(() => store.remove());

const turnWith = (index: number, content: string, startMs: number | null): Turn => ({
  ...(detailOf('x').turns[1] as Turn),
  index,
  entry: index,
  content,
  startMs,
});

function store1(db: WriteDb, id: string, turns?: Turn[]): void {
  const call = detailOf(id, turns ? { turns } : {});
  const json = JSON.stringify({ call_id: id, transcript: call.turns });
  saveListed(db, summaryOf(id), '{}', 1);
  saveDetail(db, call, json, 'v1', 2);
  inTransaction(db, () =>
    setContentDigests(db, id, { turns: call.turns, transcriptText: call.transcriptText, rawJson: json }),
  );
}

describe('content digests', () => {
  it('are the same for what goes in and what comes out, whatever the text', () => {
    saveListed(store.db, summaryOf('a'), '{}', 1);
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constant('\ud800x\0y'));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }))), { maxLength: 8 }),
        (said) => {
          const turns = said.map(([content, startMs], i) => turnWith(i, content, startMs));
          inTransaction(store.db, () => replaceTurns(store.db, 'a', turns));
          expect(contentDigestOf(findTurns(store.db, 'a'))).toBe(contentDigestOf(turns));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tell sound from damaged from unknown', () => {
    const { db } = store;
    store1(db, 'a');
    expect(checkContent(db, 'a')).toBe('ok');
    expect(checkContent(db, 'nowhere')).toBe('unknown');
    saveListed(db, summaryOf('old'), '{}', 1);
    expect(checkContent(db, 'old')).toBe('unknown');
    db.exec(`UPDATE turns SET content = 'Hellp?' WHERE idx = 0`);
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    expect(checkContent(db, 'a')).toBe('damaged');
    store1(db, 'b');
    db.exec(`UPDATE raw_calls SET json = replace(json, 'help', 'yelp') WHERE call_id = 'b'`);
    expect(checkContent(db, 'b')).toBe('damaged');
    store1(db, 'c');
    db.exec(`UPDATE turns SET vad_delay_ms = 501 WHERE call_id = 'c' AND vad_delay_ms IS NOT NULL`);
    expect(checkContent(db, 'c')).toBe('damaged');
    store1(db, 'd');
    db.exec(`UPDATE turns SET measured_gap_ms = 12, end_ms = 900 WHERE call_id = 'd'`);
    expect(checkContent(db, 'd')).toBe('ok');
  });

  it('are swept a stretch at a time, and a damaged call is stored anew by the next Get of the same JSON', () => {
    const { db } = store;
    for (const id of ['a', 'b', 'c']) store1(db, id);
    db.exec(`UPDATE turns SET content = 'changed' WHERE call_id = 'b' AND idx = 1`);
    const first = sweepContent(db, 0, 2);
    expect(first).toEqual({ checked: 2, damaged: ['b'], nextRowid: expect.any(Number) });
    expect(sweepContent(db, first.nextRowid ?? 0, 2)).toEqual({ checked: 1, damaged: [], nextRowid: null });
    markContentDamaged(db, 'b');
    const failed = findUnfinishedCalls(db, Number.MAX_SAFE_INTEGER, 1).filter((c) => c.detailState === 'failed');
    expect(failed.map((c) => c.id)).toEqual(['b']);
    store1(db, 'b');
    expect(checkContent(db, 'b')).toBe('ok');
    expect(findTurns(db, 'b')[1]?.content).toBe('How can I help?');
  });
});
