import { type ReadDb, sql } from '../db.ts';
import {
  type CallColumns,
  type CallDictionaries,
  callFlags,
  Dictionary,
  numberColumns,
  type SoundColumn,
  soundColumns,
  TurnColumns,
  turnFlags,
  whyNumber,
} from './columns.ts';
import type { Task } from './task.ts';

/** Everything figures are computed from, as it was at one moment. */
export interface Library {
  /** Grows with every change that was read in. */
  readonly version: number;
  readonly calls: CallColumns;
  readonly names: CallDictionaries;
  readonly turns: TurnColumns;
  /** Where the turns of a call begin in `turns`, and how many there are; by place of the call. */
  readonly first: Uint32Array;
  readonly length: Uint32Array;
  /** Place of the call with this rowid; -1 when it is not here. */
  placeOf(rowid: number): number;
}

/** Keeps the library read in; see `createLibraryReader`. */
export interface LibraryReader {
  read(task: Task): Library;
}

const CALLS_AT_ONCE = 2000;
const ROWS_AT_ONCE = 10_000;
/** Below this share of calls to read, each is looked up by itself. */
const FEW = 0.05;

interface Kept {
  basis: string | null;
  first: number;
  length: number;
}

/**
 * Reads agent turns once and then only those of calls that changed: what figures are made of is walked in memory. A call changed
 * when `call_numbers.basis` did. The order of calls is that of their rows. Must be asked within a read transaction.
 */
export function createLibraryReader(db: ReadDb): LibraryReader {
  let dataVersion = Number.NaN;
  let library: Library | undefined;
  let turns = new TurnColumns(0);
  let kept = new Map<number, Kept>();
  let version = 0;

  const readTurns = (calls: CallColumns, bases: ReadonlyMap<number, string | null>, task: Task) => {
    for (const no of kept.keys()) if (!bases.has(no)) kept.delete(no);
    const inUse = [...kept.values()].reduce((sum, { length }) => sum + length, 0);
    if (turns.count > 2 * inUse + 10_000) {
      turns = new TurnColumns(0);
      kept = new Map();
    }
    const stale = [...bases]
      .filter(([no, basis]) => {
        const known = kept.get(no);
        return known === undefined || known.basis !== basis;
      })
      .map(([no]) => no)
      .sort((a, b) => a - b);
    if (turns.capacity === 0) {
      turns.reserve(Number(sql<number>(db, 'SELECT count(*) FROM agent_turns').pluck().get() ?? 0));
    }
    const ranges = stale.length < FEW * bases.size ? stale.map((no): [number, number] => [no, no]) : inRanges(stale);
    const wanted = new Set(stale);
    let done = 0;
    for (const [from, to] of ranges) {
      task.step('reading-turns', done, stale.length);
      appendTurns(db, turns, from, to, wanted, (no, first, length) => {
        kept.set(no, { basis: bases.get(no) ?? null, first, length });
      });
      for (let no = from; no <= to; no += 1) {
        if (!wanted.has(no)) continue;
        done += 1;
        // One without turns is known to have none.
        const known = kept.get(no);
        if (known === undefined || known.basis !== bases.get(no)) {
          kept.set(no, { basis: bases.get(no) ?? null, first: turns.count, length: 0 });
        }
      }
    }
    const first = new Uint32Array(calls.count);
    const length = new Uint32Array(calls.count);
    for (let place = 0; place < calls.count; place += 1) {
      const known = kept.get(calls.no[place] ?? 0);
      if (known === undefined) continue;
      first[place] = known.first;
      length[place] = known.length;
      turns.call.fill(place, known.first, known.first + known.length);
    }
    return { first, length };
  };

  return {
    read: (task) => {
      const now = Number(db.pragma('data_version', { simple: true }));
      if (library !== undefined && now === dataVersion) return library;
      const { calls, names, bases } = readCalls(db, task);
      const { first, length } = readTurns(calls, bases, task);
      version += 1;
      library = { version, calls, names, turns, first, length, placeOf: placeFinder(calls.rowid) };
      dataVersion = now;
      return library;
    },
  };
}

