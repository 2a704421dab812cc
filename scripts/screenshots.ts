import { mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { demoCalls } from '../e2e/support/demo.ts';
import { type Host, startHost } from '../e2e/support/host.ts';
import { ensureChromium } from './lib/chromium.ts';
import { ensureBuild } from './lib/ensure-build.ts';
import { fromRoot } from './lib/root.ts';

/** A screen and how to get there from anywhere in the app. */
interface Screen {
  name: string;
  wide?: boolean;
  show: (page: Page, origin: string) => Promise<void>;
  /** Undoes what `show` has changed. */
  leave?: (page: Page) => Promise<void>;
}

const outDir = fromRoot('docs', 'screens');
const sizes = { '1280': { width: 1280, height: 800 }, '1920': { width: 1920, height: 1080 } };

const go = async (page: Page, origin: string, path: string) => {
  await page.goto(`${origin}/#/${path}`);
  await page.waitForTimeout(1200);
};

/** A finished demo call in stereo with many turns, one of which says this. */
function callThatSays(pattern: RegExp): string {
  const found = demoCalls.find(
    ({ call, recording, recordingState, endsAfterMs }) =>
      recording?.channels === 2 &&
      recording.container === 'ogg' &&
      !recordingState &&
      endsAfterMs === undefined &&
      (call.transcript?.length ?? 0) >= 9 &&
      call.transcript?.some((entry) => pattern.test(entry.content ?? '')),
  );
  if (!found) throw new Error(`no demo call says ${pattern}`);
  return found.call.call_id;
}

const openCall = async (page: Page, origin: string, callId: string) => {
  await go(page, origin, `calls/${callId}`);
  await page.getByLabel('Transcript', { exact: true }).waitFor();
  await page.waitForTimeout(1500);
};

const playTo = async (page: Page, seconds: number) => {
  // Text, because this file is checked for Node, where there is no document.
  await page.evaluate(`document.querySelector('audio').currentTime = ${seconds}`);
  await page.waitForTimeout(600);
};

const screens: readonly Screen[] = [
  { name: 'calls', wide: true, show: (page, origin) => go(page, origin, 'calls') },
  {
    name: 'download-all',
    wide: true,
    show: async (page, origin) => {
      await go(page, origin, 'calls');
      await page.getByRole('button', { name: 'Download all matching' }).click();
      await page.getByText('Still to download').waitFor();
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'call',
    wide: true,
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/card|payment/i));
      await playTo(page, 12);
    },
  },
  {
    name: 'call-facts',
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/parcel/i));
      await page.getByRole('tab', { name: 'Facts' }).click();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'call-right-to-left',
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/[\u0590-\u05ff]/));
      await playTo(page, 8);
    },
  },
  { name: 'sync', show: (page, origin) => go(page, origin, 'sync') },
  {
    name: 'sync-paused',
    wide: true,
    show: async (page, origin) => {
      await go(page, origin, 'sync');
      await page.getByRole('button', { name: 'Pause' }).click();
      await page
        .getByText(/^Paused: nothing/)
        .last()
        .waitFor();
    },
    leave: async (page) => {
      await page.getByRole('main').getByRole('button', { name: 'Resume' }).click();
      await page.getByRole('button', { name: 'Sync now' }).waitFor({ timeout: 120_000 });
    },
  },
  {
    name: 'erase-call',
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/parcel/i));
      await page.getByRole('tab', { name: 'Facts' }).click();
      await page.getByRole('button', { name: 'Erase this call' }).click();
      await page.waitForTimeout(300);
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  { name: 'settings', show: (page, origin) => go(page, origin, 'settings') },
  { name: 'settings-sync', wide: true, show: (page, origin) => go(page, origin, 'settings/sync') },
  { name: 'settings-storage', wide: true, show: (page, origin) => go(page, origin, 'settings/storage') },
  {
    name: 'keys',
    show: async (page, origin) => {
      await go(page, origin, 'calls');
      await page.keyboard.press('?');
      await page.waitForTimeout(400);
    },
  },
];

/** Opens the host's one-time link; what comes back opens the app in further windows. */
async function enter(browser: Browser, host: Host) {
  const page = await browser.newPage();
  await page.goto(host.url);
  await page.waitForTimeout(1000);
  const entered = { origin: new URL(page.url()).origin, storageState: await page.context().storageState() };
  await page.context().close();
  return entered;
}

type Entered = Awaited<ReturnType<typeof enter>>;

async function shoot(browser: Browser, { origin, storageState }: Entered, list: readonly Screen[]): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [width, viewport] of Object.entries(sizes)) {
      const context = await browser.newContext({ storageState, colorScheme, viewport, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const screen of list) {
        if (width === '1920' && !screen.wide) continue;
        await screen.show(page, origin);
        await page.screenshot({ path: `${outDir}/${screen.name}-${colorScheme}-${width}.png` });
        await screen.leave?.(page);
      }
      await context.close();
    }
  }
}

/** Waits until the demo's first sync is through. */
async function waitForDemo(browser: Browser, { origin, storageState }: Entered): Promise<void> {
  const context = await browser.newContext({ storageState });
  const page = await context.newPage();
  await page.goto(origin);
  await page.getByText(/last sync/i).waitFor({ timeout: 180_000 });
  await context.close();
}

mkdirSync(outDir, { recursive: true });
await ensureBuild();
const executablePath = await ensureChromium();
if (executablePath === null) throw new Error('Chromium is needed: install it, or name one in EARMARK_CHROMIUM.');
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath, args });
const [empty, demo] = [await startHost(), await startHost({ demo: true })];
try {
  await shoot(browser, await enter(browser, empty), [
    { name: 'first-run', show: (page, origin) => go(page, origin, '') },
  ]);
  const entered = await enter(browser, demo);
  await waitForDemo(browser, entered);
  await shoot(browser, entered, screens);
} finally {
  await browser.close();
  for (const host of [empty, demo]) {
    await host.stop();
    host.remove();
  }
}
