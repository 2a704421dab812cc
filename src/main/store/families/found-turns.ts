import { type FoundTurn, SHOWN_CHARS } from '#shared/model/families.ts';
import { type ReadDb, sql } from '../db.ts';
import type { FamilySayings } from '../turn-index/placed.ts';

interface Row {
  callId: string;
  index: number;
  text: string;
  callerText: string | null;
  agent: string | null;
  agentName: string | null;
  version: string | null;
  callStartMs: number | null;
  startMs: number | null;
  reportedMs: number | null;
  measuredMs: number | null;
  measuredLow: 0 | 1 | null;
  familyId: string | null;
  foundName: string | null;
  recording: string;
}

/** One indexed turn as lists show it; undefined when it went meanwhile. */
export function readFoundTurn(
  db: ReadDb,
  { callNo, index, likeness }: { callNo: number; index: number; likeness: number | null },
  { names }: FamilySayings,
): FoundTurn | undefined {
  const row = sql<Row>(
    db,
    `SELECT c.id AS callId, t.idx AS "index", substr(u.content, 1, ${SHOWN_CHARS}) AS text,
       (SELECT substr(b.content, 1, ${SHOWN_CHARS}) FROM turns b WHERE b.call_id = c.id AND b.idx = t.caller_idx) AS callerText,
       c.agent_key AS agent, c.agent_name AS agentName, c.agent_version AS version, c.start_ms AS callStartMs,
       t.start_ms AS startMs, t.reported_ms AS reportedMs, t.measured_ms AS measuredMs, t.measured_low AS measuredLow,
       f.key AS familyId, f.name AS foundName, c.recording_state AS recording
     FROM agent_turns t JOIN call_numbers n ON n.no = t.call_no JOIN calls c ON c.id = n.call_id
       JOIN turns u ON u.call_id = c.id AND u.idx = t.idx
       LEFT JOIN wordings w ON w.no = t.wording_no LEFT JOIN families f ON f.no = w.family
     WHERE t.call_no = ? AND t.idx = ?`,
  ).get(callNo, index);
  if (!row) return undefined;
  const { foundName, recording, agent, measuredLow, ...rest } = row;
  return {
    ...rest,
    likeness,
    agent: agent ?? '',
    measuredLow: measuredLow === null ? null : measuredLow === 1,
    familyName: row.familyId === null ? null : (names.get(row.familyId) ?? foundName),
    hasRecording: recording === 'ready',
  };
}
