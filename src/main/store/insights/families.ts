import { type ReadDb, sql } from '../db.ts';
import { readFamilySayings } from '../turn-index/placed.ts';

/** Families of agent turns by number, as people call them. */
export interface Families {
  readonly list: readonly { id: string; name: string; agent: string | null }[];
  /** Place in `list` of the family that a wording is in; -1 = none. */
  ofWording(wording: number): number;
}

export const noFamilies: Families = { list: [], ofWording: () => -1 };

/** Reads which wording is in which family now. */
export function readFamilies(db: ReadDb): Families {
  const { names } = readFamilySayings(db);
  const rows = sql<{ no: number; key: string; name: string; agent: string }>(
    db,
    'SELECT no, key, name, agent FROM families ORDER BY no',
  ).all();
  const places = new Map(rows.map(({ no }, place) => [no, place]));
  const most = Number(sql<number>(db, 'SELECT coalesce(max(no), 0) FROM wordings').pluck().get() ?? 0);
  const of = new Int32Array(most + 1).fill(-1);
  for (const [no, family] of sql(db, 'SELECT no, family FROM wordings').raw().all() as [number, number][]) {
    of[no] = places.get(family) ?? -1;
  }
  return {
    list: rows.map(({ key, name, agent }) => ({
      id: key,
      name: names.get(key) ?? name,
      agent: agent === '' ? null : agent,
    })),
    ofWording: (wording) => (wording < 0 ? -1 : (of[wording] ?? -1)),
  };
}
