import {
  bucketFirstFrame,
  coarserPeaks,
  encodePeaksHead,
  PEAKS_BASE_HOP_MS,
  PEAKS_BLOCK_BUCKETS,
  PEAKS_COARSE_HOPS_MS,
  PEAKS_MAX_CHANNELS,
  SILENCE_DB,
} from './peaks-format.ts';

const HIGH_PASS_HZ = 120;
const SILENT_PEAK = 0.001; // -60 dBFS
// Two channels differ when, in a fifth of the buckets with sound, what is left of their difference is above -30 dB.
const SAME_RATIO = 1e-3;
const SAME_SHARE = 0.2;
const HEARD_MEAN_SQUARE = 1e-6; // -60 dBFS
const SETTLED_BUCKETS = 100; // a whole second of differing sound: no need to compare on

/** What the pass over the samples also learned, for the recording's facts. */
export interface PeaksFacts {
  readonly frames: number;
  readonly durationMs: number;
  /** Channels that never exceed -60 dBFS. */
  readonly silentChannels: readonly number[];
  /** More than one channel, and all of them carry the same sound. */
  readonly identicalChannels: boolean;
}

/** Collects samples block by block; the result does not depend on where the blocks are cut. */
export interface PeaksBuilder {
  /**
   * @param planar one array per channel, samples in -1..1, all of the same length; not kept.
   * @param frames samples to take from each array; all of them when left out.
   */
  push(planar: readonly Float32Array[], frames?: number): void;
  facts(): PeaksFacts;
  /** Encodes what was pushed so far; can be called more than once (for partial pictures). */
  finish(): ArrayBuffer;
  /** The same in parts, without a copy of the whole; good until the next `push`. Without what was taken. */
  finishParts(): PeaksParts;
  /** Hands over the blocks that are full by now, and forgets them: what they are for the coarse levels it remembers. */
  takeBlocks(): FinestBlocks;
}

/** Buckets of the finest levels in pieces that follow each other. */
export interface FinestBlocks {
  readonly minmax: Int8Array[];
  readonly energy: Int8Array[];
}

/** A peaks file: `head`, then everything `minmax`, taken and not, then everything `energy`. */
export interface PeaksParts extends FinestBlocks {
  readonly head: Int8Array[];
}

interface ChannelState {
  min: number;
  max: number;
  peak: number;
  sum: number;
  lastInput: number;
  lastOutput: number;
  difference: number;
  total: number;
  heardBuckets: number;
  differingBuckets: number;
}

/**
 * Creates a builder for the peaks of one recording.
 *
 * @param format channel count (1 to 32) and sample rate in Hz.
 * @throws RangeError when either is out of range, or when a pushed block has fewer channels.
 */
