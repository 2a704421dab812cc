import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { demoCorpus, startSandbox } from '../src/sandbox/index.ts';
import { demoCalls, demoDir } from './support/demo.ts';
import { holdBack } from './support/hold-back.ts';
import { type Host, runEarmark, startHost } from './support/host.ts';
import { CallPage, CallsPage, SettingsPage, SyncPage } from './support/pages.ts';

/** Finished calls whose recordings the demo serves without delay. */
const recorded = demoCalls.filter(
  ({ recording, recordingState, endsAfterMs }) => recording !== null && !recordingState && endsAfterMs === undefined,
);
const idOf = (place: number): string => {
  const found = recorded[place]?.call.call_id;
  if (found === undefined) throw new Error(`the demo has no recorded call number ${place}`);
  return found;
};

/** Opens a demo host in a page and waits until its first sync is through. */
async function openDemo(page: Page, host: Host): Promise<void> {
  await page.goto(host.url);
  await expect(new CallsPage(page).row(1)).toBeVisible();
  const sync = new SyncPage(page);
  await sync.open();
  await sync.waitUntilIdle();
}

test('a pause holds over a reload and a restart until it is resumed', async ({ page }) => {
  let host = await startHost({ demo: true });
  try {
    await openDemo(page, host);
    const sync = new SyncPage(page);
    await sync.pause.click();
    await expect(sync.resume).toBeVisible();
    await expect(page.getByText(/^Paused: nothing is fetched/).first()).toBeVisible();
    await page.reload();
    await expect(sync.resume).toBeVisible();
    await expect(sync.inRail('Sync, paused')).toBeVisible();

    await host.stop();
    host = await startHost({ demo: true, dataDir: host.dataDir });
    await page.goto(host.url);
    await expect(page.getByRole('contentinfo').getByText('sync paused')).toBeVisible();
    await sync.open();
    await expect(sync.syncNow).toHaveAttribute('aria-disabled', 'true');

    await sync.resume.click();
    await expect(sync.pause).toBeVisible();
    await expect(sync.inRail('Sync')).toBeVisible();
    await sync.waitUntilIdle();
    await page.reload();
    await expect(sync.pause).toBeVisible();
  } finally {
    await host.stop();
    host.remove();
  }
});

