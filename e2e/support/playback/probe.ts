/** Where one stretch of what the app's `<audio>` puts out was found in the recording. */
export interface Heard {
  /** Sound minus position shown, ms: positive when what is heard comes later in the recording. */
  readonly offsetMs: number;
  /** Correlation with the recording at that place, all channels together; 1 = the same samples. */
  readonly match: number;
  /** `currentTime` at the end of what was captured, ms. */
  readonly atMs: number;
  /** False when frames are missing or the clock stood still meanwhile (a busy machine): nothing can be said then. */
  readonly steady: boolean;
}

interface Probe {
  /** Decodes the recording as the vendor has it; returns its levels in dB, 5 ms each, by channel. */
  loadOriginal(base64: string, sampleRate: number): Promise<number[][]>;
  /** Listens to the `<audio>` that is in the page now. Before it first plays. */
  tap(): Promise<void>;
  /** Waits until the position lies in [fromMs, toMs], captures from there, and finds that sound in the original. */
  hear(fromMs: number, toMs: number, forMs: number): Promise<Heard>;
}

declare global {
  interface Window {
    playbackProbe?: Probe;
  }
}

/**
 * Puts the probe into a page; runs there, so it stands on its own. The page's context must bypass the content security
 * policy: the worklet that listens is a blob, and Playwright cannot serve it, for it does not see what worklets fetch.
 *
 * The source to compare with is decoded by Chromium's `decodeAudioData` from the file as it lies in `resources/demo`. That
 * shares no code with the app: neither its parsers nor its MP4 copies nor an `<audio>` element, and it never seeks. It
 * was compared with `ffmpeg -i` for nearly every MP3, AAC, WAV and FLAC recording of the corpus and two Opus ones: the same samples at the same place, in all formats,
 * encoder delays included (0.0 ms, correlation 1.000; Opus 0.06 ms, 0.99). The spec also holds it against the truth.
 * One catch: it cuts an untagged VBR MP3 at the length it guesses from the first frames. Given the bytes twice, it
 * guesses beyond the real end.
 *
 * Clocks. An element that plays into Web Audio hands out 128 frames at a time; its `currentTime` then runs from the time
 * of the first of them to the end, while the context's clock already stands at the end. So of many readings the
 * largest `currentTime - context.currentTime` belongs to the end of a block, where both mean the same frame. This is
 * exact (0.0 ms for a WAV file) as long as nothing is resampled, so the context has the recording's own rate.
 */
