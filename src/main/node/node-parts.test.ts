import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { defaultDataDir, planDataDirs } from './data-dirs.ts';
import { findInstallDir, findUiDir, readVersion } from './install-dir.ts';
import { createLogger } from './logger.ts';
import { openRotatingFile } from './rotating-file.ts';
import { createSessionSecrets, takeEnvironmentKey } from './session-secrets.ts';

const dir = mkdtempSync(join(tmpdir(), 'earmark-node-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('systemClock', () => {
  it('sleeps, and wakes with the reason when aborted', async () => {
    const began = performance.now();
    await systemClock.sleep(20);
    expect(performance.now() - began).toBeGreaterThan(15);
    const abort = new AbortController();
    const reason = new Error('enough');
    const sleeping = systemClock.sleep(2 ** 40, abort.signal);
    abort.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await expect(systemClock.sleep(0, abort.signal)).rejects.toBe(reason);
  });
});

describe('data folders', () => {
  it.each([
    ['linux', {}, '/home/a/.local/share/earmark'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/earmark'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/a/.local/share/earmark'],
    ['darwin', {}, '/home/a/Library/Application Support/earmark'],
  ] as const)('on %s with %j', (platform, env, expected) => {
    expect(defaultDataDir(platform, env, '/home/a')).toBe(expected);
  });

  it('takes a named folder as the workspace itself', () => {
    expect(planDataDirs('/d', false, '/f')).toEqual({ own: '/d', demo: '/d/demo', logs: '/d/logs' });
    expect(planDataDirs('/d', true, '/f')).toEqual({ own: '/d/own', demo: '/d', logs: '/d/logs' });
    expect(planDataDirs(null, true, '/f')).toEqual({ own: '/f', demo: '/f/demo', logs: '/f/logs' });
  });
});

describe('the installation', () => {
  it('is found from source', () => {
    const install = findInstallDir();
    expect(readVersion(install)).toMatch(/^\d+\.\d+\.\d+$/);
    expect(findUiDir(install)).toBe(join(install, 'out', 'renderer'));
  });
});

describe('createLogger', () => {
  it('writes redacted lines to an owner-only file and warnings to stderr', () => {
    let stderr = '';
    const logger = createLogger({
      dir: join(dir, 'logs'),
      stderr: {
        write: (text) => {
          stderr += text;
        },
      },
    });
    logger.info({ url: 'https://h/p?sig=1', apiKey: 'k-canary' }, 'fetched');
    logger.warn({ err: new Error('mailto jane@example.com') }, 'slow');
    logger.close();
    const file = join(dir, 'logs', 'earmark.log');
    const text = readFileSync(file, 'utf8');
    expect(text.trim().split('\n')).toHaveLength(2);
    expect(text).toContain('https://h/p?…');
    for (const secret of ['sig=1', 'k-canary', 'jane@']) expect(text + stderr).not.toContain(secret);
    expect(stderr).toBe('earmark: warning: slow: mailto [redacted]\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, 'logs')).mode & 0o777).toBe(0o700);
  });
});

describe('openRotatingFile', () => {
  it('never keeps more than two files of the given size and a line', () => {
    const path = join(dir, 'rotating', 'a.log');
    createLogger({ dir: join(dir, 'rotating'), stderr: { write: () => undefined } }).close();
    const file = openRotatingFile(path, 100, () => '');
    for (let n = 0; n < 100; n++) file.write(`line ${n} ${'x'.repeat(20)}\n`);
    file.close();
    expect(readdirSync(join(dir, 'rotating')).sort()).toEqual(['a.log', 'a.log.1', 'earmark.log']);
    expect(statSync(path).size).toBeLessThan(140);
    expect(readFileSync(path, 'utf8')).toContain('line 99');
  });

  it('leaves out what cannot be written, and says how much once it can', () => {
    const folder = join(dir, 'vanishing');
    mkdirSync(folder);
    const file = openRotatingFile(join(folder, 'a.log'), 5, (lines) => `${lines} lost\n`);
    file.write('first\n');
    rmSync(folder, { recursive: true });
    file.write('second\n');
    file.write('third\n');
    mkdirSync(folder);
    file.write('four\n');
    file.close();
    file.write('never\n');
    expect(readFileSync(join(folder, 'a.log'), 'utf8') + readFileSync(join(folder, 'a.log.1'), 'utf8')).toBe(
      'four\n2 lost\n',
    );
  });
});

describe('createSessionSecrets', () => {
  it('keeps keys in memory and prefers an entered one to the environment', async () => {
    const env = { MY_KEY: ' k1 ', OTHER: 'x' };
    const secrets = createSessionSecrets(takeEnvironmentKey(env, 'MY_KEY'));
    expect(env).toEqual({ OTHER: 'x' });
    expect(await secrets.read('own')).toEqual({ key: 'k1', stored: 'environment' });
    expect(await secrets.read('demo')).toBeNull();
    expect(await secrets.write('own', 'k2')).toBe('session');
    expect(await secrets.read('own')).toEqual({ key: 'k2', stored: 'session' });
    await secrets.remove('own');
    expect(await secrets.read('own')).toBeNull();
    expect(secrets.note).toContain('until Earmark ends');
  });
});
