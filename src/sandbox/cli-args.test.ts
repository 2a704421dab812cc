import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CliError, parseCliArgs } from './cli-args.ts';
import { signerNames } from './storage/signers/index.ts';

describe('arguments', () => {
  test('none', () => {
    expect(parseCliArgs([])).toEqual({
      synthetic: undefined,
      generation: 'v1',
      signer: 'supabase',
      urlLifetimeMs: undefined,
      rateLimit: undefined,
      port: 0,
      json: false,
    });
  });

  test('all', () => {
    const text =
      '--synthetic 300 --generation legacy --signer mix --url-lifetime 5 --rate-limit 60/10 --rate-kind sliding --port 8123 --json';
    expect(parseCliArgs(text.split(' '))).toEqual({
      synthetic: 300,
      generation: 'legacy',
      signer: signerNames,
      urlLifetimeMs: 5000,
      rateLimit: { requests: 60, windowMs: 10_000, kind: 'sliding' },
      port: 8123,
      json: true,
    });
  });

  test.each([
    '--bogus',
    'word',
    '--demo --synthetic 5',
    '--synthetic many',
    '--generation v9',
    '--signer me',
    '--url-lifetime 0',
    '--rate-limit 60',
    '--rate-limit 60/60 --rate-kind leaky',
    '--rate-kind bucket',
    '--port 70000',
  ])('%s is refused', (text) => {
    expect(() => parseCliArgs(text.split(' '))).toThrow(CliError);
  });
});

describe('the command', () => {
  const run = (...args: string[]) => spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args]);

  test('serves until SIGTERM', async () => {
    const child = run('--synthetic', '20', '--json');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { baseUrl, apiKey, calls } = JSON.parse(line.toString()) as Record<string, string>;
    expect(calls).toBe(20);
    const response = await fetch(`${baseUrl}/v1/list-calls`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${apiKey}` },
    });
    expect(((await response.json()) as unknown[]).length).toBeGreaterThan(15);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('exits 2 and shows the usage after a mistake', async () => {
    const child = run('--port', 'x');
    let text = '';
    child.stderr.on('data', (part: Buffer) => {
      text += part.toString();
    });
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(text).toMatch(/--port needs a whole number[\s\S]*Usage:/);
  });
});
