import { expect, type Page, test } from '@playwright/test';
import { demoCalls, demoTruth } from './support/demo.ts';
import { CallsPage } from './support/pages.ts';
import { type HeardEars, installEars, listen } from './support/playback/ears.ts';
import {
  jumpsOf,
  openStreamingWorkspace,
  playedSamples,
  type StreamingWorkspace,
  watchPosition,
} from './support/streaming.ts';

const QUIET_DB = -45;

/** A stereo MP3 of a minute or more: it is heard as it was sent first, and goes on in its copy. */
const call = (() => {
  const found = demoCalls.find(
    ({ recording, recordingState }) =>
      recording?.container === 'mp3' && recording.channels === 2 && !recordingState && recording.durationMs > 40_000,
  );
  const truth = demoTruth[found?.call.call_id ?? ''];
  if (!found || !truth) throw new Error('the demo has no stereo MP3');
  return { id: found.call.call_id, truth };
})();

/** A turn of a party that is long enough to listen into. */
function turnOf(role: 'agent' | 'caller') {
  const turns = call.truth.turns.filter((turn) => turn.role === role);
  return turns.reduce((best, turn) => (turn.endMs - turn.onsetMs > best.endMs - best.onsetMs ? turn : best));
}

const loudest = ({ leftDb, rightDb }: HeardEars): number => Math.max(leftDb, rightDb);

test.describe('a copy that takes over while the channels are mixed', () => {
  let workspace: StreamingWorkspace;
  test.beforeEach(async ({ page }) => {
    test.setTimeout(240_000);
    await page.addInitScript(installEars);
    workspace = await openStreamingWorkspace(page);
    workspace.sandbox.faults.add({ kind: 'slow-drip', bytes: 1500, everyMs: 50, callId: call.id, on: 'media' });
  });
  test.afterEach(() => workspace.close());

  const source = (page: Page) => page.evaluate(() => document.querySelector('audio')?.getAttribute('src'));

  test('goes on with the same parties in the same ears, and the old one is silent', async ({ page }) => {
    const view = await new CallsPage(page).open(call.id);
    await view.play();
    // Channels are known once the recording was analysed, which is when the copy comes: until then there is one to mix.
    await page.getByRole('button', { name: 'Loudness and ears' }).click();
    await page.getByLabel('Both parties in both ears').check();
    await page.keyboard.press('Escape');
    await watchPosition(page);
    await expect.poll(() => source(page), { timeout: 90_000 }).toBe(`/recordings/${call.id}`);
    await expect(page.locator('audio')).toHaveCount(1);
    expect(await workspace.recording(call.id)).toMatchObject({ state: 'ready', playable: true });
    expect(jumpsOf(await playedSamples(page), 1)).toEqual([]);

    // Both parties in both ears, through the element that took over.
    for (const role of ['agent', 'caller'] as const) {
      const { onsetMs } = turnOf(role);
      const heard = await listen(page, onsetMs + 200, onsetMs + 1400);
      expect(loudest(heard), role).toBeGreaterThan(-35);
      expect(Math.abs(heard.leftDb - heard.rightDb), role).toBeLessThan(1);
    }
    // Alone, a party is alone: nothing of the old element is left beside it.
    await page.getByRole('button', { name: 'Mute Agent' }).click();
    const { onsetMs } = turnOf('agent');
    expect(loudest(await listen(page, onsetMs + 200, onsetMs + 1400))).toBeLessThan(QUIET_DB);
  });

  test('takes over a paused place, where a party can be muted and heard again', async ({ page }) => {
    const view = await new CallsPage(page).open(call.id);
    await view.play();
    await page.getByRole('button', { name: 'Loudness and ears' }).click();
    await page.getByLabel('Both parties in both ears').check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Pause/ }).click();
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled();
    const place = await view.time();
    await expect.poll(() => source(page), { timeout: 90_000 }).toBe(`/recordings/${call.id}`);
    expect(Math.abs((await view.time()) - place)).toBeLessThan(0.05);
    await expect(page.getByRole('button', { name: 'Mute Caller' })).toBeEnabled();
    await page.getByRole('button', { name: 'Mute Caller' }).click();
    await view.play();
    const { onsetMs } = turnOf('caller');
    expect(loudest(await listen(page, onsetMs + 200, onsetMs + 1400))).toBeLessThan(QUIET_DB);
    await page.getByRole('button', { name: 'Mute Caller' }).click();
    expect(loudest(await listen(page, onsetMs + 200, onsetMs + 1400))).toBeGreaterThan(-35);
  });
});
