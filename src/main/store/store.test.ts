import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '#shared/model/errors.ts';
import { detailOf, summaryOf, temporaryDb, temporaryDir } from '../testing/workspace-fixtures.ts';
import type { CallSummary } from '../voicy/types.ts';
import { findCallDetail } from './call-detail.ts';
import { findPollCandidates, findUnfinishedCalls } from './call-facts.ts';
import { saveDetail, saveDetailFailure, saveListed, saveUnreadableDetail } from './calls.ts';
import { countAll } from './counts.ts';
import { migrate, migrations, newestVersion } from './migrations/index.ts';
import { asAppError, databaseFileName, openForReading, openForWriting } from './open.ts';
import {
  findAudioFacts,
  noteRecording,
  resetUnfinishedRecordings,
  saveAudioFacts,
  saveReadyRecording,
} from './recordings.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as AppError).code;
  }
  return 'nothing thrown';
};

describe('opening a database', () => {
  let place: ReturnType<typeof temporaryDir>;
  beforeEach(() => {
    place = temporaryDir();
  });
  afterEach(() => place.remove());

  it('sets what keeps data safe', () => {
    const db = openForWriting(place.dir);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('user_version', { simple: true })).toBe(newestVersion);
    db.close();
  });

  it('opens again what it made, for reading too, while a writer is there', () => {
    const writer = openForWriting(place.dir);
    saveListed(writer, summaryOf('a'), '{}', 1);
    const reader = openForReading(place.dir);
    expect(countAll(reader).calls).toBe(1);
    expect(() => reader.exec('DELETE FROM calls')).toThrow(/readonly/);
    reader.close();
    writer.close();
  });

  it('refuses a database of the future and leaves it as it is', () => {
    openForWriting(place.dir).close();
    const path = join(place.dir, databaseFileName);
    const db = new Database(path);
    db.pragma(`user_version = ${newestVersion + 10}`);
    db.close();
    expect(codeOf(() => openForWriting(place.dir))).toBe('unsupported');
    const again = new Database(path);
    expect(again.pragma('user_version', { simple: true })).toBe(newestVersion + 10);
    again.close();
  });

  it('refuses garbage, an emptied file and another program’s database', () => {
    const path = join(place.dir, databaseFileName);
    writeFileSync(path, 'this is not a database, whatever its name says, and it is long enough to look like one');
    expect(codeOf(() => openForWriting(place.dir))).toBe('damaged');
    writeFileSync(path, '');
    expect(codeOf(() => openForWriting(place.dir))).toBe('damaged');
    expect(codeOf(() => openForReading(place.dir))).toBe('damaged');
    const other = temporaryDir();
    const foreign = new Database(join(other.dir, databaseFileName));
    foreign.exec('CREATE TABLE notes (text TEXT)');
    foreign.close();
    expect(codeOf(() => openForWriting(other.dir))).toBe('damaged');
    other.remove();
  });

  it('says where nothing is', () => {
    expect(codeOf(() => openForReading(place.dir))).toBe('not-found');
  });

  it('turns SQLite’s failures into sentences', () => {
    const full = Object.assign(new Database.SqliteError('full', 'SQLITE_FULL'), {});
    expect((asAppError(full, 'x') as AppError).code).toBe('disk-full');
    const other = new Error('no');
    expect(asAppError(other, 'x')).toBe(other);
  });
});

