import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Entered, enter, fullCalls, openWindow } from './support/entered.ts';
import { type Host, startHost } from './support/host.ts';
import { CallPage } from './support/pages.ts';

const callId = fullCalls[0] ?? '';
const otherCall = fullCalls[1] ?? '';

/** A scorecard file with what matters: an answer from the data, a condition, a critical criterion, n/a, a number and a text. */
const card = {
  format: 'earmark-scorecard',
  version: 1,
  name: 'Every kind',
  scorecard: {
    passAt: 50,
    sections: [
      {
        id: 'first',
        label: 'First section',
        weight: 3,
        criteria: [
          { id: 'greets', label: 'It greets', answer: { type: 'yes-no' }, commentOnFail: true },
          {
            id: 'why',
            label: 'Why it did not',
            answer: { type: 'text' },
            onlyIf: { criterionId: 'greets', answers: [false] },
          },
          {
            id: 'turns',
            label: 'It has more than a thousand turns',
            answer: { type: 'yes-no' },
            auto: { metric: 'turns', is: 'above', limit: 1000 },
          },
          { id: 'tone', label: 'Tone', answer: { type: 'scale' } },
        ],
      },
      {
        id: 'second',
        label: 'Second section',
        weight: 1,
        criteria: [
          { id: 'pauses', label: 'Pauses', answer: { type: 'number', unit: 'pauses', worst: 10, best: 0 } },
          { id: 'safe', label: 'Nobody was harmed', answer: { type: 'yes-no' }, critical: 'call' },
        ],
      },
    ],
  },
};

async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

const names = (list: Locator) => list.getByRole('button').allTextContents();

