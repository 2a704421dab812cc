import { hash } from 'node:crypto';
import { MEASURES_VERSION } from '#shared/logic/measures/sum-up-call.ts';
import type { TimingInput } from '#shared/logic/timing/input.ts';
import { type CallMeasures, callMeasuresSchema, type RowMeasures, rowMeasuresSchema } from '#shared/model/measures.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { TurnTiming } from '#shared/model/timing.ts';
import { inTransaction, type ReadDb, sql, type WriteDb } from './db.ts';
import { type AdjustmentColumns, findSpeech, toAdjustments } from './timing.ts';
import { findToolCalls, findTurns } from './turns.ts';

/** The settings that measured figures depend on. */
export type MeasureThresholds = Pick<Settings, 'deadAirMs' | 'monologueMs' | 'latencyToleranceMs'>;

/** Of all settings, those that matter here. */
export function measureThresholds({ deadAirMs, monologueMs, latencyToleranceMs }: Settings): MeasureThresholds {
  return { deadAirMs, monologueMs, latencyToleranceMs };
}

/** One text for settings that give the same figures. */
export function thresholdsKey({ deadAirMs, monologueMs, latencyToleranceMs }: MeasureThresholds): string {
  return [deadAirMs, monologueMs, latencyToleranceMs].join(' ');
}

/** Everything a call is measured from, as one text; the same text is the same figures. Its tables: `MEASURES_BASIS_TABLES`. */
export const MEASURES_BASIS = `'${MEASURES_VERSION} ' || coalesce(c.content_digest, '') || ' ' || coalesce(c.tools_digest, '') || ' '
  || coalesce(s.sha256 || ':' || s.detector, '') || ' ' || coalesce(a.duration_ms, '') || ' '
  || coalesce(j.agent_channel || 'h', l.agent_channel || 'a', '') || ' ' || coalesce(j.nudge_ms, 0)`;
export const MEASURES_BASIS_TABLES = `LEFT JOIN recordings r ON r.call_id = c.id
  LEFT JOIN speech s ON s.call_id = c.id AND r.call_id IS NOT NULL AND (r.sha256 IS NULL OR r.sha256 = s.sha256)
  LEFT JOIN audio_facts a ON a.call_id = c.id
  LEFT JOIN call_adjustments j ON j.call_id = c.id
  LEFT JOIN agent_lanes l ON l.agent_key = c.agent_key`;

/** What `measureCall` and the linter need of a call, with the basis it will have been computed from. */
export interface MeasureInput extends Omit<TimingInput, 'thresholds'> {
  readonly basis: string;
}

interface Standing extends AdjustmentColumns {
  basis: string;
  known: string | null;
  knownFor: string | null;
  recordingMs: number | null;
  hasSpeech: 0 | 1;
  hasDetails: 0 | 1;
}

/** How a call stands, in one look. */
function findStanding(db: ReadDb, callId: string): Standing | undefined {
  return sql<Standing>(
    db,
    `SELECT ${MEASURES_BASIS} AS basis, m.basis AS known, m.thresholds AS knownFor, a.duration_ms AS recordingMs,
       s.call_id IS NOT NULL AS hasSpeech, EXISTS (SELECT 1 FROM call_details d WHERE d.call_id = c.id) AS hasDetails,
       j.agent_channel AS hand, l.agent_channel AS agent, j.nudge_ms AS nudgeMs
     FROM calls c LEFT JOIN call_measures m ON m.call_id = c.id ${MEASURES_BASIS_TABLES} WHERE c.id = ?`,
  ).get(callId);
}

function readInput(db: ReadDb, callId: string, standing: Standing): MeasureInput {
  return {
    basis: standing.basis,
    turns: findTurns(db, callId),
    toolCalls: findToolCalls(db, callId),
    recordingMs: standing.recordingMs,
    speech: standing.hasSpeech ? (findSpeech(db, callId) ?? null) : null,
    ...toAdjustments(standing),
  };
}

/** Reads a call as it stands at one moment; undefined when it is not here. */
export function readMeasureInput(db: ReadDb, callId: string): MeasureInput | undefined {
  return db.transaction(() => {
    const standing = findStanding(db, callId);
    return standing && readInput(db, callId, standing);
  })();
}

