import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { type Download, expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readVtt } from '../src/shared/logic/formats/vtt-read.ts';
import { demoCalls } from './support/demo.ts';
import { type Host, startHost } from './support/host.ts';
import { CallsPage } from './support/pages.ts';

const spoken = demoCalls.find(
  ({ call, recording, recordingState }) =>
    recording?.container === 'wav' && !recordingState && (call.transcript?.length ?? 0) >= 5,
);

/** Texts that a caption format gives a meaning to, and others that a careless one would lose. */
const labels = [
  ['1.250', '2.500', 'too slow <b>& loud</b> --> here'],
  ['3.000', '3.000', 'שלום 👩🏽‍🚒 "quoted", &amp; not'],
  ['4.000', '6.125', '00:01.000 --> 00:02.000'],
] as const;
const labelFile = {
  name: 'labels.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from(labels.map((fields) => `${fields.join('\t')}\n`).join('')),
};

async function importLabels(page: Page): Promise<void> {
  await page.keyboard.press('Alt+V');
  await page.getByLabel('File of annotations').setInputFiles(labelFile);
}

async function exportAs(page: Page, format: string): Promise<{ download: Download; bytes: Buffer }> {
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('radio', { name: format }).check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  return { download, bytes: await readFile(await download.path()) };
}

const axe = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);

test.describe('files of other programs', () => {
  let host: Host;
  // A link is good for one browser, and each test is one.
  test.beforeEach(async () => {
    host = await startHost({ demo: true });
  });
  test.afterEach(async () => {
    await host.stop();
    host.remove();
  });

  test('annotations come in, once, and go out as captions that the browser reads', async ({ page, context }) => {
    if (!spoken) throw new Error('the demo has no such call');
    await page.goto(host.url);
    await new CallsPage(page).open(spoken.call.call_id);
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled({ timeout: 60_000 });

    await importLabels(page);
    const dialog = page.getByRole('dialog', { name: 'Import annotations' });
    await expect(dialog.getByRole('status')).toHaveText('3 annotations will be added.');
    await expect(dialog.getByRole('row').nth(2)).toContainText('שלום');
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add 3 annotations' }).click();
    await expect(page.getByText('3 annotations added')).toBeVisible();
    await importLabels(page);
    await expect(dialog.getByRole('status')).toHaveText('3 are here already.');
    await expect(dialog.getByRole('button', { name: 'Add annotations' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    await page.keyboard.press('Alt+X');
    expect(await axe(page)).toEqual([]);
    const { download, bytes } = await exportAs(page, 'WebVTT');
    expect(download.suggestedFilename()).toBe(`${spoken.call.call_id}.vtt`);
    await expect(page.getByRole('status').filter({ hasText: '1 call in 1 file' })).toBeVisible();
    await page.keyboard.press('Escape');

    const text = bytes.toString('utf8');
    const cues = await cuesInBrowser(await context.newPage(), text);
    const turns = cues.filter(({ id }) => id.startsWith('turn/'));
    const notes = cues.filter(({ id }) => /^(?:note|point)\//.test(id));
    expect(notes.map(({ startTime, words }) => [startTime.toFixed(3), words])).toEqual(
      labels.map(([start, , words]) => [start, words]),
    );
    expect(notes.map(({ endTime }) => endTime.toFixed(3))).toEqual(['2.500', '3.001', '6.125']);
    const said = spoken.call.transcript?.filter(({ content }) => content).map(({ content }) => content);
    expect(said).toEqual(expect.arrayContaining(turns.map(({ words }) => words)));
    expect(turns.length).toBeGreaterThanOrEqual(5);
    // What the browser reads is what our own reader does.
    expect(readVtt(text).annotations.map(({ text: words }) => words)).toEqual(notes.map(({ words }) => words));
  });

  test('a broken file is refused with its line, and adds nothing', async ({ page }) => {
    if (!spoken) throw new Error('the demo has no such call');
    await page.goto(host.url);
    await new CallsPage(page).open(spoken.call.call_id);
    await page.keyboard.press('Alt+V');
    const buffer = Buffer.from('1\t2\tfine\n5\t4\tbackwards\n');
    await page.getByLabel('File of annotations').setInputFiles({ name: 'x.txt', mimeType: 'text/plain', buffer });
    const dialog = page.getByRole('dialog', { name: 'Import annotations' });
    await expect(dialog.getByRole('alert')).toHaveText('Line 2: it ends (4 s) before it begins (5 s).');
    await expect(dialog.getByRole('button', { name: 'Add annotations' })).toBeDisabled();
  });

  test('all matching calls go out as tables, and a turn as sound', async ({ page }) => {
    if (!spoken) throw new Error('the demo has no such call');
    await page.goto(host.url);
    const calls = new CallsPage(page);
    await expect(calls.row(1)).toBeVisible();
    await page.getByRole('button', { name: 'Export all matching calls' }).click();
    const { download, bytes } = await exportAs(page, 'CSV');
    expect(download.suggestedFilename()).toMatch(/^calls-\d{4}-\d\d-\d\d\.csv\.zip$/);
    const tables = unzipSync(bytes);
    expect(Object.keys(tables).sort()).toEqual(['annotations.csv', 'calls.csv', 'scores.csv', 'turns.csv']);
    const lines = Buffer.from(tables['calls.csv'] ?? '')
      .toString('utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(demoCalls.length + 1);
    await page.keyboard.press('Escape');

    await calls.open(spoken.call.call_id);
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled({ timeout: 60_000 });
    await page.keyboard.press('ArrowDown');
    const [clip] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Alt+U')]);
    const wav = await readFile(await clip.path());
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect(wav.readUInt16LE(22)).toBe(spoken.recording?.channels);
    const seconds = wav.readUInt32LE(40) / wav.readUInt32LE(28);
    const [, start, end] = /-([\d.]+)-([\d.]+)\.wav$/.exec(clip.suggestedFilename()) ?? [];
    expect(Math.abs(seconds - (Number(end) - Number(start)))).toBeLessThan(0.002);
  });
});

interface SeenCue {
  id: string;
  startTime: number;
  endTime: number;
  words: string;
}

/** The cues that the browser finds in a captions file, with their words as it would show them. */
async function cuesInBrowser(page: Page, text: string): Promise<SeenCue[]> {
  await page.route('https://captions.test/**', (route) =>
    route.request().url().endsWith('.vtt')
      ? route.fulfill({ contentType: 'text/vtt; charset=utf-8', body: text })
      : route.fulfill({ contentType: 'text/html', body: '<video><track default src="/call.vtt"></video>' }),
  );
  await page.goto('https://captions.test/');
  const found = await page.evaluate(async () => {
    const element = document.querySelector('track');
    if (element === null) throw new Error('there is no track');
    element.track.mode = 'hidden';
    if (element.readyState !== HTMLTrackElement.LOADED) {
      await new Promise((resolve, reject) => {
        element.addEventListener('load', resolve);
        element.addEventListener('error', () => reject(new Error('the browser refused the captions')));
      });
    }
    return Array.from(element.track.cues ?? [], (cue) => {
      const { id, startTime, endTime } = cue;
      return { id, startTime, endTime, words: cue instanceof VTTCue ? cue.getCueAsHTML().textContent : '' };
    });
  });
  await page.close();
  return found;
}
