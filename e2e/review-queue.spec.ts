import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Entered, enter, openWindow, waitForDemo } from './support/entered.ts';
import { holdBack } from './support/hold-back.ts';
import { type Host, startHost } from './support/host.ts';

let host: Host;
let entered: Entered;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  host = await startHost({ demo: true });
  entered = await enter(browser, host);
  await waitForDemo(browser, entered);
});
test.afterAll(async () => {
  await host.stop();
  host.remove();
});

const queueOf = (page: Page) => page.getByRole('list', { name: 'Calls to review' }).getByRole('listitem');
const stateOf = (page: Page) => page.getByRole('button', { name: /^Review: / });

/** Goes somewhere by key, and waits until it is there. */
async function goToReview(page: Page): Promise<void> {
  // A page that was just loaded does not listen yet.
  await expect(async () => {
    await page.keyboard.press('Alt+3');
    await expect(page.getByRole('heading', { name: 'Review', level: 1 })).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
}

/** Tabs to a control, as someone without a pointer does. */
async function tabTo(page: Page, target: ReturnType<Page['locator']>): Promise<void> {
  for (let tabs = 0; tabs < 80; tabs += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('not reached by Tab');
}

/**
 * Finishes the review of the open call with the keyboard: whatever is missing does not apply, else gets its first or second answer. The
 * app has gone on to the next call then.
 */
async function finishByKeys(page: Page): Promise<void> {
  const here = page.url();
  await submitByKeys(page);
  await expect(page).not.toHaveURL(here);
}

async function submitByKeys(page: Page): Promise<void> {
  const submitted = page.getByText(/^Review submitted/);
  for (let tries = 0; tries < 60; tries += 1) {
    await page.keyboard.press('Control+Enter');
    await page.waitForTimeout(150);
    if (await submitted.first().isVisible()) return;
    const row = page.locator('[data-criterion]:focus');
    if ((await row.count()) === 0) continue;
    await page.keyboard.press(['0', '1', '2', '0'][tries % 4] ?? '0');
    await page.waitForTimeout(100);
  }
  throw new Error('the review could not be finished');
}

async function problemsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 300)}`));
}

test('a day of reviews, with the keyboard alone', async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await openWindow(browser, entered, 'calls');
  await page.evaluate(() => {
    window.addEventListener('pointerdown', () => document.body.setAttribute('data-pointer', 'used'), true);
  });
  await expect(page.getByRole('grid')).toBeVisible();
  await goToReview(page);

  await test.step('says who one is', async () => {
    const name = page.getByLabel('What are you called?');
    await tabTo(page, name);
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await expect(name).toBeHidden();
  });

  await test.step('an empty queue says what to do, and a sample fills it as it was shown', async () => {
    await expect(page.getByRole('heading', { name: 'Nothing waits for your review' })).toBeVisible();
    expect(await problemsOf(page)).toEqual([]);
    await page.locator('body').press('n');
    const dialog = page.getByRole('dialog', { name: 'Assign a sample' });
    await expect(dialog.getByText(/^10 of \d+ matching calls, stratified by version, seed \d+$/)).toBeVisible();
    expect(await problemsOf(page)).toEqual([]);
    await expect(dialog.getByLabel('How many')).toBeFocused();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('4');
    await expect(dialog.getByText(/^4 of \d+ matching calls/)).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(queueOf(page)).toHaveCount(4);
    await expect(queueOf(page).first()).toContainText('Your sample: random by version');
    expect(await problemsOf(page)).toEqual([]);
  });

  let first = '';
  await test.step('opens the next call, begins and finishes it, and is taken to the one after it', async () => {
    await page.keyboard.press('Enter');
    await expect(stateOf(page)).toHaveText('New');
    first = page.url();
    await page.keyboard.press('Alt+b');
    await expect(stateOf(page)).toHaveText('In progress');
    await expect(page.getByRole('button', { name: 'Finish' }).first()).toBeVisible();
    expect(await problemsOf(page)).toEqual([]);
    await finishByKeys(page);
    await expect(stateOf(page)).toHaveText('New');
  });

  await test.step('skips one with a reason, which can be taken back', async () => {
    const skipped = page.url();
    await page.keyboard.press('Alt+k');
    const dialog = page.getByRole('dialog', { name: 'Skip this call' });
    await expect(dialog.getByLabel('Why?')).toBeFocused();
    await page.keyboard.type('Only music');
    await page.keyboard.press('Control+Enter');
    await expect(page).not.toHaveURL(skipped);
    await goToReview(page);
    await expect(queueOf(page)).toHaveCount(2);
    await expect(page.getByText('Only music')).toBeVisible();
    await tabTo(page, page.getByRole('button', { name: /^Put .* back into the queue$/ }));
    await page.keyboard.press('Enter');
    await expect(queueOf(page)).toHaveCount(3);
  });

  await test.step('sees the day against the goal', async () => {
    await expect(page.getByText('1 done', { exact: true })).toBeVisible();
    await page.goto(`${entered.origin}/#/settings/reviewing`);
    const goal = page.getByLabel('Reviews a day');
    await tabTo(page, goal);
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await goToReview(page);
    await expect(page.getByText('1 of 2 done', { exact: true })).toBeVisible();
    await expect(page.getByRole('progressbar', { name: 'Reviews finished today' })).toHaveAttribute(
      'aria-valuenow',
      '1',
    );
    await expect(page.getByRole('definition').first()).toHaveText(/^\d+:\d\d$/);
  });

  await test.step('what is in progress survives a reload and comes first', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(stateOf(page)).toHaveText('New');
    await page.keyboard.press('Alt+b');
    await expect(stateOf(page)).toHaveText('In progress');
    const begun = page.url();
    await page.reload();
    await expect(stateOf(page)).toHaveText('In progress');
    await goToReview(page);
    await expect(queueOf(page).first()).toContainText('Begun');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(begun);
  });

  await test.step('disputes a finished review, and answers it', async () => {
    await page.goto(first);
    await expect(stateOf(page)).toHaveText('Done');
    await page.keyboard.press('Alt+g');
    await expect(page.getByRole('dialog', { name: 'Dispute this review' })).toBeVisible();
    await page.keyboard.type('It was the carrier.');
    await page.keyboard.press('Control+Enter');
    await expect(stateOf(page)).toHaveText('Disputed');
    await goToReview(page);
    const waiting = page.getByRole('link', { name: /It was the carrier/ });
    await tabTo(page, waiting);
    await page.keyboard.press('Enter');
    await expect(stateOf(page)).toHaveText('Disputed');
    await page.keyboard.press('Alt+a');
    const answer = page.getByRole('dialog', { name: 'Answer the dispute' });
    await expect(answer.getByText('It was the carrier.')).toBeVisible();
    expect(await problemsOf(page)).toEqual([]);
    await page.keyboard.type('It stands.');
    await page.keyboard.press('Control+Enter');
    await expect(stateOf(page)).toHaveText('Resolved');
    await goToReview(page);
    await expect(page.getByText('No dispute waits for an answer.')).toBeVisible();
  });

  await test.step('finds the calls by where their review stands', async () => {
    await page.goto(`${entered.origin}/#/calls`);
    const chip = page.getByRole('search').getByRole('button', { name: 'Review' });
    await tabTo(page, chip);
    await page.keyboard.press('Enter');
    const resolved = page.getByRole('checkbox', { name: /^Resolved/ });
    await tabTo(page, resolved);
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '2');
    await expect(page.getByRole('gridcell', { name: 'Resolved' })).toBeVisible();
  });

  expect(await page.evaluate(() => document.body.getAttribute('data-pointer'))).toBeNull();
  await page.context().close();
});

