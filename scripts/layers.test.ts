import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bin, fromRoot } from './lib/root.ts';

/** One file that breaks each rule, and neighbours that look alike but are allowed. */
const breaking: ReadonlyArray<readonly [rule: string, file: string, code: string]> = [
  ['shared-imports-nothing', 'src/shared/a.ts', "import { join } from 'node:path';"],
  ['shared-imports-nothing', 'src/shared/b.ts', "import type { Handle } from '../main/handler.ts';"],
  ['shared-imports-nothing', 'src/shared/c.ts', "import { Hono } from 'hono';"],
  ['renderer-has-no-node', 'src/renderer/a.ts', "import { readFile } from 'node:fs';"],
  ['renderer-stays-in-the-page', 'src/renderer/b.tsx', "import type { Handle } from '../main/handler.ts'; <a />;"],
  ['renderer-stays-in-the-page', 'src/renderer/c.ts', "export const x = import('../sandbox/index.ts');"],
  ['main-never-renderer', 'src/main/a.ts', "export { x } from '../renderer/c.ts';"],
  ['preload-is-thin', 'src/preload/a.ts', "import '../main/handler.ts';"],
  ['electron-in-its-folder', 'src/main/b.ts', "import type { App } from 'electron';"],
  ['electron-in-its-folder', 'src/renderer/d.ts', "import { ipcRenderer } from 'electron';"],
  ['electron-host-is-a-leaf', 'src/main/node/a.ts', "import '../electron/window.ts';"],
  ['node-host-is-a-leaf', 'src/main/store/a.ts', "import '../node/clock.ts';"],
  ['sql-in-the-store', 'src/main/sync/a.ts', "import Database from 'better-sqlite3';"],
  ['sandbox-stands-alone', 'src/sandbox/a.ts', "import type { Handle } from '../main/handler.ts';"],
  ['sandbox-by-hosts-only', 'src/main/sync/b.ts', "import '../../sandbox/index.ts';"],
  ['scripts-are-not-imported', 'src/main/c.ts', "import '../../scripts/tool.ts';"],
  ['no-cycles', 'src/main/circle-1.ts', "import './circle-2.ts';"],
  ['no-orphans', 'src/main/lonely.ts', 'export const x = 1;'],
  ['resolvable', 'src/main/d.ts', "import './nowhere.ts';"],
];
const allowed: ReadonlyArray<readonly [file: string, code: string]> = [
  ['src/shared/ok.ts', "import { z } from 'zod'; import { oc } from '@orpc/contract'; import './ok-2.ts';"],
  ['src/shared/ok-2.ts', "export const comment = \"import 'electron'\"; // import 'node:fs';"],
  ['src/renderer/ok.tsx', "import { useState } from 'react'; import '../shared/ok.ts'; <b>import 'electron'</b>;"],
  [
    'src/main/handler.ts',
    "import '../shared/ok.ts'; import { Hono } from 'hono'; import 'node:fs'; export type Handle = 1;",
  ],
  ['src/main/node/clock.ts', "import '../../sandbox/index.ts'; import '../handler.ts';"],
  ['src/main/electron/window.ts', "import { app } from 'electron'; import '../node/clock.ts';"],
  ['src/main/store/open.ts', "import Database from 'better-sqlite3';"],
  ['src/sandbox/index.ts', "import '../shared/ok.ts';"],
  ['src/main/lonely.test.ts', "import '../sandbox/index.ts';"],
  ['scripts/tool.ts', 'export const x = 1;'],
  // The other half of the circle, which is reported once.
  ['src/main/circle-2.ts', "import { type X } from './circle-1.ts';"],
];

const report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});
const dir = mkdtempSync(join(tmpdir(), 'earmark-layers-'));
let violations: string[] = [];

beforeAll(() => {
  symlinkSync(fromRoot('node_modules'), join(dir, 'node_modules'));
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ type: 'module' }));
  for (const [file, code] of [...breaking.map(([, ...rest]) => rest), ...allowed]) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), `${code}\n`);
  }
  const args = ['--config', fromRoot('.dependency-cruiser.cjs'), '--output-type', 'json', 'src/**/*.{ts,tsx}'];
  const output = execFileSync(bin('depcruise'), args, { cwd: dir, maxBuffer: 1e8 });
  const { summary } = report.parse(JSON.parse(output.toString()));
  violations = summary.violations.map(({ from, rule }) => `${rule.name} ${from}`);
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true }));

describe('the layering rules', () => {
  it.each(breaking)('%s bites in %s', (rule, file) => {
    expect(violations).toContain(`${rule} ${file}`);
  });

  it.each(allowed)('let %s be', (file) => {
    const about = violations.filter((text) => text.endsWith(` ${file}`));
    expect(about.filter((text) => !text.startsWith('no-undeclared-packages'))).toEqual([]);
  });
});
