import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { ensureChromium } from './lib/chromium.ts';
import { ensureBuild } from './lib/ensure-build.ts';
import { fromRoot } from './lib/root.ts';
import { shoot } from './screenshots/camera.ts';
import { worlds } from './screenshots/worlds.ts';

// `npm run screenshots` makes all of them, `npm run screenshots -- calls settings-*` only these.
const outDir = fromRoot('docs', 'screens');
const wanted = process.argv.slice(2);
const known = worlds.flatMap(({ screens }) => screens.map(({ name }) => name));
const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

const unknown = wanted.filter((pattern) => !known.some((name) => matches(pattern, name)));
if (unknown.length > 0) {
  console.error(`No screen is called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}

mkdirSync(outDir, { recursive: true });
await ensureBuild();
const executablePath = await ensureChromium();
if (executablePath === null) throw new Error('Chromium is needed: install it, or name one in EARMARK_CHROMIUM.');
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath, args });
try {
  for (const world of worlds) {
    const screens = world.screens.filter(
      ({ name }) => wanted.length === 0 || wanted.some((pattern) => matches(pattern, name)),
    );
    if (screens.length === 0) continue;
    const { entered, close } = await world.open(browser);
    try {
      await shoot(browser, entered, screens, outDir);
      console.log(`${screens.map(({ name }) => name).join(', ')}: done`);
    } finally {
      await close();
    }
  }
} finally {
  await browser.close();
}
