import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { demoCalls } from './support/demo.ts';
import { type Entered, enter, fullCalls, openWindow } from './support/entered.ts';
import { type Host, startHost } from './support/host.ts';

const callId = fullCalls[0] ?? '';
/** A call whose turns run right to left. */
const rtlCall =
  demoCalls.find(({ call }) => call.transcript?.some(({ content }) => /[\u0590-\u06ff]/u.test(content ?? '')))?.call
    .call_id ?? '';

const list = (page: Page) => page.getByRole('region', { name: 'Notes', exact: true });
const row = (page: Page, place: string): Locator => list(page).getByRole('listitem').filter({ hasText: place });
const editor = (page: Page) => page.getByRole('textbox', { name: 'Text of the note' });
const chosen = (page: Page) => page.getByRole('region', { name: 'Chosen note' });

async function openCall(browser: Browser, entered: Entered, id = callId): Promise<Page> {
  const page = await openWindow(browser, entered, `calls/${id}`, { reducedMotion: 'reduce' });
  await expect(page.getByLabel('Transcript', { exact: true })).toBeVisible();
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

async function write(page: Page, text: string): Promise<void> {
  await expect(editor(page)).toBeFocused();
  await page.keyboard.type(text);
  await press(page, 'Control+Enter');
  await expect(editor(page)).toBeHidden();
}

/** Texts of words that notes stand on, as they are marked. */
const markedWords = (page: Page) =>
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

async function problemsOf(page: Page, name: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${name}: ${id}: ${node.html.slice(0, 300)}`));
}

/** Clicks flags under the waveform from the left, until another note than this one is chosen. */
async function clickFlagOtherThan(page: Page, note: string): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Position in the recording' });
  const box = await slider.boundingBox();
  if (box === null) throw new Error('the waveform is not drawn');
  for (let x = 2; x < box.width; x += 6) {
    await page.mouse.move(box.x + x, box.y + box.height - 25);
    if ((await slider.getAttribute('data-on-note')) === null) continue;
    await page.mouse.down();
    await page.mouse.up();
    if ((await list(page).locator('[aria-current=true]').innerText()) !== note) return;
  }
  throw new Error('no flag leads to another note');
}

test.describe('annotating by keyboard alone', () => {
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

  const restart = async (browser: Browser, how: 'stop' | 'kill'): Promise<Page> => {
    await host[how]();
    host = await startHost({ demo: true, dataDir: host.dataDir });
    entered = await enter(browser, host);
    return openCall(browser, entered);
  };

  test('a moment, a range, a turn, words, a tool call and the call, while it plays', async ({ browser }) => {
    const page = await openCall(browser, entered);
    await press(page, 'Alt+n', 'Space');
    await expect
      .poll(() => page.evaluate(() => document.querySelector('audio')?.currentTime ?? 0))
      .toBeGreaterThan(1.2);

    await test.step('a moment, with a tag and a severity', async () => {
      await press(page, 'm', '3', 'Alt+s', 'Alt+s');
      await expect(chosen(page)).toBeVisible();
      const first = list(page).getByRole('listitem');
      await expect(first).toHaveCount(1);
      await expect(first).toContainText('Cut the caller off');
      await expect(first).toContainText('Minor');
      expect(await page.evaluate(() => document.querySelector('audio')?.paused)).toBe(false);
    });

    await test.step('a range, its end moved', async () => {
      await press(page, 'i');
      await expect(page.getByRole('region', { name: 'Range being marked' })).toBeVisible();
      await press(page, 'Space', 'Shift+ArrowRight', 'o');
      await expect(list(page).getByRole('listitem')).toHaveCount(2);
      const range = row(page, '–').getByRole('button', { name: /^Play from/ });
      const before = (await range.innerText()).replace('Play from ', '');
      await press(page, 'Alt+Shift+ArrowUp', 'Alt+ArrowUp', 'Alt+ArrowDown');
      const length = (text: string) => {
        const [from = 0, to = 0] = text.split('–').map((clock) => Number(clock.split(':')[1]));
        return Math.round((to - from) * 10);
      };
      await expect
        .poll(async () => length((await range.innerText()).replace('Play from ', '')))
        .toBe(length(before) + 1);
      await press(page, 'Escape');
      await expect(chosen(page)).toBeHidden();
    });

    await test.step('a turn, written on', async () => {
      await press(page, 'Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
      await write(page, 'Asks for **too much**.\n- date\n- digits');
      const note = row(page, 'turn 3, agent');
      await expect(note.locator('strong')).toHaveText('too much');
      await expect(note.getByRole('listitem')).toHaveText(['date', 'digits']);
      await expect(page.locator('[data-turn="2"]').getByRole('button', { name: /^1 note/ })).toBeVisible();
    });

    await test.step('words of a turn, and overlapping ones', async () => {
      await press(page, 'ArrowDown', 'w', 'Shift+w', 'Shift+w', 'Enter');
      await write(page, 'ends how?');
      await press(page, 'Escape', 'w', 'w', 'Shift+w', 'Shift+w', '1');
      await expect(row(page, '“The card ends”')).toContainText('ends how?');
      await expect(row(page, '“card ends in”')).toContainText('Misheard the caller');
      await expect.poll(async () => (await markedWords(page)).sort()).toEqual(['The card ends', 'card ends in']);
    });

    await test.step('a tool call, and the whole call', async () => {
      await press(page, 'Escape', 'Alt+Enter');
      await write(page, 'right customer');
      await expect(row(page, 'tool verify_customer')).toContainText('right customer');
      await press(page, 'Shift+Enter');
      await write(page, 'fine on the whole');
      await expect(row(page, 'whole call')).toContainText('fine on the whole');
    });

    await test.step('edit, resolve, from one to the next', async () => {
      await press(page, 'a');
      await expect(list(page).locator('[aria-current=true]')).toHaveCount(1);
      while (!(await list(page).locator('[aria-current=true]').innerText()).includes('turn 3')) await press(page, 'a');
      await press(page, 'Enter');
      await expect(editor(page)).toHaveValue(/too much/);
      await write(page, ' Really.');
      await expect(row(page, 'turn 3, agent')).toContainText('Really.');
      await press(page, 'Alt+r');
      await expect(row(page, 'turn 3, agent')).toContainText('resolved');
      await press(page, 'Delete');
      await expect(row(page, 'turn 3, agent')).toHaveCount(0);
      await press(page, 'Control+z');
      await expect(row(page, 'turn 3, agent')).toContainText('Really.');
      await press(page, 'Control+z');
      await expect(row(page, 'turn 3, agent')).not.toContainText('resolved');
    });

    await test.step('a tag that is put on by mistake comes off again', async () => {
      const count = await list(page).getByRole('listitem').count();
      await press(page, 'Home', 'ArrowDown', '7');
      await expect(row(page, 'Tool failed')).toHaveCount(1);
      await press(page, '7');
      await expect(row(page, 'Tool failed')).toHaveCount(0);
      expect(await list(page).getByRole('listitem').count()).toBe(count);
    });
    expect(await page.evaluate(() => document.body.dataset.pointer)).toBeUndefined();
  });

  test('undo and redo go on after a restart, and say what they did', async ({ browser }) => {
    let page = await openCall(browser, entered);
    await press(page, 'Alt+n', 'ArrowDown', 'Enter');
    await write(page, 'first');
    await press(page, 'ArrowDown', 'Enter');
    await write(page, 'second');
    await press(page, 'Alt+s');
    await expect(row(page, 'second')).toContainText('Info');
    await press(page, 'Control+z');
    await expect(row(page, 'second')).toContainText('No severity');

    page = await restart(browser, 'stop');
    await press(page, 'Alt+n', 'Control+z');
    await expect(row(page, 'second')).toHaveCount(0);
    await expect(page.getByText(/^Undone: a note on turn \d/)).toBeVisible();
    await expect(row(page, 'first')).toHaveCount(1);
    await press(page, 'Control+Shift+z');
    await expect(row(page, 'second')).toContainText('No severity');
    await press(page, 'Control+y');
    await expect(row(page, 'second')).toContainText('Info');
    // Once more than there is to undo, and faster than what can be undone is known again.
    await page.evaluate(() => {
      const init = { key: 'z', code: 'KeyZ', ctrlKey: true, bubbles: true, cancelable: true };
      for (let i = 0; i < 4; i += 1) document.body.dispatchEvent(new KeyboardEvent('keydown', init));
    });
    await expect(page.getByText('No notes yet')).toBeVisible();
    await expect(page.getByText('There is nothing to undo.')).toBeVisible();
  });

  test('what is typed is there again after the host was killed', async ({ browser }) => {
    let page = await openCall(browser, entered);
    await press(page, 'Alt+n', 'ArrowDown', 'ArrowDown', '4');
    await expect(row(page, 'Answered too late')).toHaveCount(1);
    await press(page, 'Escape', 'ArrowDown', 'Enter');
    await expect(editor(page)).toBeFocused();
    const thought = 'Half a thought: שלום 👩‍👩‍👧';
    const saved = page.waitForResponse(async (answer) => {
      return answer.url().includes('saveDraft') && (answer.request().postData() ?? '').includes('👩‍👩‍👧');
    });
    await page.keyboard.type(thought);
    const typedMs = Date.now();
    await saved;
    expect(Date.now() - typedMs).toBeLessThan(1000);
    await page.keyboard.type(' lost');
    page = await restart(browser, 'kill');
    await expect(editor(page)).toHaveValue(/^Half a thought: שלום 👩‍👩‍👧/);
    // It must not take the keys of whoever has opened the call.
    await expect(editor(page)).not.toBeFocused();
    await press(page, 'Alt+n');
    await expect(row(page, 'Answered too late')).toHaveCount(1);
    await editor(page).focus();
    await press(page, 'End');
    await page.keyboard.type('!');
    await press(page, 'Escape');
    const unfinished = page.getByRole('region', { name: 'Unfinished notes' });
    await expect(unfinished).toContainText('Half a thought');
    await unfinished.getByRole('button', { name: 'Go on' }).press('Enter');
    await write(page, '');
    await expect(unfinished).toBeHidden();
    await expect(row(page, 'Half a thought')).toHaveCount(1);
  });

  test('right-to-left turns, control characters and signs that look like mark-up', async ({ browser }) => {
    const page = await openCall(browser, entered, rtlCall);
    await press(page, 'Alt+n');
    const position = await page
      .locator('[data-find=text][dir=rtl]')
      .first()
      .evaluate((element) => Number(element.closest('[data-turn]')?.getAttribute('data-turn')));
    await press(page, 'Home');
    for (let i = 0; i <= position; i += 1) await press(page, 'ArrowDown');
    while ((await page.locator('[aria-current=true] [data-find=text]').getAttribute('dir')) !== 'rtl') {
      await press(page, 'ArrowUp');
    }
    const words = (await page.locator('[aria-current=true] [data-find=text]').innerText()).split(/\s+/u);
    await press(page, 'w', 'Shift+w', 'Enter');
    await expect(editor(page)).toBeFocused();
    const hostile = '<img src=x onerror=alert(1)> \u202eabc\u202c \u0007 👍🏽 **נכון**';
    await page.keyboard.insertText(hostile);
    await press(page, 'Control+Enter');
    const note = list(page).getByRole('listitem').first();
    await expect(note).toContainText('<img src=x onerror=alert(1)> [U+202E]abc');
    await expect(note).toContainText('␇ 👍🏽');
    await expect(note.locator('strong')).toHaveText('נכון');
    await expect(note.locator('img')).toHaveCount(0);
    const [marked = ''] = await markedWords(page);
    expect(marked.length).toBeGreaterThan(1);
    expect(words.join(' ')).toContain(marked.split(' ')[0] ?? '?');
    expect(await page.locator('[aria-current=true] [data-find=text]').first().textContent()).toContain(marked);
  });

  test('two windows see each other’s notes within a second, and the search opens a call at one', async ({
    browser,
  }) => {
    const one = await openCall(browser, entered);
    const other = await openCall(browser, entered);
    await press(other, 'Alt+n');
    await press(one, 'Alt+n', 'ArrowDown', 'ArrowDown', 'Enter');
    await write(one, 'from the first window');
    await expect(row(other, 'from the first window')).toHaveCount(1, { timeout: 1500 });
    await press(other, 'a', 'Alt+s');
    await press(one, 'Escape', 'a', '9');
    for (const page of [one, other]) {
      await expect(row(page, 'from the first window')).toContainText('Info', { timeout: 1500 });
      await expect(row(page, 'from the first window')).toContainText('Handled well', { timeout: 1500 });
    }

    // Both write in the same text: nothing is overwritten unseen.
    await press(other, 'Enter');
    await expect(editor(other)).toBeFocused();
    await press(one, 'Enter');
    await write(one, ', and more');
    const alert = other.getByRole('alert').filter({ hasText: 'changed elsewhere' });
    await expect(alert).toContainText('from the first window, and more');
    await other.keyboard.type(' - mine');
    await press(other, 'Control+Enter');
    await expect(editor(other)).toBeVisible();
    await alert.getByRole('button', { name: 'Put both together' }).press('Enter');
    await expect(alert).toBeHidden();
    await editor(other).press('Control+Enter');
    for (const page of [one, other]) await expect(row(page, ', and more')).toContainText('- mine');

    await press(other, 'Escape', 'Escape');
    await expect(other.getByRole('row').filter({ hasText: '1 note' })).toHaveCount(1);
    await press(other, 'Alt+4');
    const found = other.getByRole('region', { name: 'Notes found' });
    await expect(found.getByRole('listitem')).toHaveCount(1);
    await press(other, '/');
    await expect(other.getByRole('searchbox', { name: 'Words in notes' })).toBeFocused();
    await other.keyboard.type('first win');
    await expect(other.getByRole('status').filter({ hasText: '1 note' })).toBeVisible();
    await expect(found.getByRole('listitem')).toContainText('from the first window');
    await press(other, 'Escape', 'Enter');
    await expect(other).toHaveURL(new RegExp(callId));
    await expect(chosen(other)).toContainText('from the first window');
    await expect(row(other, 'from the first window')).toBeVisible();
  });

  test('tags are made, given a digit, renamed and retired, and those in use stay', async ({ browser }) => {
    const page = await openWindow(browser, entered, 'settings/notes');
    const tags = page.getByRole('region', { name: 'Tags' });
    const name = tags.getByRole('textbox', { name: 'Name of a new tag' });
    await name.fill('Too chatty');
    await name.press('Enter');
    const line = tags.getByRole('listitem', { name: 'Too chatty' });
    await line.getByRole('combobox', { name: 'Digit' }).selectOption('1');
    await expect(
      tags.getByRole('listitem', { name: 'Misheard the caller' }).getByRole('combobox', { name: 'Digit' }),
    ).toHaveValue('');
    await line.getByRole('combobox', { name: 'Colour' }).selectOption('red');
    await line.getByRole('combobox', { name: 'Root cause' }).fill('Prompt and policy');
    await line.getByRole('combobox', { name: 'Root cause' }).press('Enter');
    expect(await problemsOf(page, 'tags')).toEqual([]);

    const call = await openCall(browser, entered);
    await press(call, 'Alt+n', 'ArrowDown', '1');
    await expect(row(call, 'Too chatty')).toHaveCount(1);

    await line.getByRole('button', { name: /^Retire/ }).click();
    await expect(line).toHaveCount(0);
    await expect(row(call, 'Too chatty')).toContainText('(retired)');
    await press(call, 'Escape', 'ArrowDown', '1');
    await expect(call.getByText('No tag has the digit 1. The settings give it one.')).toBeVisible();
    await tags.getByRole('button', { name: 'Undo the last change' }).click();
    await expect(line).toHaveCount(1);
  });

  test('linked notes name each other, and the sound waits for whoever types when told to', async ({ browser }) => {
    const settings = await openWindow(browser, entered, 'settings/notes');
    await settings.getByRole('combobox', { name: 'While you type a note, the sound' }).selectOption('rewind');
    const page = await openCall(browser, entered);
    await press(page, 'Alt+n', 'ArrowDown', 'ArrowDown', 'm');
    await expect(list(page).locator('[aria-current=true]')).toHaveCount(1);
    await press(page, 'Escape', 'ArrowDown', '4');
    await expect(list(page).getByRole('listitem')).toHaveCount(2);
    await list(page).locator('[aria-current=true]').getByRole('button', { name: 'Same problem as' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Same problem as' });
    await dialog.getByRole('list', { name: 'Notes' }).getByRole('button').first().press('Enter');
    await expect(list(page).getByText('Same problem as')).toHaveCount(2);
    await list(page).getByRole('button', { name: 'Not the same problem' }).first().press('Enter');
    await expect(list(page).getByText('Same problem as')).toHaveCount(0);

    const chosenNote = list(page).locator('[aria-current=true]');
    const before = await chosenNote.innerText();
    await clickFlagOtherThan(page, before);
    await expect(chosenNote).not.toHaveText(before);

    const paused = () => page.evaluate(() => document.querySelector('audio')?.paused);
    await press(page, 'Escape', 'Enter');
    await expect(editor(page)).toBeFocused();
    await press(page, 'Control+Space');
    await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
    await page.keyboard.type('w');
    expect(await paused()).toBe(true);
    await expect.poll(paused).toBe(false);
    await press(page, 'Control+Space');
    await expect.poll(paused).toBe(true);
  });

  test('axe finds nothing where notes are', async ({ browser }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openWindow(browser, entered, `calls/${callId}`, { colorScheme });
      await expect(page.getByLabel('Transcript', { exact: true })).toBeVisible();
      await press(page, 'Alt+n', 'ArrowDown', '3', 'Alt+s', 'Enter');
      await expect(editor(page)).toBeFocused();
      await page.keyboard.type('`code` and **bold**');
      expect(await problemsOf(page, `editor, ${colorScheme}`)).toEqual([]);
      await press(page, 'Control+Enter');
      await expect(list(page).locator('code').first()).toBeVisible();
      expect(await problemsOf(page, `list, ${colorScheme}`)).toEqual([]);
      await press(page, 'Alt+4');
      await expect(page.getByRole('region', { name: 'Notes found' }).getByRole('listitem').first()).toBeVisible();
      expect(await problemsOf(page, `search, ${colorScheme}`)).toEqual([]);
    }
  });
});
