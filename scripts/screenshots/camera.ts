import { writeFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import type { Entered } from '../../e2e/support/entered.ts';
import { smallerPng } from './smaller-png.ts';

/** A screen, or a state of one, and how to get there from anywhere in the app. */
export interface Screen {
  name: string;
  /** Also in a window of 1920x1080. */
  wide?: boolean;
  /** As at 200 %: half the window in CSS pixels, twice the pixels. */
  zoomed?: boolean;
  show: (page: Page, origin: string) => Promise<void>;
  /** Undoes what `show` has changed for other screens. */
  leave?: (page: Page, origin: string) => Promise<void>;
}

const sizes = {
  '1280': { viewport: { width: 1280, height: 800 } },
  '1920': { viewport: { width: 1920, height: 1080 } },
  zoomed: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
} as const;

/** Goes to a view and waits until it has come to rest. */
export async function go(page: Page, origin: string, path: string): Promise<void> {
  await page.goto(`${origin}/#/${path}`);
  await page.locator('main').waitFor();
  await page.getByRole('heading', { name: 'Earmark is opening' }).waitFor({ state: 'detached' });
  await page.waitForTimeout(1200);
}

/** Takes the screens in both themes, in the sizes each asks for, into a folder. */
export async function shoot(
  browser: Browser,
  { origin, storageState }: Entered,
  screens: readonly Screen[],
  outDir: string,
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, options] of Object.entries(sizes)) {
      const wanted = screens.filter((screen) => takenIn(screen, size));
      if (wanted.length === 0) continue;
      const settings: BrowserContextOptions = { ...options, storageState, colorScheme, reducedMotion: 'reduce' };
      const context = await browser.newContext(settings);
      for (const screen of wanted) {
        // A page of its own: what one screen holds back or fills in is not there for the next.
        const page = await context.newPage();
        await screen.show(page, origin);
        const suffix = size === 'zoomed' ? '1280' : size;
        const path = `${outDir}/${screen.name}-${colorScheme}-${suffix}.png`;
        writeFileSync(path, smallerPng(await page.screenshot()));
        await screen.leave?.(page, origin);
        await page.close();
      }
      await context.close();
    }
  }
}

function takenIn(screen: Screen, size: string): boolean {
  if (screen.zoomed === true) return size === 'zoomed';
  return size === '1280' || (size === '1920' && screen.wide === true);
}
