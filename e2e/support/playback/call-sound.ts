import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import type { Sample } from './formats.ts';
import { type Heard, installProbe } from './probe.ts';

/** What the app knows of a recording, as `calls.get` answers. */
export interface KnownRecording {
  state: string;
  playable: boolean;
  peaks: string;
  durationMs: number | null;
}

/** One call in the app: what it plays, and what of it is heard. */
export class CallSound {
  readonly #page: Page;
  readonly #sample: Sample;
  readonly #origin: string;

  constructor(page: Page, sample: Sample) {
    this.#page = page;
    this.#sample = sample;
    this.#origin = new URL(page.url()).origin;
  }

  get #peaksUrl(): string {
    return `${this.#origin}/peaks/${this.#sample.callId}`;
  }

  async peaksStatus(): Promise<number> {
    return (await this.#page.request.get(this.#peaksUrl)).status();
  }

  /** How the host answers when the window gives it peaks. */
  async peaksUpload(): Promise<number> {
    const answer = await this.#page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.url() === this.#peaksUrl,
    );
    return answer.status();
  }

  async known(): Promise<KnownRecording> {
    const data = { json: { id: this.#sample.callId } };
    const answer = await this.#page.request.post(`${this.#origin}/rpc/calls/get`, { data });
    if (!answer.ok()) return { state: 'unknown', playable: false, peaks: 'none', durationMs: null };
    return ((await answer.json()) as { json: { recording: KnownRecording } }).json.recording;
  }

  /** Goes to the call without loading the page anew; ready to play. */
  async open(): Promise<void> {
    await this.#page.goto(`${this.#origin}/#/calls/${this.#sample.callId}`);
    await this.#ready();
  }

  async reload(): Promise<void> {
    await this.#page.reload();
    await this.#ready();
  }

  async #ready(): Promise<void> {
    await expect(this.#page.getByRole('button', { name: /^Play/ })).toBeEnabled();
    await expect.poll(() => this.audio('readyState')).toBeGreaterThan(0);
  }

  audio(property: 'currentTime' | 'duration' | 'readyState'): Promise<number> {
    return this.#page.evaluate((name) => document.querySelector('audio')?.[name] ?? Number.NaN, property);
  }

  seekableEnd(): Promise<number> {
    return this.#page.evaluate(() => {
      const ranges = document.querySelector('audio')?.seekable;
      return ranges?.length === 1 ? ranges.end(0) : Number.NaN;
    });
  }

  /** Listens to this call's `<audio>`; returns the levels of its source, 5 ms each, by channel. */
  async listen(): Promise<number[][]> {
    const { path, sampleRate, format } = this.#sample;
    const bytes = readFileSync(path);
    const given = format.includes('without Xing') ? Buffer.concat([bytes, bytes]) : bytes;
    await this.#page.evaluate(installProbe);
    return this.#page.evaluate(
      async ([original, rate]) => {
        const levels = await window.playbackProbe?.loadOriginal(original, rate);
        await window.playbackProbe?.tap();
        return levels ?? [];
      },
      [given.toString('base64'), sampleRate] as const,
    );
  }

  /** What is heard after `act`, once the position has come to `fromMs`; again if the machine was too busy to tell. */
  async hearAfter(act: (again: boolean) => Promise<void>, fromMs: number): Promise<Heard> {
    for (let tries = 1; ; tries += 1) {
      await act(tries > 1);
      const heard = await this.#page.evaluate(([from, to, forMs]) => window.playbackProbe?.hear(from, to, forMs), [
        fromMs,
        fromMs + 1500,
        300,
      ] as const);
      if (heard === undefined) throw new Error('the probe is gone from the page');
      if (heard.steady || tries === 4) return heard;
    }
  }

  play(): Promise<void> {
    return this.#page.getByRole('button', { name: 'Play', exact: true }).click();
  }

  /** Plays a call that has not been sought in. */
  async playFromStart(again: boolean): Promise<void> {
    if (again) {
      await this.reload();
      await this.listen();
    }
    await this.play();
  }

  async peaks(): Promise<Buffer> {
    const answer = await this.#page.request.get(this.#peaksUrl);
    expect(answer.status()).toBe(200);
    return answer.body();
  }

  clickTurn(position: number): Promise<void> {
    return this.#page
      .locator(`[data-turn="${position}"]`)
      .getByRole('button', { name: /^Go to turn/ })
      .click();
  }

  async clickWaveform(timeMs: number): Promise<void> {
    const wave = this.#page.getByRole('slider', { name: 'Position in the recording' });
    const box = await wave.boundingBox();
    if (box === null) throw new Error('there is no waveform');
    const known = await this.known();
    await wave.click({ position: { x: (timeMs / (known.durationMs ?? 1)) * box.width, y: box.height / 2 } });
  }

  async followLink(timeMs: number): Promise<void> {
    await this.#page.goto(`${this.#origin}/#/calls/${this.#sample.callId}?at=${Math.round(timeMs)}`);
  }

  async pressHome(): Promise<void> {
    await this.#page.keyboard.press('Home');
  }

  /** Plays on until the recording has ended. */
  async playOut(): Promise<void> {
    await this.#page.getByLabel('Speed').selectOption('3');
    await this.#page.waitForFunction(() => document.querySelector('audio')?.ended === true);
  }

  /** How much taller the picture of the whole call is where somebody speaks than before anybody does. */
  inkRatio(): Promise<number> {
    const { truth, durationMs } = this.#sample;
    const first = Math.min(...truth.turns.map((turn) => turn.onsetMs));
    const quiet = [[0.01, (first - 100) / durationMs] as const];
    const spoken = truth.turns.map((turn) => [turn.onsetMs / durationMs, turn.endMs / durationMs] as const);
    return this.#page.evaluate(
      ([quietSpans, spokenSpans]) => {
        const canvas = document.querySelector<HTMLCanvasElement>('section[aria-label="Waveform"] canvas');
        const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
        if (pixels === undefined) return 0;
        const { data, width, height } = pixels;
        // The gaps are drawn in the topmost pixels.
        const top = Math.ceil(height * 0.25);
        const meanInk = (spans: readonly (readonly [number, number])[]) => {
          let ink = 0;
          let columns = 0;
          for (const [from, to] of spans) {
            for (let x = Math.ceil(from * width); x < to * width; x += 1) {
              for (let y = top; y < height; y += 1) if ((data[(y * width + x) * 4 + 3] ?? 0) > 0) ink += 1;
              columns += 1;
            }
          }
          return ink / Math.max(1, columns);
        };
        return meanInk(spokenSpans) / Math.max(0.5, meanInk(quietSpans));
      },
      [quiet, spoken] as const,
    );
  }
}
