import { existsSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { FormatError } from '#shared/logic/formats/format-error.ts';
import type { ImportOutcome } from '#shared/logic/formats/plan-import.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ExportFormat, ImportFormat } from '#shared/model/exchange-formats.ts';
import { importBundle } from './cli-bundle.ts';
import { reading, type ServiceResult } from './cli-services.ts';
import { applyPlan } from './export/apply-plan.ts';
import { importKindOfFile } from './export/import-kind.ts';
import { type FilePlan, planFile } from './export/plan-file.ts';
import { MAX_IMPORT_BYTES } from './export/read-annotations.ts';
import { writeExport } from './export/write-export.ts';
import { takeLease } from './lease.ts';
import type { Ports } from './ports.ts';
import { openWorkspace } from './workspace.ts';

export interface ExportArgs {
  format: ExportFormat;
  /** Empty = all. */
  callIds: readonly string[];
  out: string;
}

/** Writes calls to a file, a folder or a zip; see export/write-export.ts. */
export async function runExport(ports: Ports, args: ExportArgs, signal: AbortSignal): Promise<ServiceResult> {
  const { format, callIds } = args;
  const out = resolve(args.out);
  const folder = dirname(out);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new AppError('invalid-input', `The folder ${folder} does not exist; make it first.`);
  }
  const request = { format, out, nowMs: ports.clock.now(), ...(callIds.length === 0 ? {} : { callIds }) };
  return reading(ports, async (db) => {
    const { calls, files, empty } = await writeExport(db, request, signal);
    return { exitCode: 0, result: { ok: true, calls, out, format, files, empty } };
  });
}

export interface ImportArgs {
  file: string;
  format: ImportFormat | 'auto';
  callId: string | null;
  /** Empty = all. */
  tiers: readonly string[];
  update: boolean;
  dryRun: boolean;
}

/** Reads a bundle, or a file of annotations, into the workspace in `ports.paths.own`. Importing the same file again changes nothing. */
export async function runImport(ports: Ports, args: ImportArgs): Promise<ServiceResult> {
  const path = resolve(args.file);
  if ((await importKindOfFile(path)) === 'bundle') return importBundle(ports, path, args.dryRun);
  if ((await stat(path)).size > MAX_IMPORT_BYTES) {
    throw new AppError('invalid-input', `${path} is larger than 64 MB, which no file of annotations is.`);
  }
  const { format, callId, update, tiers } = args;
  const layers = tiers.length === 0 ? null : tiers;
  const request = { bytes: await readFile(path), name: basename(path), format, callId, layers, update };
  if (args.dryRun) {
    return reading(ports, (db) =>
      describe(
        asExpected(path, () => planFile(db, request)),
        args,
      ),
    );
  }
  const lease = takeLease(ports.paths.own, 'command', ports, null);
  try {
    const obstacle = lease.readOnly();
    if (obstacle !== null) throw new AppError('conflict', `${obstacle} End it, then import again.`);
    const workspace = await openWorkspace('own', ports, null, lease);
    try {
      const plan = asExpected(path, () => planFile(workspace.db, request));
      await applyPlan(workspace.review, plan);
      return describe(plan, args);
    } finally {
      await workspace.close();
    }
  } finally {
    await lease.release();
  }
}

function asExpected<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof FormatError)
      throw new AppError('invalid-input', `${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

function describe({ format, layers, calls, leftOut }: FilePlan, { dryRun }: ImportArgs): ServiceResult {
  const count = (outcome: ImportOutcome) =>
    calls.reduce((sum, call) => sum + call.annotations.filter((one) => one.outcome === outcome).length, 0);
  return {
    exitCode: 0,
    result: {
      ok: true,
      dryRun,
      format,
      calls: calls.map(({ callId, isHere, annotations }) => ({
        id: callId,
        here: isHere,
        annotations: annotations.length,
      })),
      annotations: {
        added: count('new'),
        changed: count('changed'),
        same: count('same'),
        different: count('differs'),
        deleted: count('deleted'),
      },
      newTags: [...new Set(calls.flatMap(({ newTags }) => newTags))],
      tiers: layers,
      leftOut,
    },
  };
}
