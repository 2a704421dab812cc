import { MAX_TEXT } from '#shared/logic/anchors/make.ts';
import { addErrors, countErrors, noErrors } from '#shared/logic/corrections/error-rate.ts';
import { readFields } from '#shared/logic/review/read-item.ts';
import type { ErrorCounts, VersionAccuracy } from '#shared/model/review/accuracy.ts';
import { type ReadDb, sql } from './db.ts';

interface Row {
  callId: string;
  json: string;
  agentId: string | null;
  agentName: string | null;
  agentVersion: string | null;
}

/**
 * How right the transcripts are by agent and version: the vendor's words as they were when a turn was checked against what
 * was said. Calls that are not here any more cannot be given to a version and are left out.
 */
export function readAccuracy(db: ReadDb): VersionAccuracy[] {
  const rows = sql<Row>(
    db,
    `SELECT i.call_id AS callId, i.json, c.agent_id AS agentId, c.agent_name AS agentName, c.agent_version AS agentVersion
     FROM review_items i JOIN calls c ON c.id = i.call_id WHERE i.kind = 'correction' AND i.deleted = 0`,
  ).all();
  const groups = new Map<string, { row: Row; calls: Set<string>; counts: ErrorCounts[] }>();
  for (const row of rows) {
    const counts = countRow(row);
    if (counts === null) continue;
    const name = JSON.stringify([row.agentId ?? row.agentName, row.agentVersion]);
    const group = groups.get(name) ?? { row, calls: new Set(), counts: [] };
    groups.set(name, group);
    group.calls.add(row.callId);
    group.counts.push(counts);
  }
  return [...groups.values()].map(({ row: { agentId, agentName, agentVersion }, calls, counts }) => ({
    agentId,
    agentName,
    agentVersion,
    calls: calls.size,
    counts: addErrors(counts),
  }));
}

/** The errors of one checked turn; null for a correction that says nothing of the words. */
function countRow({ json }: Row): ErrorCounts | null {
  const { fields } = JSON.parse(json) as { fields: Readonly<Record<string, unknown>> };
  const { anchor, text } = readFields('correction', fields);
  if (text === null || anchor?.on !== 'turn') return null;
  // What was cut off when the correction was made would count as missing.
  if (anchor.turn.text.length >= MAX_TEXT - 1) return { ...noErrors, tooLong: 1 };
  return countErrors(anchor.turn.text, text);
}
