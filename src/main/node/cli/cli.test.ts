import { describe, expect, it } from 'vitest';
import { describeResult } from './describe-result.ts';
import { parseCommand } from './parse-command.ts';
import { commandNames } from './usage.ts';

describe('parseCommand', () => {
  it.each([
    ['serve', { name: 'serve', dataDir: null, port: 0, demo: false, open: false, json: false }],
    [
      'serve --data-dir /d --port 8080 --demo --open --json',
      { name: 'serve', dataDir: '/d', port: 8080, demo: true, open: true, json: true },
    ],
    [
      'sync --data-dir=/d --base-url https://api.example --api-key-env K --no-recordings --json',
      { name: 'sync', dataDir: '/d', baseUrl: 'https://api.example', apiKeyEnv: 'K', recordings: false, json: true },
    ],
    [
      'sync',
      { name: 'sync', dataDir: null, baseUrl: null, apiKeyEnv: 'EARMARK_API_KEY', recordings: true, json: false },
    ],
    ['export --out f', { name: 'export', dataDir: null, format: 'jsonl', callIds: [], out: 'f', json: false }],
    [
      'export --format bundle --out f --call a --pack p --work own --with-calls --with-recordings --redact r.json',
      {
        name: 'export',
        dataDir: null,
        format: 'bundle',
        callIds: ['a'],
        packIds: ['p'],
        work: 'own',
        withCalls: true,
        withRecordings: true,
        redact: 'r.json',
        out: 'f',
        json: false,
      },
    ],
    [
      'export --out f --format eaf --call a --call b',
      { name: 'export', dataDir: null, format: 'eaf', callIds: ['a', 'b'], out: 'f', json: false },
    ],
    [
      'import f --call a --format vtt --tier x --tier y --update --dry-run --json',
      {
        name: 'import',
        dataDir: null,
        file: 'f',
        format: 'vtt',
        callId: 'a',
        tiers: ['x', 'y'],
        update: true,
        dryRun: true,
        json: true,
      },
    ],
    [
      'import f',
      {
        name: 'import',
        dataDir: null,
        file: 'f',
        format: 'auto',
        callId: null,
        tiers: [],
        update: false,
        dryRun: false,
        json: false,
      },
    ],
    ['verify --json', { name: 'verify', dataDir: null, json: true }],
    ['status --data-dir x', { name: 'status', dataDir: 'x', json: false }],
  ])('%s', (line, command) => {
    expect(parseCommand(line.split(' '))).toEqual({ kind: 'run', command });
  });

  it.each([
    '',
    'steal',
    'serve --port x',
    'serve --port 70000',
    'serve --port -1',
    'serve extra',
    'serve --unknown',
    'sync --base-url',
    'sync --data-dir=',
    'sync --api-key-env voicy_sk_live-1234',
    'export',
    'export --out f --format docx',
    'import',
    'import f g',
    'import f --format srt',
    'import f --call=',
    'status --out f',
    'export --out f --with-calls',
    'export --out f --format bundle --work mine',
  ])('refuses "%s"', (line) => {
    const parsed = parseCommand(line === '' ? [] : line.split(' '));
    expect(parsed.kind).toBe('wrong');
  });

  it('does not repeat what may be a key', () => {
    expect(JSON.stringify(parseCommand(['sync', '--api-key-env', 'voicy-sk-1234']))).not.toContain('1234');
  });

  it('shows help for all and for each', () => {
    for (const line of [['--help'], ['-h'], ['help'], ...commandNames.map((name) => [name, '--help'])]) {
      expect(parseCommand(line).kind).toBe('show');
    }
    expect(parseCommand(['--version']).kind).toBe('version');
  });
});

describe('describeResult', () => {
  it('says in words what a sync did', () => {
    const text = describeResult('sync', {
      ok: false,
      calls: { listed: 5, new: 3, updated: 1, failed: [{ id: 'c4', code: 'offline' }] },
      recordings: { downloaded: 2, unavailable: [{ id: 'c1', code: 'gone' }], failed: [] },
      requests: { api: 7, media: 2 },
      durationMs: 1234,
    });
    expect(text).toBe(
      'Not everything could be synced in 1.2 s: 5 calls listed, 3 new, 1 updated, 1 failed; ' +
        '2 recordings downloaded, 1 not available, 0 failed.\n  c4: offline\n',
    );
  });

  it('says what verify found and prints what it does not know', () => {
    expect(describeResult('verify', { ok: true, calls: 2, recordings: 1, problems: [] })).toBe(
      'All is well: 2 calls, 1 recordings.\n',
    );
    expect(describeResult('verify', { ok: false, calls: 2, recordings: 1, problems: ['bad'] })).toContain('  bad\n');
    expect(describeResult('status', { a: 1 })).toBe('{\n  "a": 1\n}\n');
  });
});
