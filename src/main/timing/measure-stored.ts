import { sumUpCall } from '#shared/logic/measures/sum-up-call.ts';
import { measureCall } from '#shared/logic/timing/measure-call.ts';
import type { CallTiming, Speech } from '#shared/model/timing.ts';
import type { ReadDb } from '../store/db.ts';
import {
  type MeasuredCallRecord,
  type MeasureInput,
  type MeasureThresholds,
  readMeasureInput,
  readStaleInput,
} from '../store/measures.ts';

/**
 * A call's timing as it stands in the database; undefined when the call is not here. `heard` = speech that was found just now
 * and could not be stored.
 */
export function timingOfStored(
  db: ReadDb,
  callId: string,
  thresholds: MeasureThresholds,
  heard: Speech | null,
): CallTiming | undefined {
  const input = readMeasureInput(db, callId);
  return input && measure(input, thresholds, heard);
}

function measure(input: MeasureInput, thresholds: MeasureThresholds, heard: Speech | null): CallTiming {
  return measureCall({ ...input, speech: input.speech ?? heard, thresholds });
}

/** What a stretch of measuring came to. */
export interface MeasuredBatch {
  records: MeasuredCallRecord[];
  /** Calls for which there was no time. */
  rest: string[];
}

/**
 * Measures those of the calls that are not measured as they stand now, one at least, and no further ones once `budgetMs` have
 * gone, so that whoever opens a call need not wait for long.
 */
export function measureStale(
  db: ReadDb,
  callIds: readonly string[],
  thresholds: MeasureThresholds,
  budgetMs: number,
  nowMs: () => number,
): MeasuredBatch {
  const began = nowMs();
  const records: MeasuredCallRecord[] = [];
  for (const [at, callId] of callIds.entries()) {
    if (at > 0 && nowMs() - began >= budgetMs) return { records, rest: callIds.slice(at) };
    const input = readStaleInput(db, callId, thresholds);
    if (input === undefined) continue;
    const timing = measure(input, thresholds, null);
    records.push({
      callId,
      basis: input.basis,
      thresholds,
      call: sumUpCall({ ...input, timing, toleranceMs: thresholds.latencyToleranceMs }),
      turns: timing.speech === null ? [] : timing.turns,
    });
  }
  return { records, rest: [] };
}