/** Stretches of numbers, each of at most `CALLS_AT_ONCE`, that hold all of them. */
function inRanges(numbers: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (let at = 0; at < numbers.length; at += CALLS_AT_ONCE) {
    const part = numbers.slice(at, at + CALLS_AT_ONCE);
    ranges.push([part[0] ?? 0, part.at(-1) ?? 0]);
  }
  return ranges;
}

function placeFinder(rowids: Float64Array): (rowid: number) => number {
  return (rowid) => {
    let low = 0;
    let high = rowids.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = rowids[middle] ?? 0;
      if (found === rowid) return middle;
      if (found < rowid) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };
}

const TURN_COLUMNS = ['call_no', 'idx', 'caller_idx', 'wording_no', 'measured_low', 'barged_in', 'last', 'no_gap'];
const TURNS = `SELECT ${[...TURN_COLUMNS, 'tools', 'tool_errors', ...numberColumns].join(', ')} FROM agent_turns
  WHERE call_no BETWEEN ? AND ?`;

type Cell = number | string | null;

function appendTurns(
  db: ReadDb,
  turns: TurnColumns,
  from: number,
  to: number,
  wanted: ReadonlySet<number>,
  onCall: (no: number, first: number, length: number) => void,
): void {
  // One row after the other: thousands at once would all be old garbage.
  const rows = sql(db, TURNS).raw().iterate(from, to) as IterableIterator<Cell[]>;
  let call = -1;
  let first = turns.count;
  let numbers = columnsOf(turns);
  const finish = () => {
    if (call >= 0) onCall(call, first, turns.count - first);
  };
  for (const row of rows) {
    const no = row[0] as number;
    if (!wanted.has(no)) continue;
    if (no !== call) {
      finish();
      call = no;
      first = turns.count;
    }
    if (turns.count === turns.capacity) {
      turns.reserve(ROWS_AT_ONCE);
      numbers = columnsOf(turns);
    }
    const at = turns.count;
    turns.idx[at] = row[1] as number;
    turns.callerIdx[at] = (row[2] as number | null) ?? -1;
    turns.wording[at] = (row[3] as number | null) ?? -1;
    turns.flags[at] =
      (row[4] === 1 ? turnFlags.low : 0) |
      (row[5] === 1 ? turnFlags.bargedIn : 0) |
      (row[6] === 1 ? turnFlags.last : 0) |
      (row[2] === null ? 0 : turnFlags.answers);
    turns.why[at] = whyNumber(row[7] as string | null);
    turns.tools[at] = Math.min(255, row[8] as number);
    turns.toolErrors[at] = Math.min(255, row[9] as number);
    for (const [i, column] of numbers.entries()) column[at] = (row[10 + i] as number | null) ?? Number.NaN;
    turns.count += 1;
  }
  finish();
}

const columnsOf = ({ numbers }: TurnColumns): Float64Array[] => numberColumns.map((name) => numbers[name]);

const CALLS = `SELECT c.rowid, c.id, n.no, n.basis, c.start_ms, c.duration_ms, d.cost_amount, c.agent_key, c.agent_name,
    c.agent_version, c.status, c.status_group, c.direction, c.generation, d.cost_currency, m.no_measure,
    d.call_id IS NOT NULL, c.recording_state = 'ready', m.call_id IS NOT NULL, s.call_id IS NOT NULL,
    c.status = 'user_hangup' OR d.disconnection_reason = 'user_hangup', a.peaks_state, ${soundColumns.map((name) => `m.${name}`).join(', ')}
  FROM calls c LEFT JOIN call_numbers n ON n.call_id = c.id LEFT JOIN call_details d ON d.call_id = c.id
    LEFT JOIN call_measures m ON m.call_id = c.id LEFT JOIN speech s ON s.call_id = c.id
    LEFT JOIN audio_facts a ON a.call_id = c.id
  WHERE c.rowid > ? ORDER BY c.rowid LIMIT ${CALLS_AT_ONCE}`;
