import type { Page } from '@playwright/test';

/** What came out of the speakers over a while: mean level of the left and the right ear, dBFS, and how bright it was. */
export interface HeardEars {
  readonly leftDb: number;
  readonly rightDb: number;
  /** Centre of the spectrum of both ears together, Hz. */
  readonly centroidHz: number;
  /** The position's speed, times real time. */
  readonly speed: number;
}

interface Ears {
  listen(fromMs: number, toMs: number): Promise<HeardEars>;
  /** How many contexts were made before anybody touched the page. */
  early: number;
}

declare global {
  interface Window {
    ears?: Ears;
  }
}

/** Listens to whatever a page sends to the speakers through Web Audio. To be put into a page before it loads. */
export function installEars(): void {
  const taps: { left: AnalyserNode; right: AnalyserNode }[] = [];
  const connect = AudioNode.prototype.connect as (...args: unknown[]) => AudioNode;
  const tapped = new WeakSet<AudioNode>();
  function tap(node: AudioNode): void {
    if (tapped.has(node)) return;
    tapped.add(node);
    const { context } = node;
    // As the speakers do it: one channel goes to both ears.
    const both = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' });
    const splitter = context.createChannelSplitter(2);
    const [left, right] = [context.createAnalyser(), context.createAnalyser()];
    connect.call(node, both);
    connect.call(both, splitter);
    connect.call(splitter, left, 0);
    connect.call(splitter, right, 1);
    taps.push({ left, right });
  }
  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    if (args[0] instanceof AudioDestinationNode) tap(this);
    return connect.call(this, ...args);
  } as AudioNode['connect'];

  const RealContext = window.AudioContext;
  let touched = false;
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, () => (touched = true), { capture: true });
  const ears: Ears = {
    early: 0,
    async listen(startMs, endMs) {
      const time = () => (document.querySelector('audio')?.currentTime ?? Number.NaN) * 1000;
      const began = performance.now();
      const audio = document.querySelector('audio');
      // In one go with what follows: a busy machine must not let the place pass by.
      if (audio !== null) audio.currentTime = (startMs - 250) / 1000;
      while (audio?.seeking === true) await new Promise((resolve) => setTimeout(resolve, 5));
      while (time() < startMs) await new Promise((resolve) => setTimeout(resolve, 5));
      const fromMs = time();
      const startedAt = performance.now();
      const power = [0, 0];
      let [weighted, total, count] = [0, 0, 0];
      while (time() < endMs) {
        if (performance.now() - began > 20_000) throw new Error(`the sound stands still at ${time()} ms`);
        for (const { left, right } of taps) {
          [left, right].forEach((ear, i) => {
            const samples = new Float32Array(ear.fftSize);
            ear.getFloatTimeDomainData(samples);
            power[i] = (power[i] ?? 0) + samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
            const bins = new Float32Array(ear.frequencyBinCount);
            ear.getFloatFrequencyData(bins);
            bins.forEach((db, bin) => {
              const strength = 10 ** (db / 10);
              if (!Number.isFinite(strength)) return;
              weighted += (strength * bin * ear.context.sampleRate) / ear.fftSize;
              total += strength;
            });
          });
        }
        count += 1;
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
      const level = (sum = 0) => 10 * Math.log10(Math.max(1e-10, sum / Math.max(1, count)));
      return {
        leftDb: level(power[0]),
        rightDb: level(power[1]),
        centroidHz: total > 0 ? weighted / total : Number.NaN,
        speed: (time() - fromMs) / (performance.now() - startedAt),
      };
    },
  };
  window.ears = ears;
  window.AudioContext = class extends RealContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      if (!touched) ears.early += 1;
    }
  };
}

/** Goes just before a place and listens from there to another one; the player must be playing. */
export async function listen(page: Page, fromMs: number, toMs: number): Promise<HeardEars> {
  const heard = await page.evaluate(([from, to]) => window.ears?.listen(from, to), [fromMs, toMs] as const);
  if (heard === undefined) throw new Error('nobody listens in this page');
  return heard;
}
