import type { Span } from './transcript.ts';

/** The closest one can look, ms. */
export const MIN_VIEW_MS = 5000;

/** The smallest span a recording of this length can be zoomed to. */
export function minSpanMs(durationMs: number): number {
  return Math.max(1, Math.min(MIN_VIEW_MS, durationMs));
}

/** The whole recording. */
export function fitView(durationMs: number): Span {
  return { startMs: 0, endMs: Math.max(1, durationMs) };
}

/** Shifts a view back into the recording, keeping its span where that fits. */
export function clampView(view: Span, durationMs: number): Span {
  const whole = Math.max(1, durationMs);
  const span = Math.min(whole, Math.max(minSpanMs(durationMs), view.endMs - view.startMs));
  const startMs = Math.min(Math.max(0, view.startMs), whole - span);
  return { startMs, endMs: startMs + span };
}

/** Zooms so that `anchorMs` stays where it is on screen. `factor` above 1 looks closer. */
export function zoomView(view: Span, durationMs: number, anchorMs: number, factor: number): Span {
  const old = view.endMs - view.startMs;
  const span = Math.min(Math.max(1, durationMs), Math.max(minSpanMs(durationMs), old / factor));
  const share = old > 0 ? (anchorMs - view.startMs) / old : 0.5;
  const startMs = anchorMs - Math.min(1, Math.max(0, share)) * span;
  return clampView({ startMs, endMs: startMs + span }, durationMs);
}

/** Moves a view by `deltaMs`. */
export function panView(view: Span, durationMs: number, deltaMs: number): Span {
  return clampView({ startMs: view.startMs + deltaMs, endMs: view.endMs + deltaMs }, durationMs);
}

/** How far the zoom is between the whole recording (0) and the closest look (1), in equal steps of magnification. */
export function zoomShare(view: Span, durationMs: number): number {
  const range = Math.log(Math.max(1, durationMs) / minSpanMs(durationMs));
  if (range <= 0) return 0;
  return Math.min(1, Math.max(0, Math.log(Math.max(1, durationMs) / (view.endMs - view.startMs)) / range));
}

/** The view at a {@link zoomShare}, around `anchorMs`. */
export function viewAtShare(view: Span, durationMs: number, anchorMs: number, share: number): Span {
  const whole = Math.max(1, durationMs);
  const span = whole * (minSpanMs(durationMs) / whole) ** Math.min(1, Math.max(0, share));
  return zoomView(view, durationMs, anchorMs, (view.endMs - view.startMs) / span);
}

/** Turns the page when the playhead has left the view or its last twentieth; the same view object otherwise. */
export function followView(view: Span, durationMs: number, timeMs: number): Span {
  const span = view.endMs - view.startMs;
  if (view.startMs <= timeMs && timeMs <= view.endMs - span * 0.05) return view;
  if (timeMs >= view.startMs && view.endMs >= durationMs) return view;
  return clampView({ startMs: timeMs - span * 0.1, endMs: timeMs + span * 0.9 }, durationMs);
}

/** The view that shows a stretch, or the beginning of one that does not fit; the same object when it already does. */
export function revealInView(view: Span, durationMs: number, target: Span): Span {
  const span = view.endMs - view.startMs;
  const endMs = Math.min(target.endMs, target.startMs + span * 0.8);
  if (view.startMs <= target.startMs && endMs <= view.endMs) return view;
  const centre = (target.startMs + endMs) / 2;
  return clampView({ startMs: centre - span / 2, endMs: centre + span / 2 }, durationMs);
}

/** What a pointer takes hold of on the minimap. */
export type MinimapGrip = 'start' | 'end' | 'frame' | 'outside';

const EDGE_PX = 6;
/** A frame narrower than this is held as if it were so wide: its middle must be hit as well as its edges. */
const LEAST_FRAME_PX = 20;

