import { localDayOf } from '#shared/logic/queue/days.ts';
import { type Candidate, draw } from '#shared/logic/queue/draw.ts';
import { sampleWords } from '#shared/logic/queue/sample-words.ts';
import type { SampleRequest, SampleResult, SampleRule, Strata } from '#shared/model/review/queue.ts';
import { whereClause } from './call-list.ts';
import type { ReadDb } from './db.ts';

interface Clause {
  text: string;
  values: (string | number)[];
}

/** A rule as SQL. Gaps are the measured ones where there are any, else the reported ones; what is not known does not match. */
function ruleClause(rule: SampleRule): Clause {
  switch (rule.rule) {
    case 'slow':
      return rule.figure === 'worst'
        ? { text: 'coalesce(m.measured_worst_ms, m.reported_worst_ms, worst_latency_ms) > ?', values: [rule.aboveMs] }
        : { text: 'coalesce(m.measured_p95_ms, m.reported_p95_ms) > ?', values: [rule.aboveMs] };
    case 'findings':
      return { text: rule.least === 'error' ? 'm.errors > 0' : 'm.errors + m.warnings > 0', values: [] };
    case 'shorter':
      return { text: 'duration_ms < ?', values: [rule.thanMs] };
    case 'longer':
      return { text: 'duration_ms > ?', values: [rule.thanMs] };
    case 'tool-errors':
      return { text: 'm.tool_errors > 0', values: [] };
    case 'barge-ins':
      return { text: 'm.barge_ins > 0', values: [] };
    case 'not-reviewed':
      return { text: 'NOT EXISTS (SELECT 1 FROM call_reviews r WHERE r.call_id = calls.id)', values: [] };
  }
}

type Names = ReadonlySet<string>;

/** By reason, the calls that are left out. Read beforehand: a look into a set is cheaper than one into an index for each call. */
function leftOutSets(
  db: ReadDb,
  { leaveOut, reviewers }: SampleRequest,
): Record<'reviewed' | 'assigned' | 'skipped', Names> {
  const any = reviewers.map(() => '?').join(', ');
  const named = (text: string, values: readonly string[]): Names =>
    new Set(
      db
        .prepare(text)
        .pluck()
        .all(...values) as string[],
    );
  const reviewed = 'SELECT DISTINCT call_id FROM call_reviews';
  const work = (state: string) => `SELECT DISTINCT call_id FROM queue_work WHERE state = '${state}'`;
  return {
    reviewed:
      leaveOut.reviewedBy === 'anyone'
        ? named(reviewed, [])
        : named(`${reviewed} WHERE reviewer IN (${any})`, reviewers),
    // Nobody gets a call twice.
    assigned: leaveOut.assigned
      ? named(work('open'), [])
      : named(`${work('open')} AND reviewer IN (${any})`, reviewers),
    skipped: leaveOut.skipped ? named(`${work('skipped')} AND reviewer IN (${any})`, reviewers) : new Set(),
  };
}

const strataColumns: Readonly<Record<Strata['by'], string>> = {
  version: `CASE WHEN agent_key IS NULL THEN NULL WHEN agent_version IS NULL THEN coalesce(agent_name, agent_key)
    ELSE coalesce(agent_name, agent_key) || ' v' || agent_version END`,
  status: 'status',
  day: 'start_ms',
};

/** The statement that walks the calls of a request. Exported for the test on its plan and the benchmark. */
export function sampleStatement(request: SampleRequest): Clause {
  const { filter, rules, rulesMatch, leaveOut, strata } = request;
  const { where, values } = whereClause(filter);
  const ruled = rules.map(ruleClause);
  // A call that is still going on has nothing to review yet.
  const conditions = [`status_group <> 'in-progress'`];
  if (ruled.length > 0)
    conditions.push(`(${ruled.map(({ text }) => text).join(rulesMatch === 'all' ? ' AND ' : ' OR ')})`);
  const needsMeasures = ruled.some(({ text }) => text.includes('m.'));
  return {
    text: `SELECT id, ${strata === null ? 'NULL' : strataColumns[strata.by]}, ${leaveOut.withoutRecording ? `recording_state <> 'ready'` : '0'}
      FROM calls ${needsMeasures ? 'LEFT JOIN call_measures m ON m.call_id = calls.id' : ''}
      ${where === '' ? 'WHERE' : `${where} AND`} ${conditions.join(' AND ')}`,
    values: [...values.filter((value) => value !== null), ...ruled.flatMap((rule) => rule.values)],
  };
}

/** Draws a sample. Walks the library, so it belongs on the reading thread. */
export function readSample(db: ReadDb, request: SampleRequest): SampleResult {
  const { text, values } = sampleStatement(request);
  const leftOut = { reviewed: 0, assigned: 0, skipped: 0, withoutRecording: 0 };
  const candidates: Candidate[] = [];
  const dayOf = createDayNames();
  const byDay = request.strata?.by === 'day';
  const out = leftOutSets(db, request);
  type Row = [id: string, stratum: string | number | null, withoutRecording: 0 | 1];
  const rows = db
    .prepare<unknown[], Row>(text)
    .raw()
    .iterate(...values) as IterableIterator<Row>;
  for (const [id, stratum, withoutRecording] of rows) {
    const reviewed = out.reviewed.has(id);
    const assigned = out.assigned.has(id);
    const skipped = out.skipped.has(id);
    if (reviewed) leftOut.reviewed += 1;
    if (assigned) leftOut.assigned += 1;
    if (skipped) leftOut.skipped += 1;
    leftOut.withoutRecording += withoutRecording;
    if (reviewed || assigned || skipped || withoutRecording === 1) continue;
    candidates.push({
      id,
      stratum: byDay && typeof stratum === 'number' ? dayOf(stratum) : (stratum as string | null),
    });
  }
  const { ids, strata } = draw(candidates, request);
  const words = sampleWords(request, { drawn: ids.length, matching: candidates.length });
  return { matching: candidates.length, leftOut, callIds: ids, strata, words };
}

const QUARTER_MS = 900_000;

/** Names of days, remembered by quarter of an hour: no clock on earth changes within one. */
function createDayNames(): (ms: number) => string {
  const names = new Map<number, string>();
  return (ms) => {
    const quarter = Math.floor(ms / QUARTER_MS);
    let name = names.get(quarter);
    if (name === undefined) {
      name = localDayOf(ms);
      names.set(quarter, name);
    }
    return name;
  };
}