export function installProbe(): void {
  const blockFrames = 128;
  /** Hands the samples out, with the frame that each block begins at. */
  const tapModule = `registerProcessor('playback-tap', class extends AudioWorkletProcessor {
    process([input]) {
      if (input.length > 0) this.port.postMessage({ frame: currentFrame, channels: input.map((c) => c.slice()) });
      return true;
    }
  });`;
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  let original: AudioBuffer | null = null;
  let context: AudioContext | null = null;
  let element: HTMLAudioElement | null = null;
  let blocks: { frame: number; channels: Float32Array[] }[] = [];

  function levels(samples: Float32Array, rate: number): number[] {
    const size = rate / 200;
    return Array.from({ length: Math.floor(samples.length / size) }, (_, i) => {
      const part = samples.subarray(Math.round(i * size), Math.round((i + 1) * size));
      const power = part.reduce((sum, x) => sum + x * x, 0) / part.length;
      return Math.round(100 * Math.log10(Math.max(power, 1e-13))) / 10;
    });
  }

  /** The mean of every `by` samples. */
  function thin(samples: Float32Array, by: number): Float32Array {
    return Float32Array.from({ length: Math.floor(samples.length / by) }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < by; k += 1) sum += samples[i * by + k] ?? 0;
      return sum / by;
    });
  }

  /** The shift at which `needles` lie in `hay`, one array per channel; hay[c][shift + i] against needles[c][i]. */
  function find(needles: Float32Array[], hay: Float32Array[], first: number, last: number): [number, number] {
    const length = needles[0]?.length ?? 0;
    const own = needles.reduce((sum, needle) => needle.reduce((s, x) => s + x * x, sum), 0);
    let best: [number, number] = [first, -1];
    for (let shift = first; shift <= last; shift += 1) {
      let product = 0;
      let power = 0;
      needles.forEach((needle, channel) => {
        const other = hay[channel] as Float32Array;
        for (let i = 0; i < length; i += 1) {
          const y = other[shift + i] as number;
          product += (needle[i] as number) * y;
          power += y * y;
        }
      });
      const match = product / Math.sqrt(own * power + 1e-12);
      if (match > best[1]) best = [shift, match];
    }
    return best;
  }

  /** Cuts [from, from + length) out of a channel, with zeros where there is nothing. */
  function cut(samples: Float32Array, from: number, length: number): Float32Array {
    const out = new Float32Array(length);
    const start = Math.max(0, from);
    const part = samples.subarray(start, Math.max(start, from + length));
    out.set(part, start - from);
    return out;
  }

  /** How far from `expected` (a frame of the original) the captured sound lies, in frames, searched within `reach`. */
  function locate(captured: Float32Array[], source: AudioBuffer, expected: number, reach: number): [number, number] {
    const length = captured[0]?.length ?? 0;
    const by = Math.max(1, Math.round(source.sampleRate / 8000));
    const slack = 2 * by;
    const room = Math.ceil(reach / by) * by + slack;
    const hay = captured.map((_, c) => cut(source.getChannelData(c), expected - room, length + 2 * room));
    const thinHay = hay.map((samples) => thin(samples, by));
    const thinCaptured = captured.map((samples) => thin(samples, by));
    const [rough] = find(thinCaptured, thinHay, 0, Math.floor((2 * room) / by) - 1);
    const near = rough * by;
    const [shift, match] = find(captured, hay, Math.max(0, near - slack), Math.min(2 * room, near + slack));
    return [shift - room, match];
  }

  async function capture(audio: HTMLAudioElement, clock: AudioContext, seconds: number) {
    blocks = [];
    const readings: number[] = [];
    const frames = Math.ceil((seconds * clock.sampleRate) / blockFrames) * blockFrames;
    const end = clock.currentTime + seconds + 0.05;
    while (clock.currentTime < end) {
      readings.push(audio.currentTime - clock.currentTime);
      await wait(3);
    }
    const half = Math.floor(readings.length / 2);
    const aheads = [readings.slice(0, half), readings.slice(half)].map((part) => Math.max(...part));
    const taken = blocks.slice(0, frames / blockFrames);
    const first = taken[0]?.frame ?? 0;
    const whole =
      taken.length === frames / blockFrames && taken.every(({ frame }, i) => frame === first + i * blockFrames);
    const channels = Array.from({ length: taken[0]?.channels.length ?? 0 }, (_, c) => {
      const samples = new Float32Array(frames);
      taken.forEach(({ channels: lanes }, i) => {
        const lane = lanes[c];
        if (lane !== undefined) samples.set(lane, i * blockFrames);
      });
      return samples;
    });
    const [before = 0, after = 0] = aheads;
    // A clock that stood still loses whole blocks; less is between two readings.
    const slack = Math.max(0.003, blockFrames / clock.sampleRate / 2);
    return { first, channels, ahead: Math.max(before, after), steady: whole && Math.abs(after - before) < slack };
  }

  window.playbackProbe = {
    async loadOriginal(base64, sampleRate) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      original = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(bytes.buffer);
      const decoded = original;
      return Array.from({ length: decoded.numberOfChannels }, (_, c) => levels(decoded.getChannelData(c), sampleRate));
    },
    async tap() {
      await context?.close();
      element = document.querySelector('audio');
      if (element === null || original === null) throw new Error('nothing to listen to');
      context = new AudioContext({ sampleRate: original.sampleRate });
      await context.audioWorklet.addModule(URL.createObjectURL(new Blob([tapModule], { type: 'text/javascript' })));
      const node = new AudioWorkletNode(context, 'playback-tap');
      node.port.onmessage = ({ data }: MessageEvent<(typeof blocks)[number]>) => blocks.push(data);
      context.createMediaElementSource(element).connect(node).connect(context.destination);
      await context.resume();
    },
    async hear(fromMs, toMs, forMs) {
      if (element === null || context === null || original === null) throw new Error('nothing to listen to');
      const there = (audio: HTMLAudioElement) =>
        !audio.seeking && !audio.paused && audio.currentTime >= fromMs / 1000 && audio.currentTime <= toMs / 1000;
      for (let tries = 0; !there(element); tries += 1) {
        if (tries > 2000) throw new Error(`never between ${fromMs} and ${toMs} ms but at ${element.currentTime} s`);
        await wait(4);
      }
      const { first, channels, ahead, steady } = await capture(element, context, forMs / 1000);
      const rate = original.sampleRate;
      const expected = Math.round(first + ahead * rate);
      let [frames, match] = locate(channels, original, expected, 0.15 * rate);
      // Far off: say by how much.
      if (steady && match < 0.7) [frames, match] = locate(channels, original, expected, 4 * rate);
      return { offsetMs: (frames / rate) * 1000, match, atMs: element.currentTime * 1000, steady };
    },
  };
}
