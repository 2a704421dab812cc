import { quantile } from '#shared/logic/stats/quantile.ts';
import type { GapFigures, VersionTurns } from '#shared/model/families.ts';
import type { CallFilter } from '#shared/model/list.ts';
import { whereClause } from '../call-list.ts';
import type { ReadDb } from '../db.ts';
import { remembered } from '../remembered.ts';

/** One agent's version, as calls are counted by. */
export interface Version {
  readonly agent: string;
  readonly agentName: string | null;
  readonly version: string | null;
}

/** The calls of a filter, by the number they have in the index. */
export interface FilteredCalls {
  readonly versions: readonly Version[];
  /** By call number: place in `versions`, or -1 for a call that the filter leaves out. */
  readonly versionOf: Int32Array;
  /** By call number: when the call began, Unix ms; 0 where that is not known. */
  readonly startOf: Float64Array;
  /** By call number: which generation of the vendor's API it came from, as a bit of its own (the 31st and all after it share one). */
  readonly generationOf: Int32Array;
}

type CallRow = [
  no: number,
  agent: string | null,
  name: string | null,
  version: string | null,
  startMs: number | null,
  generation: string | null,
];
const MOST_GENERATIONS = 31;

/** Which indexed calls a filter lets through. Walks `calls`, once until somebody writes: for a thread of its own. */
export function readFilteredCalls(db: ReadDb, filter: CallFilter): FilteredCalls {
  return remembered(db, ['filtered calls', filter], () => walkCalls(db, filter));
}

function walkCalls(db: ReadDb, filter: CallFilter): FilteredCalls {
  const { where, values } = whereClause(filter);
  const most = Number(db.prepare('SELECT coalesce(max(no), 0) FROM call_numbers').pluck().get());
  const versionOf = new Int32Array(most + 1).fill(-1);
  const startOf = new Float64Array(most + 1);
  const generationOf = new Int32Array(most + 1);
  const generations = new Map<string | null, number>();
  const versions: Version[] = [];
  const places = new Map<string, number>();
  const rows = db
    .prepare<unknown[], CallRow>(
      `SELECT n.no, c.agent_key, c.agent_name, c.agent_version, c.start_ms, c.generation
       FROM (SELECT id, agent_key, agent_name, agent_version, start_ms, generation FROM calls ${where}) c JOIN call_numbers n ON n.call_id = c.id`,
    )
    .raw()
    .iterate(...values);
  for (const [no, agent, agentName, version, startMs, generation] of rows as IterableIterator<CallRow>) {
    const key = `${agent ?? ''}\n${version ?? ''}\n${version === null}`;
    let place = places.get(key);
    if (place === undefined) {
      place = versions.length;
      places.set(key, place);
      versions.push({ agent: agent ?? '', agentName, version });
    }
    versionOf[no] = place;
    startOf[no] = startMs ?? 0;
    const known = generations.get(generation) ?? Math.min(generations.size, MOST_GENERATIONS - 1);
    generations.set(generation, known);
    generationOf[no] = 1 << known;
  }
  return { versions, versionOf, startOf, generationOf };
}

/** Gathers the gaps and calls of some turns. */
export class Tally {
  turns = 0;
  #inOrder = 0;
  #last = -1;
  readonly #calls: Set<number> | null;
  readonly #generationOf: Int32Array;
  readonly #reported = new Gaps();
  readonly #measured = new Gaps();

  /** `callByCall` = all turns of a call are added before those of the next, so that calls need not be remembered. */
  constructor({ generationOf }: Pick<FilteredCalls, 'generationOf'>, callByCall = false) {
    this.#generationOf = generationOf;
    this.#calls = callByCall ? null : new Set();
  }

  get calls(): number {
    return this.#calls?.size ?? this.#inOrder;
  }

  add(callNo: number, reportedMs: number | null, measuredMs: number | null): void {
    this.turns += 1;
    if (callNo !== this.#last) {
      this.#inOrder += 1;
      this.#calls?.add(callNo);
      this.#last = callNo;
    }
    const generation = this.#generationOf[callNo] ?? 0;
    this.#reported.add(reportedMs, generation);
    this.#measured.add(measuredMs, generation);
  }

  figures(): { reported: GapFigures; measured: GapFigures } {
    return { reported: this.#reported.figures(), measured: this.#measured.figures() };
  }

  /** Quantiles 0, 5, ... 100 % of each gap; empty when there is none. */
  spread(): { reported: number[]; measured: number[] } {
    return { reported: this.#reported.spread(), measured: this.#measured.spread() };
  }
}

/** One kind of gap of some turns. */
class Gaps {
  readonly #values: number[] = [];
  #generations = 0;

  add(ms: number | null, generation: number): void {
    if (ms === null) return;
    this.#values.push(ms);
    this.#generations |= generation;
  }

  figures(): GapFigures {
    const sorted = this.#sorted();
    let generations = 0;
    for (let bits = this.#generations; bits !== 0; bits &= bits - 1) generations += 1;
    return { n: sorted.length, p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9), generations };
  }

  spread(): number[] {
    const sorted = this.#sorted();
    if (sorted.length === 0) return [];
    return Array.from({ length: 21 }, (_, step) => quantile(sorted, step / 20) ?? 0);
  }

  #sorted(): Float64Array {
    return Float64Array.from(this.#values).sort();
  }
}

/** Tallies by version, most turns first. */
export class VersionTallies {
  readonly #tallies = new Map<number, Tally>();
  readonly #calls: FilteredCalls;

  constructor(calls: FilteredCalls) {
    this.#calls = calls;
  }

  /** Counts a turn; false when its call is left out by the filter. */
  add(callNo: number, reportedMs: number | null, measuredMs: number | null): boolean {
    const place = this.#calls.versionOf[callNo] ?? -1;
    if (place === -1) return false;
    let tally = this.#tallies.get(place);
    if (tally === undefined) {
      tally = new Tally(this.#calls);
      this.#tallies.set(place, tally);
    }
    tally.add(callNo, reportedMs, measuredMs);
    return true;
  }

  get size(): number {
    return this.#tallies.size;
  }

  rows(): VersionTurns[] {
    return [...this.#tallies]
      .flatMap(([place, tally]) => {
        const version = this.#calls.versions[place];
        return version ? [{ ...version, calls: tally.calls, turns: tally.turns, ...tally.figures() }] : [];
      })
      .sort((a, b) => b.turns - a.turns);
  }
}
