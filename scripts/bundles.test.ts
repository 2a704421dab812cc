import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noncePlaceholder } from '../src/main/http/security-headers.ts';
import { fromRoot } from './lib/root.ts';

const out = fromRoot('out');
const built = existsSync(join(out, '.built'));
const read = (...parts: string[]): string => readFileSync(join(out, ...parts), 'utf8');
const scriptsIn = (dir: string): string[] =>
  readdirSync(join(out, dir), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.c?js$/.test(file))
    .map((file) => join(dir, file));

/** What a bundle's module names in imports and requires. */
function importsOf(code: string): string[] {
  const pattern = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*["'`]([^"'`\n]+)["'`]/g;
  return [...code.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** A bundle's entry and all chunks it can reach. */
function closure(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const name of importsOf(read(entry))) if (name.startsWith('.')) closure(join(dirname(entry), name), seen);
  return seen;
}

describe.skipIf(!built)('the bundles', () => {
  it.each(['earmark.js', 'audio-worker.js', 'store-reader.js'])('main/%s runs without Electron', (entry) => {
    const files = [...closure(join('main', entry))];
    expect(files.length).toBeGreaterThan(1);
    for (const file of files)
      expect([file, importsOf(read(file))]).toEqual([file, expect.not.arrayContaining(['electron'])]);
  });

  it('the Electron entry is there and uses Electron', () => {
    expect(importsOf(read('main', 'index.js'))).toContain('electron');
  });

  it('the preload is one CommonJS file that needs electron only', () => {
    expect(scriptsIn('preload')).toEqual(['preload/index.cjs']);
    const code = read('preload', 'index.cjs');
    expect(code).not.toMatch(/^\s*(import|export)\b/m);
    expect(importsOf(code)).toEqual(['electron']);
  });

  it('the page names no Node module and nothing of Node', () => {
    for (const file of scriptsIn('renderer')) {
      const code = read(file);
      expect([
        file,
        code.match(/["'`]node:\w+|\brequire\(["'`]|\bprocess\.(env|versions|argv|cwd)\b|\bBuffer\.(from|alloc)\b/),
      ]).toEqual([file, null]);
    }
  });

  it('the page has no inline script or style and carries the nonce placeholder', () => {
    const html = read('renderer', 'index.html');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(html).not.toMatch(/<style|\son\w+=|style=/);
    expect(html).toContain(noncePlaceholder);
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it('nothing is fetched in plain text: no http:// but loopback and names that look like addresses', () => {
    // w3.org and json-schema.org are names, not places, and so are mpi.nl and iso.org in an EAF file; oRPC parses relative
    // addresses against http://orpc.
    const allowedHosts =
      /^http:\/\/(127\.0\.0\.1|localhost|www\.w3\.org|json-schema\.org|www\.mpi\.nl|cdb\.iso\.org|orpc)\b/;
    // The sandbox only answers; its placeholders are never asked for.
    const asking = scriptsIn('main').filter((file) => !file.includes('sandbox-'));
    for (const file of [...asking, ...scriptsIn('preload'), ...scriptsIn('renderer')]) {
      const urls = read(file).match(/http:\/\/[\w.-]+/g) ?? [];
      expect([file, urls.filter((url) => !allowedHosts.test(url))]).toEqual([file, []]);
    }
  });

  it('carries no code that turns Electron’s protections off', () => {
    const forbidden =
      /webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|certificate-error|setCertificateVerifyProc|NODE_TLS_REJECT_UNAUTHORIZED|nodeIntegrationInWorker/;
    for (const file of scriptsIn('main')) expect([file, read(file).match(forbidden)?.[0]]).toEqual([file, undefined]);
    const entry = read('main', 'index.js');
    // The app's, and the one that prints.
    const windows = entry.split('new BrowserWindow(').slice(1);
    expect(windows).toHaveLength(2);
    expect(entry.match(/ipcMain\.(on|handle|once)\(/g) ?? []).toHaveLength(1);
    expect(entry.match(/openExternal|openPath|showItemInFolder/)).toBeNull();
    for (const setting of ['sandbox: true', 'contextIsolation: true', 'nodeIntegration: false', 'webviewTag: false']) {
      for (const window of windows) expect(window.slice(0, 900)).toContain(setting);
    }
  });
});
