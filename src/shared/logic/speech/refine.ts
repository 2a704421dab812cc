import { type Levels, levelOf, powerOf } from './levels.ts';
import type { Run } from './runs.ts';

/** An utterance reaches as far as it lies within this of its loudest bucket (a listener hears no more; see docs/latency.md). */
const AUDIBLE_DB = 30;
const NOISE_MS = 1000;
const NOISE_APART_MS = 60;
const MIN_NOISE_MS = 100;
const WALK_MS = 400;
const GAP_MS = 120;
const SMOOTH_BUCKETS = 5;

/** What one edge of an utterance is refined with. */
interface Edge {
  readonly levels: Levels;
  readonly threshold: Float32Array;
  readonly spread: Float32Array;
  readonly hopMs: number;
  /** 1 = towards the end, -1 = towards the beginning. */
  readonly step: 1 | -1;
  /** Dist in buckets the edge may move outward before it meets another utterance. */
  readonly room: number;
  readonly peakDb: number;
  /** How long an edge takes for a dB that noise hides, ms. */
  readonly msPerHiddenDb: number;
}

const ONSET_MS_PER_DB = 1.5;
const END_MS_PER_DB = 5;
const MOST_HIDDEN_MS = 120;

/** Exact onset and end of an utterance found in `run`, ms; never beyond the neighbours' or the recording's edge. */
export function refineRun(
  run: Run,
  levels: Levels,
  threshold: Float32Array,
  spread: Float32Array,
  hopMs: number,
  before: number,
  after: number,
): { startMs: number; endMs: number; peakDb: number } {
  let peakDb = Number.NEGATIVE_INFINITY;
  for (let i = run.from; i < run.to; i += 1) peakDb = Math.max(peakDb, levels[i] as number);
  const shared = { levels, threshold, spread, hopMs, peakDb };
  const onset = findEdge(run.from, run.to - 1, {
    ...shared,
    step: -1,
    room: run.from - before,
    msPerHiddenDb: ONSET_MS_PER_DB,
  });
  const end = findEdge(run.to - 1, run.from, {
    ...shared,
    step: 1,
    room: after - run.to,
    msPerHiddenDb: END_MS_PER_DB,
  });
  return { startMs: onset, endMs: end, peakDb };
}

/** Place of an edge in ms: from the bucket `core` outward, or inward down to `opposite` where the core is too generous. */
function findEdge(core: number, opposite: number, edge: Edge): number {
  const { levels, step, hopMs, peakDb, threshold, spread } = edge;
  const noise = noiseBeyond(core, edge);
  const noiseDb = noise ?? (threshold[core] as number);
  const deviation = spread[core] as number;
  const visibleDb = noiseDb + Math.max(2.5, 3 * deviation);
  const audibleDb = peakDb - AUDIBLE_DB;
  const lineDb = Math.max(visibleDb, audibleDb);

  let at = core;
  while (at !== opposite && (levels[at] as number) <= lineDb) at -= step;
  const most = Math.min(edge.room, Math.round(WALK_MS / hopMs)) - step * (at - core);
  const gap = Math.round(GAP_MS / hopMs);
  for (let k = 1, silent = 0; k <= most && silent < gap; k += 1) {
    const i = at + step * k;
    const isAbove = (levels[i] as number) > Math.max(lineDb, threshold[i] as number);
    silent = isAbove ? 0 : silent + 1;
    if (!isAbove) continue;
    at = i;
    k = 0;
    if (step * (at - core) >= Math.min(edge.room, Math.round(WALK_MS / hopMs))) break;
  }
  const room = edge.room - step * (at - core);
  let outward = crossing(at, lineDb, edge);
  if (visibleDb > audibleDb && noise !== null) {
    const smooth = smoothReach(at, noiseDb, deviation, Math.min(room, Math.round(WALK_MS / hopMs)), edge);
    const reachedDb = noiseDb + levelOf(10 ** (smooth.marginDb / 10) - 1);
    const hiddenDb = Math.max(0, reachedDb - audibleDb);
    outward = Math.max(outward, smooth.buckets) + Math.min(MOST_HIDDEN_MS, hiddenDb * edge.msPerHiddenDb) / hopMs;
  }
  const place = (step === 1 ? at + 1 : at) + step * Math.min(outward, Math.max(0, room - 0.5));
  return place * hopMs;
}

/** Mean level of the line beyond the edge, as far as nobody speaks there; null when there is too little of it. */
function noiseBeyond(core: number, { levels, hopMs, step, room, threshold, spread }: Edge): number | null {
  const from = Math.round(NOISE_APART_MS / hopMs);
  const to = Math.min(room, Math.round(NOISE_MS / hopMs));
  let sum = 0;
  let n = 0;
  for (let k = from; k < to; k += 1) {
    const i = core + step * k;
    const level = levels[i] as number;
    if (level > (threshold[i] as number) + Math.max(3, 3 * (spread[i] as number))) continue;
    sum += powerOf(level);
    n += 1;
  }
  return n * hopMs < MIN_NOISE_MS ? null : levelOf(sum / n);
}

/**
 * Where between the middles of the bucket `at` and of the next one the level crosses the line, as buckets from the edge
 * between them (-0.5 to 0.5).
 */
function crossing(at: number, lineDb: number, { levels, step, room }: Edge): number {
  if (room < 1) return 0;
  const inside = levels[at] as number;
  const beyond = levels[at + step] ?? inside;
  if (beyond >= lineDb || inside <= lineDb) return 0;
  return (inside - lineDb) / (inside - beyond) - 0.5;
}

/** How far the mean of several buckets stays above the noise, where a single one cannot be told from it. */
function smoothReach(
  at: number,
  noiseDb: number,
  deviation: number,
  room: number,
  { levels, step }: Edge,
): { buckets: number; marginDb: number } {
  const marginDb = Math.max(1, (3 * deviation) / Math.sqrt(SMOOTH_BUCKETS));
  const line = 10 ** ((noiseDb + marginDb) / 10) * SMOOTH_BUCKETS;
  let buckets = 0;
  for (let k = 1; k + SMOOTH_BUCKETS <= room; k += 1) {
    let sum = 0;
    for (let j = 0; j < SMOOTH_BUCKETS; j += 1) sum += powerOf(levels[at + step * (k + j)] ?? -128);
    if (sum < line) break;
    buckets = k + (SMOOTH_BUCKETS - 1) / 2;
  }
  return { buckets, marginDb };
}
