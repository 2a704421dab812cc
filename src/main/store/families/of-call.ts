import type { TurnFamily } from '#shared/model/families.ts';
import { type ReadDb, sql } from '../db.ts';
import { readFamilySayings } from '../turn-index/placed.ts';

interface Row {
  index: number;
  no: number;
  familyId: string;
  name: string;
  measuredMs: number | null;
}

/** The families of a call's agent turns, and how each turn's measured gap stands among those of its family. */
export function readFamiliesOfCall(db: ReadDb, callId: string): TurnFamily[] {
  const rows = sql<Row>(
    db,
    `SELECT t.idx AS "index", f.no, f.key AS familyId, f.name, t.measured_ms AS measuredMs
     FROM call_numbers n JOIN agent_turns t ON t.call_no = n.no JOIN wordings w ON w.no = t.wording_no
       JOIN families f ON f.no = w.family WHERE n.call_id = ? ORDER BY t.idx`,
  ).all(callId);
  const { names } = readFamilySayings(db);
  const size = sql<number>(
    db,
    'SELECT count(*) FROM wordings w JOIN agent_turns t ON t.wording_no = w.no WHERE w.family = ?',
  ).pluck();
  const faster = sql<{ known: number; faster: number }>(
    db,
    `SELECT count(*) AS known, coalesce(sum(t.measured_ms < ?), 0) AS faster
     FROM wordings w JOIN agent_turns t ON t.wording_no = w.no WHERE w.family = ? AND t.measured_ms IS NOT NULL`,
  );
  return rows.map(({ index, no, familyId, name, measuredMs }) => {
    const among = measuredMs === null ? undefined : faster.get(measuredMs, no);
    return {
      index,
      familyId,
      name: names.get(familyId) ?? name,
      turns: Number(size.get(no)),
      slowerThan: among === undefined || among.known < 2 ? null : among.faster / (among.known - 1),
    };
  });
}
