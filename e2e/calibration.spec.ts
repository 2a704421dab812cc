import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { demoCalls } from './support/demo.ts';
import { type Entered, enter, openWindow } from './support/entered.ts';
import { type Host, startHost } from './support/host.ts';
import { handIn, type ReviewWork, reviewWork } from './support/review-work.ts';

// Krippendorff 2011, A: what Meg and Owen said of ten documents. Alpha 0.095; they agree on six of ten.
const said = { meg: '0100000010', owen: '1110010000' };
const callIds = demoCalls.slice(0, 10).map(({ call }) => call.call_id);
const submittedMs = Date.UTC(2026, 10, 20, 9);

const card = {
  sections: [
    {
      id: 'opening',
      label: 'Opening',
      criteria: [
        { id: 'greets', label: 'Greets the caller', answer: { type: 'yes-no' }, critical: 'section' },
        { id: 'warmth', label: 'Warmth', answer: { type: 'scale' } },
      ],
    },
  ],
};

/** A reviewer with an Earmark of their own. */
interface Desk {
  host: Host;
  entered: Entered;
  page: Page;
  work: ReviewWork;
  id: string;
}

let meg: Desk;
let owen: Desk;

async function openDesk(browser: Browser, name: string): Promise<Desk> {
  const host = await startHost({ demo: true });
  const entered = await enter(browser, host);
  const page = await openWindow(browser, entered, 'agreement');
  await expect(page.getByRole('heading', { name: 'No reviews to compare' })).toBeVisible();
  const work = reviewWork(page);
  return { host, entered, page, work, id: await work.nameReviewer(name) };
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  meg = await openDesk(browser, 'Meg');
  owen = await openDesk(browser, 'Owen');
});
test.afterAll(async () => {
  for (const { host } of [meg, owen]) {
    await host.stop();
    host.remove();
  }
});

async function preparePack(): Promise<void> {
  const { work } = meg;
  await work.apply(null, [
    { kind: 'tag', itemId: 'noise', set: { name: 'Noise' } },
    { kind: 'scorecard', itemId: 'manner', set: { name: 'Manner' } },
    { kind: 'scorecard-version', itemId: 'manner-1', set: { scorecardId: 'manner', number: 1, definition: card } },
  ]);
  const { items } = await work.call<{ items: { id: string; heads: Record<string, string[]> }[] }>(
    'review.ofWorkspace',
    {
      since: 0,
    },
  );
  const seen = items.find(({ id }) => id === 'manner-1')?.heads ?? {};
  await work.apply(null, [
    { kind: 'scorecard-version', itemId: 'manner-1', set: { publishedMs: submittedMs }, seen },
    {
      kind: 'pack',
      itemId: 'november',
      set: { name: 'November', versionId: 'manner-1', callIds, reviewers: [meg.id, owen.id], blind: true },
    },
  ]);
}

async function handInAll({ work, id: reviewer }: Desk, who: 'meg' | 'owen', places: readonly number[]): Promise<void> {
  for (const i of places) {
    const callId = callIds[i] ?? '';
    const yes = said[who][i] === '1';
    await handIn(work, {
      reviewer,
      callId,
      versionId: 'manner-1',
      packId: 'november',
      submittedMs: submittedMs + i * 1000,
      answers: {
        greets: { value: yes, comment: yes ? 'Says hello.' : 'No greeting heard.', rangeMs: [3200, 4100] },
        warmth: { value: who === 'meg' ? 3 : 4 },
      },
    });
    await work.apply(callId, [
      {
        kind: 'annotation',
        itemId: `mark-${who}-${i}`,
        set: { anchor: { on: 'range', startMs: who === 'meg' ? 1000 : 1150, endMs: 2500 }, tags: ['noise'] },
      },
    ]);
  }
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)).toEqual([]);
}

const places = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const whole = '20 reviews by 2 reviewers; 10 calls reviewed by two or more.';

