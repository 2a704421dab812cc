import { expect, type Page, test } from '@playwright/test';
import { decodePeaksHeader, findPeaksLevel, readPeaksLevel } from '../src/shared/logic/peaks-format.ts';
import { type Host, startHost } from './support/host.ts';
import { CallSound } from './support/playback/call-sound.ts';
import { findSamples, type Sample } from './support/playback/formats.ts';
import { type Levels, onsetErrors, strayOnsets } from './support/playback/onsets.ts';
import type { Heard } from './support/playback/probe.ts';
import { sampleTurns, wrongSamples } from './support/playback/turn-samples.ts';

const samples = findSamples();
const frameMs = 1000 / 60;

/** What the demo must hold, so that a smaller corpus cannot make this spec pass with less. */
const formats = [
  'adts aac 16000',
  'flac flac 8000',
  'mp3 CBR 8000',
  'mp3 CBR 16000',
  'mp3 CBR 44100',
  'mp3 VBR with Xing 8000',
  'mp3 VBR with Xing 16000',
  'mp3 VBR with Xing 44100',
  'mp3 VBR without Xing 16000',
  'mp4 aac moov first 16000',
  'mp4 aac moov first 48000',
  'mp4 aac moov last 16000',
  'ogg opus 48000',
  'wav pcm_alaw 8000',
  'wav pcm_mulaw 8000',
  'wav pcm_s16le 8000',
  'webm opus 48000',
];

test.describe('the sound of the demo', () => {
  let host: Host;
  /** The app as it is. */
  let page: Page;
  /** The app without its content security policy, to listen to. */
  let tapped: Page;
  const report: string[] = [];

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(300_000);
    host = await startHost({ demo: true });
    const viewport = { width: 1360, height: 860 };
    const context = await browser.newContext({ viewport });
    // What the page mixes leaves the device after the element's clock says, and the marked turn waits for it: this spec
    // holds the app against that clock.
    await context.addInitScript(() => localStorage.setItem('earmark.evenOut', 'off'));
    page = await context.newPage();
    await page.goto(host.url);
    await expect(page.getByRole('grid')).toBeVisible();
    const storageState = await context.storageState();
    const bypassing = await browser.newContext({ viewport, storageState, bypassCSP: true });
    tapped = await bypassing.newPage();
    await tapped.goto(new URL('/', host.url).href);
    for (const sample of samples) {
      const sound = new CallSound(page, sample);
      const analysed = async () => {
        const { state, playable, peaks } = await sound.known();
        return state === 'ready' && playable && peaks !== 'none';
      };
      await expect.poll(analysed, { message: `${sample.format} is in`, timeout: 120_000 }).toBe(true);
    }
  });

  test.afterAll(async () => {
    process.stdout.write(`${report.join('\n')}\n`);
    await page.context().close();
    await tapped.context().close();
    await host.stop();
    host.remove();
  });

  test('every container, codec and rate is there', () => {
    expect(samples.map((sample) => sample.format)).toEqual(expect.arrayContaining(formats));
  });

  for (const sample of samples) {
    test(`${sample.format} plays and seeks`, async () => {
      const sound = new CallSound(tapped, sample);
      const { durationMs, peaks } = await sound.known();
      if (peaks === 'needs-browser') await drawAndKeep(new CallSound(page, sample));
      await sound.open();

      const duration = await sound.audio('duration');
      expect.soft(await sound.seekableEnd(), 'seekable to its end').toBe(duration);
      expect.soft(Math.abs(duration * 1000 - (durationMs ?? 0)), 'as long as the app says').toBeLessThanOrEqual(50);
      await expect.poll(() => sound.inkRatio(), 'the waveform is drawn').toBeGreaterThan(1.5);

      const source = await sound.listen();
      expectOnsets({ hopMs: 5, channels: source }, sample, 'the source');
      expectOnsets(await readEnergy(sound), sample, 'the peaks');
      const heard = await hearEverywhere(sound, sample);
      await sound.playOut();
      await expect
        .soft(tapped.getByRole('alert').filter({ hasText: /\S/ }), 'nothing to warn of')
        .toHaveCount(0, { timeout: 1000 });

      const row = describeRow(sample, heard, duration * 1000 - (durationMs ?? 0));
      report.push(row);
      await test.info().attach('offsets', { body: row, contentType: 'text/plain' });
      for (const [place, { offsetMs, match, steady }] of heard) {
        expect.soft(steady, `${place}: playing was not disturbed`).toBe(true);
        expect.soft(match, `${place}: it is this recording`).toBeGreaterThan(0.8);
        expect.soft(Math.abs(offsetMs), `${place}: sound at the position shown`).toBeLessThanOrEqual(10);
      }
    });
  }

  for (const rate of ['1', '2']) {
    test(`the marked turn is the one heard, at ${rate}x over a whole call`, async () => {
      const sample = shortest(rate === '1' ? 6 : 9);
      const sound = new CallSound(page, sample);
      await sound.open();
      await page.getByLabel('Speed').selectOption(rate);
      const seen = await sampleTurns(page, () => sound.play());
      expect(wrongSamples(seen, sample.turns, frameMs * Number(rate))).toEqual([]);
      expect(new Set(seen.map(({ turn }) => turn))).toEqual(new Set([-1, ...sample.turns.map((t) => t.position)]));
      expect(seen.length).toBeGreaterThan(200);
    });
  }
});

