import { sortedValues } from '#shared/logic/stats/quantile.ts';
import type {
  CallPick,
  CallsBehindAnswer,
  CallsBehindQuestion,
  TurnBehind,
  TurnPick,
  TurnsBehindAnswer,
  TurnsBehindQuestion,
} from '#shared/model/insights/behind.ts';
import type { InsightMeasure } from '#shared/model/insights/question.ts';
import { type CallColumns as StoredCall, toCallRow } from '../calls.ts';
import { sql } from '../db.ts';
import { type Bucket, fillBuckets } from './buckets.ts';
import { callFlags, turnFlags, whyOf } from './columns.ts';
import { type Context, type Grouped, groupFor } from './context.ts';
import type { Library } from './library.ts';
import { numberReader, whyReader } from './numbers.ts';
import { gapReader, isGone } from './outcomes.ts';
import { narrow } from './select.ts';
import { soundReader } from './sound.ts';
import { causesOf, slowLimitOf } from './tail.ts';
import { readToolCalls } from './tool-calls.ts';

const SHOWN_CHARS = 300;

/** Which answers the group's key is of: the generations are kept apart there as they were in it. */
const apartOf = (measure: InsightMeasure, pick: TurnPick): InsightMeasure | 'calls' =>
  pick.kind === 'tail' ? 'reported' : pick.kind === 'gone' ? 'calls' : measure;

/** The turns behind a bar, a window of them. */
export function readTurnsBehind(context: Context, question: TurnsBehindQuestion): TurnsBehindAnswer {
  const { library } = context;
  const { measure, pick, key, period, sort, offset, limit } = question;
  const grouped = groupFor(context, question, apartOf(measure, pick));
  const number = numberReader(library, pick.kind === 'gone' ? 'reported' : measure);
  const shown = pick.kind === 'gone' ? gapReader(library) : number;
  const found = pickTurns(context, grouped, question, key === null ? null : groupNumber(grouped, key)).filter(
    (turn) => {
      if (period === null) return true;
      const startMs = library.calls.startMs[library.turns.call[turn] ?? 0] ?? Number.NaN;
      return startMs >= period.fromMs && startMs < period.toMs;
    },
  );
  const calls = new Set(found.map((turn) => library.turns.call[turn] ?? 0)).size;
  const first = firstTurns(library, found, shown, sort, offset + limit);
  const turns = first.slice(offset, offset + limit).map((turn) => readTurn(context, turn, shown, measure));
  return { total: found.length, calls, offset, turns };
}

/** -2 for a key that no group has (any more). */
function groupNumber({ grouping, selection }: Grouped, key: string): number {
  if (grouping.by === 'family') {
    // Groups of turns come to be when turns are looked at.
    const { first, length } = selection.library;
    for (const place of selection.places) {
      const from = first[place] ?? 0;
      for (let turn = from; turn < from + (length[place] ?? 0); turn += 1) grouping.ofTurn(turn, place);
    }
  }
  const found = grouping.groups.findIndex((group) => group.key === key);
  return found < 0 ? -2 : found;
}

function pickTurns(
  { library, limits }: Context,
  { selection, grouping }: Grouped,
  { measure, pick }: TurnsBehindQuestion,
  group: number | null,
): number[] {
  const { turns, first, length } = library;
  const isIn = (turn: number, place: number) => {
    const of = grouping.ofTurn(turn, place);
    return group === null ? of >= 0 : of === group;
  };
  if (pick.kind === 'tail') {
    // Each group has its own limit and its own usual times.
    return fillBuckets(selection, grouping, measure).flatMap((bucket: Bucket, number): number[] => {
      if (group !== null && number !== group) return [];
      const limitMs = slowLimitOf(bucket.values, pick.limit, limits);
      if (limitMs === null) return [];
      const causes = causesOf(library, bucket, limitMs);
      return Array.from(bucket.turns).filter((_, i) => {
        const cause = causes[i] ?? null;
        return cause !== null && (pick.cause === null || cause === pick.cause);
      });
    });
  }
  const test = turnTest(library, measure, pick, limits);
  const found: number[] = [];
  for (const place of selection.places) {
    const from = first[place] ?? 0;
    for (let turn = from; turn < from + (length[place] ?? 0); turn += 1) {
      if (isIn(turn, place) && test(turn, place)) found.push(turn);
    }
  }
  return found;

  function turnTest(
    of: Library,
    wanted: InsightMeasure,
    by: Exclude<TurnPick, { kind: 'tail' }>,
    { latencyToleranceMs, slowLatencyMs }: Context['limits'],
  ): (turn: number, place: number) => boolean {
    const number = numberReader(of, wanted);
    const why = whyReader(of, wanted);
    const gap = gapReader(of);
    switch (by.kind) {
      case 'all':
        return () => true;
      case 'with':
        return (turn) => Number.isFinite(number(turn));
      case 'range': {
        const [least, most] = [by.fromMs ?? Number.NEGATIVE_INFINITY, by.toMs ?? Number.POSITIVE_INFINITY];
        return (turn) => number(turn) >= least && number(turn) < most;
      }
      case 'above':
        return (turn) => number(turn) > by.ms;
      case 'beyond-tolerance':
        return (turn) => Math.abs(number(turn)) > latencyToleranceMs;
      case 'why':
        return (turn) => !Number.isFinite(number(turn)) && whyOf(why(turn)) === by.why;
      case 'gone':
        return (turn, place) =>
          isGone(of, turn, place) && (by.slow ? gap(turn) > slowLatencyMs : gap(turn) <= slowLatencyMs);
      case 'tools':
        return (turn) => (by.failed ? (turns.toolErrors[turn] ?? 0) : (turns.tools[turn] ?? 0)) > 0;
    }
  }
}

