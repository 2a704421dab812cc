import { expect, type Page, test } from '@playwright/test';
import { demoCalls, demoTruth } from './support/demo.ts';
import { type Entered, enter, fullCalls, openWindow, waitForDemo } from './support/entered.ts';
import { holdBack } from './support/hold-back.ts';
import { type Host, startHost } from './support/host.ts';
import { CallPage, CallsPage } from './support/pages.ts';

/** A call in which some agent turn is slow, so that there is one to go to. */
const slowCall = fullCalls.find((id) => demoTruth[id]?.turns.some(({ gapMs }) => (gapMs ?? 0) > 1500)) ?? '';
const turnCount =
  demoCalls.find(({ call }) => call.call_id === slowCall)?.call.transcript?.filter(({ role }) => role !== 'system')
    .length ?? 0;

test.describe('a review by keyboard alone', () => {
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

  const seconds = async (page: Page) => new CallPage(page).time();
  const paused = (page: Page) => page.evaluate(() => document.querySelector('audio')?.paused);
  const playButton = (page: Page) => page.getByRole('button', { name: 'Play', exact: true });

  test('from the list through a call and its table to the next one, and back', async ({ browser }) => {
    test.setTimeout(120_000);
    const page = await openWindow(browser, entered, 'calls');
    // Nothing here may need a pointer: a click fails the test.
    await page.evaluate(() => {
      for (const kind of ['pointerdown', 'mousedown', 'touchstart']) {
        window.addEventListener(kind, () => document.body.setAttribute('data-pointer', kind), true);
      }
    });
    const calls = new CallsPage(page);
    const call = new CallPage(page);
    const key = (keys: string) => page.keyboard.press(keys);
    await expect(calls.row(1)).toBeVisible();

    await test.step('find the call in the palette by its id, and the list by moving in it', async () => {
      await key('ArrowDown');
      await key('ArrowDown');
      await expect(calls.grid).toBeFocused();
      await expect(calls.row(3)).toHaveAttribute('aria-selected', 'true');
      await key('Control+k');
      await page.keyboard.type(slowCall);
      const dialog = page.getByRole('dialog', { name: 'Find a command or a call' });
      await expect(dialog.getByRole('option')).toHaveCount(1);
      await key('Enter');
      await expect(dialog).toBeHidden();
      await expect(call.transcript).toBeVisible();
      await expect(page).toHaveURL(new RegExp(slowCall));
      await expect(playButton(page)).toBeEnabled();
    });

    await test.step('play and pause', async () => {
      await key('Space');
      await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
      await expect.poll(() => seconds(page)).toBeGreaterThan(0.3);
      await key('k');
      await expect(playButton(page)).toBeVisible();
      expect(await paused(page)).toBe(true);
    });

    await test.step('step through the turns', async () => {
      await key('Home');
      await expect.poll(() => seconds(page)).toBe(0);
      const first = (await call.activeTurn()) ?? -1;
      await key('ArrowDown');
      await expect.poll(() => call.activeTurn()).toBe(Math.max(0, first + 1));
      const at = await seconds(page);
      await key('ArrowDown');
      await expect.poll(() => call.activeTurn()).toBe(Math.max(0, first + 1) + 1);
      expect(await seconds(page)).toBeGreaterThan(at);
      await key('ArrowUp');
      await expect.poll(() => call.activeTurn()).toBe(Math.max(0, first + 1));
    });

    let slow = -1;
    await test.step('go to the next slow turn', async () => {
      const before = await call.activeTurn();
      await key('n');
      await expect.poll(() => call.activeTurn()).not.toBe(before);
      slow = (await call.activeTurn()) ?? -1;
      await expect(call.turn(slow + 1)).toBeInViewport();
    });

    await test.step('hear it from its gap', async () => {
      const start = await seconds(page);
      await key('r');
      await expect.poll(() => paused(page)).toBe(false);
      expect(await seconds(page)).toBeLessThan(start);
      await expect.poll(() => seconds(page), { timeout: 20_000 }).toBeGreaterThan(start);
      await key('k');
    });

    await test.step('loop it', async () => {
      const loop = page.getByRole('button', { name: 'Loop this turn' });
      await key('Shift+Space');
      await expect(loop).toHaveAttribute('aria-pressed', 'true');
      await key('Shift+Space');
      await expect(loop).toHaveAttribute('aria-pressed', 'false');
    });

    await test.step('change the speed', async () => {
      const speed = page.getByRole('combobox', { name: 'Speed' });
      await key(']');
      await key(']');
      await expect(speed).toHaveValue('1.5');
      await key('[');
      await expect(speed).toHaveValue('1.25');
      await key('\\');
      await expect(speed).toHaveValue('1');
    });

    await test.step('zoom in, out, and to the whole call', async () => {
      const zoom = page.getByRole('slider', { name: 'Zoom' });
      await key('+');
      await key('+');
      await expect.poll(async () => Number(await zoom.inputValue())).toBeGreaterThan(0);
      const near = Number(await zoom.inputValue());
      await key('-');
      await expect.poll(async () => Number(await zoom.inputValue())).toBeLessThan(near);
      await key('0');
      await expect(zoom).toHaveValue('0');
    });

    await test.step('read it as a table, and go to a turn from there', async () => {
      await key('Alt+t');
      const table = page.getByRole('dialog', { name: 'Call as a table' }).getByRole('table');
      await expect(table.locator('tbody tr')).toHaveCount(turnCount);
      await expect(table.locator('caption')).toContainText(`${turnCount} turns`);
      // Single keys are dead in a dialog.
      await key('n');
      expect(await call.activeTurn()).toBe(slow);
      const third = table.getByRole('button', { name: 'Go to turn 3', exact: true });
      for (let tabs = 0; tabs < 12; tabs += 1) {
        if (await third.evaluate((element) => element === document.activeElement)) break;
        await key('Tab');
      }
      await expect(third).toBeFocused();
      await key('Enter');
      await expect(table).toBeHidden();
      await expect.poll(() => call.activeTurn()).toBe(2);
    });

    await test.step('look a key up', async () => {
      await key('?');
      const sheet = page.getByRole('dialog', { name: 'Keys' });
      await expect(sheet.getByText('Call as a table')).toBeVisible();
      await key('Escape');
      await expect(sheet).toBeHidden();
    });

    await test.step('go to the next call, and back to the list at that call', async () => {
      const place = page.getByText(/^\d+ of \d+$/);
      const before = Number.parseInt((await place.textContent()) ?? '', 10);
      // Faster than it can be asked what comes after the first, and before the window says that its address has changed.
      await page.evaluate(async () => {
        const init = { key: 'ArrowRight', code: 'ArrowRight', ctrlKey: true, bubbles: true, cancelable: true };
        for (let i = 0; i < 2; i += 1) {
          document.body.dispatchEvent(new KeyboardEvent('keydown', init));
          await Promise.resolve();
        }
      });
      await expect(place).toHaveText(new RegExp(`^${before + 2} of `));
      await expect(page).not.toHaveURL(new RegExp(slowCall));
      await expect(page.getByRole('region', { name: 'Waveform' })).toBeVisible();
      const next = decodeURIComponent(new URL(page.url()).hash.replace('#/calls/', ''));
      // Where the call stands is known: the list must not mark another, nor open it, until it was asked again.
      await page.route(/\/rpc\/calls\/neighbours/, () => undefined);
      await key('Escape');
      await expect(calls.grid).toBeVisible();
      const marked = calls.grid.locator('[role=row][aria-selected=true]');
      await expect(marked).toBeInViewport();
      await calls.grid.focus();
      await expect(marked).toHaveCount(1);
      await key('Enter');
      await expect(page).toHaveURL(new RegExp(next));
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });

    expect(await page.evaluate(() => document.body.getAttribute('data-pointer'))).toBeNull();
    await page.context().close();
  });

  test('keys that are pressed while the review work is still being read run once it is there', async ({ browser }) => {
    const page = await openWindow(browser, entered, 'calls');
    await expect(new CallsPage(page).row(1)).toBeVisible();
    const release = await holdBack(page, /\/rpc\/review\/ofCall/);
    await page.goto(`${entered.origin}/#/calls/${slowCall}`);
    const call = new CallPage(page);
    await expect(call.transcript).toBeVisible();
    // None waits for ever, nor keeps those behind it.
    for (const keys of ['Home', 'ArrowDown']) await page.keyboard.press(keys);
    await expect.poll(() => call.activeTurn()).not.toBeNull();
    const first = (await call.activeTurn()) ?? 0;
    for (const keys of ['1', 'ArrowDown']) await page.keyboard.press(keys);
    await expect.poll(() => call.activeTurn()).toBe(first + 1);
    for (const keys of ['1', 'Enter']) await page.keyboard.press(keys);
    release();
    const editor = page.getByRole('textbox', { name: 'Text of the note' });
    await expect(editor).toBeFocused();
    await page.keyboard.type('said twice');
    await page.keyboard.press('Control+Enter');
    await expect(editor).toBeHidden();
    await page.keyboard.press('Alt+n');
    const notes = page.getByRole('region', { name: 'Notes', exact: true }).getByRole('listitem');
    await expect(notes).toHaveCount(1);
    await expect(notes).toContainText('Misheard the caller');
    await expect(notes).toContainText('said twice');
    await page.context().close();
  });

  test('a key is changed by pressing it, refused where it clashes, and shown wherever it is named', async ({
    browser,
  }) => {
    const page = await openWindow(browser, entered, 'settings/keys');
    const key = (keys: string) => page.keyboard.press(keys);
    const change = page.getByRole('button', { name: 'Change the key of Loop this turn' });
    const recorder = page.getByRole('button', { name: /^Press the new key for Loop this turn/ });
    await change.focus();
    await key('Enter');
    await expect(recorder).toBeFocused();
    await key('r');
    await expect(page.getByText('Already used for “Replay this turn from its gap” (Call).')).toBeVisible();
    await key('Control+l');
    await expect(page.getByText(/The browser uses it/)).toBeVisible();
    await key('F8');
    await expect(recorder).toBeHidden();
    await expect(change).toBeFocused();
    await expect(page.getByText('1 changed')).toBeVisible();

    await page.goto(`${entered.origin}/#/calls/${slowCall}`);
    const loop = page.getByRole('button', { name: 'Loop this turn' });
    await expect(loop).toBeEnabled();
    await key('F8');
    await expect(loop).toHaveAttribute('aria-pressed', 'true');
    await key('Shift+Space');
    await expect(loop).toHaveAttribute('aria-pressed', 'true');
    await loop.focus();
    await expect(page.getByRole('tooltip').filter({ hasText: 'Loop this turn' })).toContainText('F8');
    await key('?');
    const row = page.getByRole('dialog', { name: 'Keys' }).locator('div', { hasText: /^Loop this turnF8$/ });
    await expect(row).toBeVisible();
    await key('Escape');
    await key('Control+k');
    await page.keyboard.type('loop this');
    await expect(page.getByRole('option', { name: /Loop this turn/ })).toContainText('F8');
    await key('Escape');

    await page.goto(`${entered.origin}/#/settings/keys`);
    await page.getByRole('button', { name: 'Reset all keys' }).focus();
    await key('Enter');
    await expect(page.getByText('None changed')).toBeVisible();
    await page.context().close();
  });
});