describe('migrations', () => {
  it('are numbered in rising tens', () => {
    const numbers = migrations.map((m) => m.version);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers.filter((one) => one % 10 !== 0)).toEqual([]);
  });

  it('0010 makes strict tables from nothing, and running again changes nothing', () => {
    const db = new Database(':memory:') as never as ReturnType<typeof openForWriting>;
    migrate(db, 10);
    migrate(db, 10);
    const tables = db
      .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0`)
      .pluck()
      .all();
    expect(tables).toEqual(['sqlite_schema']);
    db.close();
  });
});

describe('calls', () => {
  let store: ReturnType<typeof temporaryDb>;
  beforeEach(() => {
    store = temporaryDb();
  });
  afterEach(() => store.remove());

  it('tells new from changed from same list rows', () => {
    const { db } = store;
    expect(saveListed(db, summaryOf('a'), '{}', 1)).toBe('new');
    expect(saveListed(db, summaryOf('a'), '{}', 2)).toBe('same');
    expect(saveListed(db, summaryOf('a', { status: 'ongoing', statusGroup: 'in-progress' }), '{}', 3)).toBe('changed');
  });

  it('gives back a call’s details as they went in', () => {
    const { db } = store;
    saveListed(db, summaryOf('a'), '{"call_id":"a"}', 1);
    const detail = detailOf('a');
    expect(saveDetail(db, detail, '{"call_id":"a","x":1}', 'v1', 5)).toBe('new');
    expect(saveDetail(db, detail, '{"call_id":"a","x":1}', 'v1', 6)).toBe('same');
    const found = findCallDetail(db, 'a');
    expect(found?.turns).toEqual(detail.turns);
    expect(found?.toolCalls).toEqual(detail.toolCalls);
    expect(found?.cost).toEqual(detail.cost);
    expect(found?.varsExtracted).toEqual(detail.varsExtracted);
    expect(found?.row).toMatchObject({ id: 'a', turnCount: 2, worstLatencyMs: 1530, detailState: 'ready' });
    expect(findCallDetail(db, 'b')).toBeUndefined();
  });

  it.each<Partial<CallSummary>>([
    { startMs: 1 },
    { durationMs: null },
    { agentId: 'agent-2' },
    { agentId: null, agentName: 'Elsewhere' },
    { agentVersion: '8' },
    { status: 'ongoing', statusGroup: 'in-progress' },
    { statusGroup: 'failed' },
    { direction: 'outgoing' },
    { callType: null },
    { fromNumber: null, callerNumber: '+15550100009' },
    { toNumber: '+15550100009' },
  ])('believes the details where the list said otherwise: %j', (over) => {
    const { db } = store;
    const columns = (id: string) =>
      db
        .prepare(
          `SELECT start_ms, duration_ms, agent_key, agent_id, agent_name, agent_version, status, status_group, direction, call_type,
             from_number, to_number, caller_number, detail_state FROM calls WHERE id = ?`,
        )
        .get(id);
    saveListed(db, summaryOf('told', over), '{}', 1);
    saveDetail(db, detailOf('told', over), '{}', 'v1', 2);
    saveListed(db, summaryOf('first'), '{}', 1);
    saveDetail(db, detailOf('first', over), '{}', 'v1', 2);
    saveListed(db, summaryOf('later'), '{}', 1);
    saveDetail(db, detailOf('later'), '{}', 'v1', 2);
    saveDetail(db, detailOf('later', over), '{"a":1}', 'v1', 3);
    expect([columns('first'), columns('later')]).toEqual([columns('told'), columns('told')]);
    expect(columns('told')).toMatchObject({ detail_state: 'ready' });
  });

  it('keeps details when a later Get fails or cannot be read', () => {
    const { db } = store;
    saveListed(db, summaryOf('a'), '{}', 1);
    saveDetail(db, detailOf('a'), '{}', 'v1', 5);
    saveDetailFailure(db, 'a', 'not-found', 'gone');
    expect(findCallDetail(db, 'a')).toMatchObject({
      row: { detailState: 'ready' },
      detailError: { code: 'not-found' },
    });
    saveUnreadableDetail(db, 'a', 'transcript is a number', '{"transcript":1}', 9);
    expect(findCallDetail(db, 'a')?.turns).toHaveLength(2);
    expect(countAll(db).unreadable).toBe(1);
  });

  it('offers for fetching what is new, changed, running or waiting for late fields', () => {
    const { db } = store;
    const now = 1_700_000_000_000;
    for (const id of ['new', 'done', 'late', 'changed', 'running'])
      saveListed(db, summaryOf(id, { startMs: now }), '{}', 1);
    saveDetail(db, detailOf('done', { startMs: now }), '{}', 'v1', 2);
    for (const id of ['done', 'late'])
      noteRecording(db, id, { state: 'none', code: 'none', message: 'There is none.' }, 2);
    saveDetail(db, detailOf('late', { startMs: now, missing: ['summary'] }), '{}', 'v1', 2);
    saveDetail(db, detailOf('changed', { startMs: now }), '{}', 'v1', 2);
    saveListed(db, summaryOf('changed', { startMs: now, durationMs: 1 }), '{}', 3);
    saveDetail(db, detailOf('running', { startMs: now, statusGroup: 'in-progress' }), '{}', 'v1', 2);
    const ids = findUnfinishedCalls(db, now - 1, 1).map((c) => c.id);
    expect(ids.sort()).toEqual(['changed', 'late', 'new', 'running']);
    expect(findUnfinishedCalls(db, now + 1, 1).map((c) => c.id)).not.toContain('late');
  });

  it('polls by the index of starts', () => {
    const plan = store.db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT id FROM calls WHERE start_ms >= ? AND (status_group IN ('in-progress', 'unknown') OR late_missing <> '[]') ORDER BY start_ms DESC`,
      )
      .all(1) as { detail: string }[];
    expect(plan.map((p) => p.detail).join()).toMatch(/SEARCH calls USING INDEX calls_by_start \(start_ms>\?\)/);
    saveListed(store.db, summaryOf('r', { startMs: 100, statusGroup: 'in-progress' }), '{}', 1);
    saveListed(store.db, summaryOf('old', { startMs: 10, statusGroup: 'in-progress' }), '{}', 1);
    expect(findPollCandidates(store.db, 50).map((c) => c.id)).toEqual(['r']);
  });

  it('finds calls to fetch without reading the whole table', () => {
    const plan = store.db.prepare('EXPLAIN QUERY PLAN SELECT * FROM turns WHERE call_id = ? ORDER BY idx').all('a') as {
      detail: string;
    }[];
    expect(plan.map((p) => p.detail).join()).toMatch(/SEARCH turns USING PRIMARY KEY/);
  });
});

