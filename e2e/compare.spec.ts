import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { demoCalls } from './support/demo.ts';
import { type Entered, enter, fullCalls, openWindow } from './support/entered.ts';
import { type Host, startHost } from './support/host.ts';

const [one = '', two = '', three = ''] = fullCalls;

const roles = (callId: string) =>
  (demoCalls.find(({ call }) => call.call_id === callId)?.call.transcript ?? [])
    .map(({ role }) => role)
    .filter((role) => /agent|assistant|caller|user/i.test(role));
/** Place of the second agent turn: an answer, so it has a gap. */
const answerOf = (callId: string) =>
  roles(callId).flatMap((role, at) => (/agent|assistant/i.test(role) ? [at] : []))[1] ?? 0;

const turnsAddress = (...callIds: readonly string[]) =>
  `compare?${callIds.map((id) => `turn=${encodeURIComponent(`${id}~${answerOf(id)}`)}`).join('&')}`;

let host: Host;
let entered: Entered;
test.beforeAll(async ({ browser }) => {
  host = await startHost({ demo: true });
  entered = await enter(browser, host);
});
test.afterAll(async () => {
  await host.stop();
  host.remove();
});

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('turns get into the tray by key, stand side by side on one axis, and the address opens them again', async ({
  browser,
}) => {
  const page = await openWindow(browser, entered, `calls/${one}`);
  await expect(page.getByLabel('Transcript', { exact: true })).toBeVisible();
  for (let at = 0; at <= answerOf(one); at += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('z');
  await expect(page.getByText('One turn added to compare: 1 in the tray.')).toBeVisible();
  await page.keyboard.press('Alt+5');
  await expect(page.getByText('Add another turn to compare this one with')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Tray' }).getByRole('checkbox')).toBeChecked();

  await page.goto(`${entered.origin}/#/${turnsAddress(one, two, three)}`);
  const column = (letter: string) => page.getByRole('region', { name: new RegExp(`^${letter}: turn`) });
  for (const letter of ['A', 'B', 'C']) {
    await expect(column(letter).getByRole('table', { name: /one time axis/ })).toBeVisible();
    await expect(column(letter).getByText('Measured with')).toBeVisible();
  }
  // One axis: the same marks stand in every column.
  const marks = await Promise.all(
    ['A', 'B', 'C'].map((letter) => column(letter).locator('tr[aria-hidden] td').last().innerText()),
  );
  expect(new Set(marks).size).toBe(1);

  await page.keyboard.press('Shift+ArrowRight');
  await expect(page).toHaveURL(/base=1/);
  await expect(column('B').getByRole('radio')).toBeChecked();
  await page.reload();
  await expect(column('B').getByRole('radio')).toBeChecked();
  // What the tray holds outlives the page.
  await expect(page.getByRole('link', { name: /Compare.*1 in the tray/ })).toBeVisible();
  await expectAccessible(page);
  await page.context().close();
});

test('two calls are aligned by content; a pin is made, undone and kept by keys alone', async ({ browser }) => {
  const page = await openWindow(browser, entered, `compare?call=${one}&call=${two}`, { colorScheme: 'dark' });
  const list = page.getByRole('region', { name: 'Both calls, turn by turn' });
  await expect(list.getByRole('listitem').first()).toBeVisible();
  const active = list.locator('[aria-current="true"]');
  await expect(active).toHaveCount(1);
  const counts = page.getByText(/pairs, .* word for word/);
  const before = await counts.innerText();

  // The first row that is a pair.
  for (let step = 0; step < 30 && (await active.getByText('has no such turn').count()) > 0; step += 1) {
    await page.keyboard.press('j');
  }
  await page.keyboard.press('p');
  await expect(active.getByText('pinned', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(active.getByText('pinned', { exact: true })).toBeHidden();
  await page.keyboard.press('Control+y');
  await expect(active.getByText('pinned', { exact: true })).toBeVisible();
  await page.reload();
  await expect(list.getByText('pinned', { exact: true })).toBeVisible();
  expect(await counts.innerText()).toBe(before);
  await page.keyboard.press('n');
  await expectAccessible(page);
  await page.context().close();
});

test('says what cannot be shown, and offers what to do', async ({ browser }) => {
  const page = await openWindow(
    browser,
    entered,
    `compare?turn=${encodeURIComponent(`${one}~0`)}&turn=not-here~3&turn=${encodeURIComponent(`${two}~9999`)}`,
  );
  await expect(page.getByText('This call is not here any more')).toBeVisible();
  await expect(page.getByText('This call has no turn 10000.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Take it out' }).click();
  await expect(page.getByText('This call is not here any more')).toBeHidden();
  await page.goto(`${entered.origin}/#/compare?call=${one}&call=not-here`);
  await expect(page.getByRole('heading', { name: 'One of these calls is not here any more' })).toBeVisible();
  await page.goto(`${entered.origin}/#/compare`);
  await expect(page.getByRole('heading', { name: 'Nothing to compare yet' })).toBeVisible();
  await expectAccessible(page);
  await page.context().close();
});
