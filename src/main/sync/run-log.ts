import type { AppError } from '#shared/model/errors.ts';
import { type SyncRun, syncRunSchema } from '#shared/model/sync.ts';
import type { RunReport } from './run.ts';

/** Where the log of runs is kept: apart from the data, so that a sync which finds nothing new changes no page of it. */
export interface RunNotes {
  read(key: string): string | undefined;
  write(key: string, value: string): void;
}

/** How syncs went, across restarts. */
export interface RunLog {
  last(): SyncRun | null;
  lastSuccessMs(): number | null;
  lastFullListMs(): number | null;
  failuresInARow(): number;
  finish(outcome: SyncRun['outcome'], error: AppError | null, report: RunReport | null, nowMs: number): void;
  /** A new key or server: what stopped the last run is no reason any more. */
  connected(): void;
}

export function createRunLog(notes: RunNotes): RunLog {
  let last = parseRun(notes.read('last_run'));
  let failures = 0;
  const time = (key: string) => Number(notes.read(key) ?? '0') || null;
  return {
    last: () => last,
    lastSuccessMs: () => time('last_success_ms'),
    lastFullListMs: () => time('last_full_list_ms'),
    failuresInARow: () => failures,
    finish: (outcome, error, report, nowMs) => {
      last = {
        endedMs: nowMs,
        outcome,
        code: error?.code ?? null,
        message: error?.message ?? null,
        newCalls: report?.list?.newCalls ?? 0,
        updatedCalls: report?.updated ?? 0,
      };
      notes.write('last_run', JSON.stringify(last));
      if (report?.list?.whole) notes.write('last_full_list_ms', String(nowMs));
      if (outcome === 'done' || outcome === 'incomplete') {
        notes.write('last_success_ms', String(nowMs));
        failures = 0;
      } else if (outcome !== 'cancelled') failures += 1;
    },
    connected: () => {
      if (last?.outcome === 'unauthorized') last = { ...last, outcome: 'cancelled' };
      failures = 0;
    },
  };
}

/** What an older or half-written note says counts as nothing. */
function parseRun(text: string | undefined): SyncRun | null {
  if (text === undefined) return null;
  try {
    return syncRunSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
