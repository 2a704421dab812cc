import { familyKeyOf } from '#shared/logic/likeness/families.ts';
import { suggestName } from '#shared/logic/likeness/family-name.ts';
import { termNumber } from '#shared/logic/likeness/features.ts';
import { inTransaction, type ReadDb, sql, type WriteDb } from '../db.ts';
import { placeFamilies } from './placed.ts';
import { findIndexBasis, TURN_INDEX_VERSION } from './standing.ts';

/** One agent turn as it is indexed; columns of `agent_turns`. `wording` = its key; null when it has no words. */
export interface IndexedTurn {
  index: number;
  callerIndex: number | null;
  wording: string | null;
  startMs: number | null;
  reportedMs: number | null;
  /** In the order of `latencyStages`. */
  stagesMs: readonly (number | null)[];
  measuredMs: number | null;
  measuredLow: boolean | null;
  noGap: string | null;
  bargedIn: boolean;
  last: boolean;
  tools: number;
  toolErrors: number;
  toolMs: number | null;
}

export interface IndexedCall {
  callId: string;
  /** What it was computed from: it is stored only if that is how the call still stands. */
  basis: string;
  agent: string;
  turns: readonly IndexedTurn[];
}

/** A wording that no call had before. */
export interface NewWording {
  agent: string;
  key: string;
  template: string;
  terms: readonly number[];
  /** Key of its family, with a name where it begins one. */
  family: string;
  name: string | null;
}

/** What a stretch of indexing came to. */
export interface IndexRecords {
  calls: readonly IndexedCall[];
  wordings: readonly NewWording[];
}