/** The same for a call that has to be measured (again); undefined for any other. */
export function readStaleInput(db: ReadDb, callId: string, thresholds: MeasureThresholds): MeasureInput | undefined {
  return db.transaction(() => {
    const standing = findStanding(db, callId);
    // Before its first details there is no transcript to measure.
    if (standing === undefined || !standing.hasDetails) return undefined;
    const isKnown = standing.known === standing.basis && standing.knownFor === thresholdsKey(thresholds);
    return isKnown ? undefined : readInput(db, callId, standing);
  })();
}

function findBasis(db: ReadDb, callId: string): string | undefined {
  return sql<string>(db, `SELECT ${MEASURES_BASIS} FROM calls c ${MEASURES_BASIS_TABLES} WHERE c.id = ?`)
    .pluck()
    .get(callId) as string | undefined;
}

/** A stretch of the search for calls to measure. */
export interface StaleCalls {
  ids: string[];
  /** Where to go on; null at the end. */
  nextRowid: number | null;
}

/** Where to look for calls to measure. */
export interface StaleSearch {
  /** Below this row; null = from the newest. */
  beforeRowid: number | null;
  /** Only calls in whose recording speech was looked for. */
  heardOnly: boolean;
  limit: number;
}

/**
 * Calls that have to be measured (again), newest first, `limit` at most. Walks the library, so it belongs on a thread of its
 * own.
 */
export function findStaleMeasures(
  db: ReadDb,
  thresholds: MeasureThresholds,
  { beforeRowid, heardOnly, limit }: StaleSearch,
): StaleCalls {
  const found = sql<{ row: number; id: string }>(
    db,
    `SELECT c.rowid AS row, c.id FROM calls c LEFT JOIN call_measures m ON m.call_id = c.id ${MEASURES_BASIS_TABLES}
     WHERE c.rowid < :before AND (s.call_id IS NOT NULL OR :all) AND EXISTS (SELECT 1 FROM call_details d WHERE d.call_id = c.id)
       AND (m.call_id IS NULL OR m.thresholds <> :thresholds OR m.basis <> ${MEASURES_BASIS})
     ORDER BY c.rowid DESC LIMIT :limit`,
  ).all({
    before: beforeRowid ?? Number.MAX_SAFE_INTEGER,
    all: heardOnly ? 0 : 1,
    limit,
    thresholds: thresholdsKey(thresholds),
  });
  return { ids: found.map(({ id }) => id), nextRowid: found.length === limit ? (found.at(-1)?.row ?? null) : null };
}

/** Whether speech was looked for in any recording; without it there is nothing to measure, and no thread has to begin. */
export function hasHeardCalls(db: ReadDb): boolean {
  return sql(db, 'SELECT 1 FROM speech LIMIT 1').get() !== undefined;
}

/** A call's figures on their way into the database. */
export interface MeasuredCallRecord {
  callId: string;
  /** What they were computed from: they are stored only if that is how the call still stands. */
  basis: string;
  thresholds: MeasureThresholds;
  call: CallMeasures;
  /** Empty for a call without speech: nothing was measured of its turns. */
  turns: readonly TurnTiming[];
}

