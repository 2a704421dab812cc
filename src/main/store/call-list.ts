import type { CallFacets, CallFilter, CallPage, CallSort, CallSortKey } from '#shared/model/list.ts';
import { readReviewFacets } from './call-states.ts';
import { type CallColumns, toCallRow } from './calls.ts';
import { type ReadDb, sql } from './db.ts';

/** Columns each sort key orders by; the row's own order breaks ties so that paging never skips or repeats. */
const sortColumns: Record<CallSortKey, readonly string[]> = {
  start: ['start_ms'],
  agent: ['agent_name COLLATE NOCASE', 'CAST(agent_version AS INTEGER)', 'agent_version'],
  status: ['status_group', 'status'],
  direction: ['direction'],
  caller: ['caller_number'],
  duration: ['duration_ms'],
  worst: ['worst_latency_ms'],
  median: ['median_latency_ms'],
  'measured-worst': ['m.measured_worst_ms'],
  'measured-median': ['m.measured_median_ms'],
  difference: ['m.difference_worst_ms'],
  findings: ['m.errors', 'm.warnings'],
  overlaps: ['m.overlaps', 'm.barge_ins'],
  'dead-air': ['m.dead_air_longest_ms'],
  recording: ['recording_state'],
  review: ['(SELECT s.state FROM call_states s WHERE s.call_id = calls.id)'],
};

const overlapConditions = {
  any: 'overlaps > 0',
  'barge-in': 'barge_ins > 0',
  'agent-over-caller': 'agent_over_caller > 0',
} as const;

interface Clause {
  where: string;
  values: (string | number | null)[];
}

