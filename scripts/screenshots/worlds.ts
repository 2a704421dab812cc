import type { Browser } from '@playwright/test';
import { type Entered, enter, openWindow, waitForDemo } from '../../e2e/support/entered.ts';
import { type Host, startHost } from '../../e2e/support/host.ts';
import { type Corpus, literalCorpus, startSandbox } from '../../src/sandbox/index.ts';
import { go, type Screen } from './camera.ts';
import { demoScreens } from './demo-screens.ts';
import { longCall, undecodableCall } from './odd-calls.ts';
import { turnScreens } from './turn-screens.ts';

/** A workspace in some state, with the screens that can be seen in it. */
export interface World {
  screens: readonly Screen[];
  open(browser: Browser): Promise<{ entered: Entered; close(): Promise<void> }>;
}

const closing =
  (...hosts: readonly Host[]) =>
  async () => {
    // Hosts may share a folder: none goes before all have ended.
    for (const host of hosts) await host.stop();
    for (const host of hosts) host.remove();
  };

/** A workspace of the reader's own on a sandbox with these calls, synced once. Refusing the key comes after that. */
async function openOwn(browser: Browser, corpus: Corpus, refuseKey = false) {
  const sandbox = await startSandbox({ corpus });
  const host = await startHost();
  const entered = await enter(browser, host);
  const page = await openWindow(browser, entered, '');
  await page.getByLabel('Base URL').fill(sandbox.baseUrl);
  await page.getByLabel('API key').fill(sandbox.apiKey);
  await page.getByRole('button', { name: 'Save and sync' }).click();
  await page
    .getByText(/last sync/i)
    .first()
    .waitFor({ timeout: 60_000 });
  // Recordings come after the calls.
  await page.waitForTimeout(3000);
  if (refuseKey) {
    sandbox.setApiKeys(['voicy_sk_live_another00000000000000000000']);
    await page.goto(`${entered.origin}/#/sync`);
    await page.getByRole('main').getByRole('button', { name: 'Sync now' }).click();
    await page
      .getByText(/key refused/i)
      .first()
      .waitFor();
  }
  await page.context().close();
  return {
    entered,
    close: async () => {
      await closing(host)();
      await sandbox.close();
    },
  };
}

const firstRun: World = {
  screens: [
    { name: 'first-run', show: (page, origin) => go(page, origin, '') },
    {
      name: 'first-run-refused',
      show: async (page, origin) => {
        await go(page, origin, '');
        // Nothing listens on the port that is reserved for nothing.
        await page.getByLabel('Base URL').fill('http://127.0.0.1:1');
        await page.getByLabel('API key').fill('voicy_sk_live_wrong0000000000000000000000');
        await page.getByRole('button', { name: 'Test' }).click();
        await page.waitForTimeout(2500);
      },
    },
  ],
  open: async (browser) => {
    const host = await startHost();
    return { entered: await enter(browser, host), close: closing(host) };
  },
};

const demo: World = {
  screens: [...demoScreens, ...turnScreens],
  open: async (browser) => {
    const host = await startHost({ demo: 'new' });
    const entered = await enter(browser, host);
    await waitForDemo(browser, entered);
    return { entered, close: closing(host) };
  },
};

const noCalls: World = {
  screens: [
    { name: 'calls-none-yet', show: (page, origin) => go(page, origin, 'calls') },
    { name: 'insights-none-yet', show: (page, origin) => go(page, origin, 'insights') },
  ],
  open: (browser) => openOwn(browser, literalCorpus([])),
};

const keyRefused: World = {
  screens: [{ name: 'sync-key-refused', show: (page, origin) => go(page, origin, 'sync') }],
  open: (browser) => openOwn(browser, literalCorpus([longCall]), true),
};

const oddCalls: World = {
  screens: [
    { name: 'calls-long-content', show: (page, origin) => go(page, origin, 'calls') },
    { name: 'call-long-content', show: (page, origin) => go(page, origin, `calls/${longCall.call.call_id}`) },
    { name: 'call-undecodable', show: (page, origin) => go(page, origin, `calls/${undecodableCall.call.call_id}`) },
  ],
  open: (browser) => openOwn(browser, literalCorpus([longCall, undecodableCall])),
};

/** A second host on a folder that another one writes to. */
const readOnly: World = {
  screens: [{ name: 'read-only-calls', show: (page, origin) => go(page, origin, 'calls') }],
  open: async (browser) => {
    const owner = await startHost({ demo: 'new' });
    await waitForDemo(browser, await enter(browser, owner));
    const second = await startHost({ demo: true, dataDir: owner.dataDir });
    return { entered: await enter(browser, second), close: closing(second, owner) };
  },
};

/** A page whose host has ended under it. */
const hostGone: World = {
  screens: [
    {
      name: 'host-gone',
      show: async (page, origin) => {
        await go(page, origin, 'calls');
        await page.context().setOffline(true);
        await page.getByText(/background process does not answer/).waitFor({ timeout: 60_000 });
      },
      leave: (page) => page.context().setOffline(false),
    },
  ],
  open: demo.open,
};

export const worlds: readonly World[] = [firstRun, demo, noCalls, keyRefused, oddCalls, readOnly, hostGone];
