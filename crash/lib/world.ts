import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../../scripts/lib/ensure-build.ts';
import { type LiteralCall, literalCorpus, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { crashCalls } from './calls.ts';
import { type Ended, earmark, runNode } from './command.ts';
import { type ExportedCall, readExport } from './exports.ts';
import { buildShim, type FileFault } from './shim.ts';

const keyEnv = 'EARMARK_CRASH_KEY';

/** A counted call: `number` from 1 in the order of the process's threads. */
export interface CountedCall {
  number: number;
  op: string;
  path: string;
}

/** How a process under the shim ended. */
export interface Struck extends Ended {
  /** The calls that matched the fault's `ops` and `path`; all changes when there was no fault. */
  calls: CountedCall[];
  /** The call at which the fault acted. */
  fired: CountedCall | null;
}

/** A vendor, the built command, the shim, and folders that go away at the end. */
export interface World {
  readonly sandbox: Sandbox;
  /** What an undisturbed workspace exports. */
  readonly undisturbed: readonly ExportedCall[];
  /** A new, empty workspace folder; `from` is copied into it. */
  workspace(from?: string): string;
  /** Removes one that is not needed any more. */
  discard(dir: string): void;
  /** Runs a Node script (default: the command's `sync`) on a workspace, with at most one fault. */
  strike(dir: string, fault: FileFault | null, options?: StrikeOptions): Promise<Struck>;
  sync(dir: string, watch?: (child: ChildProcess) => void): Promise<Ended>;
  verify(dir: string): Promise<Ended>;
  exported(dir: string): Promise<ExportedCall[]>;
  close(): Promise<void>;
}

export interface StrikeOptions {
  /** Default: the command with `sync`. */
  script?: { file: string; args: readonly string[] };
  watch?: (child: ChildProcess) => void;
}

/** Builds what is needed and starts the vendor with `calls` (default `crashCalls`). */
export async function createWorld(calls: readonly LiteralCall[] = crashCalls(Date.now())): Promise<World> {
  await ensureBuild();
  const shim = await buildShim();
  const root = mkdtempSync(join(tmpdir(), 'earmark-crash-'));
  const sandbox = await startSandbox({ corpus: literalCorpus(calls) });
  let made = 0;

  const workspace = (from?: string): string => {
    made += 1;
    const dir = join(root, `w${made}`);
    if (from === undefined) mkdirSync(dir, { mode: 0o700 });
    else cpSync(from, dir, { recursive: true });
    return dir;
  };
  const syncArgs = (dir: string) =>
    ['sync', '--data-dir', dir, '--base-url', sandbox.baseUrl, '--api-key-env', keyEnv, '--json'] as const;
  const key = { [keyEnv]: sandbox.apiKey };

  const strike: World['strike'] = async (dir, fault, { script, watch } = {}) => {
    made += 1;
    const log = join(root, `calls-${made}.log`);
    const { file, args } = script ?? { file: earmark, args: syncArgs(dir) };
    const ended = await runNode(file, args, { ...key, ...shim.env(dir, log, fault) }, watch);
    const lines = readLog(log);
    rmSync(log, { force: true });
    return { ...ended, ...lines };
  };
  const exported = (dir: string): Promise<ExportedCall[]> => {
    made += 1;
    return readExport(dir, join(root, `export-${made}.jsonl`));
  };
  const sync: World['sync'] = (dir, watch) => runNode(earmark, syncArgs(dir), key, watch);

  const close = async () => {
    await sandbox.close();
    shim.remove();
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  };

  try {
    const calm = workspace();
    const first = await sync(calm);
    if (first.code !== 0) throw new Error(`the undisturbed sync failed: ${first.stdout}${first.stderr}`);
    const undisturbed = await exported(calm);
    return {
      sandbox,
      undisturbed,
      workspace,
      discard: (dir) => rmSync(dir, { recursive: true, force: true }),
      strike,
      sync,
      verify: (dir) => runNode(earmark, ['verify', '--data-dir', dir, '--json'], {}),
      exported,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function readLog(log: string): { calls: CountedCall[]; fired: CountedCall | null } {
  const calls: CountedCall[] = [];
  let fired: CountedCall | null = null;
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const found = /^(\d+) (fired )?(\w+) (.*)$/.exec(line);
    if (!found) continue;
    const call = { number: Number(found[1]), op: found[3] ?? '', path: found[4] ?? '' };
    if (found[2]) fired = call;
    else calls.push(call);
  }
  return { calls, fired };
}