export function createPeaksBuilder(format: { readonly channels: number; readonly sampleRate: number }): PeaksBuilder {
  const { channels, sampleRate } = format;
  if (!Number.isInteger(channels) || channels < 1 || channels > PEAKS_MAX_CHANNELS) {
    throw new RangeError(`cannot build peaks of ${channels} channels`);
  }
  if (!Number.isInteger(sampleRate) || sampleRate < 1000 || sampleRate > 768_000) {
    throw new RangeError(`cannot build peaks at ${sampleRate} Hz`);
  }
  const pole = Math.exp((-2 * Math.PI * HIGH_PASS_HZ) / sampleRate);
  const states: ChannelState[] = Array.from({ length: channels }, newState);
  // Blocks, not one array that grows: growing would hold everything twice.
  const minmax: Int8Array[] = [];
  const energy: Int8Array[] = [];
  const takenCoarse: Int8Array[][] = PEAKS_COARSE_HOPS_MS.map(() => []);
  /** Blocks that were handed over: `minmax` and `energy` begin after them. */
  let taken = 0;
  let buckets = 0;
  let bucketStart = 0;
  let bucketEnd = bucketFirstFrame(1, PEAKS_BASE_HOP_MS, sampleRate);
  let frames = 0;

  /** Writes the running bucket behind the closed ones without closing it. */
  function writeBucket(): void {
    const block = Math.floor(buckets / PEAKS_BLOCK_BUCKETS) - taken;
    minmax[block] ??= new Int8Array(PEAKS_BLOCK_BUCKETS * channels * 2);
    energy[block] ??= new Int8Array(PEAKS_BLOCK_BUCKETS * channels);
    const blockMinmax = minmax[block];
    const blockEnergy = energy[block];
    const first = (buckets % PEAKS_BLOCK_BUCKETS) * channels;
    const length = frames - bucketStart;
    states.forEach((state, channel) => {
      const at = first + channel;
      blockMinmax[at * 2] = quantize(state.min);
      blockMinmax[at * 2 + 1] = quantize(state.max);
      blockEnergy[at] = toDb(state.sum / length);
    });
  }

  function closeBucket(): void {
    writeBucket();
    for (const state of states) closeState(state, frames - bucketStart);
    buckets += 1;
    bucketStart = frames;
    bucketEnd = bucketFirstFrame(buckets + 1, PEAKS_BASE_HOP_MS, sampleRate);
  }

  function push(planar: readonly Float32Array[], count?: number): void {
    if (planar.length < channels) throw new RangeError(`expected ${channels} channels, got ${planar.length}`);
    const end = count ?? planar[0]?.length ?? 0;
    for (let from = 0; from < end; ) {
      const to = Math.min(end, from + bucketEnd - frames);
      const first = planar[0];
      for (let channel = 0; channel < channels; channel += 1) {
        const samples = planar[channel];
        const state = states[channel];
        if (samples === undefined || state === undefined || first === undefined) continue;
        if (samples.length < end) throw new RangeError('channels differ in length');
        scan(samples, from, to, state, pole);
        if (channel > 0 && state.differingBuckets < SETTLED_BUCKETS) compare(first, samples, from, to, state);
      }
      frames += to - from;
      from = to;
      if (frames === bucketEnd) closeBucket();
    }
  }

  function facts(): PeaksFacts {
    const silentChannels = states.flatMap((state, channel) =>
      Math.max(state.peak, state.max, -state.min) <= SILENT_PEAK ? [channel] : [],
    );
    const identicalChannels = channels > 1 && states.slice(1).every(isSame);
    return { frames, durationMs: (frames / sampleRate) * 1000, silentChannels, identicalChannels };
  }

  function takeBlocks(): FinestBlocks {
    const full = Math.floor(buckets / PEAKS_BLOCK_BUCKETS) - taken;
    const blocks = { minmax: minmax.splice(0, full), energy: energy.splice(0, full) };
    addCoarse(takenCoarse, blocks.minmax);
    taken += full;
    return blocks;
  }

  function addCoarse(coarse: Int8Array[][], blocks: readonly Int8Array[]): void {
    PEAKS_COARSE_HOPS_MS.forEach((hopMs, level) => {
      for (const block of blocks) coarse[level]?.push(coarserPeaks(block, channels, hopMs / PEAKS_BASE_HOP_MS));
    });
  }

  function finishParts(): PeaksParts {
    let count = buckets;
    if (frames > bucketStart) {
      writeBucket();
      count += 1;
    }
    const left = count - taken * PEAKS_BLOCK_BUCKETS;
    const cut = (blocks: readonly Int8Array[], perBucket: number): Int8Array[] =>
      blocks.flatMap((block, index) => {
        const filled = Math.min(PEAKS_BLOCK_BUCKETS, left - index * PEAKS_BLOCK_BUCKETS);
        return filled > 0 ? [block.subarray(0, filled * perBucket)] : [];
      });
    const rest = { minmax: cut(minmax, channels * 2), energy: cut(energy, channels) };
    const coarse = takenCoarse.map((pieces) => [...pieces]);
    addCoarse(coarse, rest.minmax);
    return { head: encodePeaksHead({ sampleRate, channels, frames, count, coarse }), ...rest };
  }

  function finish(): ArrayBuffer {
    if (taken > 0) throw new RangeError('blocks were taken: the whole is not here');
    const { head, minmax: finest, energy: energies } = finishParts();
    const pieces = [...head, ...finest, ...energies];
    const whole = new Int8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole.buffer;
  }

  return { push, facts, finish, finishParts, takeBlocks };
}

function newState(): ChannelState {
  return {
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    peak: 0,
    sum: 0,
    lastInput: 0,
    lastOutput: 0,
    difference: 0,
    total: 0,
    heardBuckets: 0,
    differingBuckets: 0,
  };
}

function closeState(state: ChannelState, length: number): void {
  if (state.max > state.peak) state.peak = state.max;
  if (-state.min > state.peak) state.peak = -state.min;
  state.min = Number.POSITIVE_INFINITY;
  state.max = Number.NEGATIVE_INFINITY;
  state.sum = 0;
  // A filter that decays into denormals costs a hundred times more; one that met a NaN never recovers.
  if (!(Math.abs(state.lastOutput) > 1e-12)) state.lastOutput = 0;
  if (!Number.isFinite(state.lastInput)) state.lastInput = 0;
  if (state.total > 2 * length * HEARD_MEAN_SQUARE) {
    state.heardBuckets += 1;
    if (state.difference > state.total * SAME_RATIO) state.differingBuckets += 1;
  }
  state.difference = 0;
  state.total = 0;
}

function scan(samples: Float32Array, from: number, to: number, state: ChannelState, pole: number): void {
  let { min, max, sum, lastInput, lastOutput } = state;
  for (let i = from; i < to; i += 1) {
    const x = samples[i] as number;
    if (x < min) min = x;
    if (x > max) max = x;
    lastOutput = x - lastInput + pole * lastOutput;
    lastInput = x;
    sum += lastOutput * lastOutput;
  }
  state.min = min;
  state.max = max;
  state.sum = sum;
  state.lastInput = lastInput;
  state.lastOutput = lastOutput;
}

/** Adds what a channel has in common with the first one, and what not. */
function compare(first: Float32Array, other: Float32Array, from: number, to: number, state: ChannelState): void {
  let { difference, total } = state;
  for (let i = from; i < to; i += 1) {
    const x = first[i] as number;
    const y = other[i] as number;
    difference += (x - y) * (x - y);
    total += x * x + y * y;
  }
  state.difference = difference;
  state.total = total;
}

function isSame(state: ChannelState): boolean {
  return state.heardBuckets > 0 && state.differingBuckets <= state.heardBuckets * SAME_SHARE;
}

function quantize(sample: number): number {
  if (!Number.isFinite(sample)) return 0;
  return Math.max(-127, Math.min(127, Math.round(sample * 127)));
}

function toDb(meanSquare: number): number {
  if (!(meanSquare > 0)) return SILENCE_DB;
  return Math.max(SILENCE_DB, Math.min(0, Math.round(10 * Math.log10(meanSquare))));
}
