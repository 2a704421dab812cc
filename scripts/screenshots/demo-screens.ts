import type { Page, Route } from '@playwright/test';
import { demoCalls } from '../../e2e/support/demo.ts';
import { go, type Screen } from './camera.ts';

/** Holds an answer back for good: what is seen is what is seen while waiting. */
const hold = (_route: Route) => new Promise<void>(() => undefined);

/** A finished demo call in stereo with many turns, one of which says this. */
function callThatSays(pattern: RegExp): string {
  const found = demoCalls.find(
    ({ call, recording, recordingState, endsAfterMs }) =>
      recording?.channels === 2 &&
      recording.container === 'ogg' &&
      !recordingState &&
      endsAfterMs === undefined &&
      (call.transcript?.length ?? 0) >= 9 &&
      call.transcript?.some((entry) => pattern.test(entry.content ?? '')),
  );
  if (!found) throw new Error(`no demo call says ${pattern}`);
  return found.call.call_id;
}

/** Calls to one company, so that they have much in common. */
const cardCalls = demoCalls
  .filter(
    ({ call, recording, recordingState, endsAfterMs }) =>
      recording?.channels === 2 &&
      recording.container === 'ogg' &&
      !recordingState &&
      endsAfterMs === undefined &&
      (call.transcript?.length ?? 0) >= 8 &&
      /Meridian card services/.test(call.transcript?.[0]?.content ?? ''),
  )
  .slice(0, 3)
  .map(({ call }) => call.call_id);

const openCall = async (page: Page, origin: string, callId: string) => {
  await go(page, origin, `calls/${callId}`);
  await page.getByLabel('Transcript', { exact: true }).waitFor();
  await page.waitForTimeout(1500);
};

const openInsights = async (page: Page, origin: string) => {
  await go(page, origin, 'insights');
  await page
    .getByRole('region', { name: 'What stands out' })
    .getByText(/figures tested/)
    .waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1500);
};

const playTo = async (page: Page, seconds: number) => {
  // Text, because this file is checked for Node, where there is no document.
  await page.evaluate(`document.querySelector('audio').currentTime = ${seconds}`);
  await page.waitForTimeout(600);
};

