import { familyKeyOf } from '#shared/logic/likeness/families.ts';
import { readItem } from '#shared/logic/review/read-item.ts';
import type { ReviewKind } from '#shared/model/review/event.ts';
import { type ReadDb, sql, type WriteDb } from '../db.ts';
import { HAND_MADE } from '../families/anchor.ts';
import { findItemsOfKind } from '../review-items.ts';

/** Kinds of review work that decide which family a wording is in. */
export const familyKinds: ReadonlySet<ReviewKind> = new Set<ReviewKind>(['family', 'wording']);

/** What people said of families and wordings, by key. */
export interface FamilySayings {
  /** Name given by a person. */
  readonly names: ReadonlyMap<string, string>;
  readonly mergedInto: ReadonlyMap<string, string>;
  /** A wording of the family, for when the family is not found under its key any more. */
  readonly anchors: ReadonlyMap<string, { agent: string; wording: string }>;
  /** Family of wordings that a person moved, by `familyKeyOf` agent and wording. */
  readonly places: ReadonlyMap<string, { agent: string; wording: string; family: string }>;
}

/** Reads what people said of families. A few rows: nobody merges thousands by hand. */
export function readFamilySayings(db: ReadDb): FamilySayings {
  const names = new Map<string, string>();
  const mergedInto = new Map<string, string>();
  const anchors = new Map<string, { agent: string; wording: string }>();
  for (const item of findItemsOfKind(db, 'family')) {
    const { agent, name, wording, mergedInto: into } = readItem('family', item).fields;
    if (agent === null || wording === null) continue;
    anchors.set(item.id, { agent, wording });
    if (name !== null) names.set(item.id, name);
    if (into !== null) mergedInto.set(item.id, into);
  }
  const places = new Map<string, { agent: string; wording: string; family: string }>();
  for (const item of findItemsOfKind(db, 'wording')) {
    const { agent, wording, family } = readItem('wording', item).fields;
    if (agent !== null && wording !== null && family !== null) places.set(item.id, { agent, wording, family });
  }
  return { names, mergedInto, anchors, places };
}

/** Where merging leads from a family; two that were merged into each other end at the first of them by key. */
export function mergedRoot(key: string, mergedInto: ReadonlyMap<string, string>): string {
  const passed = [key];
  for (let at = mergedInto.get(key); at !== undefined; at = mergedInto.get(at)) {
    const round = passed.indexOf(at);
    if (round !== -1) return passed.slice(round).sort()[0] ?? at;
    passed.push(at);
  }
  return passed.at(-1) ?? key;
}

/**
 * Puts the wordings of these agents into the families they are in after all that people said: where they were found to belong,
 * unless moved by hand, and from there to what that family was merged into. Call inside a transaction.
 */
export function placeFamilies(db: WriteDb, agents: Iterable<string>): void {
  const sayings = readFamilySayings(db);
  const wanted = new Set(agents);
  const said = [...sayings.anchors.values(), ...sayings.places.values()].filter(({ agent }) => wanted.has(agent));
  const moved = sql<{ no: number }>(
    db,
    'SELECT 1 AS no FROM wordings WHERE agent = ? AND family <> found_family LIMIT 1',
  );
  for (const agent of wanted) {
    // Nearly always nobody has said anything of an agent's families, and nothing was moved.
    if (!said.some((one) => one.agent === agent) && moved.get(agent) === undefined) continue;
    placeAgent(db, agent, sayings);
  }
}

function placeAgent(db: WriteDb, agent: string, { mergedInto, anchors, places }: FamilySayings): void {
  const numberOf = sql<number>(db, 'SELECT no FROM families WHERE key = ?').pluck();
  const anchored = sql<string>(
    db,
    'SELECT f.key FROM wordings w JOIN families f ON f.no = w.found_family WHERE w.agent = ? AND w.key = ?',
  ).pluck();
  /** A family that was found under another key this time goes on as the one that its wording is in now. */
  const present = (key: string): string => {
    if (key.startsWith(HAND_MADE) || numberOf.get(key) !== undefined) return key;
    const anchor = anchors.get(key);
    return (anchor && (anchored.get(anchor.agent, anchor.wording) as string | undefined)) ?? key;
  };
  const merges = new Map([...mergedInto].map(([from, into]) => [present(from), present(into)]));
  const noOf = (key: string): number => {
    const root = mergedRoot(present(key), merges);
    const known = numberOf.get(root) as number | undefined;
    if (known !== undefined) return known;
    // Made by hand: no wording begins it.
    return Number(
      sql(db, `INSERT INTO families (agent, key, name) VALUES (?, ?, '…')`).run(agent, root).lastInsertRowid,
    );
  };
  const set = sql(db, 'UPDATE wordings SET family = ? WHERE no = ? AND family <> ?');
  const wordings = sql<{ no: number; key: string; found: string }>(
    db,
    'SELECT w.no, w.key, f.key AS found FROM wordings w JOIN families f ON f.no = w.found_family WHERE w.agent = ?',
  ).all(agent);
  for (const { no, key, found } of wordings) {
    const family = noOf(places.get(familyKeyOf(agent, key))?.family ?? found);
    set.run(family, no, family);
  }
}
