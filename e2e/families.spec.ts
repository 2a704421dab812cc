import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { demoCalls } from './support/demo.ts';
import { type Entered, enter, openWindow } from './support/entered.ts';
import { type Host, startHost } from './support/host.ts';

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

const rows = (page: Page) => page.getByRole('list', { name: 'Families' }).getByRole('listitem');
const name = (page: Page, at: number) => rows(page).nth(at).getByRole('link');

/** Families are there once the demo's turns have been read in. */
async function openFamilies(page: Page): Promise<void> {
  await expect(name(page, 2)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/have been read in; more may be found/)).toHaveCount(0, { timeout: 60_000 });
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)).toEqual([]);
}

/** A call of the demo with several agent turns. */
const callId = demoCalls.find(({ call }) => (call.transcript?.length ?? 0) >= 9)?.call.call_id ?? '';

test('from a turn to one like it in another version, by keyboard', async ({ browser }) => {
  const page = await openWindow(browser, entered, 'families');
  await openFamilies(page);
  await page.goto(`${entered.origin}/#/calls/${callId}`);
  await expect(page.getByRole('tab', { name: 'Alike' })).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+L');
  const list = page.getByRole('list', { name: 'Turns alike' });
  await expect(list.getByRole('listitem').first()).toContainText('%');
  await expectAccessible(page);

  const versions = page.getByRole('table', { name: 'Turns alike by version' }).getByRole('button');
  const all = await list.getByRole('listitem').first().getAttribute('aria-setsize');
  await versions.last().press('Enter');
  await expect(versions.last()).toHaveAttribute('aria-pressed', 'true');
  const version = (await versions.last().textContent())?.trim() ?? '';
  await expect(list.getByRole('listitem').first()).toContainText(version);
  expect(Number(all)).toBeGreaterThan(0);

  const first = list.getByRole('listitem').first().getByRole('link').first();
  await first.focus();
  await page.keyboard.press('z');
  await expect(page.getByText(/added to compare/)).toBeVisible();
  const href = await first.getAttribute('href');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${entered.origin}/${href}`);
  await page.context().close();
});

test('families are renamed, merged and split, undone, and kept over a restart', async ({ browser }) => {
  test.setTimeout(120_000);
  let page = await openWindow(browser, entered, 'families');
  await openFamilies(page);
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Agent' }).selectOption({ index: 1 });
  await expect(name(page, 1)).toBeVisible();

  await name(page, 0).focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name of the family' }).fill('Says hello');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Says hello' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('link', { name: 'Says hello' })).toHaveCount(0);
  await page.keyboard.press('Control+y');
  await expect(page.getByRole('link', { name: 'Says hello' })).toBeVisible();

  const before = await rows(page).first().getAttribute('aria-setsize');
  for (const at of [0, 1]) {
    await name(page, at).focus();
    await page.keyboard.press('x');
  }
  await page.keyboard.press('m');
  await page.getByRole('radio', { name: /Says hello/ }).check();
  await page.getByRole('button', { name: 'Merge', exact: true }).last().click();
  await expect(rows(page).first()).toHaveAttribute('aria-setsize', String(Number(before) - 1));

  await page.getByRole('link', { name: 'Says hello' }).click();
  await expect(page.getByRole('heading', { name: 'Says hello' })).toBeVisible();
  const boxes = page.getByRole('checkbox', { name: /^Select the wording/ });
  await expect(boxes.nth(1)).toBeVisible();
  const wordings = await boxes.count();
  await expectAccessible(page);
  await boxes.last().check();
  await page.keyboard.press('s');
  await page.getByRole('textbox', { name: 'Name' }).fill('Says it differently');
  await page.keyboard.press('Enter');
  await expect(boxes).toHaveCount(wordings - 1);

  await host.stop();
  await page.context().close();
  host = await startHost({ dataDir: host.dataDir, demo: true });
  entered = await enter(browser, host);
  page = await openWindow(browser, entered, 'families');
  await expect(page.getByRole('link', { name: 'Says hello' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Part of a family’s name' }).fill('differently');
  await expect(rows(page)).toHaveCount(1);
  await expect(name(page, 0)).toHaveText('Says it differently');
  await page.context().close();
});
