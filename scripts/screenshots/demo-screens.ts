import { go, type Screen } from './camera.ts';
import { callThatSays, hold, openCall, playTo } from './demo-steps.ts';

/** The demo's screens, at rest and with what can be opened in them; those of turns across calls: `turn-screens.ts`. */
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
  { name: 'calls-200-percent', zoomed: true, show: (page, origin) => go(page, origin, 'calls') },
  { name: 'settings-200-percent', zoomed: true, show: (page, origin) => go(page, origin, 'settings/keys') },
  {
    name: 'call-200-percent',
    zoomed: true,
    show: (page, origin) => openCall(page, origin, callThatSays(/card|payment/i)),
  },
];