/** The demo's screens, at rest and with what can be opened in them. */
export const demoScreens: readonly Screen[] = [
  { name: 'calls', wide: true, show: (page, origin) => go(page, origin, 'calls') },
  {
    name: 'download-all',
    show: async (page, origin) => {
      await go(page, origin, 'calls');
      await page.getByRole('button', { name: 'Download all matching' }).click();
      await page.getByText('Still to download').waitFor();
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'call',
    wide: true,
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/card|payment/i));
      await playTo(page, 12);
    },
  },
  {
    name: 'call-facts',
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/parcel/i));
      await page.getByRole('tab', { name: 'Facts' }).click();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'call-score',
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/parcel/i));
      await page.keyboard.press('q');
      await page.getByText('moves the keys here').waitFor({ state: 'hidden' });
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'scorecards',
    show: async (page, origin) => {
      await page.goto(`${origin}/#/scorecards`);
      await page.getByRole('list', { name: 'Scorecards' }).waitFor();
    },
  },
  {
    name: 'scorecard',
    show: async (page, origin) => {
      await page.goto(`${origin}/#/scorecards/demo-voice-agent-essentials`);
      await page.getByRole('button', { name: /^It caught names/ }).focus();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'call-right-to-left',
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/[\u0590-\u05ff]/));
      await playTo(page, 8);
    },
  },
  {
    name: 'call-notes',
    wide: true,
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/card|payment/i));
      const press = async (...keys: string[]) => {
        for (const key of keys) {
          await page.keyboard.press(key);
          await page.waitForTimeout(150);
        }
      };
      await press('Alt+n', 'ArrowDown', 'ArrowDown', 'ArrowDown', '3', '4', 'Alt+s', 'Alt+s', 'Enter');
      await page.keyboard.type('Asks for **both at once**; the caller answers one.');
      await press('Control+Enter', 'ArrowDown', 'w', 'Shift+w', '5');
      await page.waitForTimeout(600);
    },
    // As many steps as `show` has made.
    leave: async (page) => {
      for (let step = 0; step < 6; step += 1) {
        await page.keyboard.press('Control+z');
        await page.waitForTimeout(250);
      }
    },
  },
  { name: 'notes-none', show: (page, origin) => go(page, origin, 'notes') },
  { name: 'settings-tags', show: (page, origin) => go(page, origin, 'settings/notes') },
  { name: 'review', show: (page, origin) => go(page, origin, 'review') },
  {
    name: 'review-sample',
    show: async (page, origin) => {
      await go(page, origin, 'review');
      await page.getByRole('button', { name: 'Assign a sample' }).first().click();
      await page.getByRole('table').getByText('v7').first().waitFor();
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  { name: 'blind-none', show: (page, origin) => go(page, origin, 'blind') },
  { name: 'agreement-none', show: (page, origin) => go(page, origin, 'agreement') },
  {
    name: 'call-export',
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/parcel/i));
      await page.keyboard.press('Alt+x');
      await page.getByRole('dialog', { name: 'Export this call' }).waitFor();
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'call-share',
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/parcel/i));
      await page.keyboard.press('Alt+Shift+B');
      await page.getByRole('dialog', { name: 'Share this call' }).waitFor();
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  { name: 'sync', show: (page, origin) => go(page, origin, 'sync') },
  {
    name: 'sync-paused',
    show: async (page, origin) => {
      await go(page, origin, 'sync');
      await page.getByRole('button', { name: 'Pause' }).click();
      await page
        .getByText(/^Paused: nothing/)
        .last()
        .waitFor();
    },
    leave: async (page) => {
      await page.getByRole('main').getByRole('button', { name: 'Resume' }).click();
      await page.getByRole('button', { name: 'Sync now' }).waitFor({ timeout: 120_000 });
    },
  },
  {
    name: 'erase-call',
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/parcel/i));
      await page.getByRole('tab', { name: 'Facts' }).click();
      await page.getByRole('button', { name: 'Erase this call' }).click();
      await page.waitForTimeout(300);
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  { name: 'settings', show: (page, origin) => go(page, origin, 'settings') },
  { name: 'settings-sync', show: (page, origin) => go(page, origin, 'settings/sync') },
  { name: 'settings-storage', show: (page, origin) => go(page, origin, 'settings/storage') },
  {
    name: 'keys',
    show: async (page, origin) => {
      await go(page, origin, 'calls');
      await page.keyboard.press('?');
      await page.waitForTimeout(400);
    },
  },
  { name: 'settings-keys', show: (page, origin) => go(page, origin, 'settings/keys') },
  {
    name: 'settings-keys-clash',
    show: async (page, origin) => {
      await go(page, origin, 'settings/keys');
      await page.getByLabel('Filter the keys').fill('loop');
      await page.getByRole('button', { name: 'Change the key of Loop this turn' }).click();
      await page.keyboard.press('r');
      await page.getByText(/Already used/).waitFor();
    },
  },
  {
    name: 'palette',
    show: async (page, origin) => {
      await go(page, origin, 'sync');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('today');
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'palette-nothing',
    show: async (page, origin) => {
      await go(page, origin, 'sync');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('no such thing');
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'call-table',
    show: async (page, origin) => {
      await openCall(page, origin, callThatSays(/card|payment/i));
      await page.keyboard.press('Alt+t');
      await page.getByRole('dialog', { name: 'Call as a table' }).waitFor();
    },
  },
  {
    name: 'calls-nothing-matches',
    show: async (page, origin) => {
      await go(page, origin, 'calls');
      await page.getByLabel('Number, agent or call id', { exact: true }).fill('nobody');
      await page.getByText('No call matches these filters').waitFor();
    },
    leave: (page) => page.getByRole('button', { name: 'Clear the filters' }).click(),
  },
  {
    name: 'calls-loading',
    show: async (page, origin) => {
      await page.route(/\/rpc\/calls\/list/, hold);
      await go(page, origin, 'calls');
    },
  },
  {
    name: 'call-loading',
    show: async (page, origin) => {
      await page.route(/\/rpc\/calls\/get/, hold);
      await go(page, origin, `calls/${callThatSays(/parcel/i)}`);
    },
  },
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
  { name: 'call-not-here', show: (page, origin) => go(page, origin, 'calls/nothing') },
  {
    name: 'offline',
    show: async (page, origin) => {
      await go(page, origin, 'sync');
      await page.getByRole('button', { name: 'Pull the plug' }).click();
      await page.getByRole('main').getByRole('button', { name: 'Sync now' }).click();
      await page
        .getByText(/offline since/i)
        .first()
        .waitFor();
      await page.waitForTimeout(600);
    },
    leave: async (page) => {
      await page.getByRole('button', { name: 'Put the plug back' }).click();
      await page.getByRole('button', { name: 'Pull the plug' }).waitFor();
      await page.getByRole('main').getByRole('button', { name: 'Sync now' }).click();
      await page
        .getByText(/offline since/i)
        .first()
        .waitFor({ state: 'hidden', timeout: 60_000 });
    },
  },
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
  { name: 'calls-200-percent', zoomed: true, show: (page, origin) => go(page, origin, 'calls') },
  { name: 'settings-200-percent', zoomed: true, show: (page, origin) => go(page, origin, 'settings/keys') },
  {
    name: 'call-200-percent',
    zoomed: true,
    show: (page, origin) => openCall(page, origin, callThatSays(/card|payment/i)),
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