/** The first `count` of these turns, and those that are level with the last of them, in order: a million are not sorted for fifty. */
function firstTurns(
  { calls, turns }: Library,
  found: readonly number[],
  number: (turn: number) => number,
  sort: TurnsBehindQuestion['sort'],
  count: number,
): number[] {
  const startOf = (turn: number) => calls.startMs[turns.call[turn] ?? 0] ?? Number.NaN;
  const numberOf = sort === 'slowest' || sort === 'fastest' ? number : startOf;
  const isDown = sort === 'slowest' || sort === 'newest';
  const sorted = sortedValues(Float64Array.from(found, numberOf));
  const end = (isDown ? sorted[sorted.length - count] : sorted[count - 1]) ?? null;
  const kept =
    end === null ? [...found] : found.filter((turn) => (isDown ? numberOf(turn) >= end : numberOf(turn) <= end));
  // What has no number goes last whichever way one sorts.
  return kept.sort((a, b) => {
    const [x, y] = [numberOf(a), numberOf(b)];
    if (Number.isFinite(x) !== Number.isFinite(y)) return Number.isFinite(x) ? -1 : 1;
    return (Number.isFinite(x) ? (isDown ? y - x : x - y) : 0) || a - b;
  });
}

function readTurn(
  { db, library }: Context,
  turn: number,
  number: (turn: number) => number,
  measure: InsightMeasure,
): TurnBehind {
  const { calls, names, turns } = library;
  const place = turns.call[turn] ?? 0;
  const callId = calls.ids[place] ?? '';
  const index = turns.idx[turn] ?? 0;
  const caller = turns.callerIdx[turn] ?? -1;
  const words = sql<{ text: string; startMs: number | null }>(
    db,
    `SELECT substr(content, 1, ${SHOWN_CHARS}) AS text, start_ms AS startMs FROM turns WHERE call_id = ? AND idx = ?`,
  );
  const own = words.get(callId, index);
  const known = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
  const value = known(number(turn));
  const agent = names.agent.texts[calls.agent[place] ?? 0] ?? null;
  const { numbers } = turns;
  return {
    callId,
    index,
    callerIndex: caller < 0 ? null : caller,
    text: own?.text ?? '',
    callerText: caller < 0 ? null : (words.get(callId, caller)?.text ?? null),
    agent,
    agentName: names.agentName.texts[calls.agentName[place] ?? 0] ?? agent,
    version: names.version.texts[calls.version[place] ?? 0] ?? null,
    callStartMs: known(calls.startMs[place]),
    startMs: own?.startMs ?? null,
    value,
    why: value === null ? whyOf(whyReader(library, measure)(turn)) : null,
    reportedMs: known(numbers.reported_ms[turn]),
    measuredMs: known(numbers.measured_ms[turn]),
    lowConfidence: ((turns.flags[turn] ?? 0) & turnFlags.low) !== 0,
    latency: {
      total_perceived_ms: known(numbers.reported_ms[turn]),
      vad_delay_ms: known(numbers.vad_ms[turn]),
      stt_finalize_ms: known(numbers.stt_ms[turn]),
      llm_startup_ms: known(numbers.llm_startup_ms[turn]),
      llm_first_sentence_ms: known(numbers.llm_sentence_ms[turn]),
      tts_synthesis_ms: known(numbers.tts_ms[turn]),
      send_overhead_ms: known(numbers.send_ms[turn]),
    },
    tools: turns.tools[turn] ?? 0,
    toolErrors: turns.toolErrors[turn] ?? 0,
    bargedIn: ((turns.flags[turn] ?? 0) & turnFlags.bargedIn) !== 0,
    heard: ((calls.flags[place] ?? 0) & callFlags.recording) !== 0,
  };
}

