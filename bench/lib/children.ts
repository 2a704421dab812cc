import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Scope } from './scope.ts';

const patienceMs = 5_000;

export interface NodeChild {
  process: ChildProcess;
  /** Lines of its stdout as they come. */
  lines: AsyncIterator<string>;
}

/** Starts Node on a script, with an IPC channel. It ends with the scope: SIGTERM, after 5 s SIGKILL. */
export function startNode(
  scope: Scope,
  script: string | URL,
  args: readonly string[] = [],
  options: { nodeArgs?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): NodeChild {
  const file = script instanceof URL ? fileURLToPath(script) : script;
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, ...options.env },
  });
  scope.defer(() => stop(child));
  if (!child.stdout) throw new Error('the child has no stdout');
  return { process: child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

/** Waits for the end of a child and returns all it printed. Throws when it fails, unless its code is in `codes`. */
export async function runNode(
  scope: Scope,
  script: string | URL,
  args: readonly string[] = [],
  options: { nodeArgs?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<string[]> {
  const child = startNode(scope, script, args, options);
  const ended = once(child.process, 'close');
  const printed: string[] = [];
  for (let line = await child.lines.next(); !line.done; line = await child.lines.next()) printed.push(line.value);
  const [code] = await ended;
  if (code !== 0) throw new Error(`${args[0] ?? script} ended with ${code}: ${printed.at(-1) ?? 'nothing printed'}`);
  return printed;
}

/** The next line a child prints. Throws when it ends instead. */
export async function nextLine(child: NodeChild): Promise<string> {
  const line = await child.lines.next();
  if (line.done) throw new Error('the child process ended at once; its messages are above');
  return line.value;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(timer);
}
