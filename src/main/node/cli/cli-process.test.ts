import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { literalCorpus, type Sandbox, startSandbox } from '../../../sandbox/index.ts';
import { toneWav } from '../../testing/wav.ts';
import { temporaryDir } from '../../testing/workspace-fixtures.ts';

const entry = join(import.meta.dirname, '..', 'earmark.ts');

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function run(args: string[], env?: Record<string, string>): Promise<Ended> {
  const child = start(args, env);
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    ended.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    ended.stderr += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })));
}

const lastLine = ({ stdout }: Ended): Record<string, unknown> => JSON.parse(stdout.trim().split('\n').at(-1) ?? '');

describe('the earmark command as a process', { timeout: 60_000 }, () => {
  let place: ReturnType<typeof temporaryDir>;
  let sandbox: Sandbox;
  const env = () => ({ VOICY_KEY: sandbox.apiKey });
  const sync = () => [
    'sync',
    '--data-dir',
    place.dir,
    '--base-url',
    sandbox.baseUrl,
    '--api-key-env',
    'VOICY_KEY',
    '--json',
  ];

  beforeAll(async () => {
    place = temporaryDir();
    const sent = { call_id: 'a', start_timestamp: Date.now() - 600_000, house_number: 9, summary: 'שלום' };
    sandbox = await startSandbox({
      corpus: literalCorpus([
        { call: sent, recording: { bytes: toneWav(500) } },
        { call: { call_id: 'b', start_timestamp: Date.now() - 700_000, call_status: 'busy', duration_ms: 0 } },
      ]),
    });
  });
  afterAll(async () => {
    await sandbox.close();
    place.remove();
  });

  it('syncs, then reads the same folder while it is served', async () => {
    const synced = await run(sync(), env());
    expect(synced.code).toBe(0);
    expect(lastLine(synced)).toMatchObject({
      ok: true,
      calls: { listed: 2, new: 2, updated: 0, failed: [] },
      recordings: { downloaded: 1, unavailable: [{ id: 'b', code: 'none' }], failed: [] },
      requests: { api: 3, media: 1 },
      durationMs: expect.any(Number),
    });

    const served = start(['serve', '--data-dir', place.dir, '--json']);
    const lines = createInterface({ input: served.stdout as NodeJS.ReadableStream });
    const first = await new Promise<string>((resolve) => lines.once('line', resolve));
    const { url } = JSON.parse(first) as { url: string };
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/);
    expect((await fetch(new URL('/', url))).status).toBe(401);

    expect(lastLine(await run(['status', '--data-dir', place.dir, '--json']))).toMatchObject({
      ok: true,
      calls: 2,
      recordings: 1,
      measured: { calls: expect.any(Number), withGaps: 0 },
    });
    expect(lastLine(await run(['verify', '--data-dir', place.dir, '--json']))).toEqual({
      ok: true,
      calls: 2,
      recordings: 1,
      problems: [],
      leftovers: [],
    });
    const out = join(place.dir, 'calls.jsonl');
    expect((await run(['export', '--data-dir', place.dir, '--format', 'jsonl', '--out', out, '--json'])).code).toBe(0);
    const [a] = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter((line) => line.call.call_id === 'a');
    expect(a.call).toMatchObject({ house_number: 9, summary: 'שלום', recording_url: null });
    expect(a.recording).toMatchObject({
      state: 'ready',
      channels: 1,
      codec: 'pcm-s16',
      bytes: toneWav(500).byteLength,
    });
    expect(a.annotations).toEqual([]);

    const ended = new Promise((resolve) => served.once('exit', resolve));
    served.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it.each(['sync', 'serve'] as const)('%s goes on when nobody reads what it prints any more', async (name) => {
    const own = temporaryDir();
    const args = name === 'sync' ? sync() : ['serve'];
    const child = start(
      [...args.filter((arg) => arg !== place.dir && arg !== '--data-dir'), '--data-dir', own.dir],
      env(),
    );
    child.stdout?.destroy();
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    if (name === 'serve') {
      await expect.poll(() => readdirSync(own.dir), { timeout: 20_000 }).toContain('earmark.db');
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(child.exitCode).toBeNull();
      child.kill('SIGTERM');
    }
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(said).toBe('');
    if (name === 'sync')
      expect(lastLine(await run(['status', '--data-dir', own.dir, '--json']))).toMatchObject({ ok: true, calls: 2 });
    own.remove();
  });

  it('finds a changed recording', async () => {
    const recording = JSON.parse(
      readFileSync(join(place.dir, 'calls.jsonl'), 'utf8')
        .split('\n')
        .find((line) => line.includes('"ready"')) ?? '',
    ).recording;
    const bytes = readFileSync(join(place.dir, recording.path));
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(join(place.dir, recording.path), bytes);
    const verified = await run(['verify', '--data-dir', place.dir, '--json']);
    expect(verified.code).toBe(1);
    expect(lastLine(verified)).toMatchObject({ ok: false, problems: [{ kind: 'recording-hash', id: 'a' }] });
  });

  it('says what is wrong, with 1 for failures and 2 for usage', async () => {
    const refused = await run(sync(), { VOICY_KEY: 'voicy_sk_live_wrong0000000000000000000000' });
    expect(refused.code).toBe(1);
    expect(lastLine(refused)).toMatchObject({
      ok: false,
      error: { code: 'unauthorized', message: expect.stringMatching(/^Key refused/) },
    });
    expect(refused.stderr + refused.stdout).not.toContain('voicy_sk_live_wrong');

    const keyless = await run(sync(), { VOICY_KEY: '' });
    expect(keyless.code).toBe(1);
    expect(lastLine(keyless)).toMatchObject({ ok: false, code: 'unauthorized' });

    const nowhere = await run(['status', '--data-dir', join(place.dir, 'nothing'), '--json']);
    expect(nowhere.code).toBe(1);
    expect(lastLine(nowhere)).toMatchObject({ ok: false, code: 'not-found' });

    const folder = await run(['export', '--data-dir', place.dir, '--out', place.dir, '--json']);
    expect(folder.code).toBe(1);
    expect(lastLine(folder)).toMatchObject({
      ok: false,
      code: 'invalid-input',
      message: expect.stringContaining('is a folder'),
    });

    const file = join(place.dir, 'calls.jsonl');
    const below = await run(
      ['sync', '--data-dir', join(file, 'x'), '--base-url', sandbox.baseUrl, '--api-key-env', 'VOICY_KEY', '--json'],
      env(),
    );
    expect(below.code).toBe(1);
    expect(lastLine(below)).toMatchObject({ ok: false, code: 'invalid-input' });

    expect((await run(['sync', '--wrong'])).code).toBe(2);
  });

  it('reads nothing from a damaged database and leaves it alone; a sync sets it aside and begins anew', async () => {
    const damaged = temporaryDir();
    const file = join(damaged.dir, 'earmark.db');
    writeFileSync(file, 'not a database at all, but long enough to be taken for one by a careless program');
    const before = readFileSync(file);
    for (const command of ['status', 'verify', 'export']) {
      const out = command === 'export' ? ['--out', join(damaged.dir, 'out.jsonl')] : [];
      const ended = await run([command, ...out, '--data-dir', damaged.dir, '--json'], env());
      expect(ended.code, command).toBe(1);
      expect(ended.stderr + ended.stdout).toMatch(/damaged/);
      expect(readFileSync(file).equals(before)).toBe(true);
    }
    const args = [
      'sync',
      '--base-url',
      sandbox.baseUrl,
      '--api-key-env',
      'VOICY_KEY',
      '--data-dir',
      damaged.dir,
      '--json',
    ];
    expect((await run(args, env())).code).toBe(0);
    const aside = readdirSync(damaged.dir).filter((name) => name.startsWith('corrupt-'));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(damaged.dir, aside[0] ?? '', 'earmark.db')).equals(before)).toBe(true);
    expect((await run(['verify', '--data-dir', damaged.dir, '--json'], env())).code).toBe(0);
    damaged.remove();
  });
});
