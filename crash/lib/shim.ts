import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../scripts/lib/find-program.ts';
import { runCommand } from '../../scripts/lib/run-tool.ts';

/** Kinds of calls that change files; `create` is opening a file that was not there, `sync` fsync and fdatasync. */
export type FileOp = 'create' | 'write' | 'truncate' | 'sync' | 'rename' | 'unlink' | 'mkdir';

/**
 * One file-system call of a process below a folder, and what becomes of it. `mid` writes half of the bytes first;
 * `full-once` answers "no space left on device" to this call, `full-from` to it and to all matching ones after it.
 */
export interface FileFault {
  ops?: readonly FileOp[];
  /** Pattern (fnmatch; `*` also matches `/`) on the path below the folder; a rename is known by its old name. */
  path?: string;
  /** Counting begins after the first such call. */
  after?: { op: FileOp; path: string };
  /** Counting begins once this file exists. */
  arm?: string;
  /** From 1, counted over the matching calls of all threads. */
  nth: number;
  act: 'kill-before' | 'kill-mid' | 'kill-after' | 'full-once' | 'full-from';
}

/** The preloaded library that counts calls and makes one of them go wrong; `shim/fault-shim.c` says how. */
export interface Shim {
  /** Environment of a process whose calls below `root` are counted into `log`, with at most one fault. */
  env(root: string, log: string, fault: FileFault | null): NodeJS.ProcessEnv;
  remove(): void;
}

/** Compiles the library into a temporary folder. Throws with what to install when there is no C compiler. */
export async function buildShim(): Promise<Shim> {
  if (process.platform !== 'linux') {
    throw new Error('The crash suite preloads a library into the process and needs Linux; run it there or in CI.');
  }
  const compiler = await ensureCompiler();
  const folder = mkdtempSync(join(tmpdir(), 'earmark-shim-'));
  const library = join(folder, 'fault-shim.so');
  const source = join(import.meta.dirname, '..', 'shim', 'fault-shim.c');
  const args = ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', '-o', library, source, '-ldl'];
  const built = spawnSync(compiler, args, { encoding: 'utf8' });
  if (built.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`${compiler} could not compile ${source}:\n${built.stderr}`);
  }
  return {
    env: (root, log, fault) => ({
      LD_PRELOAD: library,
      EARMARK_FAULT_ROOT: root,
      EARMARK_FAULT_LOG: log,
      EARMARK_FAULT_OPS: fault?.ops?.join(',') ?? '',
      EARMARK_FAULT_PATH: fault?.path ?? '',
      EARMARK_FAULT_AFTER: fault?.after ? `${fault.after.op} ${fault.after.path}` : '',
      EARMARK_FAULT_ARM: fault?.arm ?? '',
      EARMARK_FAULT_NTH: String(fault?.nth ?? 0),
      EARMARK_FAULT_DO: fault?.act ?? '',
    }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const findCompiler = (): string | null => findProgram('cc', 'gcc', 'clang');

async function ensureCompiler(): Promise<string> {
  const found = findCompiler();
  if (found !== null) return found;
  const apt = findProgram('apt-get');
  if (apt !== null && process.getuid?.() === 0) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand(apt, ['update', '-q'], env);
    await runCommand(apt, ['install', '-qy', '--no-install-recommends', 'gcc', 'libc6-dev'], env);
  }
  const installed = findCompiler();
  if (installed === null) {
    throw new Error('The crash suite needs a C compiler: install gcc and libc6-dev (apt install gcc libc6-dev).');
  }
  return installed;
}
