import { expect, test } from '@playwright/test';
import { demoCalls } from './support/demo.ts';
import { CallPage, CallsPage } from './support/pages.ts';
import {
  jumpsOf,
  openStreamingWorkspace,
  playedSamples,
  type StreamingWorkspace,
  watchForHunger,
  watchPosition,
} from './support/streaming.ts';

/** A call of a minute or more. */
function longCall(container: string, leastMs = 60_000) {
  const found = demoCalls.find(
    ({ recording, recordingState }) =>
      recording?.container === container && !recordingState && recording.durationMs > leastMs,
  );
  if (!found?.recording) throw new Error(`the demo has no ${container} call of a minute`);
  return { id: found.call.call_id, durationMs: found.recording.durationMs };
}

test.describe('a call whose recording is not here', () => {
  let workspace: StreamingWorkspace;
  test.beforeEach(async ({ page }) => {
    test.setTimeout(240_000);
    workspace = await openStreamingWorkspace(page);
  });
  test.afterEach(() => workspace.close());

  test('is heard while it is downloaded: ahead of the download too, and over a link that expires', async ({ page }) => {
    // Its end is read first, for the length: that is ahead of the download too.
    const { id, durationMs } = longCall('ogg', 600_000);
    const { sandbox } = workspace;
    const drip = { kind: 'slow-drip', bytes: 5000, everyMs: 50, callId: id, on: 'media' } as const;
    sandbox.faults.add({ kind: 'expire-mid-download', atByte: 50_000, callId: id, times: 1 });
    sandbox.faults.add(drip);

    const calls = new CallsPage(page);
    await expect.poll(() => workspace.recording(id).then(({ state }) => state)).toBe('unknown');
    const view = await calls.open(id);
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled();
    await expect(page.getByRole('progressbar', { name: 'Downloading the recording' })).toBeVisible();
    await view.play();
    await expect.poll(() => view.time()).toBeGreaterThan(2);
    expect(await workspace.recording(id)).toMatchObject({ state: 'downloading', streamable: true });

    // Far ahead: that range alone is fetched, and its link expires on the way.
    sandbox.faults.clear();
    sandbox.faults.add({ kind: 'expire-mid-download', atByte: 100_000, callId: id, times: 1 });
    sandbox.faults.add(drip);
    const before = sandbox.requests.length;
    const targetSeconds = (durationMs / 1000) * 0.7;
    const box = await view.position.boundingBox();
    if (box === null) throw new Error('the waveform is not on screen');
    await page.mouse.click(box.x + box.width * 0.7, box.y + box.height / 4);
    await expect.poll(() => view.time(), { timeout: 30_000 }).toBeGreaterThan(targetSeconds - 5);
    const landed = await view.time();
    await expect.poll(() => view.time(), { timeout: 30_000 }).toBeGreaterThan(landed + 1);
    const { state, bytes, receivedBytes } = await workspace.recording(id);
    expect(state).toBe('downloading');
    expect((receivedBytes ?? 0) / (bytes ?? 1)).toBeLessThan(0.7);

    await watchPosition(page);
    await watchForHunger(page);
    await expect.poll(() => view.time(), { timeout: 60_000 }).toBeGreaterThan(landed + 10);
    const asked = sandbox.requests.slice(before).filter(({ callId }) => callId === id);
    expect(asked.filter(({ kind, status }) => kind === 'media' && status >= 400).length).toBeGreaterThan(0);
    expect(asked.filter(({ kind }) => kind === 'get').length).toBeGreaterThan(0);

    await expect
      .poll(() => workspace.recording(id), { timeout: 90_000 })
      .toMatchObject({ state: 'ready', playable: true });
    await expect(page.getByRole('progressbar', { name: 'Downloading the recording' })).toHaveCount(0);
    const samples = await playedSamples(page);
    expect(jumpsOf(samples, 1)).toEqual([]);
    expect(await page.locator('audio[data-hungry]').count(), 'it waited for bytes').toBe(0);
    await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
  });

  test('goes on in its seekable copy once that is made, at the same place', async ({ page }) => {
    const { id } = longCall('mp3');
    const { sandbox } = workspace;
    sandbox.faults.add({ kind: 'slow-drip', bytes: 600, everyMs: 25, callId: id, on: 'media' });
    const view = await new CallsPage(page).open(id);
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled();
    await page.getByLabel('Volume').fill('0.4');
    await page.getByLabel('Speed').selectOption('1.25');
    await view.play();
    await watchPosition(page);
    expect(await workspace.recording(id)).toMatchObject({ state: 'downloading', streamable: true });
    await expect(page.getByText(/places after a jump are approximate/)).toBeVisible();

    await expect
      .poll(() => page.evaluate(() => document.querySelector('audio')?.src ?? ''), { timeout: 90_000 })
      .toMatch(/\/recordings\/[^?]+$/);
    const switchedAt = await view.time();
    await expect.poll(() => view.time()).toBeGreaterThan(switchedAt + 1);
    expect(await workspace.recording(id)).toMatchObject({ state: 'ready', playable: true });
    const samples = await playedSamples(page);
    expect(new Set(samples.map(({ source }) => source.includes('as=sent')))).toEqual(new Set([true, false]));
    expect(jumpsOf(samples, 1.25)).toEqual([]);
    expect(samples.filter(({ paused }) => paused)).toEqual([]);
    expect(
      await page.evaluate(() => {
        const { volume, playbackRate, muted } = document.querySelector('audio') as HTMLAudioElement;
        return { volume, playbackRate, muted };
      }),
    ).toEqual({ volume: 0.4, playbackRate: 1.25, muted: false });
    await expect(page.getByRole('button', { name: /^Pause/ })).toBeVisible();
    await expect(page.locator('audio')).toHaveCount(1);
    expect(await new CallPage(page).activeTurn()).not.toBeNull();
  });

  test('keeps a paused place when the copy takes over', async ({ page }) => {
    const { id } = longCall('mp3');
    workspace.sandbox.faults.add({ kind: 'slow-drip', bytes: 1500, everyMs: 50, callId: id, on: 'media' });
    const view = await new CallsPage(page).open(id);
    await view.play();
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: /^Play/ })).toBeEnabled();
    const place = await view.time();
    expect(await workspace.recording(id)).toMatchObject({ state: 'downloading' });
    const source = () => page.evaluate(() => document.querySelector('audio')?.getAttribute('src'));
    await expect.poll(source, { timeout: 60_000 }).toBe(`/recordings/${id}`);
    expect(Math.abs((await view.time()) - place)).toBeLessThan(0.05);
    await view.play();
    await expect.poll(() => view.time()).toBeGreaterThan(place + 1);
  });
});
