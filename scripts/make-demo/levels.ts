/**
 * What "audible" means here and in the truth: the RMS of a 5 ms frame lies within 28 dB of the loudest frame of its
 * utterance, for 8 of 10 ms (a lone click does not count). Frames advance by 1 ms.
 */
export const AUDIBLE_RATIO = 10 ** (-28 / 20);
const FRAME_MS = 5;

/** RMS of 5 ms frames, one for each millisecond. */
export function frameLevels(
  samples: Float32Array,
  rate: number,
  fromMs = 0,
  toMs = Math.floor((samples.length / rate) * 1000),
): Float32Array {
  const width = Math.max(1, Math.round((FRAME_MS * rate) / 1000));
  const count = Math.max(0, toMs - fromMs);
  const levels = new Float32Array(count);
  for (let ms = 0; ms < count; ms++) {
    const start = Math.round(((fromMs + ms) * rate) / 1000);
    let sum = 0;
    for (let i = start; i < start + width; i++) {
      const value = i >= 0 && i < samples.length ? (samples[i] ?? 0) : 0;
      sum += value * value;
    }
    levels[ms] = Math.sqrt(sum / width);
  }
  return levels;
}

export interface AudibleRange {
  start: number;
  end: number;
  loudest: number;
}

/** First and last audible sample of an utterance, as far as 1 ms frames tell. */
export function audibleRange(levels: Float32Array, rate: number): AudibleRange | null {
  const loudest = levels.reduce((a, b) => Math.max(a, b), 0);
  if (loudest === 0) return null;
  const threshold = loudest * AUDIBLE_RATIO;
  const first = firstAbove(levels, threshold, 0, levels.length);
  const last = lastAbove(levels, threshold, 0, levels.length - 1);
  if (first >= last) return null;
  return {
    start: Math.round(((first + RISE_MS) * rate) / 1000),
    end: Math.round(((last + FALL_MS) * rate) / 1000),
    loudest,
  };
}

/** The frame that first crosses the line has its energy at its end, the last one at its start. */
export const RISE_MS = FRAME_MS - 1;
export const FALL_MS = 1;

/** First frame above the threshold that is no lone click: 8 of the 10 ms from there are above. */
export function firstAbove(levels: Float32Array, threshold: number, from: number, to: number): number {
  for (let ms = Math.max(0, from); ms < to; ms++) if (steady(levels, threshold, ms, 1)) return ms;
  return to;
}

export function lastAbove(levels: Float32Array, threshold: number, from: number, to: number): number {
  for (let ms = Math.min(levels.length - 1, to); ms > from; ms--) if (steady(levels, threshold, ms, -1)) return ms;
  return from;
}

function steady(levels: Float32Array, threshold: number, at: number, step: 1 | -1): boolean {
  if ((levels[at] ?? 0) < threshold) return false;
  let above = 0;
  for (let i = 0; i < 10; i++) if ((levels[at + i * step] ?? 0) >= threshold) above++;
  return above >= 8;
}
