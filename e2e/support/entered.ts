import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { demoCalls } from './demo.ts';
import type { Host } from './host.ts';

/** What opens the app in further windows: the host's address and the cookie that its one-time link gave. */
export interface Entered {
  readonly origin: string;
  readonly storageState: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;
}

/** Opens the host's one-time link. */
export async function enter(browser: Browser, host: Host): Promise<Entered> {
  const page = await browser.newPage();
  await page.goto(host.url);
  await page.waitForURL((url) => url.search === '');
  const entered = { origin: new URL(page.url()).origin, storageState: await page.context().storageState() };
  await page.context().close();
  return entered;
}

/** A window of its own, such as one of another theme or size. */
export async function openWindow(
  browser: Browser,
  { origin, storageState }: Entered,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ ...options, storageState });
  const page = await context.newPage();
  await page.goto(`${origin}/#/${path}`);
  return page;
}

/** Waits until the demo's first sync is through and its recordings are here. */
export async function waitForDemo(browser: Browser, entered: Entered): Promise<void> {
  const page = await openWindow(browser, entered, 'sync');
  await page
    .getByText(/last sync/i)
    .first()
    .waitFor({ timeout: 180_000 });
  await page.getByRole('main').getByRole('button', { name: 'Sync now' }).waitFor({ timeout: 180_000 });
  await page.context().close();
}

/** Finished stereo calls of the demo whose recording is there, with enough turns to step through, the longest first. */
export const fullCalls: readonly string[] = demoCalls
  .filter(
    ({ call, recording, recordingState, endsAfterMs }) =>
      recording?.channels === 2 &&
      recording.container === 'ogg' &&
      recordingState === undefined &&
      endsAfterMs === undefined &&
      (call.transcript?.length ?? 0) >= 7,
  )
  .sort((a, b) => (b.call.duration_ms ?? 0) - (a.call.duration_ms ?? 0))
  .map(({ call }) => call.call_id);
