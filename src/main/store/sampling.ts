import { localDayOf } from '#shared/logic/queue/days.ts';
import { type Candidate, draw } from '#shared/logic/queue/draw.ts';
import { sampleWords } from '#shared/logic/queue/sample-words.ts';
import type { LeaveOut, SampleRequest, SampleResult, SampleRule, Strata } from '#shared/model/review/queue.ts';
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

/** By reason, whether a call is left out, as SQL; `0` where that was not asked for. */
function leftOutClauses(
  leaveOut: LeaveOut,
  reviewers: readonly string[],
): Record<keyof SampleResult['leftOut'], Clause> {
  const any = reviewers.map(() => '?').join(', ');
  const none: Clause = { text: '0', values: [] };
  return {
    reviewed:
      leaveOut.reviewedBy === 'anyone'
        ? { text: 'EXISTS (SELECT 1 FROM call_reviews r WHERE r.call_id = calls.id)', values: [] }
        : {
            text: `EXISTS (SELECT 1 FROM call_reviews r WHERE r.call_id = calls.id AND r.reviewer IN (${any}))`,
            values: [...reviewers],
          },
    assigned: leaveOut.assigned
      ? { text: `EXISTS (SELECT 1 FROM queue_work q WHERE q.call_id = calls.id AND q.state = 'open')`, values: [] }
      : {
          // Nobody gets a call twice.
          text: `EXISTS (SELECT 1 FROM queue_work q WHERE q.call_id = calls.id AND q.state = 'open' AND q.reviewer IN (${any}))`,
          values: [...reviewers],
        },
    skipped: leaveOut.skipped
      ? {
          text: `EXISTS (SELECT 1 FROM queue_work q WHERE q.call_id = calls.id AND q.state = 'skipped' AND q.reviewer IN (${any}))`,
          values: [...reviewers],
        }
      : none,
    withoutRecording: leaveOut.withoutRecording ? { text: `recording_state <> 'ready'`, values: [] } : none,
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
  const { filter, rules, rulesMatch, leaveOut, strata, reviewers } = request;
  const { where, values } = whereClause(filter);
  const ruled = rules.map(ruleClause);
  const flags = Object.values(leftOutClauses(leaveOut, reviewers));
  // A call that is still going on has nothing to review yet.
  const conditions = [`status_group <> 'in-progress'`];
  if (ruled.length > 0)
    conditions.push(`(${ruled.map(({ text }) => text).join(rulesMatch === 'all' ? ' AND ' : ' OR ')})`);
  const needsMeasures = ruled.some(({ text }) => text.includes('m.'));
  return {
    text: `SELECT id, ${strata === null ? 'NULL' : strataColumns[strata.by]}, ${flags.map(({ text }) => text).join(', ')}
      FROM calls ${needsMeasures ? 'LEFT JOIN call_measures m ON m.call_id = calls.id' : ''}
      ${where === '' ? 'WHERE' : `${where} AND`} ${conditions.join(' AND ')}`,
    values: [
      ...flags.flatMap((flag) => flag.values),
      ...values.filter((value) => value !== null),
      ...ruled.flatMap((rule) => rule.values),
    ],
  };
}

/** Draws a sample. Walks the library, so it belongs on the reading thread. */
export function readSample(db: ReadDb, request: SampleRequest): SampleResult {
  const { text, values } = sampleStatement(request);
  const leftOut = { reviewed: 0, assigned: 0, skipped: 0, withoutRecording: 0 };
  const candidates: Candidate[] = [];
  const dayOf = createDayNames();
  const byDay = request.strata?.by === 'day';
  type Row = [string, string | number | null, 0 | 1, 0 | 1, 0 | 1, 0 | 1];
  const rows = db
    .prepare<unknown[], Row>(text)
    .raw()
    .iterate(...values) as IterableIterator<Row>;
  for (const [id, stratum, reviewed, assigned, skipped, withoutRecording] of rows) {
    leftOut.reviewed += reviewed;
    leftOut.assigned += assigned;
    leftOut.skipped += skipped;
    leftOut.withoutRecording += withoutRecording;
    if (reviewed + assigned + skipped + withoutRecording > 0) continue;
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
