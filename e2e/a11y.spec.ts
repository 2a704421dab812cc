import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Entered, enter, fullCalls, openWindow, waitForDemo } from './support/entered.ts';
import { type Host, startHost } from './support/host.ts';

/** A screen, or a state of one, and the way to it from anywhere in the app. */
interface Screen {
  name: string;
  path: string;
  show?: (page: Page) => Promise<void>;
}

const callId = fullCalls[0] ?? '';

const press = (keys: string, dialog: string) => async (page: Page) => {
  await page.keyboard.press(keys);
  await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
};

const find = (text: string, seen: RegExp) => async (page: Page) => {
  await press('Control+k', 'Find a command or a call')(page);
  await page.keyboard.type(text);
  await expect(page.getByRole('dialog').getByText(seen).first()).toBeVisible();
};

const facts = async (page: Page) => {
  await page.getByRole('tab', { name: 'Facts' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Facts' })).toBeVisible();
};

const score = async (page: Page) => {
  await expect(page.getByLabel('Transcript', { exact: true })).toBeVisible();
  await page.keyboard.press('q');
  await expect(page.getByRole('group', { name: 'The agent understood what the caller wanted' })).toBeFocused();
};

const chooseCriterion = async (page: Page) => {
  await page.getByRole('button', { name: /^No answer took 4 s/ }).focus();
  await expect(page.getByLabel('Guidance')).toBeVisible();
};

const screens: readonly Screen[] = [
  { name: 'calls', path: 'calls' },
  {
    name: 'no call matches',
    path: 'calls',
    show: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('nobody is called this');
      await expect(page.getByRole('heading', { name: /no call/i })).toBeVisible();
    },
  },
  {
    name: 'a filter',
    path: 'calls',
    show: async (page) => {
      await page.getByRole('search').getByRole('button', { name: 'Status' }).click();
      await expect(page.getByRole('checkbox').first()).toBeVisible();
    },
  },
  {
    name: 'download all matching',
    path: 'calls',
    show: async (page) => {
      await page.getByRole('button', { name: 'Download all matching' }).click();
      await expect(page.getByText('Still to download')).toBeVisible();
    },
  },
  { name: 'a call', path: `calls/${callId}` },
  { name: 'facts of a call', path: `calls/${callId}`, show: facts },
  { name: 'scoring a call', path: `calls/${callId}`, show: score },
  { name: 'scorecards', path: 'scorecards' },
  { name: 'a scorecard', path: 'scorecards/demo-latency-and-turn-taking', show: chooseCriterion },
  { name: 'a call as a table', path: `calls/${callId}`, show: press('Alt+t', 'Call as a table') },
  {
    name: 'erase a call',
    path: `calls/${callId}`,
    show: async (page) => {
      await facts(page);
      await page.getByRole('button', { name: 'Erase this call' }).click();
      await expect(page.getByRole('dialog', { name: 'Erase this call?' })).toBeVisible();
    },
  },
  { name: 'a call that is not here', path: 'calls/nothing' },
  { name: 'review', path: 'review' },
  {
    name: 'assign a sample',
    path: 'review',
    show: async (page) => {
      await page.getByRole('button', { name: 'Assign a sample' }).first().click();
      await expect(page.getByText(/matching calls, stratified/)).toBeVisible();
    },
  },
  { name: 'notes of all calls', path: 'notes' },
  { name: 'families', path: 'families' },
  { name: 'a family that is not here', path: 'families/0000000000000000' },
  { name: 'sync', path: 'sync' },
  { name: 'settings', path: 'settings' },
  { name: 'tags', path: 'settings/notes' },
  {
    name: 'a key being changed',
    path: 'settings/keys',
    show: async (page) => {
      await page.getByRole('button', { name: 'Change the key of Loop this turn' }).click();
      await page.keyboard.press('r');
      await expect(page.getByText(/Already used for “Replay/)).toBeVisible();
    },
  },
  { name: 'keys', path: 'calls', show: press('?', 'Keys') },
  { name: 'keys of a call', path: `calls/${callId}`, show: press('?', 'Keys') },
  { name: 'palette', path: `calls/${callId}`, show: find('', /Latest calls/) },
  { name: 'palette with calls', path: 'calls', show: find('today', /^Calls/) },
  { name: 'palette with nothing', path: 'calls', show: find('zzzzzz', /No command and no call/) },
];

/** The screen has come to rest. */
async function settle(page: Page, path: string): Promise<void> {
  await expect(page.getByRole('main')).toBeVisible();
  // A view is loaded when it is first shown, and nothing stands in for it meanwhile.
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  if (path.startsWith('calls/') && path !== 'calls/nothing') {
    await expect(page.getByLabel('Transcript', { exact: true })).toBeVisible();
  }
  if (path === 'calls') await expect(page.getByRole('row').nth(2)).toBeVisible();
}

// No frames here, so axe needs no second page to put their findings together (that is what "legacy" leaves out).
async function problemsOf(page: Page, name: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${name}: ${id}: ${node.html.slice(0, 300)}`));
}

test.describe('axe finds nothing', () => {
  let host: Host;
  let empty: Host;
  let entered: Entered;
  test.beforeAll(async ({ browser }) => {
    test.setTimeout(240_000);
    [host, empty] = await Promise.all([startHost({ demo: true }), startHost()]);
    entered = await enter(browser, host);
    await waitForDemo(browser, entered);
  });
  test.afterAll(async () => {
    for (const one of [host, empty]) {
      await one.stop();
      one.remove();
    }
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`on any screen, ${colorScheme}`, async ({ browser }) => {
      test.setTimeout(480_000);
      const problems: string[] = [];
      for (const { name, path, show } of screens) {
        const page = await openWindow(browser, entered, path, { colorScheme });
        await settle(page, path);
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
        await show?.(page);
        problems.push(...(await problemsOf(page, name)));
        await page.context().close();
      }
      expect(problems).toEqual([]);
    });

    test(`at the first run, ${colorScheme}`, async ({ browser }) => {
      const page = await openWindow(browser, await firstRun(browser), '', { colorScheme });
      await expect(page.getByLabel('API key')).toBeVisible();
      const problems = await problemsOf(page, 'first run');
      await page.getByLabel('Base URL').fill('not an address');
      await page.getByRole('button', { name: 'Save and sync' }).click();
      problems.push(...(await problemsOf(page, 'first run, refused')));
      await page.context().close();
      expect(problems).toEqual([]);
    });
  }

  // The one-time link is good once.
  let enteredEmpty: Promise<Entered> | null = null;
  function firstRun(browser: Parameters<typeof enter>[0]): Promise<Entered> {
    enteredEmpty ??= enter(browser, empty);
    return enteredEmpty;
  }
});
