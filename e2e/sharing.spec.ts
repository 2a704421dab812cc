import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { demoCalls } from './support/demo.ts';
import { type Host, startHost } from './support/host.ts';
import { CallsPage } from './support/pages.ts';

/** A finished call with a recording and a transcript. */
const callId =
  demoCalls.find(
    ({ call, recording, recordingState }) =>
      recording?.container === 'ogg' && !recordingState && (call.transcript?.length ?? 0) >= 5,
  )?.call.call_id ?? '';

/** One reviewer's Earmark. */
interface Seat {
  host: Host;
  page: Page;
  context: BrowserContext;
}

test.describe('two workspaces and bundles between them', () => {
  test.setTimeout(180_000);
  let files: string;
  let ana: Seat;
  let ben: Seat;
  test.beforeAll(async ({ browser }) => {
    files = mkdtempSync(join(tmpdir(), 'earmark-bundles-'));
    const open = async (): Promise<Seat> => {
      const host = await startHost({ demo: true });
      const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      // Listened for from the start: Playwright sends its wish to be told along with the key that opens the dialog, and may be late.
      page.on('filechooser', () => undefined);
      await page.goto(host.url);
      await expect(new CallsPage(page).row(1)).toBeVisible();
      return { host, page, context };
    };
    [ana, ben] = [await open(), await open()];
  });
  test.afterAll(async () => {
    for (const { host, context } of [ana, ben]) {
      await context.close();
      await host.stop();
      host.remove();
    }
    rmSync(files, { recursive: true, force: true });
  });

  test('a call’s review work goes over and back, and a conflict is settled with the keyboard', async () => {
    await ask(ana, 'reviewer/name', { name: 'Ana' });
    await ask(ben, 'reviewer/name', { name: 'Ben' });
    await annotate(ana, 'The agent waits for too long here.');

    // Over to Ben.
    const first = await share(ana, 'first.earmark');
    expect(Object.keys(unzipSync(readFileSync(first))).sort()).toEqual(['events.jsonl', 'manifest.json']);
    await receive(ben, first, /Made by Ana/);
    await expect(ben.page.getByText('pieces of review work were added')).toBeVisible();
    await ben.page.keyboard.press('Enter');
    expect((await noteOf(ben)).fields.text).toBe('The agent waits for too long here.');

    // Both write on without knowing of each other.
    await annotate(ana, 'The agent waits for far too long here.');
    await annotate(ben, 'The agent waits for too long here, twice.');
    const second = await share(ben, 'second.earmark');
    await receive(ana, second, /Made by Ben/);
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Show the conflicts' }).press('Enter');

    const { page } = ana;
    const card = page.getByRole('region', { name: 'Annotation: text' });
    await expect(card).toBeFocused();
    await expect(card.getByText(/^Ana, /)).toBeVisible();
    await expect(card.getByText(/^Ben, /)).toBeVisible();
    await expect(card.locator('mark').filter({ hasText: 'far' })).toBeVisible();
    await expect(page.getByRole('contentinfo').getByText('1 conflict')).toBeVisible();
    for (const theme of ['light', 'dark'] as const) {
      await ask(ana, 'settings/update', { theme });
      await expect(page.locator(`:root[data-theme="${theme}"]`)).toBeAttached();
      await check(page);
    }
    await page.keyboard.press('e');
    const merged = card.getByRole('textbox', { name: 'Merged text' });
    await expect(merged).toBeFocused();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('The agent waits for far too long here, twice.');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByRole('heading', { name: 'Nothing to settle' })).toBeVisible();
    await expect(page.getByRole('contentinfo').getByText('1 conflict')).toHaveCount(0);

    // What Ana settled is settled for Ben too, and the same bundle again changes nothing.
    const third = await share(ana, 'third.earmark');
    await receive(ben, third, /Made by Ana/);
    await ben.page.keyboard.press('Enter');
    expect(await noteOf(ben)).toMatchObject({
      fields: { text: 'The agent waits for far too long here, twice.' },
      rivals: {},
    });
    await ben.page.keyboard.press('Alt+Shift+I');
    await choose(ben, third);
    await expect(ben.page.getByText('All of it is here already.')).toBeVisible();
    await expect(ben.page.getByRole('button', { name: 'Merge it' })).toBeDisabled();
    await ben.page.keyboard.press('Escape');
  });

  test('a redacted bundle is a copy with a tone where the words were', async () => {
    const { page } = ana;
    await new CallsPage(page).open(callId);
    await page.keyboard.press('Alt+Shift+B');
    const dialog = page.getByRole('dialog', { name: 'Share this call' });
    await dialog.getByRole('checkbox', { name: /^The calls/ }).check();
    await dialog.getByRole('checkbox', { name: 'Their recordings' }).check();
    await dialog.getByRole('checkbox', { name: /^Take numbers/ }).check();
    const word = wordOf(callId);
    await dialog.getByRole('textbox', { name: 'Names and other words' }).fill(word);
    await check(page);
    const file = await save(
      page,
      () => dialog.getByRole('button', { name: 'Make the bundle' }).click(),
      'redacted.earmark',
    );
    await expect(page.getByText('It is a redacted copy')).toBeVisible();
    await page.keyboard.press('Enter');
    const content = unzipSync(readFileSync(file));
    const text = Buffer.concat([
      content['events.jsonl'] ?? new Uint8Array(),
      content['calls.jsonl'] ?? new Uint8Array(),
    ]).toString();
    expect(text).not.toMatch(new RegExp(`\\b${word}\\b`, 'i'));
    expect(text).toContain('[name]');
    expect(text).not.toContain(callId);
    expect(
      Buffer.from(content['recordings/1.wav'] ?? new Uint8Array())
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF');

    await receive(ben, file, /redacted copy/);
    await ben.page.keyboard.press('Enter');
    const { rows } = await ask<{ rows: { id: string; recordingState: string }[] }>(ben, 'calls/list', {
      filter: { text: 'redacted-' },
      sort: { key: 'start', descending: true },
      offset: 0,
      limit: 10,
    });
    expect(rows).toEqual([expect.objectContaining({ recordingState: 'ready' })]);
    const copy = await new CallsPage(ben.page).open(rows[0]?.id ?? '');
    await expect(ben.page.getByRole('button', { name: /^Play/ })).toBeEnabled({ timeout: 60_000 });
    await copy.play();
  });

  test('a file that is no bundle is refused with a sentence, and nothing changes', async () => {
    await ben.page.keyboard.press('Alt+Shift+I');
    await choose(ben, { name: 'notes.earmark', mimeType: 'application/zip', buffer: Buffer.from('not a zip at all') });
    await expect(ben.page.getByRole('alert').filter({ hasText: 'Nothing was imported' })).toBeVisible();
    await check(ben.page);
    await ben.page.keyboard.press('Escape');
  });

  test('the call report prints, and says what was noted', async ({ browser }) => {
    const { page } = ana;
    await new CallsPage(page).open(callId);
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled({ timeout: 60_000 });
    const file = await save(page, () => page.keyboard.press('Alt+Shift+P'), 'report.html');
    const paper = await browser.newPage();
    await paper.goto(`file://${file}`);
    await paper.emulateMedia({ media: 'print' });
    await expect(paper.getByRole('heading', { name: 'Annotations' })).toBeVisible();
    await expect(paper.getByText('The agent waits for far too long here, twice.')).toBeVisible();
    await expect(paper.locator('figure.wave svg').first()).toBeVisible();
    const pdf = await paper.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await paper.locator('script').count()).toBe(0);
    await paper.close();
  });

  /** Calls a procedure as the page does. */
  async function ask<T>({ page }: Seat, procedure: string, input: object): Promise<T> {
    const answer = await page.evaluate(
      async ([path, body]) => {
        const response = await fetch(`/rpc/${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        });
        return { ok: response.ok, text: await response.text() };
      },
      [procedure, JSON.stringify({ json: input })] as const,
    );
    if (!answer.ok) throw new Error(`${procedure}: ${answer.text}`);
    return JSON.parse(answer.text).json as T;
  }

  interface Note {
    fields: { text: string };
    heads: Record<string, string[]>;
    rivals: object;
  }

  async function noteOf(seat: Seat): Promise<Note> {
    const { items } = await ask<{ items: (Note & { id: string })[] }>(seat, 'review/ofCall', { callId, since: 0 });
    const note = items.find(({ id }) => id === 'note-1');
    if (!note) throw new Error('the note is not here');
    return note;
  }

  async function annotate(seat: Seat, text: string): Promise<void> {
    const seen = await noteOf(seat).then(
      ({ heads }) => heads,
      () => ({}),
    );
    const set = {
      text,
      ...(Object.keys(seen).length > 0 ? {} : { anchor: { on: 'point', atMs: 2500 }, severity: 'major' }),
    };
    await ask(seat, 'review/apply', { callId, changes: [{ kind: 'annotation', itemId: 'note-1', callId, set, seen }] });
  }

  async function save(page: Page, act: () => Promise<unknown>, name: string): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    const path = join(files, name);
    await download.saveAs(path);
    return path;
  }

  async function share({ page }: Seat, name: string): Promise<string> {
    await new CallsPage(page).open(callId);
    await page.keyboard.press('Alt+Shift+B');
    const dialog = page.getByRole('dialog', { name: 'Share this call' });
    await expect(dialog.getByRole('status')).toContainText('review work about 1 call');
    const path = await save(page, () => dialog.getByRole('button', { name: 'Make the bundle' }).press('Enter'), name);
    await expect(page.getByRole('dialog', { name: 'The bundle is made' })).toBeVisible();
    await page.keyboard.press('Enter');
    return path;
  }

  async function choose(
    { page }: Seat,
    file: string | { name: string; mimeType: string; buffer: Buffer },
  ): Promise<void> {
    const button = page.getByRole('button', { name: 'Choose a bundle' });
    await expect(button).toBeFocused();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles(file);
  }

  async function receive(seat: Seat, file: string, says: RegExp): Promise<void> {
    const { page } = seat;
    await page.keyboard.press('Alt+Shift+I');
    await choose(seat, file);
    await expect(page.getByRole('dialog').getByText(says).first()).toBeVisible();
    await page.getByRole('button', { name: 'Merge it' }).press('Enter');
    await expect(page.getByRole('dialog', { name: 'The bundle is merged' })).toBeVisible();
  }
});

/** A longer word that is said in a call. */
function wordOf(id: string): string {
  const said = demoCalls.find(({ call }) => call.call_id === id)?.call.transcript ?? [];
  const words = said.flatMap(({ content = '' }) => content.match(/[A-Za-z]{6,}/g) ?? []);
  return words[0] ?? 'nothing';
}

async function check(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