/** The calls behind a bar, a window of them: largest first where there is a number to it, else newest. */
export function readCallsBehind(context: Context, question: CallsBehindQuestion): CallsBehindAnswer {
  const { db, library } = context;
  const { key, pick, offset, limit } = question;
  // As the answers keep generations apart that the pick belongs to.
  const apart = pick.kind === 'status' || pick.kind === 'status-group' || pick.kind === 'cost' ? 'calls' : null;
  const { selection, grouping } = groupFor(context, question, apart);
  const number = key === null ? null : grouping.groups.findIndex((group) => group.key === key);
  const { places } = narrow(selection, (place) =>
    number === null ? true : number >= 0 && grouping.ofCall(place) === number,
  );
  const value = callValue(context, pick);
  const found = Array.from(places, (place) => ({ place, value: value(place) })).filter(
    (entry): entry is { place: number; value: number | null } => entry.value !== undefined,
  );
  const startOf = (place: number) => library.calls.startMs[place] ?? Number.NaN;
  found.sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || startOf(b.place) - startOf(a.place) || b.place - a.place);
  const calls = found.slice(offset, offset + limit).flatMap((entry): CallsBehindAnswer['calls'] => {
    const row = sql<StoredCall>(db, 'SELECT * FROM calls WHERE rowid = ?').get(library.calls.rowid[entry.place]);
    return row === undefined ? [] : [{ row: toCallRow(db, row), value: entry.value }];
  });
  return { total: found.length, offset, calls };
}

/** What a call has of a pick; undefined = it does not belong, null = it does and there is no number to it. */
function callValue({ db, library }: Context, pick: CallPick): (place: number) => number | null | undefined {
  const { calls, names } = library;
  const lacksFlag = (flag: number) => (place: number) => ((calls.flags[place] ?? 0) & flag ? undefined : null);
  switch (pick.kind) {
    case 'all':
      return () => null;
    case 'sound': {
      const read = soundReader(library, pick.figure);
      const isShare = pick.figure === 'talk-ratio' || pick.figure === 'silence-share';
      return (place) => {
        const value = read(place);
        return Number.isFinite(value) && (isShare || value > 0) ? value : undefined;
      };
    }
    case 'status': {
      const wanted = names.status.find(pick.status);
      return (place) => (calls.status[place] === wanted ? null : undefined);
    }
    case 'status-group': {
      const wanted = names.statusGroup.find(pick.statusGroup);
      return (place) => (calls.statusGroup[place] === wanted ? null : undefined);
    }
    case 'tool': {
      const counts = new Map<number, number>();
      for (const row of readToolCalls(db, library)) {
        if (row.tool !== pick.tool) continue;
        if (pick.outcome === 'failed' && row.error === null) continue;
        if (pick.outcome === 'timeout' && !row.timedOut) continue;
        counts.set(row.place, (counts.get(row.place) ?? 0) + 1);
      }
      return (place) => counts.get(place);
    }
    case 'cost': {
      const wanted = names.currency.find(pick.currency);
      return (place) => {
        const cost = calls.cost[place] ?? Number.NaN;
        return Number.isFinite(cost) && calls.currency[place] === wanted ? cost : undefined;
      };
    }
    case 'lacks':
      switch (pick.what) {
        case 'details':
          return lacksFlag(callFlags.detailed);
        case 'index':
          return lacksFlag(callFlags.indexed);
        case 'recording':
          return lacksFlag(callFlags.recording);
        case 'analysis':
          return lacksFlag(callFlags.analysed);
        case 'cost':
          return (place) => (Number.isFinite(calls.cost[place]) ? undefined : null);
        case 'time':
          return (place) => (Number.isFinite(calls.startMs[place]) ? undefined : null);
      }
  }
}
