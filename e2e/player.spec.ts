import { expect, type Page, test } from '@playwright/test';
import { demoCalls, demoTruth } from './support/demo.ts';
import { type Host, startHost } from './support/host.ts';
import { type CallPage, CallsPage } from './support/pages.ts';
import { installEars, listen } from './support/playback/ears.ts';
import { findSamples, type Sample } from './support/playback/formats.ts';
import { jumpsOf, playedSamples, watchPosition } from './support/streaming.ts';

const stereo = sampleOf('webm opus 48000');
const QUIET_DB = -45;

function sampleOf(format: string): Sample {
  const found = findSamples().find((sample) => sample.format === format);
  if (found === undefined) throw new Error(`the demo has no ${format}`);
  return found;
}

/** The turn of a party that is spoken longest, whole seconds of it. */
function longest(role: 'agent' | 'caller') {
  const turns = stereo.truth.turns.filter((turn) => turn.role === role);
  return turns.reduce((best, turn) => (turn.endMs - turn.onsetMs > best.endMs - best.onsetMs ? turn : best));
}

test.describe('the player', () => {
  let host: Host;
  let page: Page;
  let call: CallPage;

  test.beforeAll(async ({ browser }) => {
    host = await startHost({ demo: true });
    const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    await context.addInitScript(installEars);
    page = await context.newPage();
    await page.goto(host.url);
    await expect(page.getByRole('grid')).toBeVisible();
  });

  test.afterAll(async () => {
    await page.context().close();
    await host.stop();
    host.remove();
  });

  test.beforeEach(async () => {
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.startsWith('earmark.')) localStorage.removeItem(key);
    });
    await page.goto(new URL('/', host.url).href);
    call = await openWhole(page, stereo.callId);
  });

  test('makes no sound context before the reader does something', async () => {
    expect(await page.evaluate(() => window.ears?.early)).toBe(0);
    await call.play();
    expect(await page.evaluate(() => window.ears?.early)).toBe(0);
  });

  test('one party in each ear, muted, heard alone, or both in both ears', async () => {
    const { onsetMs } = longest('agent');
    const hear = () => hearAt(page, onsetMs, 1200);
    await call.play();
    const both = await hear();
    expect(both.leftDb).toBeGreaterThan(-35);
    expect(both.rightDb).toBeLessThan(QUIET_DB);

    await page.getByRole('button', { name: 'Mute Agent' }).click();
    const muted = await hear();
    expect([muted.leftDb, muted.rightDb].filter((db) => db > QUIET_DB)).toEqual([]);

    await page.getByRole('button', { name: 'Mute Agent' }).click();
    await page.keyboard.press('Shift+S');
    await expect(page.getByRole('button', { name: 'Hear only Agent' })).toHaveAttribute('aria-pressed', 'true');
    expect((await hear()).leftDb).toBeGreaterThan(-35);
    await page.keyboard.press('Shift+S');
    await expect(page.getByRole('button', { name: 'Hear only Caller' })).toHaveAttribute('aria-pressed', 'true');
    expect((await hear()).leftDb).toBeLessThan(QUIET_DB);
    await page.keyboard.press('Shift+S');

    await page.getByRole('button', { name: 'Loudness and ears' }).click();
    await page.getByLabel('Both parties in both ears').check();
    await page.keyboard.press('Escape');
    const mixed = await hear();
    expect(mixed.leftDb).toBeGreaterThan(-35);
    expect(Math.abs(mixed.leftDb - mixed.rightDb)).toBeLessThan(1);
  });

  test('both parties are equally loud, unless that is switched off', async () => {
    const hear = async (role: 'agent' | 'caller') => {
      const { leftDb, rightDb } = await hearAt(page, longest(role).onsetMs, 1500);
      return Math.max(leftDb, rightDb);
    };
    await page.getByRole('button', { name: 'Loudness and ears' }).click();
    const text =
      (await page
        .getByLabel('Loudness and ears')
        .getByText(/Agent .* dB/)
        .textContent()) ?? '';
    const [agentDb = 0, callerDb = 0] = [...text.matchAll(/([−+])([\d.]+) dB/g)].map(
      ([, sign, db]) => (sign === '−' ? -1 : 1) * Number(db),
    );
    await page.keyboard.press('Escape');
    expect(Math.abs(agentDb - callerDb), text).toBeGreaterThan(1);
    await call.play();
    const evened = [await hear('agent'), await hear('caller')];
    await page.getByRole('button', { name: 'Loudness and ears' }).click();
    await page.getByLabel('Even out the loudness').uncheck();
    await page.keyboard.press('Escape');
    const asTheyAre = [await hear('agent'), await hear('caller')];
    expect((evened[0] ?? 0) - (asTheyAre[0] ?? 0)).toBeCloseTo(agentDb, -0.5);
    expect((evened[1] ?? 0) - (asTheyAre[1] ?? 0)).toBeCloseTo(callerDb, -0.5);
  });

  test('keeps the pitch at twice the speed', async () => {
    const { onsetMs } = longest('agent');
    await call.play();
    const centroids: number[] = [];
    for (const rate of ['1', '2']) {
      await page.getByLabel('Speed').selectOption(rate);
      const heard = await hearAt(page, onsetMs, 3000);
      expect(heard.speed / Number(rate)).toBeGreaterThan(0.9);
      expect(heard.speed / Number(rate)).toBeLessThan(1.1);
      centroids.push(heard.centroidHz);
    }
    const [normal = 0, fast = 0] = centroids;
    expect(fast / normal).toBeGreaterThan(0.75);
    expect(fast / normal).toBeLessThan(1.35);
  });

  test('skips silence and no speech, but not the gap of a turn that is played again', async () => {
    await page.keyboard.press('s');
    await page.keyboard.press('s');
    await expect(page.getByLabel('Silence')).toHaveValue('skip');
    await page.getByLabel('Speed').selectOption('2');
    await call.play();
    await watchPosition(page);
    await page.waitForFunction(() => document.querySelector('audio')?.ended === true, null, { timeout: 40_000 });
    const samples = await playedSamples(page);
    const jumps = samples.slice(1).flatMap((sample, i) => {
      const before = samples[i] ?? sample;
      const played = ((sample.atMs - before.atMs) / 1000) * 2;
      const jumped = sample.seconds - before.seconds - played;
      // What was played on a busy machine between two frames is no part of the jump.
      return jumped > 0.35 ? [{ from: (before.seconds + played) * 1000, to: sample.seconds * 1000 }] : [];
    });
    expect(jumps.length).toBeGreaterThan(3);
    const skipped = jumps.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(skipped).toBeGreaterThan(3000);
    for (const { from, to } of jumps) {
      // A pause within a turn is silence too; a beginning or an end of speech is not.
      const cut = stereo.truth.turns.filter(({ onsetMs, endMs }) => {
        return (onsetMs > from && onsetMs < to) || (endMs > from + 50 && endMs < to);
      });
      expect(cut, `between ${from} and ${to} ms somebody begins or ends`).toEqual([]);
      expect(to - from).toBeLessThan(3000);
    }

    const slow = stereo.truth.turns.findIndex((turn) => (turn.gapMs ?? 0) > 2500);
    await page.getByLabel('Speed').selectOption('1');
    await call
      .turn(slow + 1)
      .getByRole('button', { name: /^Go to turn/ })
      .click();
    await page.keyboard.press('k');
    await page.keyboard.press('r');
    await watchPosition(page);
    await expect
      .poll(() => call.time(), { timeout: 15_000 })
      .toBeGreaterThan((stereo.truth.turns[slow]?.onsetMs ?? 0) / 1000);
    expect(jumpsOf(await playedSamples(page), 1)).toEqual([]);
  });

  test('plays silence three times as fast, speech as it is', async () => {
    await page.keyboard.press('s');
    await expect(page.getByLabel('Silence')).toHaveValue('fast');
    await call.play();
    const rates = await page.evaluate(async () => {
      const seen: { at: number; rate: number }[] = [];
      const audio = document.querySelector('audio');
      const end = performance.now() + 14_000;
      while (audio !== null && performance.now() < end) {
        seen.push({ at: audio.currentTime * 1000, rate: audio.playbackRate });
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
      return seen;
    });
    const spoken = (at: number) => stereo.truth.turns.some((turn) => turn.onsetMs < at && at < turn.endMs - 100);
    expect(rates.filter(({ at, rate }) => rate === 3 && spoken(at))).toEqual([]);
    expect(rates.some(({ rate }) => rate === 3)).toBe(true);
    await expect(page.getByLabel('Speed')).toHaveValue('1');
  });

  test('the lanes can be exchanged, by key and by button', async () => {
    const wave = page.getByRole('region', { name: 'Waveform' });
    const names = wave.getByText(/^(Agent|Caller)$/);
    await expect(names).toHaveText(['Agent', 'Caller']);
    await page.keyboard.press('x');
    await expect(names).toHaveText(['Caller', 'Agent']);
    await page.reload();
    await expect(names).toHaveText(['Caller', 'Agent']);
    await wave.getByRole('button', { name: 'Exchange agent and caller' }).click();
    await expect(names).toHaveText(['Agent', 'Caller']);
  });

  test('the frame on the minimap is drawn wider and moved', async () => {
    const minimap = page.getByTestId('minimap');
    const frame = page.getByTestId('minimap-frame');
    await expect(frame).toBeHidden();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    const boxOf = async () => {
      const [whole, part] = [await minimap.boundingBox(), await frame.boundingBox()];
      if (whole === null || part === null) throw new Error('the minimap is not there');
      return { y: whole.y + whole.height / 2, left: part.x, right: part.x + part.width };
    };
    const drag = async (fromX: number, toX: number, y: number) => {
      await page.mouse.move(fromX, y);
      await page.mouse.down();
      await page.mouse.move((fromX + toX) / 2, y);
      await page.mouse.move(toX, y);
      await page.mouse.up();
    };
    const before = await boxOf();
    await drag(before.right, before.right + 200, before.y);
    const wider = await boxOf();
    expect(wider.right).toBeCloseTo(before.right + 200, -0.5);
    expect(wider.left).toBeCloseTo(before.left, -0.5);
    await drag((wider.left + wider.right) / 2, (wider.left + wider.right) / 2 + 150, wider.y);
    const moved = await boxOf();
    expect(moved.left).toBeCloseTo(wider.left + 150, -0.5);
    expect(moved.right - moved.left).toBeCloseTo(wider.right - wider.left, -0.5);
    const zoom = page.getByRole('slider', { name: 'Zoom' });
    const said = await zoom.getAttribute('aria-valuetext');
    expect(said).toMatch(/^\d+:\d\d to \d+:\d\d shown$/);
    await page.keyboard.press(',');
    await expect(zoom).not.toHaveAttribute('aria-valuetext', said ?? '');
  });

  test('a recording with one channel says why it has no parties to mute', async () => {
    const mono = demoCalls.find(({ call: { call_id }, recording, recordingState }) => {
      return recording?.channels === 1 && recordingState === undefined && demoTruth[call_id] !== undefined;
    });
    if (mono === undefined) throw new Error('the demo has no mono call');
    await openWhole(page, mono.call.call_id);
    const wave = page.getByRole('region', { name: 'Waveform' });
    await expect(wave.getByRole('button', { name: /^(Mute|Hear only)/ })).toHaveCount(0);
    await wave.getByText('Mono').hover();
    await expect(page.getByRole('tooltip')).toContainText('One channel carries both parties');
  });
});

/** Opens a call whose waveform is read to its finest level. */
async function openWhole(page: Page, callId: string): Promise<CallPage> {
  const analysed = async () => (await page.request.get(`${new URL(page.url()).origin}/peaks/${callId}`)).status();
  await expect.poll(analysed, { timeout: 60_000 }).toBe(200);
  const call = await new CallsPage(page).open(callId);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeEnabled();
  await page.waitForFunction(() => (document.querySelector('audio')?.readyState ?? 0) > 0);
  await expect(page.getByRole('region', { name: 'Waveform' }).getByText(/^(Agent|Mono)$/)).toBeVisible();
  return call;
}

/** Hears so many ms of a turn, a little after it has begun. */
function hearAt(page: Page, onsetMs: number, forMs: number) {
  return listen(page, onsetMs + 300, onsetMs + 300 + forMs);
}
