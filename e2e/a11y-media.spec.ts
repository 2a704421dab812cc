import { expect, type Page, test } from '@playwright/test';
import { type Entered, enter, fullCalls, openWindow, waitForDemo } from './support/entered.ts';
import { type Host, startHost } from './support/host.ts';

const callPath = `calls/${fullCalls[0] ?? ''}`;

/** What axe cannot see: the focus as it moves, and the page under the reader's own settings of the browser. */
test.describe('focus, zoom and the reader’s display settings', () => {
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

  const openCall = async (page: Page) => {
    await expect(page.getByLabel('Transcript', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeEnabled();
  };

  /** What has the focus, and whether a reader can see that it has it. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
      const { width, height, top, left } = element.getBoundingClientRect();
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? element.tagName;
      return {
        name,
        outlined: outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2 && !/, 0\)$/.test(outlineColor),
        inside:
          width > 0 && height > 0 && top < innerHeight && left < innerWidth && top + height > 0 && left + width > 0,
      };
    });

  test('the focus is seen at every stop of the call screen, and comes back from every dialog', async ({ browser }) => {
    test.setTimeout(120_000);
    const page = await openWindow(browser, entered, callPath);
    await openCall(page);
    const stops: string[] = [];
    const unseen: string[] = [];
    for (let at = 0; at < 45; at += 1) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (stop === null) continue;
      stops.push(stop.name);
      if (!stop.outlined || !stop.inside) unseen.push(stop.name);
    }
    expect(unseen).toEqual([]);
    expect(stops).toEqual(expect.arrayContaining(['Position in the recording', 'Play', 'Call as a table', 'Zoom']));

    for (const [keys, title] of [
      ['Alt+t', 'Call as a table'],
      ['?', 'Keys'],
      ['Control+k', 'Find a command or a call'],
    ] as const) {
      const before = page.getByRole('button', { name: 'Replay this turn from its gap' });
      await before.focus();
      await page.keyboard.press(keys);
      const dialog = page.getByRole('dialog', { name: title });
      await expect(dialog).toBeVisible();
      await page.keyboard.press('Tab');
      // After the last stop the browser's own come, and then the page has no focus at all.
      const behind = await dialog.evaluate(
        (element) => !element.contains(document.activeElement) && document.activeElement !== document.body,
      );
      expect(behind, title).toBe(false);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await expect(before, title).toBeFocused();
    }
    await page.context().close();
  });

  test('at 200 % zoom nothing is lost and the page does not scroll sideways', async ({ browser }) => {
    test.setTimeout(120_000);
    // What a window of 1280x800 has left at 200 %.
    const viewport = { width: 640, height: 400 };
    const controls: readonly (readonly [
      path: string,
      names: readonly (readonly ['button' | 'link' | 'slider', string])[],
    ])[] = [
      ['calls', [['button', 'Download all matching']]],
      [
        callPath,
        [
          ['button', 'Play'],
          ['button', 'Turn before'],
          ['button', 'Loop this turn'],
          ['button', 'Replay this turn from its gap'],
          ['button', 'Call as a table'],
          ['button', 'Call after in the list'],
          ['slider', 'Zoom'],
          ['slider', 'Position in the recording'],
          ['link', 'Settings'],
        ],
      ],
      ['sync', [['button', 'Pause']]],
      ['settings/keys', [['button', 'Reset all keys']]],
    ];
    for (const [path, names] of controls) {
      const page = await openWindow(browser, entered, path, { viewport });
      if (path === callPath) await openCall(page);
      for (const [role, name] of names) {
        const control = page.getByRole(role, { name, exact: true }).first();
        await control.scrollIntoViewIfNeeded();
        await expect(control, `${path}: ${name}`).toBeInViewport({ ratio: 0.9 });
      }
      const sideways = await page.evaluate(() => {
        const root = document.documentElement;
        const main = document.querySelector('main > *');
        return { page: root.scrollWidth - root.clientWidth, main: (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0) };
      });
      expect(sideways, path).toEqual({ page: 0, main: 0 });
      await page.context().close();
    }
    for (const [keys, title] of [
      ['?', 'Keys'],
      ['Alt+t', 'Call as a table'],
    ] as const) {
      const page = await openWindow(browser, entered, callPath, { viewport });
      await openCall(page);
      await page.keyboard.press(keys);
      const dialog = page.getByRole('dialog', { name: title });
      await expect(dialog).toBeInViewport({ ratio: 1 });
      await expect(dialog.getByRole('button', { name: 'Close' })).toBeInViewport({ ratio: 1 });
      await page.context().close();
    }
  });

  test('with reduced motion nothing moves by itself', async ({ browser }) => {
    const page = await openWindow(browser, entered, callPath, { reducedMotion: 'reduce' });
    await openCall(page);
    for (const keys of ['?', 'Escape', 'Alt+t', 'Escape', 'ArrowDown', 'n', '+']) {
      await page.keyboard.press(keys);
      const moving = await page.evaluate(() =>
        document.getAnimations().flatMap((animation) => {
          const duration = Number(animation.effect?.getComputedTiming().duration ?? 0);
          return duration > 1 ? [`${animation.constructor.name} ${duration} ms`] : [];
        }),
      );
      expect(moving, keys).toEqual([]);
    }
    const smooth = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((element) => getComputedStyle(element).scrollBehavior === 'smooth')
          .length,
    );
    expect(smooth).toBe(0);
    await page.context().close();
  });

  test('with more contrast, lines are strong and no text is faint', async ({ browser }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const tokens = async (contrast: 'more' | 'no-preference') => {
        const page = await openWindow(browser, entered, 'calls', { colorScheme, contrast });
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
        const read = await page.evaluate(() => {
          const style = getComputedStyle(document.documentElement);
          const get = (name: string) => style.getPropertyValue(name).trim();
          return {
            line: get('--line'),
            strong: get('--line-strong'),
            first: get('--text-1'),
            second: get('--text-2'),
            third: get('--text-3'),
          };
        });
        await page.context().close();
        return read;
      };
      const usual = await tokens('no-preference');
      const more = await tokens('more');
      expect(usual.line).not.toBe(usual.strong);
      expect(more).toEqual({ ...usual, line: usual.strong, second: usual.first, third: usual.first });
    }
  });

  test('with the system’s own colours, state is still seen', async ({ browser }) => {
    const page = await openWindow(browser, entered, callPath, { forcedColors: 'active' });
    await openCall(page);
    const outline = (name: string) =>
      page.getByRole('button', { name }).evaluate((element) => {
        const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
        return `${borderTopStyle} ${borderTopWidth} ${borderTopColor} ${backgroundColor}`;
      });
    const before = await outline('Loop this turn');
    await page.keyboard.press('Shift+Space');
    await expect(page.getByRole('button', { name: 'Loop this turn' })).toHaveAttribute('aria-pressed', 'true');
    // Colours take a moment to change.
    await expect.poll(() => outline('Loop this turn')).not.toBe(before);

    await page.keyboard.press('ArrowDown');
    const marked = () =>
      page.evaluate(() => {
        const turn = document.querySelector('[data-turn] [aria-current=true], [data-turn][aria-current=true]');
        const other = document.querySelector(
          '[data-turn] article:not([aria-current]), [data-turn]:not([aria-current])',
        );
        const look = (element: Element | null) => {
          if (element === null) return null;
          const { outlineStyle, borderLeftColor, backgroundColor } = getComputedStyle(element);
          return `${outlineStyle} ${borderLeftColor} ${backgroundColor}`;
        };
        return { marked: look(turn), differs: look(turn) !== look(other) };
      });
    await expect.poll(marked).toEqual({ marked: expect.any(String), differs: true });

    const here = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Calls' });
    const there = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' });
    const look = (element: Element) => {
      const { outlineStyle, borderTopColor, backgroundColor } = getComputedStyle(element);
      return `${outlineStyle} ${borderTopColor} ${backgroundColor}`;
    };
    await expect.poll(() => here.evaluate(look)).not.toBe(await there.evaluate(look));

    await page.goto(`${entered.origin}/#/calls`);
    const rows = page.getByRole('grid').getByRole('row');
    await expect(rows.nth(2)).toBeVisible();
    await page.getByRole('grid').focus();
    const selected = page.locator('[role=row][aria-selected=true]');
    const unselected = page.locator('[role=row][aria-selected=false]').first();
    await expect.poll(() => selected.evaluate(look)).not.toBe(await unselected.evaluate(look));
    await page.context().close();
  });
});