describe('recordings', () => {
  let store: ReturnType<typeof temporaryDb>;
  beforeEach(() => {
    store = temporaryDb();
    saveListed(store.db, summaryOf('a'), '{}', 1);
  });
  afterEach(() => store.remove());

  const stateOf = () => store.db.prepare('SELECT recording_state FROM calls').pluck().get();

  it('never lets news take a verified file away', () => {
    const { db } = store;
    noteRecording(db, 'a', { state: 'pending', code: 'not-yet', message: 'm' }, 1);
    expect(stateOf()).toBe('pending');
    saveReadyRecording(db, 'a', { name: 'x.wav', bytes: 3, sha256: 'ff' }, 2);
    noteRecording(db, 'a', { state: 'gone', code: 'gone', message: 'm' }, 3);
    expect(stateOf()).toBe('ready');
  });

  it('puts back what was under way when the process ended', () => {
    const { db } = store;
    noteRecording(db, 'a', { state: 'downloading', code: null, message: null }, 1);
    resetUnfinishedRecordings(db, 2);
    expect(stateOf()).toBe('pending');
  });

  it('keeps audio facts', () => {
    const { db } = store;
    const facts = {
      container: 'wav',
      codec: 'pcm-s16',
      channels: 2,
      sampleRate: 8000,
      durationMs: 1234.5,
      playable: 'original' as const,
      playableType: 'audio/wav',
      peaks: 'ready' as const,
      warnings: [{ code: 'truncated', message: 'short' }],
    };
    saveAudioFacts(db, 'a', facts, 1);
    expect(findAudioFacts(db, 'a')).toEqual(facts);
  });
});
