import { type ReadDb, sql } from '../db.ts';

/** How the key of a family begins that a person made. */
export const HAND_MADE = 'hand-';

/** The agent of a family that is here, and a wording of it; undefined when there is none, or nothing is in it any more. */
export function findFamilyAnchor(db: ReadDb, id: string): { agent: string; wording: string } | undefined {
  return sql<{ agent: string; wording: string }>(
    db,
    `SELECT f.agent, w.key AS wording FROM families f JOIN wordings w ON w.family = f.no WHERE f.key = ? ORDER BY w.no LIMIT 1`,
  ).get(id);
}
