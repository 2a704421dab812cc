import { familyKeyOf } from '#shared/logic/likeness/families.ts';
import type {
  FamiliesAnswer,
  FamiliesQuestion,
  Family,
  FamilyDetail,
  FamilyTurnsQuestion,
  FamilyWording,
  FoundTurn,
} from '#shared/model/families.ts';
import { SHOWN_CHARS } from '#shared/model/families.ts';
import type { CallFilter } from '#shared/model/list.ts';
import { type ReadDb, sql } from '../db.ts';
import { remembered } from '../remembered.ts';
import { type FamilySayings, readFamilySayings } from '../turn-index/placed.ts';
import { countIndexed } from '../turn-index/standing.ts';
import { readFoundTurn } from './found-turns.ts';
import { type FilteredCalls, readFilteredCalls, Tally, VersionTallies } from './walk.ts';

const MOST_WORDINGS = 200;

interface FamilyRow {
  no: number;
  key: string;
  agent: string;
  name: string;
}

/** What the turns of one family come to. */
class FamilyTally {
  readonly all: Tally;
  readonly versions = new Set<number>();
  wordings = 0;

  constructor(calls: FilteredCalls, callByCall: boolean) {
    this.all = new Tally(calls, callByCall);
  }
}

type TurnRow = [wording: number | null, callNo: number, reported: number | null, measured: number | null];

/** The families of a filter's calls with their figures. Walks `agent_turns`, once until somebody writes: for a thread of its own. */
export function listFamilies(db: ReadDb, question: FamiliesQuestion): FamiliesAnswer {
  const { agent, filter, text, sort, offset, limit } = question;
  const { all, turns, placed, agents } = remembered(db, ['families', filter], () => readFamilies(db, filter));
  const wanted = text.trim().toLowerCase();
  const matching = all.filter(
    (family) => (agent === null || family.agent === agent) && family.name.toLowerCase().includes(wanted),
  );
  matching.sort(comparing(sort));
  return {
    families: matching.slice(offset, offset + limit),
    total: matching.length,
    turns,
    placed,
    agents,
    index: countIndexed(db),
  };
}

/** All families that have turns in the filter's calls. */
function readFamilies(
  db: ReadDb,
  filter: CallFilter,
): Pick<FamiliesAnswer, 'turns' | 'placed' | 'agents'> & { all: readonly Family[] } {
  const calls = readFilteredCalls(db, filter);
  const tallies = new Map<number, FamilyTally>();
  const familyOfWording = readFamilyOfWording(db);
  const seen = new Uint8Array(familyOfWording.length);
  let turns = 0;
  let placed = 0;
  // A join would look up the wording of every turn.
  const walk = db
    .prepare<[], TurnRow>('SELECT wording_no, call_no, reported_ms, measured_ms FROM agent_turns ORDER BY call_no, idx')
    .raw();
  for (const [wording, callNo, reported, measured] of walk.iterate() as IterableIterator<TurnRow>) {
    const version = calls.versionOf[callNo] ?? -1;
    if (version === -1) continue;
    turns += 1;
    const family = wording === null ? 0 : (familyOfWording[wording] ?? 0);
    if (family === 0 || wording === null) continue;
    placed += 1;
    let tally = tallies.get(family);
    if (tally === undefined) {
      tally = new FamilyTally(calls, true);
      tallies.set(family, tally);
    }
    tally.all.add(callNo, reported, measured);
    tally.versions.add(version);
    if (seen[wording] === 0) tally.wordings += 1;
    seen[wording] = 1;
  }
  const sayings = readFamilySayings(db);
  const names = agentNames(calls);
  const rows = sql<FamilyRow>(db, 'SELECT no, key, agent, name FROM families').all();
  const all = rows.flatMap((row) => {
    const tally = tallies.get(row.no);
    return tally === undefined ? [] : [familyOf(row, tally, sayings, names)];
  });
  const counted = new Map<string, number>();
  for (const family of all) counted.set(family.agent, (counted.get(family.agent) ?? 0) + 1);
  return {
    all,
    turns,
    placed,
    agents: [...counted].map(([key, families]) => ({ agent: key, name: names.get(key) ?? null, families })),
  };
}

/** The family by the number of a wording; 0 = there is no such wording. */
function readFamilyOfWording(db: ReadDb): Int32Array {
  const families = new Int32Array(Number(sql(db, 'SELECT coalesce(max(no), 0) FROM wordings').pluck().get()) + 1);
  const rows = sql<[number, number]>(db, 'SELECT no, family FROM wordings').raw().iterate();
  for (const [no, family] of rows as IterableIterator<[number, number]>) families[no] = family;
  return families;
}

function agentNames({ versions }: FilteredCalls): Map<string, string | null> {
  return new Map(versions.map(({ agent, agentName }) => [agent, agentName]));
}

function familyOf(
  { key, agent, name }: FamilyRow,
  { all, versions, wordings }: FamilyTally,
  { names }: FamilySayings,
  agents: ReadonlyMap<string, string | null>,
): Family {
  const given = names.get(key);
  return {
    id: key,
    agent,
    agentName: agents.get(agent) ?? null,
    name: given ?? name,
    named: given !== undefined,
    turns: all.turns,
    calls: all.calls,
    versions: versions.size,
    wordings,
    ...all.figures(),
  };
}

