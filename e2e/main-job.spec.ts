import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { demoCorpus, type Sandbox, startSandbox } from '../src/sandbox/index.ts';
import { demoCalls, demoDir } from './support/demo.ts';
import { type Host, startHost } from './support/host.ts';
import { CallPage, CallsPage } from './support/pages.ts';

/** A short finished call with a recording, whose turns all have times. */
const shortCall = demoCalls.find(
  ({ call, recording, recordingState }) =>
    recording?.container === 'ogg' &&
    !recordingState &&
    (call.duration_ms ?? 0) < 40_000 &&
    (call.transcript?.length ?? 0) >= 5,
);

test.describe('first run, demo workspace', () => {
  let host: Host;
  test.beforeAll(async () => {
    host = await startHost();
  });
  test.afterAll(async () => {
    await host.stop();
    host.remove();
  });

  test('opens the demo, plays a call, and goes on without the network', async ({ page }) => {
    if (!shortCall) throw new Error('the demo has no short call');
    await page.goto(host.url);
    await page.getByRole('button', { name: 'Open the demo workspace' }).click();
    const calls = new CallsPage(page);
    await expect(calls.row(1)).toBeVisible();
    await expect(page.getByText(`${demoCalls.length} calls`).first()).toBeVisible();

    const call = await calls.open(shortCall.call.call_id);
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled({ timeout: 60_000 });
    await call.play();
    await expect(call.turn(1)).toBeVisible();

    const third = shortCall.call.transcript?.[2]?.timestamp_ms ?? 0;
    await call
      .turn(3)
      .getByRole('button', { name: /^Go to turn 3/ })
      .click();
    await expect.poll(() => call.time()).toBeGreaterThanOrEqual(third / 1000 - 0.01);
    expect(await call.time()).toBeLessThan(third / 1000 + 3);
    await expect.poll(() => call.activeTurn()).toBeGreaterThanOrEqual(2);

    await page.goto(`${new URL(page.url()).origin}/#/sync`);
    await page.getByRole('button', { name: 'Pull the plug' }).click();
    await expect(page.getByRole('button', { name: 'Put the plug back' })).toBeVisible();
    await page.reload();
    await calls.back();
    await expect(calls.row(1)).toBeVisible();
    const again = await calls.open(shortCall.call.call_id);
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled();
    await again.play();
    await expect(page.getByText(/offline/i).first()).toBeVisible();
  });

  test('shows an ongoing call as it ends', async ({ page }) => {
    const ongoing = demoCalls.find((c) => c.endsAfterMs !== undefined && c.endsAfterMs < 240_000);
    test.skip(!ongoing, 'no call of the demo ends within four minutes');
    test.setTimeout(300_000);
    const own = await startHost({ demo: 'new' });
    try {
      await page.goto(own.url);
      const calls = new CallsPage(page);
      await expect(calls.row(1)).toBeVisible();
      await calls.open(ongoing?.call.call_id ?? '');
      await expect(page.getByText(/ongoing/i).first()).toBeVisible();
      await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled({ timeout: 280_000 });
      await expect(page.getByText(/ongoing/i)).toHaveCount(0);
    } finally {
      await own.stop();
      own.remove();
    }
  });
});

