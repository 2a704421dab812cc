import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { WriteDb } from '../db.ts';
import { findTurns } from '../turns.ts';
import { migrate } from './index.ts';

it('moves what was reported of each turn into its row, negative and missing stages included', () => {
  const db = new Database(':memory:') as Database.Database as WriteDb;
  db.pragma('foreign_keys = ON');
  migrate(db, 120);
  const turn = (call: string, idx: number, role: string) =>
    `('${call}', ${idx}, ${idx}, '${role}', '${role}', 'words', ${idx}000, NULL)`;
  db.exec(`INSERT INTO calls (id, status, status_group, detail_state, list_digest, first_seen_ms)
    VALUES ('one', 'completed', 'completed', 'ready', 'd', 1), ('two', 'completed', 'completed', 'ready', 'd', 1);
    INSERT INTO turns (call_id, idx, entry, role, raw_role, content, start_ms, reported_gap_ms)
    VALUES ${[turn('one', 0, 'agent'), turn('one', 1, 'caller'), turn('one', 2, 'agent'), turn('two', 0, 'agent')].join(', ')};
    INSERT INTO turn_latency VALUES ('one', 0, 1530, 1, 2, 3, 4, 5, 6), ('two', 0, -7, NULL, NULL, 0, NULL, NULL, NULL)`);
  migrate(db, 130);
  expect(db.pragma('user_version', { simple: true })).toBe(130);
  const found = (call: string) =>
    findTurns(db, call).map(({ latency }) => latency && [latency.total_perceived_ms, latency.llm_startup_ms]);
  expect(found('one')).toEqual([[1530, 3], null, null]);
  expect(found('two')).toEqual([[-7, 0]]);
  expect(findTurns(db, 'one')[0]?.latency).toEqual({
    total_perceived_ms: 1530,
    vad_delay_ms: 1,
    stt_finalize_ms: 2,
    llm_startup_ms: 3,
    llm_first_sentence_ms: 4,
    tts_synthesis_ms: 5,
    send_overhead_ms: 6,
  });
  expect(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'turn_latency'`).pluck().get()).toBe(0);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.pragma('foreign_key_check')).toEqual([]);
  db.close();
});
