import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const entry = join(import.meta.dirname, '..', '..', 'node', 'earmark.ts');

export interface Answered {
  code: number;
  stdout: string;
}

/** A disk of a few megabytes that only a shell and what it starts can see. Linux with user namespaces. */
export interface SmallDisk {
  readonly dir: string;
  /** Runs a line of shell on this disk, `$DIR` being its root. */
  run(line: string): Promise<Answered>;
  /** The `earmark` command with `--json`; its last line of output, parsed. */
  earmark(args: readonly string[]): Promise<Record<string, unknown>>;
  /** Leaves so many KiB free. */
  leaveFree(kib: number): Promise<void>;
  close(): Promise<void>;
}

/** Mounts it below `parent`; the key goes to the children by their environment. */
export async function openSmallDisk(parent: string, apiKey: string): Promise<SmallDisk> {
  const dir = join(parent, 'small-disk');
  mkdirSync(dir);
  const env = { ...process.env, DIR: dir, VOICY_KEY: apiKey };
  const shell: ChildProcess = spawn('unshare', ['-Urm', 'sh'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const { stdin, stdout } = shell;
  if (!stdin || !stdout) throw new Error('the shell has no pipes');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => shell.on('close', () => resolve()));

  const run: SmallDisk['run'] = async (line) => {
    stdin.write(`( ${line} ) </dev/null; echo; echo "end of answer $?"\n`);
    const said: string[] = [];
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the shell on the small disk ended; are user namespaces allowed here?');
      const end = /^end of answer (\d+)$/.exec(value);
      if (end) return { code: Number(end[1]), stdout: said.join('\n').trim() };
      said.push(value);
    }
  };
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

  const mounted = await run('mount -t tmpfs -o size=900m none "$DIR"');
  if (mounted.code !== 0) throw new Error('no small disk could be mounted; are user namespaces allowed here?');
  return {
    dir,
    run,
    earmark: async ([name = '', ...rest]) => {
      const args = [entry, name, '--data-dir', dir, '--json', ...rest].map(quoted).join(' ');
      const { stdout: said } = await run(`${quoted(process.execPath)} ${args} 2>"$DIR/../stderr"`);
      return JSON.parse(said.split('\n').at(-1) ?? '') as Record<string, unknown>;
    },
    leaveFree: async (kib) => {
      const { stdout: used } = await run(`df -k --output=used "$DIR" | tail -1`);
      const resized = await run(`mount -o remount,size=${Number(used) + kib}k "$DIR"`);
      if (resized.code !== 0) throw new Error('the small disk could not be resized');
    },
    close: async () => {
      stdin.end();
      await ended;
    },
  };
}