const SOUND_AT = 22;

function readCalls(
  db: ReadDb,
  task: Task,
): { calls: CallColumns; names: CallDictionaries; bases: Map<number, string | null> } {
  const count = Number(sql<number>(db, 'SELECT count(*) FROM calls').pluck().get() ?? 0);
  const numbers = () => new Float64Array(count);
  const places = () => new Uint32Array(count);
  const ids: string[] = [];
  const calls = {
    count,
    ids,
    rowid: numbers(),
    no: places(),
    startMs: numbers(),
    durationMs: numbers(),
    cost: numbers(),
    agent: places(),
    agentName: places(),
    version: places(),
    status: places(),
    statusGroup: places(),
    direction: places(),
    generation: places(),
    currency: places(),
    noMeasure: places(),
    flags: new Uint8Array(count),
    sound: Object.fromEntries(soundColumns.map((name) => [name, numbers()])) as Record<SoundColumn, Float64Array>,
  };
  const names: CallDictionaries = {
    agent: new Dictionary(),
    agentName: new Dictionary(),
    version: new Dictionary(),
    status: new Dictionary(),
    statusGroup: new Dictionary(),
    direction: new Dictionary(),
    generation: new Dictionary(),
    currency: new Dictionary(),
    noMeasure: new Dictionary(),
  };
  const bases = new Map<number, string | null>();
  const sound = soundColumns.map((name) => calls.sound[name]);
  const number = (cell: Cell | undefined): number => (typeof cell === 'number' ? cell : Number.NaN);
  let at = 0;
  let after = Number.MIN_SAFE_INTEGER;
  while (at < count) {
    task.step('reading-calls', at, count);
    const rows = sql(db, CALLS).raw().all(after) as Cell[][];
    if (rows.length === 0) break;
    for (const row of rows) {
      after = row[0] as number;
      calls.rowid[at] = after;
      ids.push(row[1] as string);
      const basis = row[3] as string | null;
      calls.no[at] = (row[2] as number | null) ?? 0;
      if (row[2] !== null && basis !== null) bases.set(row[2] as number, basis);
      calls.startMs[at] = number(row[4]);
      calls.durationMs[at] = number(row[5]);
      calls.cost[at] = number(row[6]);
      calls.agent[at] = names.agent.numberOf(row[7] as string | null);
      calls.agentName[at] = names.agentName.numberOf(row[8] as string | null);
      calls.version[at] = names.version.numberOf(row[9] as string | null);
      calls.status[at] = names.status.numberOf(row[10] as string | null);
      calls.statusGroup[at] = names.statusGroup.numberOf(row[11] as string | null);
      calls.direction[at] = names.direction.numberOf(row[12] as string | null);
      calls.generation[at] = names.generation.numberOf(row[13] as string | null);
      calls.currency[at] = names.currency.numberOf(row[14] as string | null);
      calls.noMeasure[at] = names.noMeasure.numberOf(row[15] as string | null);
      calls.flags[at] =
        (row[16] === 1 ? callFlags.detailed : 0) |
        (row[17] === 1 ? callFlags.recording : 0) |
        (basis === null ? 0 : callFlags.indexed) |
        (row[18] === 1 && row[19] === 1 ? callFlags.analysed : 0) |
        (row[20] === 1 ? callFlags.callerHungUp : 0) |
        (row[21] === 'needs-browser' ? callFlags.forWindow : 0) |
        (row[21] === 'unsupported' ? callFlags.undecodable : 0);
      for (const [i, column] of sound.entries()) column[at] = number(row[SOUND_AT + i]);
      at += 1;
    }
  }
  return { calls, names, bases };
}
