import type { ReadDb } from './db.ts';

/**
 * Where a table's rows come from, which decides what happens to them when the database is lost:
 * `vendor` = a sync fetches them again; `derived` = computed from the other tables and files; `host` = of this process or this
 * machine, wrong anywhere else; `user` = nowhere else to be had, so they are backed up daily, restored and never re-made.
 */
export type TableClass = 'vendor' | 'derived' | 'user' | 'host';

/**
 * Every table of the schema (a test fails for one that is missing). A `user` table may refer to `calls` and to `user` tables
 * above it, to nothing else: rows are restored in this order, and a call that is not known yet is put in as one to be fetched.
 */
export const tableClasses: Readonly<Record<string, TableClass>> = {
  erased: 'user',
  meta: 'user',
  settings: 'user',
  recording_use: 'user',
  raw_versions: 'user',
  known_files: 'user',
  call_adjustments: 'user',
  agent_lanes: 'user',
  review_events: 'user',
  drafts: 'user',
  bundled_calls: 'user',
  calls: 'vendor',
  raw_calls: 'vendor',
  call_details: 'vendor',
  turns: 'vendor',
  tool_calls: 'vendor',
  recordings: 'vendor',
  unreadable: 'vendor',
  audio_facts: 'derived',
  speech: 'derived',
  call_measures: 'derived',
  turn_measures: 'derived',
  review_items: 'derived',
  note_texts: 'derived',
  note_words: 'derived',
  call_reviews: 'derived',
  call_states: 'derived',
  queue_work: 'derived',
  call_numbers: 'derived',
  agent_turns: 'derived',
  families: 'derived',
  wordings: 'derived',
  wording_terms: 'derived',
  jobs: 'derived',
  sync_state: 'host',
};

/** The tables that are backed up, in the order in which they are restored. */
export const userTables: readonly string[] = Object.keys(tableClasses).filter(
  (table) => tableClasses[table] === 'user',
);

/** The columns of a table, in their order; none when there is no such table. */
export function columnsOf(db: ReadDb, table: string): string[] {
  return db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[];
}

/** The columns of a table that refer to `calls`. */
export function callReferences(db: ReadDb, table: string): string[] {
  return db
    .prepare<[string], string>(`SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = 'calls'`)
    .pluck()
    .all(table) as string[];
}

/** An identifier as SQL takes it whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
