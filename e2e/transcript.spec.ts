import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { demoCalls } from './support/demo.ts';
import { type Host, startHost } from './support/host.ts';
import { type CallPage, CallsPage } from './support/pages.ts';
import { type HardWorkspace, openHardWorkspace } from './support/transcripts.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** How many places are marked, and what the current one says. */
const marked = (page: Page) =>
  page.evaluate(() => {
    const ranges = (name: string) => [...(CSS.highlights.get(name) ?? [])] as StaticRange[];
    const text = (range: StaticRange) => {
      const live = document.createRange();
      live.setStart(range.startContainer, range.startOffset);
      live.setEnd(range.endContainer, range.endOffset);
      return live.toString();
    };
    return { others: ranges('find').length, current: ranges('find-current').map(text) };
  });

const bar = (page: Page) => page.getByRole('search', { name: 'Find in this call' });
const field = (page: Page) => bar(page).getByRole('textbox');

/** Where a word of a turn stands on screen. */
const boxOfWord = (turn: Locator, word: string) =>
  turn.locator('[data-find=text]').evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = (node.textContent ?? '').indexOf(wanted);
      if (at === -1) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const { left, right } = range.getBoundingClientRect();
      return { left, right };
    }
    throw new Error(`${wanted} is not on screen`);
  }, word);

async function topOf(locator: Locator): Promise<number> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('not on screen');
  return box.y;
}

