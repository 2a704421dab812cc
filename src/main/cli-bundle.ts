import { existsSync, statSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type BundleRequest, redactionRulesSchema } from '#shared/model/bundle.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ServiceResult } from './cli-services.ts';
import { takeLease } from './lease.ts';
import type { Ports } from './ports.ts';
import { findReviewedCalls } from './store/bundle-content.ts';
import { findCallIds } from './store/export.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

export interface BundleArgs {
  /** Empty = all that are here or that there is review work about. */
  callIds: readonly string[];
  packIds: readonly string[];
  work: BundleRequest['work'];
  withCalls: boolean;
  withRecordings: boolean;
  /** A JSON file with redaction rules; null = nothing is redacted. */
  redact: string | null;
  out: string;
}

/** Writes a bundle, whole or not at all. Works while another process has the workspace. */
export async function exportBundle(ports: Ports, args: BundleArgs): Promise<ServiceResult> {
  const out = resolve(args.out);
  const folder = dirname(out);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new AppError('invalid-input', `The folder ${folder} does not exist; make it first.`);
  }
  const redact = args.redact === null ? null : await readRules(args.redact);
  return withWorkspace(ports, async ({ db, bundles }) => {
    const all = () => [...new Set([...findCallIds(db, {}), ...findReviewedCalls(db)])];
    const callIds = args.callIds.length > 0 || args.packIds.length > 0 ? [...args.callIds] : all();
    const { work, withCalls, withRecordings } = args;
    const partial = `${out}.partial`;
    await rm(partial, { force: true });
    try {
      const made = await bundles.makeAt(partial, {
        callIds,
        filter: null,
        packIds: [...args.packIds],
        work,
        withCalls,
        withRecordings,
        redact,
      });
      await rename(partial, out);
      const { counts, redaction } = made.manifest;
      return {
        exitCode: 0,
        result: { ok: true, out, bytes: statSync(out).size, ...counts, redaction, left: made.left },
      };
    } finally {
      await rm(partial, { force: true });
    }
  });
}

/**
 * Checks a bundle and merges it into the workspace in `ports.paths.own`; `dryRun` only says what that would change. Importing it
 * again changes nothing.
 */
export async function importBundle(ports: Ports, path: string, dryRun: boolean): Promise<ServiceResult> {
  return withWorkspace(ports, async ({ bundles, readOnly, analysis, timing }) => {
    if (dryRun) return { exitCode: 0, result: { ok: true, dryRun, ...(await bundles.inspectAt(path)) } };
    if (readOnly !== null) throw new AppError('conflict', `${readOnly} End it, then import again.`);
    const result = await bundles.mergeAt(path);
    await analysis.idle();
    await timing.catchUp();
    return { exitCode: 0, result: { ok: true, dryRun, ...result } };
  });
}

async function withWorkspace<T>(ports: Ports, work: (workspace: Workspace) => Promise<T>): Promise<T> {
  const lease = takeLease(ports.paths.own, 'command', ports, null);
  try {
    const workspace = await openWorkspace('own', ports, null, lease);
    try {
      return await work(workspace);
    } finally {
      await workspace.close();
    }
  } finally {
    await lease.release();
  }
}

/** What a rules file leaves out is on: whoever redacts means it. */
const defaults = { phones: true, emails: true, cards: true, names: [], variables: [], audio: 'words' };

async function readRules(file: string): Promise<BundleRequest['redact']> {
  const path = resolve(file);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new AppError('invalid-input', `${path} is not JSON; see docs/cli.md for the rules.`);
    throw error;
  }
  const rules = redactionRulesSchema.safeParse(typeof value === 'object' ? { ...defaults, ...value } : value);
  if (!rules.success) throw new AppError('invalid-input', `${path} has no redaction rules; see docs/cli.md for them.`);
  return rules.data;
}