const toColumn = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const callFields = callMeasuresSchema.keyof().options;
const rowFields = rowMeasuresSchema.keyof().options;
const COLUMNS = ['call_id', 'basis', 'thresholds', 'turns_digest', ...callFields.map(toColumn)];
const INSERT_CALL = `INSERT OR REPLACE INTO call_measures (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`;
const INSERT_TURN = `INSERT INTO turn_measures (call_id, idx, start_ms, start_source, end_ms, end_source, gap_ms, gap_from_ms, gap_to_ms,
  gap_confidence, gap_doubts, no_gap, barged_in_ms, heard_chars) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/**
 * Stores what calls came to. A call that changed while it was measured, or is gone, is passed over: it is measured again for
 * that change. Returns the calls that were stored.
 */
export function saveMeasures(db: WriteDb, records: readonly MeasuredCallRecord[]): string[] {
  return inTransaction(db, () =>
    records
      .filter((record) => {
        if (findBasis(db, record.callId) !== record.basis) return false;
        saveOne(db, record);
        return true;
      })
      .map(({ callId }) => callId),
  );
}

/** The same for records as JSON: they come from a thread that measures, through one that need not read them. */
export function saveMeasuresText(db: WriteDb, json: string): string[] {
  return saveMeasures(db, JSON.parse(json) as MeasuredCallRecord[]);
}

function saveOne(db: WriteDb, { callId, basis, thresholds, call, turns }: MeasuredCallRecord): void {
  const digest = turns.length === 0 ? '' : hash('sha1', JSON.stringify(turns), 'base64');
  const before = sql<{ digest: string }>(db, 'SELECT turns_digest AS digest FROM call_measures WHERE call_id = ?').get(
    callId,
  )?.digest;
  const values = callFields.map((field) => {
    const value = call[field];
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  });
  sql(db, INSERT_CALL).run(callId, basis, thresholdsKey(thresholds), digest, ...values);
  if (digest === (before ?? '')) return;
  sql(db, 'DELETE FROM turn_measures WHERE call_id = ?').run(callId);
  const insert = sql(db, INSERT_TURN);
  for (const t of turns) {
    insert.run(
      callId,
      t.index,
      t.startMs,
      t.startSource,
      t.endMs,
      t.endSource,
      t.gap?.ms ?? null,
      t.gap?.fromMs ?? null,
      t.gap?.toMs ?? null,
      t.gap?.confidence ?? null,
      t.gap === null ? null : JSON.stringify(t.gap.doubts),
      t.noGap,
      t.bargedInMs,
      t.heardChars,
    );
  }
}

type Row = Record<string, string | number | null>;

/** Figures as they were stored, by the names of the model. */
function read<T>(fields: readonly string[], row: Row): T {
  return Object.fromEntries(
    fields.map((field) => {
      const value = row[toColumn(field)] ?? null;
      const isJson = field === 'findings' || field === 'problems';
      return [field, isJson ? JSON.parse(String(value)) : value];
    }),
  ) as T;
}

const FRESH = `FROM call_measures m JOIN calls c ON c.id = m.call_id ${MEASURES_BASIS_TABLES} WHERE m.call_id = ? AND m.basis = ${MEASURES_BASIS}`;

/**
 * What a call came to; undefined while that is not known or the call changed since. It may go by settings that were changed a
 * moment ago.
 */
export function findCallMeasures(db: ReadDb, callId: string): CallMeasures | undefined {
  const row = sql<Row>(db, `SELECT m.* ${FRESH}`).get(callId);
  return row && read<CallMeasures>(callFields, row);
}

/** The same for a line of the list. */
export function findRowMeasures(db: ReadDb, callId: string): RowMeasures | undefined {
  const row = sql<Row>(db, `SELECT ${rowFields.map((field) => `m.${toColumn(field)}`).join(', ')} ${FRESH}`).get(
    callId,
  );
  return row && read<RowMeasures>(rowFields, row);
}

interface TurnColumns {
  idx: number;
  start_ms: number | null;
  start_source: TurnTiming['startSource'];
  end_ms: number | null;
  end_source: TurnTiming['endSource'];
  gap_ms: number | null;
  gap_from_ms: number | null;
  gap_to_ms: number | null;
  gap_confidence: 'high' | 'low' | null;
  gap_doubts: string | null;
  no_gap: TurnTiming['noGap'];
  barged_in_ms: number | null;
  heard_chars: number | null;
}

/** What was measured of a call's turns, in their order; empty while that is not known, and for calls without speech. */
export function findTurnMeasures(db: ReadDb, callId: string): TurnTiming[] {
  if (sql(db, `SELECT 1 ${FRESH}`).get(callId) === undefined) return [];
  return sql<TurnColumns>(db, 'SELECT * FROM turn_measures WHERE call_id = ? ORDER BY idx')
    .all(callId)
    .map((row) => ({
      index: row.idx,
      startMs: row.start_ms,
      endMs: row.end_ms,
      startSource: row.start_source,
      endSource: row.end_source,
      gap: gapOf(row),
      noGap: row.no_gap,
      bargedInMs: row.barged_in_ms,
      heardChars: row.heard_chars,
    }));
}

function gapOf(row: TurnColumns): TurnTiming['gap'] {
  const { gap_ms: ms, gap_from_ms: fromMs, gap_to_ms: toMs, gap_confidence: confidence } = row;
  if (ms === null || fromMs === null || toMs === null || confidence === null) return null;
  return { ms, fromMs, toMs, confidence, doubts: JSON.parse(row.gap_doubts ?? '[]') };
}

/** Calls with figures, and those of them with a measured gap. Walks `call_measures`. */
export function countMeasures(db: ReadDb): { calls: number; withGaps: number } {
  const row = sql<{ calls: number; withGaps: number }>(
    db,
    'SELECT count(*) AS calls, coalesce(sum(measured > 0), 0) AS withGaps FROM call_measures',
  ).get();
  return row ?? { calls: 0, withGaps: 0 };
}