test.describe('a reader’s own workspace', () => {
  let host: Host;
  let sandbox: Sandbox;
  test.beforeAll(async () => {
    sandbox = await startSandbox({ corpus: await demoCorpus(demoDir), signer: ['supabase', 's3', 'gcs', 'opaque'] });
    host = await startHost();
  });
  test.afterAll(async () => {
    await sandbox.close();
    await host.stop();
    host.remove();
  });

  test('connects, says what is wrong with a key, syncs, re-signs an expired URL with one Get, and survives the server', async ({
    page,
  }) => {
    if (!shortCall) throw new Error('the demo has no short call');
    const id = shortCall.call.call_id;
    sandbox.faults.add({ kind: 'media-expired-early', callId: id, times: 1 });

    await page.goto(host.url);
    await page.getByLabel('Base URL').fill(sandbox.baseUrl);
    await page.getByLabel('API key').fill('voicy_sk_live_wrong0000000000000000000000');
    await page.getByRole('button', { name: 'Test' }).click();
    await expect(
      page
        .getByText(/key/i)
        .filter({ hasText: /refused|does not accept/i })
        .first(),
    ).toBeVisible();
    await page.getByLabel('API key').fill(sandbox.apiKey);
    await page.getByRole('button', { name: 'Save and sync' }).click();

    const calls = new CallsPage(page);
    await expect(calls.row(1)).toBeVisible();
    await calls.open(id);
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled({ timeout: 60_000 });
    const asked = sandbox.requests.filter((r) => r.callId === id);
    expect(asked.filter((r) => r.kind === 'get')).toHaveLength(2);
    expect(asked.filter((r) => r.kind === 'media')).toHaveLength(2);
    expect(await page.content()).not.toContain(sandbox.storageUrl);

    await sandbox.close();
    await page.reload();
    const call = new CallPage(page);
    await expect(call.transcript).toBeVisible();
    await call.play();
  });

  test('stops at a refused key and says where to change it', async ({ page }) => {
    const key = 'voicy_sk_live_another00000000000000000000';
    const strict = await startSandbox({ corpus: await demoCorpus(demoDir) });
    const own = await startHost();
    try {
      await page.goto(own.url);
      await page.getByLabel('Base URL').fill(strict.baseUrl);
      await page.getByLabel('API key').fill(strict.apiKey);
      await page.getByRole('button', { name: 'Save and sync' }).click();
      const calls = new CallsPage(page);
      await expect(calls.row(1)).toBeVisible();
      strict.setApiKeys([key]);
      await page.goto(`${new URL(page.url()).origin}/#/sync`);
      await expect(async () => {
        await page.getByRole('button', { name: 'Sync now' }).click({ timeout: 1000 });
        await expect(page.getByText(/key refused/i).first()).toBeVisible({ timeout: 1000 });
      }).toPass({ timeout: 60_000 });
      await calls.back();
      await expect(calls.row(1)).toBeVisible();
    } finally {
      await strict.close();
      await own.stop();
      own.remove();
    }
  });
});

test.describe('every screen', () => {
  let host: Host;
  test.beforeAll(async () => {
    host = await startHost({ demo: true });
  });
  test.afterAll(async () => {
    await host.stop();
    host.remove();
  });

  test('refuses HTML from strings, scripts in the page and anything from elsewhere', async ({ browser }) => {
    const page = await (await browser.newContext()).newPage();
    const other = await startHost();
    try {
      await page.goto(other.url);
      const refused = await page.evaluate(() => {
        const violations: string[] = [];
        document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
        let thrown = 0;
        try {
          document.body.innerHTML = '<img src=x onerror="window.ran = true">';
        } catch {
          thrown += 1;
        }
        try {
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
        } catch {
          thrown += 1;
        }
        const image = document.createElement('img');
        image.src = 'https://example.invalid/x.png';
        document.body.append(image);
        try {
          const inline = document.createElement('div');
          inline.setAttribute('onclick', 'window.ran = true');
          inline.click();
        } catch {
          thrown += 1;
        }
        return new Promise<{ thrown: number; violations: string[]; ran: boolean }>((resolve) => {
          setTimeout(() => resolve({ thrown, violations, ran: 'ran' in window }), 300);
        });
      });
      expect(refused).toMatchObject({ thrown: 3, ran: false });
      expect(refused.violations).toContain('img-src');
    } finally {
      await page.context().close();
      await other.stop();
      other.remove();
    }
  });

  test('has nothing that axe finds, and runs no code that is not ours', async ({ page, browser }) => {
    test.setTimeout(180_000);
    await page.goto(host.url);
    const calls = new CallsPage(page);
    await expect(calls.row(1)).toBeVisible();
    const state = await page.context().storageState();
    const origin = new URL(page.url()).origin;
    const problems: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ storageState: state, colorScheme });
      const screen = await context.newPage();
      screen.on('pageerror', (error) => problems.push(error.message));
      screen.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      screen.on('request', (request) => new URL(request.url()).origin !== origin && problems.push(request.url()));
      for (const path of ['calls', `calls/${shortCall?.call.call_id}`, 'sync', 'settings']) {
        await screen.goto(`${origin}/#/${path}`);
        await screen.waitForTimeout(500);
        const found = await new AxeBuilder({ page: screen }).analyze();
        problems.push(...found.violations.map((v) => `${colorScheme} ${path}: ${v.id} ${v.nodes[0]?.html ?? ''}`));
      }
      await context.close();
    }
    expect(problems).toEqual([]);
  });
});