test('two reviewers calibrate blind through bundles, then see the same report', async () => {
  test.setTimeout(120_000);
  await preparePack();
  await owen.work.importBundle(await meg.work.makeBundle({ callIds, packIds: ['november'], work: 'none' }));
  await handInAll(owen, 'owen', places);
  const fromOwen = await owen.work.makeBundle({ callIds, work: 'own' });
  expect((await meg.work.importBundle(fromOwen)).events.added).toBeGreaterThan(0);
  expect((await meg.work.importBundle(fromOwen)).events.added).toBe(0);

  // Meg is told that Owen handed in, and nothing of what he said.
  const { page } = meg;
  const main = page.getByRole('main');
  const { origin } = meg.entered;
  await expect(main.getByText('blind: hand in your own review first')).toBeVisible();
  await expect(main.getByText('Meg 0, Owen 10')).toBeVisible();
  await expect(main.getByRole('link', { name: 'November' })).toHaveCount(0);
  await page.goto(`${origin}/#/agreement/pack/november`);
  await expect(main.getByText('This pack is blind')).toBeVisible();
  await page.goto(`${origin}/#/agreement/version/manner-1`);
  await expect(main.getByText('10 calls of a blind pack are left out')).toBeVisible();
  await expect(main.getByText('Says hello.')).toHaveCount(0);

  await handInAll(meg, 'meg', [0]);
  await page.goto(`${origin}/#/agreement/pack/november`);
  await expect(main.getByText('9 calls of a blind pack are left out')).toBeVisible();

  await handInAll(meg, 'meg', places.slice(1));
  await expect(main.getByText(whole).first()).toBeVisible();
  await expect(main.getByText('10 calls: too few for an interval of kappa and alpha')).toBeVisible();
  const greets = main.getByRole('row', { name: /Greets the caller/ });
  await expect(greets.getByRole('cell').nth(0)).toHaveText('10');
  await expect(greets.getByRole('cell').nth(2)).toContainText('60');
  await expect(greets.getByRole('cell').nth(3)).toContainText('0.09');
  await expect(greets.getByRole('cell').nth(4)).toContainText('0.10');
  await expect(greets.getByRole('cell').nth(4)).toContainText('10 calls: too few for an interval');
  await expect(
    main
      .getByRole('row', { name: /Warmth/ })
      .getByRole('cell')
      .nth(2),
  ).toContainText(/^0\s%/);
  const marks = main.getByRole('region', { name: 'Marks on the recording by tag' });
  await expect(marks.getByRole('row', { name: /Noise/ })).toContainText('150');

  await owen.work.importBundle(await meg.work.makeBundle({ callIds, work: 'own' }));
  await owen.page.goto(`${owen.entered.origin}/#/agreement/pack/november`);
  const theirs = owen.page.getByRole('main');
  await expect(theirs.getByText(whole).first()).toBeVisible();
  await expect.poll(() => theirs.textContent()).toBe(await main.textContent());
});

test('a difference opens the call where it was heard', async ({ browser }) => {
  const page = await openWindow(browser, meg.entered, 'agreement/pack/november');
  const list = page.getByRole('region', { name: 'Where they differ' }).getByRole('listitem');
  await expect(list.first()).toContainText('Greets the caller');
  await expect(list.first()).toContainText('No greeting heard.');
  await list.first().getByRole('link', { name: 'range at 0:03.2' }).first().click();
  await expect(page).toHaveURL(/\/calls\/[^?]+\?at=3200$/);
  await page.context().close();
});

test('figures are explained, tables are copied, and keys lead back', async ({ browser }) => {
  const page = await openWindow(browser, meg.entered, 'agreement/pack/november');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Alpha', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'What the figures mean' });
  await expect(dialog.getByRole('region', { name: 'Krippendorff’s alpha' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await main.getByRole('button', { name: 'Copy criteria as CSV' }).click();
  await expect(page.getByText('Criteria copied as CSV')).toBeVisible();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  expect(csv).toContain('Opening,Greets the caller,yes-no,10,2,20,0,left out,same or not,0.6,');
  await main.getByLabel('Reference').selectOption({ label: 'Owen' });
  await expect(main.getByText('reference', { exact: true })).toBeVisible();
  await main.getByRole('combobox', { name: 'Does not apply' }).selectOption('withNa');
  await main.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/#\/agreement$/);
  await page.context().close();
});

const screens = [
  ['agreement', 'All reviews with a scorecard'],
  ['agreement/pack/november', 'Where they differ'],
  ['agreement/pack/nothing', 'No report'],
] as const;
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [path, heading] of screens) {
    test(`${path} is accessible, ${colorScheme}`, async ({ browser }) => {
      const page = await openWindow(browser, meg.entered, path, { colorScheme });
      await expect(page.getByRole('main').getByRole('heading', { name: heading })).toBeVisible();
      await expectAccessible(page);
      await page.context().close();
    });
  }
}
