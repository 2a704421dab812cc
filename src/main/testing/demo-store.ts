import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sumUpCall } from '#shared/logic/measures/sum-up-call.ts';
import { defaultSettings } from '#shared/model/settings.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import type { WriteDb } from '../store/db.ts';
import { readMeasureInput, saveMeasures } from '../store/measures.ts';
import { saveIndexText } from '../store/turn-index/save.ts';
import { createFeatureCache } from '../store/turn-index/wordings.ts';
import { indexStale } from '../turn-index/index-calls.ts';
import { parseCall } from '../voicy/parse-call.ts';

const demoDir = fileURLToPath(new URL('../../../resources/demo/', import.meta.url));

interface TruthTurn {
  entry: number;
  role: string;
  gapMs: number | null;
}

/** A call of the demo as the vendor sends it; as much of it as tests compute with. */
export interface DemoCallFile {
  call: {
    call_id: string;
    agent: { id: string; name: string; version: number } | null;
    transcript:
      | {
          role: string;
          latency_breakdown?: Record<string, number>;
          function_result?: { error: string | null; duration_ms: number | null };
        }[]
      | null;
  };
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(demoDir, name), 'utf8'));
export const readDemoFile = (): DemoCallFile[] => (read('demo.json') as { calls: DemoCallFile[] }).calls;
export const readDemoTruth = (): Record<string, { turns: TruthTurn[] }> =>
  (read('truth.json') as { calls: Record<string, { turns: TruthTurn[] }> }).calls;

/** Stores the demo's calls with the gaps that are true of their recordings, and indexes their turns. */
export function storeDemo(db: WriteDb, nowMs: number): void {
  const truth = readDemoTruth();
  const calls = read('demo.json') as { calls: { startedAgoMs: number; call: Record<string, unknown> }[] };
  for (const { startedAgoMs, call } of calls.calls) {
    const parsed = parseCall({ ...call, start_timestamp: nowMs - startedAgoMs }, 'v1');
    if (!parsed.ok) throw new Error(parsed.reason);
    const { turns, toolCalls, id } = parsed.call;
    saveListed(db, parsed.call, '{}', nowMs);
    saveDetail(db, parsed.call, '{}', 'v1', nowMs);
    const basis = readMeasureInput(db, id)?.basis;
    if (basis === undefined) continue;
    const known = truth[id]?.turns;
    const timings = turns.map((turn): CallTiming['turns'][number] => {
      const gapMs = known?.find(({ entry }) => entry === turn.entry)?.gapMs ?? null;
      const isAgent = turn.role === 'agent';
      const gap = { ms: gapMs ?? 0, fromMs: 0, toMs: gapMs ?? 0, confidence: 'high' as const, doubts: [] };
      const noGap = known === undefined ? 'no-recording' : 'no-caller-before';
      return {
        index: turn.index,
        startMs: turn.startMs,
        endMs: null,
        startSource: null,
        endSource: null,
        gap: isAgent && gapMs !== null ? gap : null,
        noGap: isAgent && gapMs === null ? noGap : null,
        bargedInMs: null,
        heardChars: null,
      };
    });
    const timing: CallTiming = {
      speech: null,
      lanes: null,
      clock: null,
      turns: timings,
      order: null,
      overlaps: [],
      deadAir: [],
      holds: [],
      monologues: [],
      talk: null,
      problems: [],
    };
    const record = { callId: id, basis, thresholds: defaultSettings, turns: timings };
    saveMeasures(db, [{ ...record, call: sumUpCall({ turns, toolCalls, timing, toleranceMs: 250 }) }]);
  }
  indexAll(db);
}

/** Indexes the turns of all calls as they stand. */
export function indexAll(db: WriteDb): void {
  const ids = db.prepare('SELECT id FROM calls ORDER BY rowid').pluck().all() as string[];
  const records = indexStale(db, ids, Number.POSITIVE_INFINITY, () => 0, createFeatureCache());
  saveIndexText(db, JSON.stringify(records));
}
