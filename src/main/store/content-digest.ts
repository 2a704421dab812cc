import { hash } from 'node:crypto';
import { latencyStages, type ToolCall, type Turn } from '#shared/model/turn.ts';
import { integerOrNull, type ReadDb, sql, type WriteDb } from './db.ts';
import { isCorruption } from './sqlite-errors.ts';
import { findTurns } from './turns.ts';

/**
 * A digest of a transcript as it is stored: turns with what the vendor reported of them, or the one text of an old API. What
 * is measured later is left out. Numbers and text count as the database gives them back (whole ms, well-formed Unicode).
 */
export function contentDigestOf(turns: readonly Turn[], transcriptText: string | null = null): string {
  const seen = turns.map((t) => [
    t.index,
    t.entry,
    t.role,
    t.rawRole.toWellFormed(),
    t.content.toWellFormed(),
    integerOrNull(t.startMs),
    t.gender?.toWellFormed() ?? null,
    integerOrNull(t.reportedGapMs),
    t.latency ? [t.latency.total_perceived_ms, ...latencyStages.map((s) => t.latency?.[s])].map(integerOrNull) : null,
  ]);
  return hash('sha1', JSON.stringify([seen, transcriptText?.toWellFormed() ?? null]), 'base64');
}

const NO_TOOLS = hash('sha1', '[]', 'base64');

/** A digest of what tool calls say about time and outcome, as they are stored. */
export function toolsDigestOf(toolCalls: readonly ToolCall[]): string {
  if (toolCalls.length === 0) return NO_TOOLS;
  const seen = toolCalls.map((t) => [
    t.entry,
    integerOrNull(t.startMs),
    integerOrNull(t.durationMs),
    integerOrNull(t.statusCode),
    t.error?.toWellFormed() ?? null,
    t.hasResult,
  ]);
  return hash('sha1', JSON.stringify(seen), 'base64');
}

/** SHA-256 of a raw JSON text as it is stored, hex. */
export function rawDigestOf(json: string): string {
  return hash('sha256', json, 'hex');
}

/** Notes what a call's content was when it was stored. Call in the transaction that stores it. */
export function setContentDigests(
  db: WriteDb,
  callId: string,
  content: { turns: readonly Turn[]; transcriptText: string | null; rawJson: string },
): void {
  sql(db, 'UPDATE raw_calls SET sha256 = ? WHERE call_id = ?').run(rawDigestOf(content.rawJson), callId);
  sql(db, 'UPDATE calls SET content_digest = ? WHERE id = ?').run(
    contentDigestOf(content.turns, content.transcriptText),
    callId,
  );
}

export type ContentState = 'ok' | 'damaged' | 'unknown';

interface Noted {
  digest: string | null;
  json: string | null;
  sha256: string | null;
  text: string | null;
}

/** Whether a call's content is as it was stored (hardening.md F52). `unknown`: stored before there were digests, or not here. */
export function checkContent(db: ReadDb, callId: string): ContentState {
  try {
    const noted = sql<Noted>(
      db,
      `SELECT c.content_digest AS digest, r.json, r.sha256, d.transcript_text AS text FROM calls c
       LEFT JOIN raw_calls r ON r.call_id = c.id LEFT JOIN call_details d ON d.call_id = c.id WHERE c.id = ?`,
    ).get(callId);
    if (!noted) return 'unknown';
    if (noted.sha256 !== null && rawDigestOf(noted.json ?? '') !== noted.sha256) return 'damaged';
    if (noted.digest === null) return noted.sha256 === null ? 'unknown' : 'ok';
    return contentDigestOf(findTurns(db, callId), noted.text) === noted.digest ? 'ok' : 'damaged';
  } catch (error) {
    if (isCorruption(error)) return 'damaged';
    throw error;
  }
}

export interface ContentSweep {
  checked: number;
  damaged: string[];
  /** Where to go on; null at the end. */
  nextRowid: number | null;
}

/** Checks the next `limit` calls after `afterRowid` (0 to begin). Meant for a connection of its own, off the main thread. */
export function sweepContent(db: ReadDb, afterRowid: number, limit: number): ContentSweep {
  const rows = sql<{ rowid: number; id: string }>(
    db,
    'SELECT rowid, id FROM calls WHERE rowid > ? ORDER BY rowid LIMIT ?',
  ).all(afterRowid, limit);
  const damaged = rows.filter(({ id }) => checkContent(db, id) === 'damaged').map(({ id }) => id);
  const last = rows.at(-1);
  return { checked: rows.length, damaged, nextRowid: rows.length === limit && last ? last.rowid : null };
}

/**
 * Has a damaged call fetched again, and stored again even when the vendor sends the same. Its content stays readable, with
 * a sentence about it, until then.
 */
export function markContentDamaged(db: WriteDb, callId: string): void {
  sql(
    db,
    `UPDATE calls SET detail_state = 'failed', detail_digest = NULL, content_digest = NULL, detail_error_code = 'damaged',
       detail_error_message = 'What is stored of this call was damaged on this disk; the next sync fetches it again.'
     WHERE id = ?`,
  ).run(callId);
  sql(db, `UPDATE raw_calls SET source = 'list', sha256 = NULL WHERE call_id = ?`).run(callId);
}
