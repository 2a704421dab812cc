import { expect, type Page, test } from '@playwright/test';
import { literalCorpus, type Sandbox, startSandbox } from '../src/sandbox/index.ts';
import { badCalls, longCall } from './support/bad-input/calls.ts';
import { type Host, startHost } from './support/host.ts';
import { CallPage, CallsPage } from './support/pages.ts';

const bad = [...badCalls(Date.now()), longCall(Date.now())];

/** The bad input of the review screen: each call opens, says what could not be computed, and shows no made-up number. */
test.describe('calls with something wrong', () => {
  let sandbox: Sandbox;
  let host: Host;
  let page: Page;
  const faults: string[] = [];
  const rpc = async (path: string, json: object) => {
    const { origin } = new URL(host.url);
    const answer = await page.request.post(`${origin}/rpc/${path}`, { data: { json } });
    expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
    return ((await answer.json()) as { json: unknown }).json;
  };

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000);
    sandbox = await startSandbox({ corpus: literalCorpus(bad.map(({ literal }) => literal)) });
    host = await startHost();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
    await page.goto(host.url);
    await rpc('connection/save', { baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
    for (const { id } of bad) {
      const arrived = async () => {
        const answer = await page.request.post(`${new URL(host.url).origin}/rpc/calls/get`, { data: { json: { id } } });
        if (!answer.ok()) return 'not listed yet';
        const { recording } = ((await answer.json()) as { json: { recording: { state: string; peaks: string } } }).json;
        return `${recording.state}/${recording.peaks}`;
      };
      await expect.poll(arrived, { message: `${id} is in`, timeout: 120_000 }).toBe('ready/ready');
    }
  });
  test.afterAll(async () => {
    await page.close();
    await host.stop();
    host.remove();
    await sandbox.close();
  });

  for (const { id, what, told, turns } of bad) {
    test(`opens with ${what}`, async () => {
      faults.length = 0;
      await page.goto(`${new URL(page.url()).origin}/#/calls/${id}`);
      const call = new CallPage(page);
      await expect(call.position).toBeVisible();
      if (turns > 0) await expect(call.turn(1)).toBeVisible();
      const facts = await call.showFacts();
      const measured = facts.getByRole('region', { name: 'Measured in the sound' });
      await expect(measured).toBeVisible();
      await expect(measured.getByText('Being measured.')).toHaveCount(0, { timeout: 20_000 });
      if (told !== null) await expect(measured).toContainText(told);
      await expect(measured).not.toContainText(/NaN|undefined|Infinity|\[object/);
      await page.getByRole('tab', { name: 'Latency' }).click();
      await expect(page.getByRole('tabpanel', { name: 'Latency' })).not.toContainText(
        /NaN|undefined|Infinity|\[object/,
      );
      expect(faults).toEqual([]);
    });
  }

  test('plays to the end of what is there of a damaged recording', async () => {
    const call = await new CallsPage(page).open('bad-damaged');
    const atEnd = async () => {
      await page.keyboard.press('End');
      return call.time();
    };
    await expect.poll(atEnd).toBeGreaterThan(20);
    expect(faults).toEqual([]);
  });
});
