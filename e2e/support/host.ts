import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { preparedDemoDir, root } from './places.ts';

/** A running web host: the built `earmark serve` in a process and a data folder of its own. */
export interface Host {
  /** Opens the app; good once. */
  readonly url: string;
  readonly dataDir: string;
  /** Ends the process; the data folder stays until `remove`. */
  stop(): Promise<void>;
  /** Ends it as a power cut does: nothing is finished or closed. */
  kill(): Promise<void>;
  remove(): void;
}

/**
 * Starts `earmark serve`. `demo`: true = on a copy of the prepared demo, where nothing is left to fetch; 'new' = one that has yet
 * to sync. `dataDir` serves a folder that an earlier host has left.
 */
export async function startHost(
  options: { demo?: boolean | 'new'; dataDir?: string; env?: Record<string, string> } = {},
): Promise<Host> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'earmark-e2e-'));
  if (options.demo === true && !options.dataDir) cpSync(preparedDemoDir, dataDir, { recursive: true });
  const args = ['out/main/earmark.js', 'serve', '--data-dir', dataDir, '--json', ...(options.demo ? ['--demo'] : [])];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstUrl(child);
  return {
    url,
    dataDir,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

/** Runs the built `earmark` to its end. Throws what it wrote to standard error when it fails. */
export async function runEarmark(args: readonly string[], env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, ['out/main/earmark.js', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`earmark ${args.join(' ')} ended with ${code}: ${errors}`);
}

async function firstUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the host has no standard output');
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the host ended with ${code} before it was ready`)));
  });
  const line = (async () => {
    for await (const text of createInterface({ input: child.stdout as NodeJS.ReadableStream })) return text;
    throw new Error('the host printed nothing');
  })();
  const { url } = JSON.parse(await Promise.race([line, ended])) as { url: string };
  ended.catch(() => undefined);
  return url;
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
