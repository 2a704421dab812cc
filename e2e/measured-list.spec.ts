import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Host, startHost } from './support/host.ts';

test.describe('the list by what was measured', () => {
  let host: Host;
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    host = await startHost({ demo: true });
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    page = await context.newPage();
    await page.goto(host.url);
    await expect(page.getByRole('grid')).toBeVisible();
    // Measured in the background, the last of them too.
    await expect
      .poll(() => valuesOf('Worst meas.').then((cells) => cells.length), { timeout: 60_000 })
      .toBeGreaterThan(15);
  });

  test.afterAll(async () => {
    await page.context().close();
    await host.stop();
    host.remove();
  });

  test.beforeEach(async () => {
    await page.evaluate(() => {
      localStorage.removeItem('earmark.columns');
      sessionStorage.clear();
    });
    await page.goto(`${new URL(host.url).origin}/#/calls`);
    await page.reload();
    await expect(page.getByRole('grid')).toBeVisible();
    await expect(page.getByRole('row').nth(1)).toContainText(/\d/);
  });

  const headings = () => page.getByRole('columnheader').allTextContents();

  /** What the rows in sight show in a column; those without a value are left out. */
  async function valuesOf(heading: string): Promise<number[]> {
    const place = (await headings()).indexOf(heading);
    const cells = await page.getByRole('grid').evaluate((grid, at) => {
      const rows = [...grid.querySelectorAll('[role=row][data-index]')];
      rows.sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')));
      return rows.map((row) => row.querySelectorAll('[role=gridcell]')[at]?.textContent ?? '');
    }, place);
    return cells.flatMap((text) => {
      const digits = text.replace(/[\s\u202f]|ms/g, '');
      return /^[\d.]+s?$/.test(digits) ? [Number.parseFloat(digits) * (digits.endsWith('s') ? 1000 : 1)] : [];
    });
  }

  test('is sorted by a measured figure, longest first, then shortest, without values last', async () => {
    const heading = page.getByRole('columnheader', { name: 'Worst meas.' });
    await heading.getByRole('button').click();
    await expect(heading).toHaveAttribute('aria-sort', 'descending');
    await expect.poll(async () => (await valuesOf('Worst meas.'))[0] ?? 0).toBeGreaterThan(5000);
    const falling = await valuesOf('Worst meas.');
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    await heading.getByRole('button').click();
    await expect(heading).toHaveAttribute('aria-sort', 'ascending');
    await expect.poll(async () => (await valuesOf('Worst meas.'))[0] ?? 0).toBeLessThan(1500);
    const rising = await valuesOf('Worst meas.');
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
  });

  test('is filtered by gap and finding from the keyboard, and says by what', async () => {
    const chip = page.getByRole('button', { name: /^Measured/ });
    await chip.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Measured gap over').pressSequentially('2000');
    await expect.poll(async () => Math.min(...(await valuesOf('Worst meas.')))).toBeGreaterThan(2000);
    await page.getByLabel('Findings', { exact: true }).selectOption('any finding');
    await expect(page.getByText(/^\d+ of 70 calls$/)).toBeVisible();
    const place = (await headings()).indexOf('Findings');
    const findings = page.locator('[role=row][data-index]').locator(`[role=gridcell]:nth-child(${place + 1})`);
    // The count may be that of the first filter still.
    await expect(findings.filter({ hasNotText: /\d/ })).toHaveCount(0);
    await expect(findings.filter({ hasText: /\d/ }).first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(chip).toContainText('gap over 2\u202f000\u202fms, any finding');
    await page.getByRole('button', { name: 'Remove the filter: Measured' }).click();
    await expect(page.locator('span', { hasText: /^70 calls$/ })).toBeVisible();
  });

  test('refuses what is not a length, and keeps what was asked before', async () => {
    await page.getByRole('button', { name: /^Measured/ }).click();
    const field = page.getByLabel('Dead air over');
    await field.fill('4');
    // The filter is there before its answer is.
    await expect(page.getByText(/^\d+ of 70 calls$/)).toHaveText(/^(?!70)/);
    const shown = await page.getByText(/^\d+ of 70 calls$/).textContent();
    await field.fill('4 seconds');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByText(/^\d+ of 70 calls$/)).toHaveText(shown ?? '');
    await field.fill('');
    await expect(page.locator('span', { hasText: /^70 calls$/ })).toBeVisible();
  });

  test('has the columns for which there is room, or those that were chosen', async () => {
    expect(await headings()).toEqual(expect.arrayContaining(['Median meas.', 'Overlaps', 'Dead air']));
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(headings).not.toContain('Median meas.');
    await expect.poll(headings).toEqual(expect.arrayContaining(['Worst rep.', 'Worst meas.', 'Apart', 'Findings']));
    const overflow = () => page.getByRole('grid').evaluate((grid) => grid.scrollWidth - grid.clientWidth);
    expect(await overflow()).toBe(0);

    await page.setViewportSize({ width: 1380, height: 800 });
    await expect.poll(headings).toContain('Dir.');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('Longest dead air').check();
    await page.getByLabel('Direction', { exact: true }).uncheck();
    await page.keyboard.press('Escape');
    await page.reload();
    await expect.poll(headings).toContain('Dead air');
    expect(await headings()).not.toContain('Dir.');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('button', { name: 'As many as fit' }).click();
    await expect.poll(headings).toContain('Dir.');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await expect.poll(headings).toContain('Median meas.');
  });

  test('says why a figure is not there', async () => {
    const place = (await headings()).indexOf('Worst meas.');
    const titles = await page
      .locator('[role=row][data-index]')
      .locator(`[role=gridcell]:nth-child(${place + 1})`)
      .evaluateAll((cells) => cells.flatMap((cell) => (cell.textContent === '–' ? [cell.getAttribute('title')] : [])));
    expect(titles.length).toBeGreaterThan(0);
    for (const title of titles) expect(title).toMatch(/^[A-Z].{20,}/);
    expect(titles).toContain('There is no recording on this disk to measure in.');
  });
});