test('a blind pack hides what the others found until one’s own review is in', async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await openWindow(browser, entered, 'review');
  const secret = 'Bob thinks the agent was rude';
  /** Everything that the host has told this window about review work. */
  let told = '';
  page.on('response', async (response) => {
    if (!/\/rpc\//.test(response.url()) || /app\/events/.test(response.url())) return;
    const text = await response.text().catch(() => '');
    told += text;
  });
  const sitDown = async (name: string) => {
    await page.goto(`${entered.origin}/#/settings/reviewing`);
    await page.getByLabel('Who sits here').selectOption({ label: name });
    await expect(page.getByLabel('Your name')).toHaveValue(name);
  };

  await page.getByRole('button', { name: 'Make a calibration pack' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Make a calibration pack' });
  await dialog.getByLabel('Name', { exact: true }).fill('March');
  await dialog.getByLabel('How many calls').fill('1');
  await dialog.getByLabel('Name of another reviewer').fill('Bob');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog.getByRole('checkbox', { name: 'Bob' })).toBeChecked();
  await expect(dialog.getByText(/^1 of \d+ matching calls/)).toBeVisible();
  expect(await problemsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Make the pack' }).click();
  await expect(page.getByText('1 call, 0 of 2 reviews submitted')).toBeVisible();

  await test.step('Bob reviews it, with a note', async () => {
    await sitDown('Bob');
    await goToReview(page);
    await expect(queueOf(page)).toHaveCount(1);
    await expect(queueOf(page).first()).toContainText('Pack: March');
    await page.keyboard.press('Enter');
    await expect(stateOf(page)).toHaveText('New');
    await page.keyboard.press('Alt+b');
    await expect(stateOf(page)).toHaveText('In progress');
    await page.keyboard.press('Alt+c');
    await expect(page.getByRole('dialog', { name: 'Coaching note' })).toBeVisible();
    await page.keyboard.type(secret);
    await expect(page.getByLabel('What should be done differently?')).toHaveValue(secret);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('dialog', { name: 'Coaching note' })).toBeHidden();
    await finishByKeys(page);
  });

  await test.step('Ada is told that he has finished, and nothing of what he found', async () => {
    await sitDown('Ada');
    await page.reload();
    told = '';
    await goToReview(page);
    await expect(page.getByText('1 call, 1 of 2 reviews submitted')).toBeVisible();
    await page.getByRole('link', { name: /Pack: March/ }).click();
    await expect(stateOf(page)).toHaveText('New');
    await page.keyboard.press('q');
    await expect(page.locator('[data-criterion]').first()).toBeVisible();
    await expect(page.getByText(secret)).toHaveCount(0);
    await expect.poll(() => told).toContain('review');
    expect(told).not.toContain('rude');
  });

  await test.step('until her own is in', async () => {
    const pack = page.url();
    // The question for the next call waits until she has gone elsewhere by herself, where she stays.
    const release = await holdBack(page, /\/rpc\/queue\/next/);
    const asked = page.waitForRequest(/\/rpc\/queue\/next/);
    const answered = page.waitForResponse(/\/rpc\/queue\/next/);
    await submitByKeys(page);
    await asked;
    await goToReview(page);
    release();
    await (await answered).finished();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))));
    await expect(page).toHaveURL(/#\/review$/);
    await page.goto(pack);
    await expect(stateOf(page)).toHaveText('Done');
    await expect.poll(() => told).toContain('rude');
    await goToReview(page);
    await expect(page.getByText('Closed')).toBeVisible();
  });
  await page.context().close();
});