/** The filter as SQL; every value is bound. Exported for its tests. */
export function whereClause(filter: CallFilter): Clause {
  const parts: string[] = [];
  const values: (string | number | null)[] = [];
  const anyOf = (column: string, wanted: readonly string[] | undefined) => {
    if (!wanted?.length) return;
    parts.push(`${column} IN (${wanted.map(() => '?').join(', ')})`);
    values.push(...wanted);
  };
  anyOf('status_group', filter.statusGroups);
  anyOf('direction', filter.directions);
  anyOf('recording_state', filter.recordingStates);
  if (filter.agents?.length) {
    const each = filter.agents.map(({ agent, version }) => {
      values.push(agent);
      if (version === null) return 'agent_key = ?';
      values.push(version);
      return '(agent_key = ? AND agent_version = ?)';
    });
    parts.push(`(${each.join(' OR ')})`);
  }
  reviewClauses(filter, parts, values);
  if (filter.fromMs !== undefined) {
    parts.push('start_ms >= ?');
    values.push(filter.fromMs);
  }
  if (filter.toMs !== undefined) {
    parts.push('start_ms < ?');
    values.push(filter.toMs);
  }
  // Names of calls from an index; a join would look up every call's figures.
  const measuredAs = (condition: string, ...limit: number[]) => {
    parts.push(`id IN (SELECT call_id FROM call_measures WHERE ${condition})`);
    values.push(...limit);
  };
  if (filter.measuredAboveMs !== undefined) measuredAs('measured_worst_ms > ?', filter.measuredAboveMs);
  if (filter.differenceAboveMs !== undefined) measuredAs('difference_worst_ms > ?', filter.differenceAboveMs);
  if (filter.deadAirAboveMs !== undefined)
    measuredAs('dead_air_longest_ms > 0 AND dead_air_longest_ms > ?', filter.deadAirAboveMs);
  if (filter.findings !== undefined) measuredAs(filter.findings === 'error' ? 'errors > 0' : 'errors + warnings > 0');
  if (filter.overlaps !== undefined) measuredAs(overlapConditions[filter.overlaps]);
  const text = filter.text?.trim();
  if (text) {
    const like = `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
    parts.push(
      `(from_number LIKE ? ESCAPE '\\' OR to_number LIKE ? ESCAPE '\\' OR agent_name LIKE ? ESCAPE '\\' OR id LIKE ? ESCAPE '\\')`,
    );
    values.push(like, like, like, like);
  }
  return { where: parts.length ? `WHERE ${parts.join(' AND ')}` : '', values };
}

/** Calls by where their review stands. No row in `call_states` is a new call. */
function reviewClauses({ reviewStates, reviewers }: CallFilter, parts: string[], values: Clause['values']): void {
  if (reviewStates?.length) {
    const begun = reviewStates.filter((state) => state !== 'new');
    const either: string[] = [];
    if (begun.length < reviewStates.length)
      either.push('NOT EXISTS (SELECT 1 FROM call_states s WHERE s.call_id = calls.id)');
    if (begun.length > 0) {
      either.push(`id IN (SELECT call_id FROM call_states WHERE state IN (${begun.map(() => '?').join(', ')}))`);
      values.push(...begun);
    }
    parts.push(`(${either.join(' OR ')})`);
  }
  if (reviewers?.length) {
    parts.push(`id IN (SELECT call_id FROM call_states WHERE reviewer IN (${reviewers.map(() => '?').join(', ')}))`);
    values.push(...reviewers);
  }
}

/** Where rows in an order come from: the figures only where it goes by them. */
function fromClause(sort: CallSort): string {
  const isMeasured = sortColumns[sort.key].some((column) => column.startsWith('m.'));
  return `FROM calls${isMeasured ? ' LEFT JOIN call_measures m ON m.call_id = calls.id' : ''}`;
}

function orderClause(sort: CallSort): string {
  const direction = sort.descending ? 'DESC' : 'ASC';
  const columns = sortColumns[sort.key];
  // What is not known goes last whichever way one sorts. On start_ms, NULLs are last in DESC anyway and the index serves.
  const first = columns[0] ?? 'start_ms';
  const nulls = sort.key === 'start' && sort.descending ? '' : `${first} IS NULL, `;
  return `ORDER BY ${nulls}${columns.map((c) => `${c} ${direction}`).join(', ')}, calls.rowid ${direction}`;
}

/** The calls of a list in its order, as row numbers. Exported for its tests. */
export function orderQuery(where: string, sort: CallSort): string {
  return `SELECT calls.rowid ${fromClause(sort)} ${where} ${orderClause(sort)}`;
}

/** Reads the call list by windows. */
export interface CallListReader {
  page(filter: CallFilter, sort: CallSort, offset: number, limit: number): CallPage;
  neighbours(
    id: string,
    filter: CallFilter,
    sort: CallSort,
  ): { previous: string | null; next: string | null; position: number; total: number };
}

const KEPT_ORDERS = 4;

/**
 * A reader that keeps the order of the last few lists as row numbers, so that a window anywhere in 100,000 calls costs
 * a slice and a lookup. An order is dropped as soon as anyone has written to the database.
 */
export function createCallListReader(db: ReadDb): CallListReader {
  const orders = new Map<string, { version: number; rowids: number[] }>();

  const orderOf = (filter: CallFilter, sort: CallSort): number[] => {
    const key = JSON.stringify([filter, sort]);
    const version = Number(db.pragma('data_version', { simple: true }));
    const known = orders.get(key);
    if (known?.version === version) return known.rowids;
    const { where, values } = whereClause(filter);
    const rowids = db
      .prepare(orderQuery(where, sort))
      .pluck()
      .all(...values) as number[];
    orders.delete(key);
    orders.set(key, { version, rowids });
    for (const old of orders.keys()) {
      if (orders.size <= KEPT_ORDERS) break;
      orders.delete(old);
    }
    return rowids;
  };
  const idAt = (rowid: number | undefined): string | null =>
    rowid === undefined
      ? null
      : ((sql<string>(db, 'SELECT id FROM calls WHERE rowid = ?').pluck().get(rowid) as string | undefined) ?? null);

  return {
    page: (filter, sort, offset, limit) => {
      const rowids = orderOf(filter, sort);
      const rows = [];
      for (const rowid of rowids.slice(offset, offset + limit)) {
        const row = sql<CallColumns>(db, 'SELECT * FROM calls WHERE rowid = ?').get(rowid);
        if (row) rows.push(toCallRow(db, row));
      }
      return { rows, total: rowids.length, offset };
    },
    neighbours: (id, filter, sort) => {
      const rowids = orderOf(filter, sort);
      const rowid = sql<number>(db, 'SELECT rowid FROM calls WHERE id = ?').pluck().get(id) as number | undefined;
      const position = rowid === undefined ? -1 : rowids.indexOf(rowid);
      return {
        previous: position > 0 ? idAt(rowids[position - 1]) : null,
        next: position >= 0 ? idAt(rowids[position + 1]) : null,
        position,
        total: rowids.length,
      };
    },
  };
}

/** Counts for the filter panel, over the whole workspace. */
export function readFacets(db: ReadDb): CallFacets {
  const grouped = <T>(text: string) => sql<T>(db, text).all();
  const span = sql<{ total: number; earliest: number | null; latest: number | null }>(
    db,
    'SELECT count(*) AS total, min(start_ms) AS earliest, max(start_ms) AS latest FROM calls',
  ).get();
  const agents = new Map<string, CallFacets['agents'][number]>();
  for (const row of grouped<{ agent: string; name: string | null; version: string | null; count: number }>(
    `SELECT agent_key AS agent, max(agent_name) AS name, agent_version AS version, count(*) AS count FROM calls
     WHERE agent_key IS NOT NULL GROUP BY agent_key, agent_version ORDER BY CAST(agent_version AS INTEGER) DESC, agent_version DESC`,
  )) {
    const agent = agents.get(row.agent) ?? { agent: row.agent, name: row.name ?? row.agent, count: 0, versions: [] };
    agent.count += row.count;
    agent.versions.push({ version: row.version, count: row.count });
    agents.set(row.agent, agent);
  }
  return {
    total: span?.total ?? 0,
    ...readReviewFacets(db),
    earliestMs: span?.earliest ?? null,
    latestMs: span?.latest ?? null,
    unreadable: sql<{ n: number }>(db, 'SELECT count(*) AS n FROM unreadable').get()?.n ?? 0,
    statusGroups: grouped(
      'SELECT status_group AS "group", count(*) AS count FROM calls GROUP BY status_group ORDER BY 2 DESC',
    ),
    directions: grouped('SELECT direction, count(*) AS count FROM calls GROUP BY direction ORDER BY 2 DESC'),
    recordings: grouped(
      'SELECT recording_state AS state, count(*) AS count FROM calls GROUP BY recording_state ORDER BY 2 DESC',
    ),
    agents: [...agents.values()].sort((a, b) => a.name.localeCompare(b.name)),
  };
}

/** Rows that could not be read, newest first. */
export function readUnreadable(db: ReadDb): { id: string; reason: string; seenMs: number }[] {
  return sql<{ id: string; reason: string; seenMs: number }>(
    db,
    'SELECT id, reason, seen_ms AS seenMs FROM unreadable ORDER BY seen_ms DESC LIMIT 1000',
  ).all();
}
