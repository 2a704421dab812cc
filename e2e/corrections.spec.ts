import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { demoCalls } from './support/demo.ts';
import { type Entered, enter, fullCalls, openWindow } from './support/entered.ts';
import { type Host, startHost } from './support/host.ts';

const callId = fullCalls[0] ?? '';
/** A call whose turns run right to left. */
const rtlCall =
  demoCalls.find(({ call }) => call.transcript?.some(({ content }) => /[\u0590-\u06ff]/u.test(content ?? '')))?.call
    .call_id ?? '';

const turn = (page: Page, position: number) => page.locator(`[data-turn="${position}"]`);
const words = (page: Page, position: number) => turn(page, position).locator('[data-find=text]');
const editor = (page: Page) => page.getByRole('textbox', { name: /^Words of turn/ });

/** What a turn says, without what is ours in it. */
const said = (page: Page, position: number) =>
  words(page, position).evaluate((element) => {
    const copy = element.cloneNode(true) as Element;
    for (const aside of copy.querySelectorAll('[data-aside]')) aside.remove();
    return copy.textContent;
  });

async function openCall(browser: Browser, entered: Entered, id = callId): Promise<Page> {
  const page = await openWindow(browser, entered, `calls/${id}`, { reducedMotion: 'reduce' });
  await expect(words(page, 0)).toBeVisible();
  await expect(page.getByRole('tab', { name: /^Notes/ })).toBeVisible();
  // Nothing here may need a pointer.
  await page.evaluate(() => {
    for (const kind of ['pointerdown', 'mousedown', 'touchstart']) {
      window.addEventListener(kind, () => document.body.setAttribute('data-pointer', kind), true);
    }
  });
  return page;
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Goes to a turn by key. */
async function goTo(page: Page, position: number): Promise<void> {
  await press(page, 'Home');
  for (let step = 0; step < 60; step += 1) {
    if ((await turn(page, position).locator('[aria-current=true]').count()) > 0) return;
    await press(page, 'ArrowDown');
  }
  throw new Error(`turn ${position} is not reached`);
}

/** Replaces the words of the turn one is at. */
async function correct(page: Page, text: string): Promise<void> {
  await press(page, 'e');
  await expect(editor(page)).toBeFocused();
  await press(page, 'Control+a');
  await page.keyboard.insertText(text);
  await press(page, 'Control+Enter');
  await expect(editor(page)).toBeHidden();
}

async function problemsOf(page: Page, name: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${name}: ${id}: ${node.html.slice(0, 300)}`));
}

test.describe('correcting a transcript by keyboard alone', () => {
  test.describe.configure({ timeout: 120_000 });
  let host: Host;
  let entered: Entered;
  test.beforeEach(async ({ browser }) => {
    host = await startHost({ demo: true });
    entered = await enter(browser, host);
  });
  test.afterEach(async () => {
    await host.stop();
    host.remove();
  });

  const restart = async (browser: Browser): Promise<Page> => {
    await host.stop();
    host = await startHost({ demo: true, dataDir: host.dataDir });
    entered = await enter(browser, host);
    return openCall(browser, entered);
  };

  test('words, speaker and parts; what was changed; back again; undo after a restart', async ({ browser }) => {
    let page = await openCall(browser, entered);
    await goTo(page, 1);
    const sent = await said(page, 1);
    const [first = '', ...rest] = sent.split(' ');
    const better = [first, 'really', ...rest.slice(1)].join(' ');

    await test.step('words are corrected in their place, which stays where it is', async () => {
      const top = (await turn(page, 1).boundingBox())?.y ?? 0;
      await correct(page, better);
      await expect.poll(() => said(page, 1)).toBe(better);
      expect((await turn(page, 1).boundingBox())?.y).toBeCloseTo(top, 0);
      await expect(turn(page, 1).getByRole('button', { name: 'Words corrected' })).toBeVisible();
    });

    await test.step('the vendor’s words are shown struck through when asked for', async () => {
      await press(page, 'h');
      await expect(words(page, 1).locator('del')).toContainText(rest[0] ?? '?');
      await expect(words(page, 1).locator('ins')).toContainText('really');
      await expect.poll(() => said(page, 1)).toBe(better);
      await press(page, 'h');
      await expect(words(page, 1).locator('del')).toHaveCount(0);
    });

    await test.step('the text that is found is the corrected one', async () => {
      await press(page, 'Control+f');
      await page.keyboard.type('really');
      await expect(page.getByText(/^1 of \d+|1 \/ \d+/).first()).toBeVisible();
      await press(page, 'Escape');
    });

    await test.step('the other party said it', async () => {
      await goTo(page, 1);
      await expect(turn(page, 1).getByTitle('Caller')).toBeVisible();
      await press(page, 'y');
      await expect(turn(page, 1).getByTitle('Agent')).toBeVisible();
      await press(page, 'y');
      await expect(turn(page, 1).getByTitle('Caller')).toBeVisible();
    });

    await test.step('another party speaks from the caret on', async () => {
      await press(page, 'e');
      await expect(editor(page)).toBeFocused();
      await press(page, 'Control+Home');
      for (let i = 0; i <= first.length; i += 1) await press(page, 'ArrowRight');
      await press(page, 'Control+Shift+Enter', 'Escape');
      await expect(words(page, 1)).toContainText('Agent:');
      await expect(turn(page, 1).getByRole('button', { name: /split into 2 parts/ })).toBeVisible();
      await expect.poll(() => said(page, 1)).toBe(better);
    });

    await test.step('all of it comes back step by step, across a restart', async () => {
      page = await restart(browser);
      await expect.poll(() => said(page, 1)).toBe(better);
      await expect(words(page, 1)).toContainText('Agent:');
      await press(page, 'Control+z');
      await expect(words(page, 1)).not.toContainText('Agent:');
      await press(page, 'Control+z');
      await expect(turn(page, 1).getByTitle('Agent')).toBeVisible();
      await press(page, 'Control+z', 'Control+z');
      await expect.poll(() => said(page, 1)).toBe(sent);
      await press(page, 'Control+Shift+z');
      await expect.poll(() => said(page, 1)).toBe(better);
    });

    await test.step('a turn is put back as the vendor sent it', async () => {
      await goTo(page, 1);
      await press(page, 'u');
      await expect.poll(() => said(page, 1)).toBe(sent);
      await expect(turn(page, 1).getByRole('button', { name: 'Words corrected' })).toHaveCount(0);
    });
    expect(await page.evaluate(() => document.body.dataset.pointer)).toBeUndefined();
  });

  test('what is typed is kept, and the error rate counts what was checked', async ({ browser }) => {
    let page = await openCall(browser, entered);
    await page.getByRole('tab', { name: 'Facts' }).focus();
    await press(page, 'Enter');
    const accuracy = page.getByRole('region', { name: 'Accuracy of the transcript' });
    await expect(accuracy).toContainText('0 of');
    await expect(accuracy).toContainText('No turn has been checked');
    await goTo(page, 2);
    const sent = await said(page, 2);
    await press(page, 'e');
    await expect(editor(page)).toBeFocused();
    const saved = page.waitForResponse(
      (answer) => answer.url().includes('saveDraft') && (answer.request().postData() ?? '').includes('indeed'),
    );
    await press(page, 'End');
    await page.keyboard.type(' indeed');
    await saved;

    page = await restart(browser);
    await expect(turn(page, 2)).toContainText('A correction is unfinished here.');
    await goTo(page, 2);
    await press(page, 'e');
    await expect(editor(page)).toHaveValue(`${sent} indeed`);
    await press(page, 'Control+Enter');
    await expect.poll(() => said(page, 2)).toBe(`${sent} indeed`);
    await expect(turn(page, 2)).not.toContainText('unfinished');
    await page.getByRole('tab', { name: 'Facts' }).focus();
    await press(page, 'Enter');
    const region = page.getByRole('region', { name: 'Accuracy of the transcript' });
    await expect(region).toContainText('0 replaced, 1 missing, 0 added');
    await expect(region).toContainText('1 of');
    await expect(region.getByRole('table')).toContainText('Version');
    await region.getByRole('button', { name: /other \d+ turns are right/ }).press('Enter');
    await expect(region.getByRole('button', { name: /turns are right/ })).toHaveCount(0);
    await expect(turn(page, 1).getByRole('button', { name: 'Checked: the words are right' })).toBeVisible();
  });

  test('a note stays on its words when they are corrected around it, and is made on the vendor’s', async ({
    browser,
  }) => {
    const page = await openCall(browser, entered);
    await goTo(page, 2);
    const sent = await said(page, 2);
    const [first = '', second = ''] = sent.split(' ');
    await press(page, 'w', 'w', '1');
    const marked = () =>
      page.evaluate(() =>
        [...CSS.highlights.keys()]
          .filter((name) => name.startsWith('note-'))
          .flatMap((name) => [...(CSS.highlights.get(name) ?? [])] as StaticRange[])
          .map((range) => {
            const live = document.createRange();
            live.setStart(range.startContainer, range.startOffset);
            live.setEnd(range.endContainer, range.endOffset);
            return live.toString();
          }),
      );
    const bare = second.replace(/\W+$/u, '');
    await expect.poll(marked).toEqual([bare]);
    await press(page, 'Escape');
    await goTo(page, 2);
    await correct(page, `Well now, ${first} ${second} ${sent.split(' ').slice(2).join(' ')}`);
    await expect.poll(marked).toEqual([bare]);
  });

  test('a right-to-left turn', async ({ browser }) => {
    const page = await openCall(browser, entered, rtlCall);
    const position = await page
      .locator('[data-find=text][dir=rtl]')
      .nth(1)
      .evaluate((element) => Number(element.closest('[data-turn]')?.getAttribute('data-turn')));
    await goTo(page, position);
    const sent = await said(page, position);
    const better = `${sent} תודה`;
    await correct(page, better);
    await expect.poll(() => said(page, position)).toBe(better);
    await press(page, 'h');
    await expect(words(page, position)).toHaveAttribute('dir', 'rtl');
    await expect(words(page, position).locator('ins')).toContainText('תודה');
    await press(page, 'e');
    await expect(editor(page)).toHaveAttribute('dir', 'rtl');
  });

  test('what a re-sync left uncertain is decided by a person, and nothing is lost', async ({ browser }) => {
    const page = await openCall(browser, entered);
    const ask = async (path: string, json: unknown) => {
      const answer = await page.request.post(`${entered.origin}/rpc/${path}`, { data: { json } });
      expect(answer.ok()).toBe(true);
      return (await answer.json()).json;
    };
    const { turns } = await ask('calls/get', { id: callId });
    // As if the vendor had sent other words when these were made.
    const [first, ...rest] = turns[2].content.split(' ');
    const key = (text: string) => ({ index: 2, role: turns[2].role, startMs: turns[2].startMs, text });
    const older = [`${first}ish`, ...rest].join(' ');
    const onWords = (exact: string, suffix: string, text: string) => ({
      on: 'text',
      turn: key(text),
      quote: { exact, prefix: '', suffix, at: 0 },
    });
    const change = (kind: string, itemId: string, set: object) => ({ kind, itemId, callId, set });
    const spoken = `${older} Truly.`;
    await ask('review/apply', {
      callId,
      changes: [
        change('annotation', 'changed', {
          anchor: onWords(`${first}ish`, ` ${rest.join(' ')}`, older),
          text: 'changed',
        }),
        change('annotation', 'gone', {
          anchor: {
            ...onWords('Zebra', ' crossing ahead', 'Zebra crossing ahead'),
            turn: { ...key('Zebra crossing ahead'), startMs: 3 },
          },
          text: 'gone',
        }),
        change('correction', 'older', { anchor: { on: 'turn', turn: key(older) }, text: spoken }),
      ],
    });

    const note = (id: string) => page.locator(`[data-note="${id}"]`);
    await press(page, 'Alt+n');
    await expect(note('changed')).toContainText('Needs a look');
    await expect(note('gone')).toContainText('Its place is lost');
    await note('gone').getByRole('button', { name: 'It is gone: keep it on the call' }).press('Enter');
    await expect(note('gone')).not.toContainText('Its place is lost');
    await expect(note('gone')).toContainText('whole call');
    await goTo(page, 2);
    await note('changed').getByRole('button', { name: 'Move to the chosen words or turn' }).press('Enter');
    await expect(note('changed')).not.toContainText('Needs a look');
    await press(page, 'Control+z');
    await expect(note('changed')).toContainText('Needs a look');

    await expect(turn(page, 2)).toContainText('The vendor has changed these words since they were corrected.');
    await expect.poll(() => said(page, 2)).toBe(turns[2].content);
    await turn(page, 2).getByRole('button', { name: 'Correct them again' }).press('Enter');
    await expect.poll(() => said(page, 2)).toBe(spoken);
    await expect(turn(page, 2)).not.toContainText('The vendor has changed');
  });

  test('has no accessibility problems, light and dark', async ({ browser }) => {
    const problems: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openWindow(browser, entered, `calls/${callId}`, { reducedMotion: 'reduce', colorScheme });
      await expect(words(page, 1)).toBeVisible();
      await goTo(page, 1);
      await correct(page, `Well, ${await said(page, 1)}`);
      await goTo(page, 3);
      await press(page, 'y', 'h', 'e');
      await expect(editor(page)).toBeFocused();
      problems.push(...(await problemsOf(page, colorScheme)));
      await page.context().close();
    }
    expect(problems).toEqual([]);
  });
});
