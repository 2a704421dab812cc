import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { demoCalls, demoTruth } from './support/demo.ts';
import { type Entered, enter } from './support/entered.ts';
import { type Host, startHost } from './support/host.ts';
import { installListenTap, speechLevel, takeNotes } from './support/listen-tap.ts';

/** A frame of the screen and a block of the media clock. */
const FRAME_MS = 1000 / 60;
/** How far a measured end of speech may lie from the true one. */
const MEASURED_MS = 60;

/** An MP3 that was copied for exact places, an Opus in two channels, and a WAV in one. */
const mp3 = '73c07ad8-8808-4366-84d8-1b32282d0776';
const opus = 'd7c0a755-e628-47d6-9f9a-71d1f51cddfd';
const mono = '92b14d7d-aa35-45a8-9e91-0dd6e78c74fe';
const gone = 'd9d867b8-47b2-4354-a064-d7596274d22d';

interface Heard {
  index: number;
  gap: { ms: number; fromMs: number; toMs: number } | null;
}

let host: Host;
let entered: Entered;

test.beforeAll(async ({ browser }) => {
  host = await startHost({ demo: true });
  entered = await enter(browser, host);
});
test.afterAll(async () => {
  await host.stop();
  host.remove();
});

/** The first agent turn of a call with a measured gap, where the caller's speech before it truly ends, and where it begins. */
async function measuredTurn(page: Page, callId: string) {
  const ask = async <T>(name: string) => {
    const answer = await page.request.post(`${entered.origin}/rpc/calls/${name}`, { data: { json: { id: callId } } });
    return ((await answer.json()) as { json: T }).json;
  };
  const { turns } = await ask<{ turns: { index: number; entry: number }[] }>('get');
  const timing = await ask<{ turns: Heard[] }>('timing');
  const truth = demoTruth[callId]?.turns.find(({ gapMs }) => gapMs !== null);
  const turn = turns.find(({ entry }) => entry === truth?.entry);
  const gap = timing.turns.find(({ index }) => index === turn?.index)?.gap ?? null;
  if (truth?.gapMs == null || turn === undefined || gap === null) throw new Error(`no measured turn in ${callId}`);
  return { callId, index: turn.index, gap, trueEndMs: truth.onsetMs - truth.gapMs };
}

/** Opens turns side by side, of which so many can be heard. */
async function openListening(page: Page, turns: readonly { callId: string; index: number }[], ready = turns.length) {
  const query = turns.map(({ callId, index }) => `turn=${encodeURIComponent(`${callId}~${index}`)}`).join('&');
  await page.goto(`${entered.origin}/#/compare?${query}`);
  await expect(page.locator('[data-track]')).toHaveCount(ready);
  if (ready === 2) await expect(page.getByText(/Loudness matched: A/)).toBeVisible();
}

/** A window that plays without lead-in and notes what it plays. */
async function listenPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 860 },
    storageState: entered.storageState,
  });
  await context.addInitScript(installListenTap);
  await context.addInitScript(() => localStorage.setItem('earmark.leadIn', '0'));
  const page = await context.newPage();
  await page.goto(`${entered.origin}/#/calls`);
  return page;
}

test('turns start at the end of the caller’s speech, and a switch in mid-play keeps the place', async ({ browser }) => {
  const page = await listenPage(browser);
  const [a, b] = [await measuredTurn(page, mp3), await measuredTurn(page, opus)];
  await openListening(page, [a, b]);
  await page.getByRole('main').click({ position: { x: 5, y: 5 } });

  await page.keyboard.press('r');
  await expect
    .poll(async () => Number.parseFloat((await page.getByTestId('listen-offset').textContent()) ?? ''))
    .toBeGreaterThan(a.gap.ms / 1000 + 0.6);
  await page.keyboard.press('2');
  await page.waitForTimeout(700);
  await page.keyboard.press('x');
  await page.waitForTimeout(500);
  await page.keyboard.press('Space');
  const { notes, blocks } = await takeNotes(page);

  const [start, left, entered2, left2, back] = notes;
  expect(start).toMatchObject({ player: 0, what: 'playing' });
  expect(
    Math.abs((start?.mediaMs ?? 0) - a.gap.fromMs),
    'starts where the caller’s speech was measured to end',
  ).toBeLessThan(FRAME_MS);
  expect(Math.abs((start?.mediaMs ?? 0) - a.trueEndMs), 'which is where it truly ends').toBeLessThan(MEASURED_MS);
  // The gap is silent, then the agent is heard.
  const [onset] = blocks.filter(({ player, db }) => player === 0 && db > -45);
  const onsetErrorMs = (onset?.mediaMs ?? Number.NaN) - a.gap.fromMs - a.gap.ms;
  expect(Math.abs(onsetErrorMs), 'the agent is heard after the gap').toBeLessThan(150);

  const offsetOf = (note: typeof start, turn: typeof a) => (note?.mediaMs ?? Number.NaN) - turn.gap.fromMs;
  expect([left?.player, entered2?.player, left2?.player, back?.player]).toEqual([0, 1, 1, 0]);
  expect(Math.abs(offsetOf(entered2, b) - offsetOf(left, a)), 'A to B keeps the place').toBeLessThan(50);
  expect(Math.abs(offsetOf(back, a) - offsetOf(left2, b)), 'B to A keeps the place').toBeLessThan(50);
  const figures = JSON.stringify({
    startErrorMs: (start?.mediaMs ?? 0) - a.gap.fromMs,
    fromTruthMs: (start?.mediaMs ?? 0) - a.trueEndMs,
    onsetErrorMs,
    switchMs: [offsetOf(entered2, b) - offsetOf(left, a), offsetOf(back, a) - offsetOf(left2, b)],
  });
  process.stdout.write(`${figures}\n`);
  await page.context().close();
});