/** What lies at `xPx` of a minimap `widthPx` wide: an edge of the frame, the frame, or neither. */
export function gripAt(view: Span, durationMs: number, widthPx: number, xPx: number): MinimapGrip {
  const scale = widthPx / Math.max(1, durationMs);
  const middle = ((view.startMs + view.endMs) / 2) * scale;
  const half = Math.max(LEAST_FRAME_PX, (view.endMs - view.startMs) * scale) / 2;
  const start = middle - half;
  const end = middle + half;
  const within = Math.min(EDGE_PX, half / 2);
  if (xPx >= start - EDGE_PX && xPx <= start + within) return 'start';
  if (xPx >= end - within && xPx <= end + EDGE_PX) return 'end';
  return xPx > start && xPx < end ? 'frame' : 'outside';
}

/** The view after the frame, or one of its edges, was dragged by `deltaMs`. */
export function dragView(view: Span, durationMs: number, grip: 'start' | 'end' | 'frame', deltaMs: number): Span {
  if (grip === 'frame') return panView(view, durationMs, deltaMs);
  const least = minSpanMs(durationMs);
  const whole = Math.max(1, durationMs);
  return grip === 'start'
    ? { startMs: Math.max(0, Math.min(view.startMs + deltaMs, view.endMs - least)), endMs: view.endMs }
    : { startMs: view.startMs, endMs: Math.min(whole, Math.max(view.endMs + deltaMs, view.startMs + least)) };
}

const stepsMs = [
  100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
  3_600_000,
];

/** Times to mark on the ruler, at least `minGapPx` apart. */
export function rulerTicks(view: Span, widthPx: number, minGapPx = 72): { stepMs: number; ticks: number[] } {
  const span = view.endMs - view.startMs;
  if (!(widthPx > 0) || !(span > 0)) return { stepMs: 1000, ticks: [] };
  const wanted = (span * minGapPx) / widthPx;
  const stepMs = stepsMs.find((step) => step >= wanted) ?? Math.ceil(wanted / 3_600_000) * 3_600_000;
  const first = Math.ceil(view.startMs / stepMs);
  const last = Math.floor(view.endMs / stepMs);
  return { stepMs, ticks: Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * stepMs) };
}

/** Peaks of one level as the waveform reads them: bucket after bucket, in each (min, max) per channel. */
export interface WaveLevel {
  readonly hopMs: number;
  readonly channels: number;
  readonly values: Int8Array;
}

/**
 * Min and max of one channel for every pixel column of a view; pairs, NaN where there is no sound data.
 * Columns narrower than a bucket repeat it, so that no column is empty.
 */
export function waveColumns(level: WaveLevel, channel: number, view: Span, columns: number): Float32Array {
  const { hopMs, channels, values } = level;
  const stride = channels * 2;
  const count = Math.floor(values.length / stride);
  const out = new Float32Array(Math.max(0, columns) * 2).fill(Number.NaN);
  const msPerColumn = (view.endMs - view.startMs) / columns;
  for (let column = 0; column < columns; column += 1) {
    const fromMs = view.startMs + column * msPerColumn;
    const first = Math.max(0, Math.floor(fromMs / hopMs));
    const last = Math.min(count, Math.max(first + 1, Math.floor((fromMs + msPerColumn) / hopMs)));
    if (first >= last) continue;
    let min = 127;
    let max = -127;
    for (let at = first * stride + channel * 2; at < last * stride; at += stride) {
      const low = values[at] as number;
      const high = values[at + 1] as number;
      if (low < min) min = low;
      if (high > max) max = high;
    }
    out[column * 2] = min;
    out[column * 2 + 1] = max;
  }
  return out;
}

/** Where a key moves the position slider to (the keys of an ARIA slider); undefined for any other key. */
export function sliderKeyTarget(key: string, shift: boolean, timeMs: number, durationMs: number): number | undefined {
  const step = shift ? 5000 : 1000;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return timeMs + step;
    case 'ArrowLeft':
    case 'ArrowDown':
      return timeMs - step;
    case 'PageUp':
      return timeMs + 10_000;
    case 'PageDown':
      return timeMs - 10_000;
    case 'Home':
      return 0;
    case 'End':
      return durationMs;
    default:
      return undefined;
  }
}
