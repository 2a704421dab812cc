import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/model/errors.ts';
import { createSource, makeClient } from './connection.ts';
import { takeLease } from './lease.ts';
import type { Ports } from './ports.ts';
import { verifyWorkspace } from './recordings/verify.ts';
import { countAll } from './store/counts.ts';
import type { ReadDb } from './store/db.ts';
import { findNote } from './store/host-file.ts';
import { countJobs } from './store/jobs.ts';
import { readValue } from './store/key-values.ts';
import { countMeasures, hasHeardCalls } from './store/measures.ts';
import { asAppError, databaseFileName, openForReading } from './store/open.ts';
import { countReviews } from './store/queue.ts';
import { findUnavailableRecordings } from './store/recordings.ts';
import { findReviewerId } from './store/reviewer.ts';
import type { RunReport } from './sync/run.ts';
import { createRunLog } from './sync/run-log.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

export interface ServiceResult {
  exitCode: 0 | 1;
  result: object;
}

const PRODUCTION_URL = 'https://api.voicy.co';

export interface SyncArgs {
  baseUrl?: string;
  apiKeyEnv: string;
  recordings: boolean;
  signal?: AbortSignal;
}

/** Syncs the workspace in `ports.paths.own` to its end. Fails (exit 1) when the list ended early or something failed. */
export async function runSync(ports: Ports, args: SyncArgs): Promise<ServiceResult> {
  const secret = await ports.secrets.read('own');
  if (!secret)
    throw new AppError('unauthorized', `There is no API key: set the environment variable ${args.apiKeyEnv}.`);
  const lease = takeLease(ports.paths.own, 'command', ports, null);
  try {
    const obstacle = lease.readOnly();
    if (obstacle !== null) throw new AppError('conflict', `${obstacle} End it, then sync again.`);
    return await syncWorkspace(await openWorkspace('own', ports, null, lease), secret.key, ports, args);
  } finally {
    await lease.release();
  }
}

async function syncWorkspace(
  workspace: Workspace,
  apiKey: string,
  ports: Ports,
  args: SyncArgs,
): Promise<ServiceResult> {
  const startedMs = ports.clock.now();
  try {
    const baseUrl = args.baseUrl ?? readValue(workspace.db, 'meta', 'base_url') ?? PRODUCTION_URL;
    const client = makeClient(workspace.db, baseUrl, apiKey, ports);
    await workspace.writer.run('writeValue', 'meta', 'base_url', baseUrl);
    await workspace.sync.connect(client, createSource(workspace, client, baseUrl));
    const cancel = () => void workspace.sync.cancel();
    args.signal?.addEventListener('abort', cancel, { once: true });
    const outcome = await workspace.sync
      .run({ recordings: args.recordings, evenIfPaused: true })
      .then((report) => ({ report, error: null }))
      .catch((error: unknown) => {
        if (error instanceof AppError) return { report: workspace.sync.lastReport(), error };
        if (args.signal?.aborted)
          return {
            report: workspace.sync.lastReport(),
            error: new AppError('internal', 'The sync was stopped before its end.'),
          };
        throw error;
      });
    await workspace.analysis.catchUp();
    await workspace.analysis.idle();
    if (hasHeardCalls(workspace.db)) await workspace.timing.catchUp();
    return describeSync(outcome, {
      db: workspace.db,
      requests: { api: client.state().requests, media: workspace.recordings.counters().requests },
      durationMs: ports.clock.now() - startedMs,
      withRecordings: args.recordings,
    });
  } finally {
    await workspace.close();
  }
}

function describeSync(
  { report, error }: { report: RunReport | null; error: AppError | null },
  facts: { db: ReadDb; requests: { api: number; media: number }; durationMs: number; withRecordings: boolean },
): ServiceResult {
  const problem = error ?? report?.listError ?? null;
  const failures = report?.failures ?? [];
  const of = (what: 'call' | 'recording') =>
    failures.filter((f) => f.what === what).map(({ id, code }) => ({ id, code }));
  const ok = problem === null && failures.length === 0;
  const result = {
    ok,
    calls: {
      listed: report?.list?.listed ?? 0,
      new: report?.list?.newCalls ?? 0,
      updated: report?.updated ?? 0,
      unreadable: countAll(facts.db).unreadable,
      failed: of('call'),
    },
    recordings: {
      downloaded: report?.downloaded ?? 0,
      unavailable: facts.withRecordings ? findUnavailableRecordings(facts.db) : [],
      failed: of('recording'),
    },
    requests: facts.requests,
    durationMs: Math.round(facts.durationMs),
    ...(problem ? { error: { code: problem.code, message: problem.message } } : {}),
  };
  return { exitCode: ok ? 0 : 1, result };
}

/** Checks the database and every recording on this disk. Problems are exit 1. */
export async function runVerify(ports: Ports): Promise<ServiceResult> {
  try {
    return await reading(ports, async (db, dir) => {
      const { recordings, problems, leftovers } = await verifyWorkspace(db, dir);
      const ok = problems.length === 0;
      return { exitCode: ok ? 0 : 1, result: { ok, calls: countAll(db).calls, recordings, problems, leftovers } };
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'damaged') throw error;
    const problems = [{ kind: 'database', id: null, message: error.message }];
    return { exitCode: 1, result: { ok: false, calls: 0, recordings: 0, problems, leftovers: [] } };
  }
}

/** What is in the workspace, and how its last sync went. */
export function runStatus(ports: Ports): Promise<ServiceResult> {
  return reading(ports, (db, dir) => {
    const counts = countAll(db);
    const log = createRunLog({ read: (key) => findNote(dir, key), write: () => undefined });
    return {
      exitCode: 0,
      result: {
        ok: true,
        dataDir: dir,
        baseUrl: readValue(db, 'meta', 'base_url') ?? null,
        generation: readValue(db, 'meta', 'generation') ?? null,
        ...counts,
        measured: countMeasures(db),
        databaseBytes: statSync(join(dir, databaseFileName)).size,
        queue: countJobs(db),
        reviews: countReviews(db, findReviewerId(db)),
        lastSuccessMs: log.lastSuccessMs(),
        lastRun: log.last(),
      },
    };
  });
}

/** Opens the workspace for reading, whoever has it, and closes it again. Database failures are `damaged` and the like. */
export async function reading(
  ports: Ports,
  work: (db: ReadDb, dir: string) => ServiceResult | Promise<ServiceResult>,
): Promise<ServiceResult> {
  const dir = ports.paths.own;
  const db = openForReading(dir);
  try {
    return await work(db, dir);
  } catch (error) {
    throw asAppError(error, join(dir, databaseFileName));
  } finally {
    db.close();
  }
}
