import type { TurnFamily } from '#shared/model/families.ts';
import { type ReadDb, sql } from '../db.ts';
import { remembered } from '../remembered.ts';
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
  return rows.map(({ index, no, familyId, name, measuredMs }) => {
    const { turns, gaps } = remembered(db, ['family gaps', no], () => readGaps(db, no));
    return {
      index,
      familyId,
      name: names.get(familyId) ?? name,
      turns,
      slowerThan: measuredMs === null || gaps.length < 2 ? null : countBelow(gaps, measuredMs) / (gaps.length - 1),
    };
  });
}

/** How many turns a family has, and the measured gaps among them, ascending. */
function readGaps(db: ReadDb, family: number): { turns: number; gaps: Float64Array } {
  const all = sql<number | null>(
    db,
    'SELECT t.measured_ms FROM wordings w JOIN agent_turns t ON t.wording_no = w.no WHERE w.family = ?',
  )
    .pluck()
    .all(family) as (number | null)[];
  return { turns: all.length, gaps: Float64Array.from(all.filter((ms) => ms !== null)).sort() };
}

function countBelow(sorted: Float64Array, limit: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}