test('downloads all matching after saying how much it is, and a pin stays', async ({ page }) => {
  test.setTimeout(180_000);
  const sandbox = await startSandbox({ corpus: await demoCorpus(demoDir) });
  const dataDir = mkdtempSync(join(tmpdir(), 'earmark-e2e-'));
  const args = ['sync', '--data-dir', dataDir, '--base-url', sandbox.baseUrl, '--no-recordings'];
  await runEarmark(args, { EARMARK_API_KEY: sandbox.apiKey });
  const host = await startHost({ dataDir });
  try {
    await page.goto(host.url);
    const calls = new CallsPage(page);
    await expect(calls.row(1)).toBeVisible();
    const settings = new SettingsPage(page);
    await settings.open('sync');
    await settings.section('sync').getByRole('checkbox', { name: 'Download recordings' }).uncheck();
    await settings.open('connection');
    await settings.section('connection').getByRole('button', { name: 'Connect' }).click();
    await page.getByLabel('Base URL').fill(sandbox.baseUrl);
    await page.getByLabel('API key').fill(sandbox.apiKey);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const sync = new SyncPage(page);
    await sync.open();
    await sync.waitUntilIdle();

    // One recording is fetched because its call is opened; from it the size of the others is estimated.
    const call = await calls.open(idOf(0));
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled({ timeout: 60_000 });
    await call.pin.click();
    await expect(call.pin).toHaveAttribute('aria-pressed', 'true');
    await page.reload();
    await expect(call.pin).toHaveAttribute('aria-pressed', 'true');
    await settings.open('storage');
    await expect(settings.section('storage').getByText('Of these pinned').locator('+ dd')).toHaveText('1');

    await calls.back();
    const dialog = await calls.downloadAllMatching();
    await expect(dialog.getByText('Calls that match').locator('+ dd')).toHaveText(String(demoCalls.length));
    await expect(dialog.getByText('Recordings already here').locator('+ dd')).not.toHaveText('0');
    await expect(dialog.getByText('Size of these').locator('+ dd')).toHaveText(/^about [\d.]+\s(kB|MB)$/);
    const mediaBefore = sandbox.counts().media;
    await dialog.getByRole('button', { name: /^Download \d+ recordings?, about/ }).click();
    await expect(dialog.getByText(/queued/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Go to Sync' }).click();
    await sync.waitUntilIdle();
    await expect.poll(() => sandbox.counts().media).toBeGreaterThanOrEqual(mediaBefore + recorded.length - 1);

    await sandbox.close();
    await calls.open(idOf(recorded.length - 1));
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled({ timeout: 60_000 });
  } finally {
    await sandbox.close();
    await host.stop();
    host.remove();
  }
});

test('an erased call is gone for good: a sync does not bring it back', async ({ page }) => {
  const sandbox = await startSandbox({ corpus: await demoCorpus(demoDir) });
  const host = await startHost();
  try {
    await page.goto(host.url);
    await page.getByLabel('Base URL').fill(sandbox.baseUrl);
    await page.getByLabel('API key').fill(sandbox.apiKey);
    await page.getByRole('button', { name: 'Save and sync' }).click();
    const calls = new CallsPage(page);
    await expect(calls.row(1)).toBeVisible();
    const sync = new SyncPage(page);
    await sync.open();
    await sync.waitUntilIdle();

    const id = idOf(1);
    const call = await calls.open(id);
    const dialog = await call.askToErase();
    await expect(dialog.getByText(/cannot be undone/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await expect(call.transcript).toBeVisible();
    await (await call.askToErase()).getByRole('button', { name: 'Erase for good' }).click();
    await expect(page.getByText('The call was erased from this computer.')).toBeVisible();
    const left = page.getByText(`${demoCalls.length - 1} calls`).first();
    await expect(left).toBeVisible();

    await sync.open();
    const listed = sandbox.counts().list;
    await sync.syncNow.click();
    await expect.poll(() => sandbox.counts().list).toBeGreaterThan(listed);
    await sync.waitUntilIdle();
    await page.reload();
    await calls.back();
    await expect(left).toBeVisible();
    await page.goto(`${new URL(page.url()).origin}/#/calls/${id}`);
    await expect(page.getByText('This call is not in this workspace')).toBeVisible();
  } finally {
    await sandbox.close();
    await host.stop();
    host.remove();
  }
});

test.describe('a workspace', () => {
  let host: Host;
  test.beforeEach(async () => {
    host = await startHost({ demo: true });
  });
  test.afterEach(async () => {
    await host.stop();
    host.remove();
  });

  test('keeps its filters and limits, and refuses nonsense', async ({ page }) => {
    await openDemo(page, host);
    const settings = new SettingsPage(page);
    await settings.open('sync');
    const limits = settings.group('Calls to sync');
    const agent = limits.getByRole('checkbox').first();
    await agent.check();
    await limits.getByLabel('First day').fill('2020-01-01');
    await limits.getByLabel('Shortest call').fill('10');
    await limits.getByLabel('Shortest call').press('Enter');
    const recordings = settings.group('Recordings to download by themselves');
    await recordings.getByLabel('Oldest call').fill('30');
    await recordings.getByLabel('Oldest call').blur();
    await recordings.getByLabel('Shortest call').fill('soon');
    await expect(recordings.getByText(/^Whole seconds from 0/)).toBeVisible();
    await recordings.getByLabel('Shortest call').blur();

    await settings.open('storage');
    const storage = settings.section('storage');
    await storage.getByRole('radio', { name: 'At most a given size' }).check();
    await storage.getByLabel('Limit', { exact: true }).fill('2,5');
    await storage.getByLabel('Limit', { exact: true }).blur();

    await page.reload();
    await expect(agent).toBeChecked();
    await expect(limits.getByLabel('First day')).toHaveValue('2020-01-01');
    await expect(limits.getByLabel('Shortest call')).toHaveValue('10');
    await expect(recordings.getByLabel('Oldest call')).toHaveValue('30');
    await expect(recordings.getByLabel('Shortest call')).toHaveValue('');
    await expect(storage.getByLabel('Limit', { exact: true })).toHaveValue('2.5');

    // The first of two changes is slow: what the host answers to the second knows nothing of it.
    const release = await holdBack(page, /\/rpc\/settings\/update/, { times: 1 });
    await agent.uncheck();
    const second = page.waitForResponse(/\/rpc\/settings\/update/);
    await storage.getByRole('radio', { name: 'No limit but the disk' }).check();
    await (await second).finished();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))));
    await expect(agent).not.toBeChecked();
    const first = page.waitForResponse(/\/rpc\/settings\/update/);
    release();
    await (await first).finished();
    await page.reload();
    await expect(agent).not.toBeChecked();
    await expect(storage.getByRole('radio', { name: 'No limit but the disk' })).toBeChecked();
  });

  test('is read-only in a second Earmark, which says so on every screen', async ({ page }) => {
    await openDemo(page, host);
    const second = await startHost({ demo: true, dataDir: host.dataDir });
    try {
      await page.goto(second.url);
      const sync = new SyncPage(page);
      await expect(sync.notices).not.toBeEmpty();
      await sync.open();
      await expect(sync.notices).not.toBeEmpty();
      await expect(sync.syncNow).toHaveAttribute('aria-disabled', 'true');
      await expect(sync.pause).toHaveAttribute('aria-disabled', 'true');
      await new CallsPage(page).open(idOf(2));
      await expect(new CallPage(page).pin).toHaveAttribute('aria-disabled', 'true');
    } finally {
      await second.stop();
    }
  });

  test('has nothing that axe finds in the sync’s screens and dialogs, light and dark', async ({ page, browser }) => {
    test.setTimeout(180_000);
    await openDemo(page, host);
    const origin = new URL(page.url()).origin;
    const storageState = await page.context().storageState();
    const problems: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ storageState, colorScheme, reducedMotion: 'reduce' });
      const screen = await context.newPage();
      screen.on('pageerror', (error) => problems.push(error.message));
      const look = async (name: string) => {
        const found = await new AxeBuilder({ page: screen }).analyze();
        problems.push(...found.violations.map((v) => `${colorScheme} ${name}: ${v.id} ${v.nodes[0]?.html ?? ''}`));
      };
      await screen.goto(`${origin}/#/calls`);
      const calls = new CallsPage(screen);
      await expect(calls.row(1)).toBeVisible();
      await calls.downloadAllMatching();
      await look('download all matching');
      await screen.keyboard.press('Escape');

      const call = await calls.open(idOf(0));
      await call.askToErase();
      await look('erase');
      await screen.keyboard.press('Escape');

      const settings = new SettingsPage(screen);
      await settings.open('storage');
      await settings.section('storage').getByRole('radio', { name: 'At most a given size' }).check();
      await look('settings');

      const sync = new SyncPage(screen);
      await sync.open();
      await sync.pause.click();
      await expect(sync.resume).toBeVisible();
      await look('sync, paused');
      await sync.resume.click();
      await sync.waitUntilIdle();
      await look('sync');
      await context.close();
    }
    expect(problems).toEqual([]);
  });
});
