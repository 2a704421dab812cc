import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { literalCorpus, type Sandbox, startSandbox } from '../../../sandbox/index.ts';
import { toneWav } from '../../testing/wav.ts';
import { temporaryDir } from '../../testing/workspace-fixtures.ts';

const entry = join(import.meta.dirname, '..', 'earmark.ts');

interface Ended {
  code: number | null;
  result: Record<string, unknown>;
  stderr: string;
}

describe('export and import on the command line', { timeout: 120_000 }, () => {
  let place: ReturnType<typeof temporaryDir>;
  let files: ReturnType<typeof temporaryDir>;
  let sandbox: Sandbox;

  function earmark(...args: string[]): Promise<Ended> {
    const child = spawn(process.execPath, [entry, ...args, '--data-dir', place.dir, '--json'], {
      env: { ...process.env, VOICY_KEY: sandbox.apiKey },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    return new Promise((resolve) => {
      child.on('close', (code) => {
        resolve({ code, result: JSON.parse(stdout.trim().split('\n').at(-1) || '{}'), stderr });
      });
    });
  }
  const file = (name: string, content = ''): string => {
    const path = join(files.dir, name);
    if (content !== '') writeFileSync(path, content);
    return path;
  };

  beforeAll(async () => {
    place = temporaryDir();
    files = temporaryDir();
    const call = (id: string) => ({
      call: {
        call_id: id,
        start_timestamp: Date.now() - 600_000,
        transcript: [
          { role: 'agent', content: 'Good morning.', timestamp_ms: 0 },
          { role: 'caller', content: 'שלום', timestamp_ms: 400 },
        ],
      },
      recording: { bytes: toneWav(3000) },
    });
    sandbox = await startSandbox({ corpus: literalCorpus([call('a'), call('b')]) });
    const synced = await earmark('sync', '--base-url', sandbox.baseUrl, '--api-key-env', 'VOICY_KEY');
    expect(synced.result).toMatchObject({ ok: true });
  });
  afterAll(async () => {
    await sandbox.close();
    place.remove();
    files.remove();
  });

  it('imports once, and exports what it imported in every format', async () => {
    const labels = file('labels.txt', '0.5\t1.25\ttoo slow 👋\n2\t2\tclick\n');
    const dry = await earmark('import', labels, '--call', 'a', '--dry-run');
    expect(dry).toMatchObject({ code: 0, result: { dryRun: true, format: 'audacity', annotations: { added: 2 } } });
    expect((await earmark('import', labels, '--call', 'a')).result).toMatchObject({
      ok: true,
      annotations: { added: 2, changed: 0, same: 0, different: 0, deleted: 0 },
    });
    expect((await earmark('import', labels, '--call', 'a')).result).toMatchObject({
      annotations: { added: 0, same: 2 },
    });

    const jsonl = file('all.jsonl');
    const all = await earmark('export', '--out', jsonl);
    expect(all).toMatchObject({ code: 0, result: { ok: true, calls: 2, files: 1, out: jsonl } });
    const lines = readFileSync(jsonl, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const notes = lines.flatMap(({ annotations }) => annotations);
    expect(notes.sort((a, b) => (a.text > b.text ? -1 : 1))).toMatchObject([
      { text: 'too slow 👋', anchor: { on: 'range', startMs: 500, endMs: 1250 } },
      { text: 'click', anchor: { on: 'point', atMs: 2000 } },
    ]);
    // Its own export, without a call named: everything is here.
    expect((await earmark('import', jsonl)).result).toMatchObject({
      format: 'jsonl',
      annotations: { added: 0, same: 2 },
    });

    const vtt = file('a.vtt');
    expect((await earmark('export', '--format', 'vtt', '--call', 'a', '--out', vtt)).code).toBe(0);
    expect(readFileSync(vtt, 'utf8')).toContain('too slow 👋');
    writeFileSync(vtt, readFileSync(vtt, 'utf8').replace('too slow 👋', 'far too slow'));
    expect((await earmark('import', vtt, '--call', 'a')).result).toMatchObject({
      annotations: { different: 1, same: 1 },
    });
    expect((await earmark('import', vtt, '--call', 'a', '--update')).result).toMatchObject({
      annotations: { changed: 1, same: 1 },
    });

    expect((await earmark('export', '--format', 'eaf', '--out', file('many.zip'))).result).toMatchObject({ files: 2 });
    expect(Object.keys(unzipSync(readFileSync(file('many.zip')))).sort()).toEqual(['a.eaf', 'b.eaf']);
    expect((await earmark('export', '--format', 'csv', '--out', file('tables'))).result).toMatchObject({ files: 4 });
    expect(readdirSync(file('tables'))).toContain('annotations.csv');
    expect(readFileSync(join(file('tables'), 'annotations.csv'), 'utf8')).toContain('far too slow');
  });

  it('refuses what it cannot read or write, in a sentence that names the line', async () => {
    const broken = await earmark('import', file('broken.txt', '1\t2\tfine\n9\t8\tbackwards\n'), '--call', 'a');
    expect(broken).toMatchObject({ code: 1, result: { ok: false, code: 'invalid-input' } });
    expect(broken.result.message).toContain('broken.txt: Line 2: it ends (8 s) before it begins (9 s).');
    const beyond = await earmark('import', file('beyond.txt', '1\t2\tfine\n99\t100\tlate\n'), '--call', 'a');
    expect(beyond.result.message).toContain('Line 2: 100 s is beyond the end of the recording (3 s)');
    expect((await earmark('import', file('nothing.txt'), '--call', 'a')).result).toMatchObject({
      code: 'invalid-input',
    });
    const nowhere = await earmark('import', file('labels2.txt', '1\t2\ta\n'));
    expect(nowhere.result.message).toContain('name the call');
    expect((await earmark('export', '--format', 'vtt', '--call', 'x', '--out', file('x'))).result).toMatchObject({
      code: 'not-found',
    });
    const full = await earmark('export', '--format', 'vtt', '--out', files.dir);
    expect(full.result).toMatchObject({ code: 'conflict', message: expect.stringContaining('not empty') });
    expect(existsSync(file('x'))).toBe(false);
  });
});
