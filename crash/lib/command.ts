import { type ChildProcess, spawn } from 'node:child_process';
import { fromRoot } from '../../scripts/lib/root.ts';

/** How a process ended, with all it printed. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** The last line on stdout as JSON; null when there is none. */
  result: Record<string, unknown> | null;
}

/** The built command, as users run it. */
export const earmark = fromRoot('out', 'main', 'earmark.js');

/** Runs Node on a script until it ends, or until `watch` (given the process) has killed it. */
export function runNode(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  watch: (child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const ended: Ended = { code: null, signal: null, stdout: '', stderr: '', result: null };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ended.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ended.stderr += text;
  });
  watch(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ ...ended, code, signal, result: lastJson(ended.stdout) }));
  });
}

/** Whether Node ended with an exception that nobody caught: that is a bug whatever the disk did. */
export function hasStackTrace({ stderr }: Ended): boolean {
  return /^\s+at .+[:)]\d*/m.test(stderr) || stderr.includes('Node.js v');
}

function lastJson(stdout: string): Record<string, unknown> | null {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : null;
}
