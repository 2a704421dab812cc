/** Measures how fast bytes come. */
export interface RateMeter {
  add(nowMs: number, bytes: number): void;
  /** Over the last seconds up to now; null before half a second has been seen. */
  bytesPerSecond(nowMs: number): number | null;
}

const WINDOW_MS = 3000;
const LEAST_MS = 500;
/** Arrivals closer than this are counted as one, so that a fast line costs no memory. */
const STEP_MS = 100;

/** Creates a meter that has seen nothing. */
export function createRateMeter(): RateMeter {
  let firstMs: number | null = null;
  let steps: { atMs: number; bytes: number }[] = [];
  return {
    add: (nowMs, bytes) => {
      firstMs ??= nowMs;
      const last = steps.at(-1);
      if (last !== undefined && nowMs - last.atMs < STEP_MS) last.bytes += bytes;
      else steps.push({ atMs: nowMs, bytes });
      steps = steps.filter(({ atMs }) => atMs > nowMs - WINDOW_MS);
    },
    bytesPerSecond: (nowMs) => {
      if (firstMs === null || nowMs - firstMs < LEAST_MS) return null;
      const seen = steps.filter(({ atMs }) => atMs > nowMs - WINDOW_MS);
      const sum = seen.reduce((total, { bytes }) => total + bytes, 0);
      return (sum / Math.min(WINDOW_MS, nowMs - firstMs)) * 1000;
    },
  };
}
