import { expect, type Page } from '@playwright/test';
import { demoCorpus, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { demoDir } from './demo.ts';
import { type Host, startHost } from './host.ts';

/** What `calls.get` says of a recording. */
interface Recording {
  state: string;
  playable: boolean;
  streamable: boolean;
  peaks: string;
  bytes: number | null;
  receivedBytes: number | null;
}

/** A workspace that has all calls and no recordings, and a storage that can be slow. */
export interface StreamingWorkspace {
  readonly sandbox: Sandbox;
  readonly host: Host;
  recording(callId: string): Promise<Recording>;
  close(): Promise<void>;
}

/** Connects a new host to a sandbox with the demo's calls; a sync fetches no recordings. */
export async function openStreamingWorkspace(page: Page): Promise<StreamingWorkspace> {
  const sandbox = await startSandbox({ corpus: await demoCorpus(demoDir), signer: 'opaque' });
  const host = await startHost();
  await page.goto(host.url);
  const { origin } = new URL(host.url);
  const call = async (path: string, json: object) => {
    const answer = await page.request.post(`${origin}/rpc/${path}`, { data: { json } });
    expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
    return ((await answer.json()) as { json: unknown }).json;
  };
  await call('settings/update', { downloadRecordings: false });
  await call('connection/save', { baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey });
  await page.goto(`${origin}/#/calls`);
  await expect(page.getByRole('grid')).toBeVisible();
  const recording = async (callId: string) =>
    ((await call('calls/get', { id: callId })) as { recording: Recording }).recording;
  return {
    sandbox,
    host,
    recording,
    close: async () => {
      await host.stop();
      host.remove();
      await sandbox.close();
    },
  };
}

/** The position over time, as the page's frames see it. */
export interface PlayedSample {
  readonly atMs: number;
  readonly seconds: number;
  readonly paused: boolean;
  readonly source: string;
}

declare global {
  interface Window {
    playedSamples?: PlayedSample[];
  }
}

/** Notes the position on every frame from now on. */
export async function watchPosition(page: Page): Promise<void> {
  await page.evaluate(() => {
    const samples: PlayedSample[] = [];
    window.playedSamples = samples;
    const look = () => {
      const audio = document.querySelector('audio');
      if (audio !== null) {
        const { currentTime, paused, src } = audio;
        samples.push({ atMs: performance.now(), seconds: currentTime, paused, source: src });
      }
      requestAnimationFrame(look);
    };
    look();
  });
}

/** Marks the `<audio>` from now on when it stands still for want of bytes; a busy machine alone does not count. */
export async function watchForHunger(page: Page): Promise<void> {
  await page.evaluate(() => {
    const audio = document.querySelector('audio');
    audio?.addEventListener('waiting', () => {
      const { buffered, currentTime } = audio;
      const has = Array.from({ length: buffered.length }, (_, i) => [buffered.start(i), buffered.end(i)] as const).some(
        ([start, end]) => start <= currentTime && end > currentTime + 0.5,
      );
      if (!has) audio.setAttribute('data-hungry', '');
    });
  });
}

/** The samples since `watchPosition`. */
export function playedSamples(page: Page): Promise<PlayedSample[]> {
  return page.evaluate(() => window.playedSamples ?? []);
}

/** Where the position went back, or further than time did at `rate`, between two frames; with 0.3 s allowed. */
export function jumpsOf(samples: readonly PlayedSample[], rate: number): string[] {
  const slack = 0.3;
  return samples.slice(1).flatMap((sample, i) => {
    const before = samples[i] as PlayedSample;
    const moved = sample.seconds - before.seconds;
    const passed = ((sample.atMs - before.atMs) / 1000) * rate;
    return moved < -slack || moved > passed + slack
      ? [`from ${before.seconds} to ${sample.seconds} within ${passed} s`]
      : [];
  });
}