const INSERT_TURN = `INSERT INTO agent_turns (call_no, idx, caller_idx, wording_no, start_ms, reported_ms, vad_ms, stt_ms, llm_startup_ms,
  llm_sentence_ms, tts_ms, send_ms, measured_ms, measured_low, no_gap, barged_in, last, tools, tool_errors, tool_ms)
  VALUES (?, ?, ?, (SELECT no FROM wordings WHERE agent = ? AND key = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/**
 * Stores what was indexed, given as JSON of `IndexRecords`: it comes from another thread through one that need not read it. A
 * call that changed meanwhile, or is gone, is passed over: it is indexed again for that change. Returns the calls that were stored.
 */
export function saveIndexText(db: WriteDb, json: string): string[] {
  const { calls, wordings } = JSON.parse(json) as IndexRecords;
  return inTransaction(db, () => {
    for (const wording of wordings) saveWording(db, wording);
    placeFamilies(db, new Set(wordings.map(({ agent }) => agent)));
    const left = new Set<number>();
    const saved = calls.filter((call) => {
      if (findIndexBasis(db, call.callId) !== call.basis) return false;
      for (const no of saveCall(db, call)) left.add(no);
      return true;
    });
    removeUnused(db, left);
    // Of calls that were passed over, too.
    removeUnused(
      db,
      wordings.flatMap(
        ({ agent, key }) =>
          sql<number>(db, 'SELECT no FROM wordings WHERE agent = ? AND key = ?').pluck().all(agent, key) as number[],
      ),
    );
    return saved.map(({ callId }) => callId);
  });
}

function saveWording(db: WriteDb, { agent, key, template, terms, family, name }: NewWording): void {
  if (name !== null) {
    sql(db, 'INSERT OR IGNORE INTO families (agent, key, name) VALUES (?, ?, ?)').run(agent, family, name);
  }
  const made = sql(
    db,
    `INSERT OR IGNORE INTO wordings (agent, key, template, found_family, family)
     SELECT ?, ?, ?, no, no FROM families WHERE key = ?`,
  ).run(agent, key, template, family);
  if (made.changes === 0) return;
  const insert = sql(db, 'INSERT OR IGNORE INTO wording_terms (agent, term, wording_no) VALUES (?, ?, ?)');
  for (const term of terms) insert.run(termNumber(agent), term, made.lastInsertRowid);
}

/** Replaces a call's rows; returns the wordings that it had. */
function saveCall(db: WriteDb, { callId, basis, agent, turns }: IndexedCall): number[] {
  sql(
    db,
    'INSERT INTO call_numbers (call_id, basis) VALUES (?, ?) ON CONFLICT (call_id) DO UPDATE SET basis = excluded.basis',
  ).run(callId, basis);
  const no = sql<number>(db, 'SELECT no FROM call_numbers WHERE call_id = ?').pluck().get(callId) as number;
  const before = wordingsOfCall(db, callId);
  sql(db, 'DELETE FROM agent_turns WHERE call_no = ?').run(no);
  const insert = sql(db, INSERT_TURN);
  for (const t of turns) {
    insert.run(
      no,
      t.index,
      t.callerIndex,
      agent,
      t.wording,
      t.startMs,
      t.reportedMs,
      ...t.stagesMs,
      t.measuredMs,
      t.measuredLow === null ? null : Number(t.measuredLow),
      t.noGap,
      Number(t.bargedIn),
      Number(t.last),
      t.tools,
      t.toolErrors,
      t.toolMs,
    );
  }
  return before;
}

/** The wordings of a call's agent turns. */
export function wordingsOfCall(db: WriteDb, callId: string): number[] {
  return sql<number>(
    db,
    `SELECT DISTINCT t.wording_no FROM agent_turns t JOIN call_numbers n ON n.no = t.call_no
     WHERE n.call_id = ? AND t.wording_no IS NOT NULL`,
  )
    .pluck()
    .all(callId) as number[];
}

/**
 * Removes those of these wordings that no turn has any more, and families that were left empty; one that was called by words
 * which are gone is called by others of its own. Call inside a transaction.
 */
export function removeUnused(db: WriteDb, wordings: Iterable<number>): void {
  const family = sql<{ agent: string; key: string; found: number; present: number }>(
    db,
    `SELECT agent, key, found_family AS found, family AS present FROM wordings w
     WHERE no = ? AND NOT EXISTS (SELECT 1 FROM agent_turns t WHERE t.wording_no = w.no)`,
  );
  const emptied = new Set<number>();
  const nameless: string[] = [];
  for (const no of wordings) {
    const unused = family.get(no);
    if (!unused) continue;
    sql(db, 'DELETE FROM wordings WHERE no = ?').run(no);
    emptied.add(unused.found).add(unused.present);
    nameless.push(familyKeyOf(unused.agent, unused.key));
  }
  const remove = sql(
    db,
    `DELETE FROM families WHERE no = ? AND NOT EXISTS (SELECT 1 FROM wordings w WHERE w.found_family = families.no)
       AND NOT EXISTS (SELECT 1 FROM wordings w WHERE w.family = families.no)`,
  );
  for (const no of emptied) remove.run(no);
  for (const key of nameless) nameAnew(db, key);
}

/** A family is called by the wording it began with: without it, by the oldest that it has left, or that was merged into it. */
function nameAnew(db: WriteDb, key: string): void {
  const template = sql<string>(
    db,
    `SELECT coalesce(
       (SELECT w.template FROM wordings w WHERE w.found_family = f.no ORDER BY w.no LIMIT 1),
       (SELECT w.template FROM wordings w WHERE w.family = f.no ORDER BY w.no LIMIT 1)
     ) FROM families f WHERE f.key = ?`,
  )
    .pluck()
    .get(key) as string | null | undefined;
  const name = template == null ? '…' : suggestName(template);
  sql(db, 'UPDATE families SET name = ? WHERE key = ?').run(name, key);
}

/** Whether something was indexed by rules of another version of Earmark. Walks `call_numbers`. */
function isIndexOld(db: ReadDb): boolean {
  return (
    sql<number>(
      db,
      `SELECT EXISTS (SELECT 1 FROM call_numbers WHERE basis < '${TURN_INDEX_VERSION} ' OR basis >= '${TURN_INDEX_VERSION}!')`,
    )
      .pluck()
      .get() === 1
  );
}

/**
 * Empties an index that was made by other rules: wordings would be compared with those of before, and families would depend on what was
 * there first. What people said of families is kept, and holds for the new ones. Returns whether there was such an index.
 */
export function forgetOldIndex(db: WriteDb): boolean {
  return inTransaction(db, () => {
    if (!isIndexOld(db)) return false;
    for (const table of ['agent_turns', 'wording_terms', 'wordings', 'families'] as const)
      db.exec(`DELETE FROM ${table}`);
    db.exec('UPDATE call_numbers SET basis = NULL');
    return true;
  });
}