test.describe('scorecards and scoring', () => {
  test.describe.configure({ mode: 'serial' });
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

  const tryImport = async (page: Page, name: string, text: string) =>
    page.getByLabel('Scorecard file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

  test('a scorecard is imported, published, changed and published again', async ({ browser }) => {
    const page = await openWindow(browser, entered, 'scorecards');
    const list = page.getByRole('list', { name: 'Scorecards' });
    await expect(list.getByRole('link')).toHaveCount(3);
    await isAccessible(page);

    await test.step('a file that is none is refused in words', async () => {
      await tryImport(page, 'broken.json', '{"format":"earmark-scorecard"');
      await expect(page.getByText('This file is no JSON')).toBeVisible();
      await tryImport(page, 'other.json', '{"hello":1}');
      await expect(page.getByText('This file is no scorecard of Earmark.')).toBeVisible();
      await expect(list.getByRole('link')).toHaveCount(3);
    });

    await tryImport(page, 'every-kind.json', JSON.stringify(card));
    await expect(page.getByRole('heading', { name: 'Every kind', level: 1 })).toBeVisible();
    await expect(page.getByText('draft of version 1')).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('version 1 published')).toBeVisible();

    const outline = page.getByRole('list', { name: 'Sections and criteria' });
    await test.step('change it with the keyboard: a new criterion, moved up, renamed', async () => {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await expect(page.getByLabel('Criterion', { exact: true })).toHaveValue('It greets');
      await page.keyboard.press('n');
      await expect(page.getByText('draft of version 2')).toBeVisible();
      await expect(page.getByLabel('Criterion', { exact: true })).toHaveValue('New criterion');
      await page.keyboard.press('Alt+ArrowUp');
      await expect
        .poll(() => names(outline))
        .toEqual(expect.arrayContaining([expect.stringContaining('New criterion')]));
      await expect.poll(async () => (await names(outline))[1]).toContain('New criterion');
      await page.getByLabel('Criterion', { exact: true }).fill('It says its name');
      await page.getByLabel('Weight', { exact: true }).fill('a lot');
      await page.getByLabel('Answer', { exact: true }).focus();
      await expect(page.getByText('Give a number.')).toBeVisible();
      await page.getByLabel('Weight', { exact: true }).fill('2,5');
      await page.getByLabel('Weight', { exact: true }).press('Enter');
      await expect.poll(async () => (await names(outline))[1]).toContain('It says its name');
    });

    await test.step('a condition that comes too early keeps it from being published', async () => {
      await outline.getByRole('button', { name: 'It greets' }).focus();
      await page.keyboard.press('Alt+ArrowDown');
      await expect(page.getByRole('list', { name: 'Problems' })).toContainText('which comes later');
      await page.keyboard.press('Control+Enter');
      await expect(page.getByText('version 1 published')).toBeVisible();
      await page.keyboard.press('Control+z');
      await expect(page.getByRole('list', { name: 'Problems' })).toBeHidden();
    });

    await isAccessible(page);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('version 2 published')).toBeVisible();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await expect(page.getByText('It says its name: Added to “First section”.')).toBeVisible();
    await isAccessible(page);

    await test.step('what is exported is what was published', async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('Every-kind.scorecard.json');
      const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as typeof card;
      expect(file.name).toBe('Every kind');
      expect(file.scorecard.sections[0]?.criteria.map(({ label }) => label)).toEqual([
        'It says its name',
        'It greets',
        'Why it did not',
        'It has more than a thousand turns',
        'Tone',
      ]);
    });
    await page.context().close();
  });

  const total = (page: Page) => page.locator('[data-score-total]').first();
  const criterion = (page: Page, name: string) => page.getByRole('group', { name, exact: true });
  const atCriterion = async (page: Page, name: string) => expect(criterion(page, name)).toBeFocused();

  /** Nothing may need a pointer. */
  const watchPointer = (page: Page) =>
    page.evaluate(() => {
      for (const kind of ['pointerdown', 'mousedown', 'touchstart']) {
        window.addEventListener(kind, () => document.body.setAttribute('data-pointer', kind), true);
      }
    });

  test('a call is scored and finished by keyboard alone', async ({ browser }) => {
    const page = await openWindow(browser, entered, `calls/${callId}`);
    await page.evaluate(() => window.localStorage.setItem('earmark.score.card', ''));
    const call = new CallPage(page);
    await expect(call.transcript).toBeVisible();
    await watchPointer(page);
    const key = (keys: string) => page.keyboard.press(keys);

    await key('q');
    const choice = page.getByLabel('Scorecard', { exact: true });
    await expect(choice).toBeVisible();
    await choice.focus();
    await page.keyboard.type('Every');
    await expect(choice).toHaveValue(/./);
    await expect(page.getByRole('group', { name: 'It says its name', exact: true })).toBeVisible();
    await choice.blur();
    await key('q');
    await atCriterion(page, 'It says its name');
    await expect(criterion(page, 'Why it did not')).toBeHidden();

    await test.step('yes and no, and what is asked after a no', async () => {
      await key('1');
      await expect(criterion(page, 'It says its name').getByRole('button', { name: 'Yes' })).toHaveAttribute(
        'aria-pressed',
        'true',
      );
      await key('ArrowDown');
      await atCriterion(page, 'It greets');
      await key('2');
      await expect(criterion(page, 'Why it did not')).toBeVisible();
    });

    await test.step('finishing says what is missing, and goes there', async () => {
      await key('Control+Enter');
      await expect(page.getByText(/5 things are missing\. “It greets” failed: say why/).first()).toBeVisible();
      await atCriterion(page, 'It greets');
      await key('Enter');
      await page.keyboard.type('It only said hello.');
      await key('Escape');
      await atCriterion(page, 'It greets');
    });

    await test.step('evidence: the turn one is at, and away again', async () => {
      await key('r');
      await expect.poll(() => call.activeTurn()).not.toBeNull();
      await key('k');
      await key('e');
      const evidence = criterion(page, 'It greets').getByRole('list', { name: 'Evidence' });
      await expect(evidence.getByRole('button', { name: /^Play turn/ })).toHaveCount(1);
      await key('Shift+E');
      await expect(evidence).toBeHidden();
      await key('e');
      await expect(evidence.getByRole('button', { name: /^Play turn/ })).toHaveCount(1);
    });

    await test.step('evidence: the range that was marked', async () => {
      await key('i');
      await key('Shift+ArrowRight');
      await key('o');
      await key('e');
      const evidence = criterion(page, 'It greets').getByRole('list', { name: 'Evidence' });
      await expect(evidence.getByRole('button', { name: /^Play [\d:.]+–[\d:.]+$/ })).toHaveCount(1);
    });

    await test.step('a text, an answer of the data overridden with a reason, a scale, n/a, a number', async () => {
      await key('ArrowDown');
      await atCriterion(page, 'Why it did not');
      await key('1');
      await page.keyboard.type('The prompt has no greeting.');
      await key('Escape');
      await key('ArrowDown');
      await atCriterion(page, 'It has more than a thousand turns');
      await expect(page.getByRole('button', { name: 'No, from the data' })).toHaveAttribute('aria-pressed', 'true');
      await key('1');
      await page.getByLabel('Why the data is wrong (required)').focus();
      await page.keyboard.type('Counted by hand.');
      await key('Escape');
      await key('ArrowDown');
      await atCriterion(page, 'Tone');
      await key('4');
      await key('ArrowDown');
      await atCriterion(page, 'Pauses');
      await key('1');
      await page.keyboard.type('2,5');
      await key('Enter');
      await key('ArrowDown');
      await atCriterion(page, 'Nobody was harmed');
      await key('2');
      await expect(page.getByText('“Nobody was harmed” fails the whole call.')).toBeVisible();
      await expect(total(page)).toHaveText(/^0\s%$/);
      await key('0');
    });

    // First section: weights 2.5, 1, 1, 1 at 1, 0, 1, 0.75 = 4.25 / 5.5; second: 0.75. (3 x 0.7727 + 0.75) / 4 = 76.7 %.
    await expect(total(page)).toHaveText(/^76\.7\s%$/);
    await expect(page.getByText('all answered')).toBeVisible();
    await isAccessible(page);

    await key('Control+Enter');
    await expect(page.getByText(/Review submitted: 76\.7/)).toBeVisible();
    await expect(page).not.toHaveURL(new RegExp(callId));
    expect(await page.getAttribute('body', 'data-pointer')).toBeNull();
    await page.context().close();
  });

  test('scoring again keeps the first review, and says what differs', async ({ browser }) => {
    const page = await openWindow(browser, entered, `calls/${callId}`);
    await page.getByRole('tab', { name: 'Score' }).click();
    await expect(total(page)).toHaveText(/^76\.7\s%$/);
    await expect(page.getByText('It only said hello.').first()).toBeVisible();
    await expect(page.getByText(/The data said no: .* Overridden: Counted by hand\./).first()).toBeVisible();
    await page.keyboard.press('q');
    await expect(page.getByRole('button', { name: 'Score again' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(criterion(page, 'It says its name')).toBeFocused();
    for (const answer of ['2', '1']) {
      await page.keyboard.press(answer);
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('ArrowDown');
    await atCriterion(page, 'Tone');
    await page.keyboard.press('5');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('0');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('1');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/Review submitted:/)).toBeVisible();
    await expect(page).not.toHaveURL(new RegExp(callId));

    await page.goto(`${entered.origin}/#/calls/${callId}`);
    const past = page.getByRole('region', { name: 'Reviews of this call' });
    await expect(past.getByRole('listitem').filter({ hasText: 'Every kind' })).toHaveCount(2);
    // Of the two the newest first.
    await past.locator('summary').first().click();
    await expect(past.getByText('It says its name: yes → no')).toBeVisible();
    await expect(past.getByText('Tone: 4 of 5 → 5 of 5')).toBeVisible();
    await isAccessible(page);
    await page.context().close();
  });

  test('what was answered and typed survives kill -9 and can be finished', async ({ browser }) => {
    test.setTimeout(120_000);
    const page = await openWindow(browser, entered, `calls/${otherCall}`);
    await expect(new CallPage(page).transcript).toBeVisible();
    await page.keyboard.press('q');
    const row = criterion(page, 'The agent understood what the caller wanted');
    await expect(row).toBeFocused();
    await page.keyboard.press('2');
    await expect(row.getByRole('button', { name: 'No', exact: true })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Enter');
    await page.keyboard.type('It booked the wrong day');
    // The promise: what is typed is on the disk within a second. The field was never left.
    await page.waitForTimeout(1000);
    await host.kill();
    await page.context().close();

    host = await startHost({ dataDir: host.dataDir, demo: 'new' });
    entered = await enter(browser, host);
    const again = await openWindow(browser, entered, `calls/${otherCall}`);
    await expect(new CallPage(again).transcript).toBeVisible();
    await again.keyboard.press('q');
    const kept = criterion(again, 'The agent understood what the caller wanted');
    await expect(kept.getByRole('button', { name: 'No', exact: true })).toHaveAttribute('aria-pressed', 'true');
    await expect(kept.getByLabel('Comment (required on a fail)')).toHaveValue('It booked the wrong day');
    // A comment that was never saved counts when the review is finished: this criterion is not what is missing.
    await again.keyboard.press('Control+Enter');
    await expect(again.getByText(/things are missing/).first()).not.toContainText('failed');
    await again.context().close();
  });
});