/** AAC: the window decodes it in a worker, shows it, and gives the peaks to the host. */
async function drawAndKeep(sound: CallSound): Promise<void> {
  expect(await sound.peaksStatus()).toBe(404);
  const uploaded = sound.peaksUpload();
  await sound.open();
  await expect.poll(() => sound.inkRatio(), 'the waveform is drawn by the window').toBeGreaterThan(1.5);
  expect(await uploaded).toBe(204);
  await expect.poll(async () => (await sound.known()).peaks).toBe('ready');
}

/** The shortest call with at least so many turns, all of which begin within it. */
function shortest(turns: number): Sample {
  const [first] = samples.filter((sample) => sample.turns.length >= turns).sort((a, b) => a.durationMs - b.durationMs);
  if (first === undefined) throw new Error(`the demo has no call with ${turns} turns`);
  return first;
}

/** Plays the call and seeks in every way there is; hears 0.3 s of speech at each place, a little after MP3 decoders have caught up. */
async function hearEverywhere(sound: CallSound, sample: Sample): Promise<[string, Heard][]> {
  const spoken = sample.truth.turns.filter((turn) => turn.endMs - turn.onsetMs > 900);
  const [first] = sample.truth.turns;
  const last = spoken.at(-1);
  const third = spoken[Math.floor(spoken.length / 3)];
  const middle = spoken[Math.floor((spoken.length * 2) / 3)];
  if (!first || !last || !third || !middle) throw new Error('nobody speaks for long here');
  const position = sample.turns.find((turn) => turn.startMs === third.onsetMs)?.position ?? -1;
  const inMiddle = (middle.onsetMs + middle.endMs) / 2 - 300;
  const nearEnd = last.endMs - 800;
  return [
    ['from the start', await sound.hearAfter((again) => sound.playFromStart(again), first.onsetMs)],
    ['click on a turn', await sound.hearAfter(() => sound.clickTurn(position), third.onsetMs + 120)],
    ['click on the waveform', await sound.hearAfter(() => sound.clickWaveform(inMiddle), inMiddle + 80)],
    ['key Home', await sound.hearAfter(() => sound.pressHome(), first.onsetMs)],
    ['link to a moment', await sound.hearAfter(() => sound.followLink(nearEnd), nearEnd + 150)],
  ];
}

/** Energies of the app's peaks file. */
async function readEnergy(sound: CallSound): Promise<Levels> {
  const bytes = await sound.peaks();
  const header = decodePeaksHeader(bytes);
  const level = findPeaksLevel(header, 'energy', 10);
  if (level === undefined) throw new Error('the peaks hold no energies');
  const values = readPeaksLevel(bytes, level);
  const lane = (channel: number) => values.filter((_, i) => i % header.channels === channel);
  return { hopMs: level.hopMs, channels: Array.from({ length: header.channels }, (_, channel) => lane(channel)) };
}

/**
 * Sound begins where the truth says. Lossy codecs smear single onsets; that the clock is right shows in the median, which
 * an encoder delay that was not taken off (or taken off twice) would shift by 21 to 138 ms.
 */
function expectOnsets(levels: Levels, sample: Sample, what: string): void {
  const errors = onsetErrors(levels, sample.truth).sort((a, b) => a - b);
  const median = errors[Math.floor(errors.length / 2)] ?? Number.NaN;
  expect.soft(errors.length, `${what}: turns that begin in silence`).toBeGreaterThan(2);
  expect
    .soft(
      errors.every((error) => error >= -60 && error <= 20),
      `${what}: onsets ${errors.join(' ')}`,
    )
    .toBe(true);
  expect.soft(Math.abs(median + levels.hopMs / 2), `${what}: median of the onsets ${errors.join(' ')}`).toBeLessThan(8);
  expect.soft(strayOnsets(levels, sample.truth), `${what}: the other channel stays quiet`).toEqual([]);
}

function describeRow(sample: Sample, heard: readonly [string, Heard][], longer: number): string {
  const places = heard.map(([place, { offsetMs, match }]) => `${place} ${offsetMs.toFixed(1)} (${match.toFixed(3)})`);
  return `${sample.format.padEnd(28)} ms: ${places.join(', ')}; length ${longer.toFixed(1)}`;
}