test('one and the other sound equally loud, in one channel and in two', async ({ browser }) => {
  const page = await listenPage(browser);
  const [a, b] = [await measuredTurn(page, mp3), await measuredTurn(page, mono)];
  await openListening(page, [a, b]);
  await page.getByRole('main').click({ position: { x: 5, y: 5 } });
  const play = async () => {
    await page.keyboard.press('s');
    await expect(page.getByRole('button', { name: 'Play A, B', exact: true })).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('button', { name: 'Play A, B', exact: true })).toHaveAttribute(
      'aria-pressed',
      'false',
      { timeout: 40_000 },
    );
    return takeNotes(page);
  };
  const matched = await play();
  expect(matched.notes.filter(({ what }) => what === 'playing').map(({ player }) => player)).toEqual([0, 1]);
  const apart = speechLevel(matched.blocks, 0) - speechLevel(matched.blocks, 1);
  process.stdout.write(
    `matched: ${apart.toFixed(2)} dB apart, ${speechLevel(matched.blocks, 0).toFixed(1)} dBFS; ${matched.blocks.length} blocks; ${await page.getByText(/Loudness matched/).textContent()}\n`,
  );
  // As recorded they are 5.3 dB apart; a busy machine drops blocks of what is tapped, an idle one is within 0.7 dB.
  expect(Math.abs(apart), 'one loudness').toBeLessThan(3);
  await page.context().close();
});

test('blind: nothing tells which is which, keys vote, and what was what comes after', async ({ browser }) => {
  const page = await listenPage(browser);
  const [a, b] = [await measuredTurn(page, mp3), await measuredTurn(page, opus)];
  await openListening(page, [a, b]);
  const names = [a, b].map(({ callId }) => callId);
  await page.getByRole('button', { name: 'Listen blind' }).click();
  await expect(page.getByRole('heading', { name: 'Pair 1 of 1' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'A is better' })).toHaveAttribute('aria-disabled', 'true');
  for (const letter of ['A', 'B']) {
    await expect(page.getByRole('button', { name: `Hear ${letter}` })).toContainText('Not heard yet');
  }

  const everything = `${await page.content()} ${page.url()} ${await page.title()} ${await page.locator('body').ariaSnapshot()}`;
  for (const secret of [...names, ...agentsOf(names)]) expect(everything).not.toContain(secret);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.keyboard.press('s');
  await expect(page.getByRole('button', { name: 'Hear B' })).toContainText('Playing', { timeout: 20_000 });
  await page.keyboard.press('b');
  await expect(page.getByRole('region', { name: 'This sitting', exact: true })).toContainText('B is better');
  await expect(page.getByRole('region', { name: 'By version', exact: true })).toContainText(/Too few votes to tell/);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const votes = await page.request.post(`${entered.origin}/rpc/votes/list`, { data: {} });
  const [vote] = ((await votes.json()) as { json: { choice: string; heardFirst: string; first: { callId: string } }[] })
    .json;
  expect(vote).toMatchObject({ choice: 'second', heardFirst: 'first' });
  expect(names).toContain(vote?.first.callId);
  await page.context().close();
});

test('what cannot be heard says why, and the rest plays', async ({ browser }) => {
  const page = await listenPage(browser);
  const a = await measuredTurn(page, opus);
  await openListening(page, [a, { callId: gone, index: 1 }], 1);
  const bar = page.getByRole('region', { name: 'Listen side by side' });
  await expect(bar.getByText(/Cannot be heard: Voicy has deleted it/)).toBeVisible();
  await expect(bar.getByRole('button', { name: 'Play A, B', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('main').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('r');
  await expect(bar.getByRole('button', { name: 'Pause' })).toBeVisible();
  expect(
    (await new AxeBuilder({ page }).include('section[aria-label="Listen side by side"]').analyze()).violations,
  ).toEqual([]);
  await page.context().close();
});

/** Names and versions of the agents of these calls, long enough to be told from other words. */
function agentsOf(ids: readonly string[]): string[] {
  return demoCalls
    .filter(({ call }) => ids.includes(call.call_id))
    .flatMap(({ call }) => Object.values((call as { agent?: Record<string, unknown> }).agent ?? {}))
    .flatMap((value) => (typeof value === 'string' && value.length > 2 ? [value] : []));
}
