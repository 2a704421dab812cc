import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Entered, enter, openWindow } from './support/entered.ts';
import { type Host, startHost } from './support/host.ts';
import { CallPage } from './support/pages.ts';

/** What the demo's stories are, as `resources/demo/README.md` tells them, found from the Insights screen alone. */
test.describe('Insights', () => {
  let host: Host;
  let entered: Entered;
  test.beforeAll(async ({ browser }) => {
    test.setTimeout(120_000);
    host = await startHost({ demo: true });
    entered = await enter(browser, host);
  });
  test.afterAll(async () => {
    await host.stop();
    host.remove();
  });

  const standsOut = (page: Page) => page.getByRole('region', { name: 'What stands out' });
  /** All turns are read in and measured, so that no figure grows any more. */
  async function open(page: Page): Promise<void> {
    await expect(standsOut(page).getByRole('listitem').first()).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(/calls are read in; figures grow/)).toHaveCount(0, { timeout: 60_000 });
  }

  test('leads to the slow version, its slow stage, an example turn and its sound', async ({ browser }) => {
    const page = await openWindow(browser, entered, 'calls');
    await expect(page.getByRole('grid')).toBeVisible();
    await page.keyboard.press('Alt+6');
    await open(page);

    // The slow version, and its slow stage: nothing but the first token.
    const mia = standsOut(page)
      .getByRole('listitem')
      .filter({ hasText: /Mia\b.* 7 / });
    const finding = mia.filter({ hasText: 'LLM first token' });
    await expect(finding).toContainText(/\+(6|7)\d\d\sms/);
    await expect(mia.filter({ hasText: /End of speech|Speech to text|Speech synthesis|Sending/ })).toHaveCount(0);
    await finding.getByRole('button', { name: /^Compare versions/ }).click();
    await expect(page.getByRole('heading', { name: /Two versions of Mia/ })).toBeVisible();
    const firstToken = page
      .getByRole('region', { name: 'All figures' })
      .getByRole('row')
      .filter({ hasText: 'LLM first token' });

    // An example turn, slowest in that stage first.
    await firstToken.getByRole('button', { name: 'Turns of B behind LLM first token' }).click();
    const turns = page.getByRole('region', { name: 'Turns', exact: true });
    await expect(turns.getByRole('listitem').first()).toContainText(/Mia\b.*v7/);
    // The first that can be heard: some calls have no recording here, and say so.
    const heard = turns.getByRole('listitem').filter({ hasNotText: 'no recording here' }).first();
    const words = await heard.getByRole('button').first().textContent();
    const place = Number(await heard.getAttribute('aria-posinset'));
    await turns.focus();
    for (let step = 1; step < place; step += 1) await page.keyboard.press('ArrowDown');
    await expect(heard).toHaveAttribute('aria-current', 'true');
    await page.keyboard.press('Enter');

    // Its call, at that turn, with the sound ready.
    await expect(page).toHaveURL(/#\/calls\/[^?]+\?at=\d+/);
    const atS = Number(new URL(page.url()).hash.split('at=')[1]) / 1000;
    const call = new CallPage(page);
    await expect(call.transcript).toContainText((words ?? '').slice(0, 20));
    await expect.poll(() => call.time()).toBeGreaterThan(atS - 1);
    await page.getByRole('button', { name: /^Play/ }).click();
    await expect.poll(() => call.time()).toBeGreaterThan(atS + 0.3);

    // Back at the list one came from.
    await page.goBack();
    await expect(turns.getByRole('listitem').first()).toBeVisible();
    await page.context().close();
  });

  test('leads to the version whose reported totals are not what is heard', async ({ browser }) => {
    const page = await openWindow(browser, entered, 'insights');
    await open(page);
    await expect(
      standsOut(page)
        .getByRole('listitem')
        .filter({ hasText: /Callum\b.* 12 .*reported/ })
        .first(),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Reported and measured', exact: true }).click();
    const bias = page.getByRole('group', { name: 'Measured minus reported by version, median' });
    const line = bias.getByRole('button', { name: /^Callum .*12 · median \+(4|5|6)\d\d/ });
    await expect(line).toBeVisible({ timeout: 30_000 });
    await line.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Turns', exact: true }).getByRole('listitem').first()).toContainText(
      /\+\d{3}/,
    );
    // Escape closes the list, and one is where one was.
    await page.keyboard.press('Escape');
    await expect(line).toBeFocused();
    await page.context().close();
  });

  test('has its numbers as a table, and as files that need nothing else', async ({ browser }) => {
    const page = await openWindow(browser, entered, 'insights');
    await open(page);
    const figure = page.getByRole('figure', { name: 'Measured gap by version' });
    await expect(figure).toBeVisible({ timeout: 30_000 });
    const saved = async (format: string): Promise<string> => {
      await figure.getByRole('button', { name: 'Save Measured gap by version' }).click();
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: new RegExp(`^${format},`) }).click();
      const chunks: Buffer[] = [];
      for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('latin1');
    };
    const svg = await saved('SVG');
    expect(svg).toMatch(/^<\?xml/);
    expect(svg).toContain('Mia');
    expect(svg).not.toMatch(/var\(|class=|<style|href=|tabindex/);
    expect((await saved('PNG')).slice(1, 4)).toBe('PNG');
    const csv = await saved('CSV');
    await figure.getByRole('button', { name: 'Measured gap by version as a table' }).click();
    const rows = figure.getByRole('row');
    await expect(rows.first()).toContainText('p50 from, ms');
    expect(csv.trim().split('\r\n')).toHaveLength(await rows.count());
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing, ${colorScheme}`, async ({ browser }) => {
      const problems: string[] = [];
      const look = async (page: Page, name: string): Promise<void> => {
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
        problems.push(
          ...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${name}: ${id}: ${node.html.slice(0, 200)}`)),
        );
      };
      const page = await openWindow(browser, entered, 'insights', { colorScheme });
      await open(page);
      const scroller = page.locator('[data-insights-scroller]');
      for (const section of ['Stages and slow turns', 'Conversation', 'Tools', 'Coverage']) {
        await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: section }).click();
        await expect(scroller.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });
      }
      await look(page, 'overview');
      await scroller.locator('svg [data-mark][role="button"]').first().click();
      await expect(page.getByRole('listitem').first()).toBeVisible();
      await look(page, 'turns');
      await page.getByRole('button', { name: 'Two versions' }).click();
      await expect(page.getByRole('region', { name: 'All figures' })).toBeVisible({ timeout: 30_000 });
      await look(page, 'two versions');
      await page.context().close();
      expect(problems).toEqual([]);
    });
  }
});