test.describe('hard transcripts', () => {
  test.describe.configure({ timeout: 120_000 });
  let workspace: HardWorkspace;
  test.beforeEach(async ({ page }) => {
    workspace = await openHardWorkspace(page);
  });
  test.afterEach(() => workspace.close());

  test('finds words in 2,000 turns without moving the sound, and goes there when asked', async ({ page }) => {
    const call = await workspace.open(page, 'long');
    await call.transcript.focus();
    await page.keyboard.press('Control+f');
    await expect(field(page)).toBeFocused();
    await field(page).fill('NÉEDLE');
    await expect(bar(page).getByRole('status')).toContainText('1 of 1');
    await expect(call.turn(1991)).toBeInViewport();
    await expect.poll(() => marked(page)).toEqual({ others: 0, current: ['needle'] });
    await expect(page.getByTestId('player-time')).toHaveText('0:00.0');

    await page.keyboard.press('Control+Enter');
    await expect(page.getByTestId('player-time')).toHaveText('1:39:30.5');
    await expect(call.turn(1991)).toBeInViewport();

    await field(page).fill('Turn 20:');
    await expect(call.turn(20)).toBeInViewport();
    await field(page).fill('order');
    const { length: total } = await page.evaluate(() => [...(CSS.highlights.get('find') ?? [])]);
    expect(total).toBeGreaterThan(0);
    const status = bar(page).getByRole('status');
    const [first = 0, count = 0] =
      ((await status.textContent()) ?? '')
        .replace(/\u202f/g, '')
        .match(/\d+/g)
        ?.map(Number) ?? [];
    expect(count).toBeGreaterThan(400);
    await page.keyboard.press('Enter');
    await expect(status).toContainText(new RegExp(`^${first + 1} of`));
    await page.keyboard.press('Shift+F3');
    await page.keyboard.press('Shift+Enter');
    await expect(status).toContainText(
      new RegExp(`^${first === 1 ? count : first - 1} of`.replace(/\B(?=(\d{3})+ )/g, '\u202f')),
    );
    await field(page).fill('\u05b8');
    await expect(status).toHaveText('No match');

    await page.keyboard.press('Escape');
    await expect(bar(page)).toHaveCount(0);
    await expect(call.transcript).toBeFocused();
    expect(await marked(page)).toEqual({ others: 0, current: [] });
  });

  test('copies turns with their times, mounted or not, and one turn or moment by key', async ({ page }) => {
    const call = await workspace.open(page, 'long');
    await call.transcript.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    const lines = (await clipboard(page)).split('\n');
    expect(lines).toHaveLength(2000);
    expect(lines[1]).toBe('[0:03.5] Caller: Turn 2: parcel street');
    expect(lines[1990]).toMatch(/^\[1:39:30\.5\] Agent: Turn 1991: .* needle$/);

    await page.evaluate(() => document.getSelection()?.removeAllRanges());
    // From the middle of one turn to the middle of another, by the pointer.
    const from = await boxOfWord(call.turn(2), 'parcel');
    const to = await boxOfWord(call.turn(4), 'Turn 4:');
    await page.mouse.move(from.left + 1, (await topOf(call.turn(2))) + 16);
    await page.mouse.down();
    await page.mouse.move(to.left + 20, (await topOf(call.turn(4))) + 16);
    await page.mouse.move(to.right, (await topOf(call.turn(4))) + 16);
    await page.mouse.up();
    const copied = '[0:03.5] Caller: parcel street\n[0:06.5] Agent: Turn 3: morning number\n[0:09.5] Caller: Turn 4:';
    await page.keyboard.press('Control+c');
    expect(await clipboard(page)).toBe(copied);
    // The rows at its ends stay, however far away they are scrolled.
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.mouse.wheel(0, 20_000);
    await expect(call.turn(3)).toHaveCount(0);
    await page.keyboard.press('Control+c');
    expect(await clipboard(page)).toBe(copied);
    await page.evaluate(() => document.getSelection()?.removeAllRanges());
    // Before the first turn: to the top.
    await page.keyboard.press('f');
    await expect(call.turn(1)).toBeInViewport();

    await call
      .turn(3)
      .getByRole('button', { name: /^Go to turn 3/ })
      .click();
    await page.keyboard.press('c');
    await expect.poll(() => clipboard(page)).toBe('[0:06.5] Agent: Turn 3: morning number');
    await page.keyboard.press('Shift+C');
    await expect.poll(() => clipboard(page)).toMatch(/#\/calls\/[^?]+\?at=6500$/);
    const address = await clipboard(page);
    await page.keyboard.press('Home');
    await page.goto(address);
    await expect(page.getByTestId('player-time')).toHaveText('0:06.5');
  });

  test('shows a turn of 50,000 characters, finds and copies in it', async ({ page }) => {
    const call = await workspace.open(page, 'wide');
    await page.keyboard.press('/');
    await field(page).fill('needle');
    await expect.poll(() => marked(page)).toEqual({ others: 0, current: ['needle'] });
    const inSight = await boxOfWord(call.turn(2), 'needle');
    expect(inSight.right).toBeGreaterThan(inSight.left);
    await field(page).fill('e');
    await expect(bar(page).getByRole('status')).toContainText(/of 5/);
    // Only what is near is marked: all of it would stop the page.
    await expect.poll(async () => (await marked(page)).others).toBeLessThan(2500);
    await page.keyboard.press('Escape');
    await call
      .turn(2)
      .getByRole('button', { name: /^Go to turn 2/ })
      .click();
    await page.keyboard.press('c');
    await expect.poll(async () => (await clipboard(page)).length).toBe('[0:03.5] Caller: '.length + 50_000);
  });

  test('folds tool calls by key and pointer, and finds what is in them', async ({ page }) => {
    const call = await workspace.open(page, 'tools');
    const rows = call.transcript.locator('[data-tool]');
    await expect(rows).toHaveCount(3);
    await expect(rows.nth(0)).toContainText('200 done');
    await expect(rows.nth(1)).toContainText('timed out');
    await expect(rows.nth(2)).toContainText('503 refused by the service');
    await expect(call.transcript.getByText('System entry')).toBeVisible();

    await call
      .turn(3)
      .getByRole('button', { name: /^Go to turn 3/ })
      .click();
    const before = await topOf(call.turn(3));
    await page.keyboard.press('t');
    await expect(rows.nth(1).getByText('Error as sent: timeout')).toBeAttached();
    await page.waitForTimeout(400);
    expect(Math.abs((await topOf(call.turn(3))) - before)).toBeLessThanOrEqual(2);
    await page.keyboard.press('t');
    await expect(call.transcript.locator('pre')).toHaveCount(0);

    const toggle = rows.nth(0).getByRole('button').first();
    await toggle.focus();
    await page.keyboard.press('Enter');
    await expect(toggle).toHaveAttribute('aria-expanded', 'true');
    await expect(rows.nth(0).getByTitle('The vendor removed this value')).toHaveText('[REDACTED]');
    await expect(rows.nth(0).getByText('"city": "Zürich"')).toBeVisible();
    await page.keyboard.press('Space');
    await expect(toggle).toHaveAttribute('aria-expanded', 'false');

    await page.keyboard.press('/');
    await field(page).fill('zurich');
    await expect(bar(page).getByRole('status')).toContainText('1 of 3');
    await expect(rows.nth(0).getByText('"city": "Zürich"')).toBeInViewport();
    await field(page).fill('needle');
    // At the end of a long answer, of which only the beginning is shown at first.
    await expect.poll(() => marked(page)).toEqual({ others: 0, current: ['needle'] });
    await expect(rows.nth(0).getByText('"last": "needle"')).toBeInViewport();
    await field(page).fill('busy');
    await expect(rows.nth(2).getByText('text as received, not JSON')).toBeVisible();
  });

  test('has nothing that axe finds while finding, with tool calls unfolded', async ({ page }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await workspace.open(page, 'tools');
      await page.keyboard.press('Shift+T');
      await page.keyboard.press('/');
      await field(page).fill('order');
      await expect(bar(page).getByRole('status')).toContainText(/^1 of \d+/);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${colorScheme} ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });

  test('sets Hebrew right to left whatever it begins with, and keeps numbers in order', async ({ page }) => {
    const call = await workspace.open(page, 'rightToLeft');
    const brand = await boxOfWord(call.turn(2), 'WhatsApp');
    const end = await boxOfWord(call.turn(2), '!');
    expect(brand.left).toBeGreaterThan(end.right);
    const [area, middle, last] = [
      await boxOfWord(call.turn(3), '054'),
      await boxOfWord(call.turn(3), '123'),
      await boxOfWord(call.turn(3), '4567'),
    ];
    expect(area.right).toBeLessThan(middle.left);
    expect(middle.right).toBeLessThan(last.left);
    const dot = await boxOfWord(call.turn(3), '.');
    expect(dot.right).toBeLessThanOrEqual(area.left);
    const plus = await boxOfWord(call.turn(4), '+');
    const digits = await boxOfWord(call.turn(4), '972');
    expect(plus.right).toBeLessThanOrEqual(digits.left + 1);
    const english = await boxOfWord(call.turn(5), 'My');
    expect(english.left).toBeLessThan(area.left);
    // The times stand in one column all the same.
    const times = call.transcript.getByRole('button', { name: /^Go to turn/ });
    const lefts = await Promise.all((await times.all()).map(async (one) => (await one.boundingBox())?.x));
    expect(new Set(lefts).size).toBe(1);

    await page.keyboard.press('/');
    await field(page).fill('שָׁלוֹם');
    await expect(bar(page).getByRole('status')).toContainText('1 of 1');
    await expect.poll(() => marked(page)).toEqual({ others: 0, current: ['שלום'] });
  });
});

test.describe('following the sound', () => {
  test.describe.configure({ timeout: 120_000 });
  let host: Host;
  test.beforeEach(async () => {
    host = await startHost({ demo: true });
  });
  test.afterEach(async () => {
    await host.stop();
    host.remove();
  });

  async function openLong(page: Page): Promise<{ call: CallPage; turns: number }> {
    const long = demoCalls.find(
      ({ recording, recordingState, call }) =>
        recording?.container === 'ogg' && !recordingState && (call.transcript?.length ?? 0) > 100,
    );
    if (!long) throw new Error('the demo has no call of more than 100 entries');
    await page.goto(host.url);
    const calls = new CallsPage(page);
    await expect(calls.row(1)).toBeVisible();
    return { call: await calls.open(long.call.call_id), turns: long.call.transcript?.length ?? 0 };
  }

  test('stops when the reader scrolls or finds, and comes back by key', async ({ page }) => {
    const { call } = await openLong(page);
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled({ timeout: 60_000 });
    await call.play();
    await expect.poll(() => call.activeTurn()).toBe(0);
    const back = page.getByRole('button', { name: 'Back to now (F)' });
    await expect(back).toHaveCount(0);
    await call.transcript.hover();
    await page.mouse.wheel(0, 3000);
    await expect(back).toBeVisible();
    await expect(call.turn(1)).not.toBeInViewport();
    await page.keyboard.press('f');
    await expect(call.turn(1)).toBeInViewport();
    await expect(back).toHaveCount(0);

    await page.keyboard.press('/');
    await field(page).fill('a');
    await expect(back).toBeVisible();
    // Round the beginning, to the last one.
    await page.keyboard.press('Shift+Enter');
    await expect(call.turn(1)).not.toBeInViewport();
    // In the bar F is a letter.
    await page.keyboard.press('f');
    await expect(field(page)).toHaveValue('af');
    await call.transcript.focus();
    await page.keyboard.press('f');
    await expect(back).toHaveCount(0);
    await expect.poll(async () => call.turn(((await call.activeTurn()) ?? 0) + 1).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect(bar(page)).toHaveCount(0);
    await expect(call.transcript).toBeVisible();
  });

  test('the words stand still when tool calls above them are unfolded', async ({ page }) => {
    const { call } = await openLong(page);
    await page.keyboard.press('End');
    await expect.poll(() => call.activeTurn()).toBeGreaterThan(50);
    const last = call.turn(((await call.activeTurn()) ?? 0) + 1);
    await expect(last).toBeInViewport();
    await page.waitForTimeout(500);
    const before = await topOf(last);
    await page.keyboard.press('Shift+T');
    await expect(call.transcript.locator('pre').first()).toBeAttached();
    await page.waitForTimeout(500);
    expect(Math.abs((await topOf(last)) - before)).toBeLessThanOrEqual(2);
  });
});
