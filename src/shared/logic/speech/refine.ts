import { type Levels, levelOf, powerOf } from './levels.ts';
import type { Run } from './runs.ts';

/** An utterance ends within this of its loudest bucket: the last sound of a word is weak, but heard (docs/latency.md). */
const END_BELOW_PEAK_DB = 33;
/**
 * It begins within this of it, and with an attack that is weaker for a moment at most: the breath drawn before the first
 * word is about as loud as a word's end, but longer.
 */
const ONSET_BELOW_PEAK_DB = 25;
const ATTACK_BELOW_PEAK_DB = 33;
const ATTACK_MS = 20;
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
  /** Buckets the edge may move outward before it meets another utterance. */
  readonly room: number;
  readonly peakDb: number;
  /** How long an edge takes for a dB that noise hides, ms. */
  readonly msPerHiddenDb: number;
}

const ONSET_MS_PER_DB = 1.5;
const END_MS_PER_DB = 4.5;
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
): { startMs: number; endMs: number } {
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
  return { startMs: onset, endMs: end };
}

/** Place of an edge in ms: from the bucket `core` outward, or inward down to `opposite` where the core is too generous. */
function findEdge(core: number, opposite: number, edge: Edge): number {
  const { levels, step, hopMs, peakDb, threshold, spread } = edge;
  const noise = noiseBeyond(core, edge);
  const noiseDb = noise ?? (threshold[core] as number);
  const deviation = spread[core] as number;
  const visibleDb = noiseDb + Math.max(2.5, 3 * deviation);
  const audibleDb = peakDb - (step === 1 ? END_BELOW_PEAK_DB : ONSET_BELOW_PEAK_DB);
  const lineDb = Math.max(visibleDb, audibleDb);

  let at = core;
  while (at !== opposite && (levels[at] as number) <= lineDb) at -= step;
  const most = Math.min(edge.room, Math.round(WALK_MS / hopMs));
  at = walkOut(at, core + step * most, lineDb, GAP_MS / hopMs, edge);
  let crossedDb = lineDb;
  if (step === -1) {
    crossedDb = Math.max(visibleDb, peakDb - ATTACK_BELOW_PEAK_DB);
    const attack = Math.min(most - (core - at), Math.round(ATTACK_MS / hopMs));
    at = walkOut(at, at - attack, crossedDb, 1, edge);
    if ((levels[at - 1] ?? lineDb) > crossedDb) crossedDb = lineDb;
  }
  const room = edge.room - step * (at - core);
  let outward = crossing(at, crossedDb, edge);
  if (visibleDb > audibleDb && noise !== null) {
    const smooth = smoothReach(at, noiseDb, deviation, Math.min(room, Math.round(WALK_MS / hopMs)), edge);
    const reachedDb = noiseDb + levelOf(10 ** (smooth.marginDb / 10) - 1);
    const hiddenDb = Math.max(0, reachedDb - audibleDb);
    outward = Math.max(outward, smooth.buckets) + Math.min(MOST_HIDDEN_MS, hiddenDb * edge.msPerHiddenDb) / hopMs;
  }
  const place = (step === 1 ? at + 1 : at) + step * Math.min(outward, Math.max(0, room - 0.5));
  return place * hopMs;
}

/** The last bucket from `at` on, up to `limit`, that is above the line; what is below is crossed for less than `gap` buckets. */
function walkOut(at: number, limit: number, lineDb: number, gap: number, { levels, threshold, step }: Edge): number {
  let reached = at;
  for (let i = at + step; step * (limit - i) >= 0 && step * (i - reached) <= gap; i += step) {
    if ((levels[i] as number) > Math.max(lineDb, threshold[i] as number)) reached = i;
  }
  return reached;
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
    const floor = threshold[i] as number;
    if (floor === Number.POSITIVE_INFINITY || level > floor + Math.max(3, 3 * (spread[i] as number))) continue;
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
  { levels, step, threshold }: Edge,
): { buckets: number; marginDb: number } {
  const marginDb = Math.max(1, (3 * deviation) / Math.sqrt(SMOOTH_BUCKETS));
  const line = 10 ** ((noiseDb + marginDb) / 10) * SMOOTH_BUCKETS;
  let buckets = 0;
  for (let k = 1; k + SMOOTH_BUCKETS <= room; k += 1) {
    // Another party's echo, or music, begins here.
    if ((threshold[at + step * (k + SMOOTH_BUCKETS - 1)] as number) > noiseDb + Math.max(3, 3 * deviation)) break;
    let sum = 0;
    for (let j = 0; j < SMOOTH_BUCKETS; j += 1) sum += powerOf(levels[at + step * (k + j)] ?? -128);
    if (sum < line) break;
    buckets = k + (SMOOTH_BUCKETS - 1) / 2;
  }
  return { buckets, marginDb };
}
