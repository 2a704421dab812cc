import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/lib/chromium.ts';
import type { ServedApp } from './earmark.ts';
import { type ProcessMemory, readMemory } from './memory.ts';
import type { Scope } from './scope.ts';

export const viewport = { width: 1360, height: 860 };

/** A headless Chromium that ends with the scope; scroll bars are there to be dragged. */
export async function openBrowser(scope: Scope): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error('Chromium is needed: install it, or name one in EARMARK_CHROMIUM.');
  }
  const asRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath,
    args: ['--autoplay-policy=no-user-gesture-required', ...(asRoot ? ['--no-sandbox'] : [])],
    ignoreDefaultArgs: ['--hide-scrollbars'],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  scope.defer(() => browser.close());
  return browser;
}

/** A page of the app in a context of its own, with a script of `bench/page` that runs before anything of the app. */
export async function openApp(browser: Browser, app: ServedApp, cookie: string, script: string): Promise<Page> {
  const context = await browser.newContext({ viewport });
  const [name = '', value = ''] = cookie.split('=');
  const { origin } = new URL(app.url);
  await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Strict' }]);
  await context.addInitScript({ path: pageScript(script) });
  const page = await context.newPage();
  await page.goto(origin);
  return page;
}

export function pageScript(name: string): string {
  return new URL(`../page/${name}`, import.meta.url).pathname;
}

/** Memory of the renderer process that holds the most; with one page open, that page's. Null where /proc is not. */
export async function rendererMemory(browser: Browser): Promise<ProcessMemory | null> {
  const session: CDPSession = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo
    .filter((process) => process.type === 'renderer')
    .map((process) => readMemory(process.id))
    .filter((memory) => memory !== null)
    .reduce<ProcessMemory | null>((most, memory) => (most === null || memory.rssMb > most.rssMb ? memory : most), null);
}
