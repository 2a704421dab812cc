import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveDetail, saveListed } from '../../src/main/store/calls.ts';
import { inTransaction, type WriteDb } from '../../src/main/store/db.ts';
import { readMeasureInput, saveMeasures } from '../../src/main/store/measures.ts';
import { openForWriting } from '../../src/main/store/open.ts';
import { noteRecording } from '../../src/main/store/recordings.ts';
import { saveIndexText } from '../../src/main/store/turn-index/save.ts';
import { createFeatureCache } from '../../src/main/store/turn-index/wordings.ts';
import { indexStale } from '../../src/main/turn-index/index-calls.ts';
import { sumUpCall } from '../../src/shared/logic/measures/sum-up-call.ts';
import { defaultSettings } from '../../src/shared/model/settings.ts';
import { libraryCall } from '../corpora/turn-library.ts';

/** Raise when the same sizes would give other rows. */
const LIBRARY_VERSION = 1;
const PER_TRANSACTION = 500;
const STRETCH = 10;

export interface LibrarySize {
  calls: number;
  /** Of each call; half of them are the agent's. */
  turnsPerCall: number;
  /** Whether the index of turns is made as well, or left for whoever opens it. */
  indexed: boolean;
}

export interface Library {
  dir: string;
  /** How long it took, ms; null where it was there already. Storing includes measures, indexing is the pass's own work. */
  storedMs: number | null;
  indexedMs: number | null;
}

/**
 * A workspace of `turn-library.ts`'s calls, stored, measured and indexed by the app's own functions. It is kept under the
 * system's temporary folder for the next run: treat it as read-only, or remove it afterwards (`removeLibrary`).
 */
export function turnLibrary(size: LibrarySize, log: (line: string) => void): Library {
  const { calls, turnsPerCall, indexed } = size;
  const dir = join(
    tmpdir(),
    `earmark-turn-library-${LIBRARY_VERSION}-${calls}-${turnsPerCall}${indexed ? '' : '-plain'}`,
  );
  if (existsSync(dir)) return { dir, storedMs: null, indexedMs: null };
  const making = `${dir}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const db = openForWriting(making);
  let storedMs: number;
  let indexedMs: number | null = null;
  try {
    // Nothing is lost with it: a library that was not finished is made anew.
    db.pragma('synchronous = OFF');
    let began = performance.now();
    store(db, size, log);
    storedMs = performance.now() - began;
    if (indexed) {
      began = performance.now();
      index(db, log);
      indexedMs = performance.now() - began;
    }
    db.exec('ANALYZE');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  renameSync(making, dir);
  return { dir, storedMs, indexedMs };
}

function store(db: WriteDb, { calls, turnsPerCall }: LibrarySize, log: (line: string) => void): void {
  const { deadAirMs, monologueMs, latencyToleranceMs } = defaultSettings;
  const thresholds = { deadAirMs, monologueMs, latencyToleranceMs };
  const nowMs = Date.UTC(2026, 10, 1);
  for (let from = 0; from < calls; from += PER_TRANSACTION) {
    inTransaction(db, () => {
      for (let place = from; place < Math.min(calls, from + PER_TRANSACTION); place += 1) {
        const { call, generation, timing } = libraryCall(place, calls, turnsPerCall);
        const { turns, toolCalls } = call;
        saveListed(db, call, '{}', nowMs);
        saveDetail(db, call, '{}', generation, nowMs);
        noteRecording(db, call.id, { state: 'none', code: null, message: null }, nowMs);
        const basis = readMeasureInput(db, call.id)?.basis;
        if (basis === undefined) throw new Error(`${call.id} was not stored`);
        const heard = timing ?? nothingHeard(turns.length);
        saveMeasures(db, [
          {
            callId: call.id,
            basis,
            thresholds,
            call: sumUpCall({ turns, toolCalls, timing: heard, toleranceMs: latencyToleranceMs }),
            turns: timing === null ? [] : timing.turns,
          },
        ]);
      }
    });
    if (from % 10_000 === 0) log(`stored ${from} of ${calls} calls`);
  }
}

function nothingHeard(turns: number) {
  const none = {
    startMs: null,
    endMs: null,
    startSource: null,
    endSource: null,
    gap: null,
    noGap: 'no-recording' as const,
  };
  return {
    speech: null,
    lanes: null,
    clock: null,
    turns: Array.from({ length: turns }, (_, index) => ({ index, ...none, bargedInMs: null, heardChars: null })),
    order: null,
    overlaps: [],
    deadAir: [],
    holds: [],
    monologues: [],
    talk: null,
    problems: [],
  };
}

function index(db: WriteDb, log: (line: string) => void): void {
  const ids = db.prepare('SELECT id FROM calls ORDER BY rowid DESC').pluck().all() as string[];
  const featuresOf = createFeatureCache();
  for (let from = 0; from < ids.length; from += STRETCH) {
    const { rest, ...records } = indexStale(
      db,
      ids.slice(from, from + STRETCH),
      Number.POSITIVE_INFINITY,
      () => 0,
      featuresOf,
    );
    if (rest.length > 0) throw new Error('calls were left out');
    saveIndexText(db, JSON.stringify(records));
    if (from % 10_000 === 0) log(`indexed ${from} of ${ids.length} calls`);
  }
}
