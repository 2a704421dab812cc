import type { CallFilter } from '#shared/model/list.ts';
import { whereClause } from '../call-list.ts';
import { type ReadDb, sql } from '../db.ts';
import type { Library } from './library.ts';

/** The calls of a filter, by their places in the library, ascending. */
export interface Selection {
  readonly library: Library;
  readonly places: Uint32Array;
  /** Their agent turns. */
  readonly turns: number;
}

/** Finds the calls that a filter matches. */
export function selectCalls(db: ReadDb, library: Library, filter: CallFilter): Selection {
  const { where, values } = whereClause(filter);
  const places =
    where === ''
      ? Uint32Array.from({ length: library.calls.count }, (_, place) => place)
      : Uint32Array.from(
          (
            sql<number>(db, `SELECT rowid FROM calls ${where}`)
              .pluck()
              .all(...values) as number[]
          )
            .map(library.placeOf)
            .filter((place) => place >= 0),
        ).sort();
  return { library, places, turns: countTurns(library, places) };
}

/** The same selection with fewer calls. */
export function narrow({ library, places }: Selection, keep: (place: number) => boolean): Selection {
  const kept = places.filter(keep);
  return { library, places: kept, turns: countTurns(library, kept) };
}

function countTurns(library: Library, places: Uint32Array): number {
  let turns = 0;
  for (const place of places) turns += library.length[place] ?? 0;
  return turns;
}