/** Families without the figure come last, whichever way. */
function comparing({ key, descending }: FamiliesQuestion['sort']): (a: Family, b: Family) => number {
  const sign = descending ? -1 : 1;
  if (key === 'name') return (a, b) => sign * a.name.localeCompare(b.name) || b.turns - a.turns;
  const figureOf = (family: Family): number | null =>
    key === 'reported' || key === 'measured' ? family[key].p50 : family[key];
  return (a, b) => {
    const [x, y] = [figureOf(a), figureOf(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || b.turns - a.turns;
    return sign * (x - y) || b.turns - a.turns || (a.id < b.id ? -1 : 1);
  };
}

function findFamily(db: ReadDb, id: string): FamilyRow | undefined {
  return sql<FamilyRow>(db, 'SELECT no, key, agent, name FROM families WHERE key = ?').get(id);
}

type MemberRow = [wording: number, callNo: number, index: number, reported: number | null, measured: number | null];

const MEMBERS = `SELECT t.wording_no, t.call_no, t.idx, t.reported_ms, t.measured_ms
  FROM wordings w JOIN agent_turns t ON t.wording_no = w.no WHERE w.family = ?`;

/** One family with its versions and wordings; null when there is none. */
export function readFamily(db: ReadDb, { id, filter }: { id: string; filter: CallFilter }): FamilyDetail | null {
  const row = findFamily(db, id);
  if (!row) return null;
  const calls = readFilteredCalls(db, filter);
  const tally = new FamilyTally(calls, false);
  const byVersion = new VersionTallies(calls);
  const ofWording = new Map<number, number>();
  for (const [wording, callNo, , reported, measured] of sql<MemberRow>(db, MEMBERS)
    .raw()
    .iterate(row.no) as IterableIterator<MemberRow>) {
    if (!byVersion.add(callNo, reported, measured)) continue;
    tally.all.add(callNo, reported, measured);
    tally.versions.add(calls.versionOf[callNo] ?? -1);
    ofWording.set(wording, (ofWording.get(wording) ?? 0) + 1);
  }
  tally.wordings = ofWording.size;
  const sayings = readFamilySayings(db);
  return {
    ...familyOf(row, tally, sayings, agentNames(calls)),
    byVersion: byVersion.rows(),
    list: wordingsOf(db, row, ofWording, sayings),
    spread: tally.all.spread(),
  };
}

function wordingsOf(
  db: ReadDb,
  { agent }: FamilyRow,
  turns: ReadonlyMap<number, number>,
  { places }: FamilySayings,
): FamilyWording[] {
  const wording = sql<{ key: string; template: string }>(db, 'SELECT key, template FROM wordings WHERE no = ?');
  const example = sql<string>(
    db,
    `SELECT substr(u.content, 1, ${SHOWN_CHARS}) FROM agent_turns t JOIN call_numbers n ON n.no = t.call_no
       JOIN turns u ON u.call_id = n.call_id AND u.idx = t.idx WHERE t.wording_no = ? ORDER BY t.call_no DESC LIMIT 1`,
  ).pluck();
  return [...turns]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, MOST_WORDINGS)
    .flatMap(([no, count]) => {
      const found = wording.get(no);
      if (!found) return [];
      const placed = places.has(familyKeyOf(agent, found.key));
      return [{ ...found, example: (example.get(no) as string | undefined) ?? null, turns: count, placed }];
    });
}

/** The turns of a family, a page of them; null when there is no such family. */
export function readFamilyTurns(
  db: ReadDb,
  { id, wording, version, filter, sort, offset, limit }: FamilyTurnsQuestion,
): { rows: FoundTurn[]; total: number } | null {
  const family = findFamily(db, id);
  if (!family) return null;
  const calls = readFilteredCalls(db, filter);
  const only =
    wording === null
      ? null
      : (sql<number>(db, 'SELECT no FROM wordings WHERE agent = ? AND key = ?').pluck().get(family.agent, wording) as
          | number
          | undefined);
  if (only === undefined) return { rows: [], total: 0 };
  const hits: { callNo: number; index: number; rank: number; likeness: null }[] = [];
  for (const [no, callNo, index, reported, measured] of sql<MemberRow>(db, MEMBERS)
    .raw()
    .iterate(family.no) as IterableIterator<MemberRow>) {
    const place = calls.versionOf[callNo] ?? -1;
    if (place === -1 || (only !== null && no !== only)) continue;
    if (version !== null && calls.versions[place]?.version !== version.version) continue;
    const rank = sort === 'newest' ? null : sort === 'slowest-measured' ? measured : reported;
    hits.push({ callNo, index, rank: rank ?? Number.NEGATIVE_INFINITY, likeness: null });
  }
  const startOf = sql<number | null>(
    db,
    'SELECT c.start_ms FROM call_numbers n JOIN calls c ON c.id = n.call_id WHERE n.no = ?',
  ).pluck();
  if (sort === 'newest') {
    const starts = new Map<number, number>();
    for (const hit of hits) {
      if (!starts.has(hit.callNo)) starts.set(hit.callNo, (startOf.get(hit.callNo) as number | null) ?? 0);
      hit.rank = starts.get(hit.callNo) ?? 0;
    }
  }
  hits.sort((a, b) => (a.rank === b.rank ? b.callNo - a.callNo || a.index - b.index : b.rank - a.rank));
  const sayings = readFamilySayings(db);
  return {
    rows: hits.slice(offset, offset + limit).flatMap((hit) => readFoundTurn(db, hit, sayings) ?? []),
    total: hits.length,
  };
}
