import type { Page } from '@playwright/test';
import { go, type Screen } from './camera.ts';
import { callThatSays, heardCalls, hold, openCall, playTo } from './demo-steps.ts';

/** Calls to one company, so that they have much in common. */
const cardCalls = heardCalls(8)
  .filter(({ call }) => /Meridian card services/.test(call.transcript?.[0]?.content ?? ''))
  .slice(0, 3)
  .map(({ call }) => call.call_id);

const openInsights = async (page: Page, origin: string) => {
  await go(page, origin, 'insights');
  await page
    .getByRole('region', { name: 'What stands out' })
    .getByText(/figures tested/)
    .waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1500);
};

/** Turns alike, families, comparing and insights, in the demo. */
export const turnScreens: readonly Screen[] = [
  {
    name: 'turns-alike',
    wide: true,
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/card|payment/i));
      await playTo(page, 12);
      await page.keyboard.press('Shift+L');
      await page.getByRole('list', { name: 'Turns alike' }).getByRole('link').first().waitFor();
      await page.waitForTimeout(500);
    },
    leave: (page) => page.getByRole('tab', { name: 'Latency' }).click(),
  },
  {
    name: 'families',
    wide: true,
    show: async (page, origin) => {
      await go(page, origin, 'families');
      await page.getByRole('list', { name: 'Families' }).getByRole('link').first().waitFor();
    },
  },
  {
    name: 'family',
    wide: true,
    show: async (page, origin) => {
      await go(page, origin, 'families');
      await page.getByRole('list', { name: 'Families' }).getByRole('link').first().click();
      await page.getByRole('list', { name: 'Turns of the family' }).getByRole('link').first().waitFor();
    },
  },
  {
    name: 'families-none',
    show: async (page, origin) => {
      await go(page, origin, 'families');
      await page.getByRole('searchbox', { name: 'Part of a family’s name' }).fill('zzzz');
      await page.getByText('No family is like that').waitFor();
    },
    leave: (page) => page.getByRole('button', { name: 'Show all' }).click(),
  },
  { name: 'family-not-here', show: (page, origin) => go(page, origin, 'families/0000000000000000') },
  { name: 'families-200-percent', zoomed: true, show: (page, origin) => go(page, origin, 'families') },
  {
    name: 'compare-turns',
    wide: true,
    show: async (page, origin) => {
      const turns = cardCalls.map((id) => `turn=${encodeURIComponent(`${id}~2`)}`);
      await go(page, origin, `compare?${turns.join('&')}`);
      await page.getByText('Measured with').first().waitFor();
    },
  },
  {
    name: 'compare-calls',
    wide: true,
    show: async (page, origin) => {
      await go(
        page,
        origin,
        `compare?${cardCalls
          .slice(0, 2)
          .map((id) => `call=${id}`)
          .join('&')}`,
      );
      await page.getByRole('region', { name: 'Both calls, turn by turn' }).waitFor();
      await page.waitForTimeout(600);
    },
  },
  { name: 'insights', wide: true, show: openInsights },
  {
    name: 'insights-turns',
    show: async (page, origin) => {
      await openInsights(page, origin);
      await page.locator('[data-insights-scroller] svg [data-mark][role="button"]').nth(12).click();
      await page.getByRole('region', { name: 'Turns', exact: true }).getByRole('listitem').first().waitFor();
    },
  },
  {
    name: 'insights-stages',
    show: async (page, origin) => {
      await openInsights(page, origin);
      await page.getByRole('button', { name: 'Stages and slow turns', exact: true }).click();
      await page.waitForTimeout(2000);
    },
  },
  {
    name: 'insights-versions',
    wide: true,
    show: async (page, origin) => {
      await go(page, origin, 'insights?view=versions');
      await page.getByRole('region', { name: 'All figures' }).waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'insights-loading',
    show: async (page, origin) => {
      await page.route('**/rpc/insights/**', hold);
      await go(page, origin, 'insights');
    },
  },
  {
    name: 'insights-no-match',
    show: async (page, origin) => {
      await go(page, origin, 'insights');
      await page.keyboard.press('/');
      await page.keyboard.type('nobody is called this');
      await page.getByRole('heading', { name: 'No call matches' }).waitFor();
    },
  },
];
