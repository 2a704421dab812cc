import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { bin, root } from './root.ts';

/** Runs a tool of node_modules; its output goes to our stderr, so that stdout stays for results. Returns the exit code. */
export function runTool(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return runCommand(bin(name), args, env);
}

/** Runs any program in the checkout, output to our stderr. */
export function runCommand(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, PATH: `${bin('')}${delimiter}${process.env.PATH ?? ''}`, ...env },
      shell: process.platform === 'win32',
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}
