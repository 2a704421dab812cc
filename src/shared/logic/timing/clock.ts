import { matchInOrder, type Onset } from './chain.ts';
import { median } from './spans.ts';
import { firstTurns, VOTING_TURNS, type Vote, voteClock } from './vote.ts';

/** A party's turns by the transcript (ascending, ms) and where its voice sets in. */
export interface ClockGroup {
  readonly starts: readonly number[];
  readonly onsets: readonly Onset[];
}

/**
 * recording = transcript + offsetMs + transcript * driftPpm / 1e6 + lagsMs[group].
 *
 * The offset is the first group's (the agent's): its starts are the vendor's own doing, while a caller's are noticed late, by as
 * long as detection takes. That delay is the second group's lag (negative: the sound comes before the reported time).
 */
export interface Clock {
  readonly offsetMs: number;
  readonly driftPpm: number;
  readonly lagsMs: readonly number[];
  /** Median distance of the paired turns from their onsets. */
  readonly residualMs: number;
  readonly pairs: number;
  readonly confidence: 'high' | 'low';
}

/** `few` = too few turns with a time and an onset; `unlike` = no offset fits better than chance would. */
export type NoClock = 'few' | 'unlike';

export const MIN_PAIRS = 3;
/**
 * Nominal odds of chance. Windows that overlap are tried too, so chance is really some five times likelier: a test with random times
 * holds it to one transcript in ten that is believed at all and none that counts as sure.
 */
const BELIEVED = Math.log(0.005);
const SURE = Math.log(0.0005);
const SURE_PAIRS = 4;
const SURE_SHARE = 0.6;
const SURE_RESIDUAL_MS = 150;
/** Nothing below is a delay: detectors differ by as much in where they put an onset. */
const MIN_LAG_MS = 60;
const ROUNDS = 3;
const FIRST_GATE_MS = 400;

/** Fits offset, drift and the second group's lag. @param groups one or two, the one that sets the offset first */
export function fitClock(groups: readonly ClockGroup[], durationMs: number): Clock | NoClock {
  const count = groups.reduce((sum, group) => sum + group.starts.length, 0);
  if (count < MIN_PAIRS) return 'few';
  const vote = voteForGroups(groups, durationMs);
  if (vote === null) return 'few';
  if (vote.logChance > BELIEVED) return 'unlike';

  const [first] = groups;
  const lagged = first !== undefined && first.starts.length > 0;
  let fit: Line = {
    offsetMs: vote.offsetMs,
    driftPpm: vote.driftPpm,
    lagsMs: groups.map((_, i) => (i > 0 && lagged ? vote.lagMs : 0)),
  };
  let pairs: Pair[] = [];
  // What voted first, then ever more of the call: a drift that is not known well yet must not lose the turns further on.
  for (let size = Math.min(count, VOTING_TURNS); ; size = Math.min(count, 2 * size)) {
    const part = firstTurns(groups, size);
    let gateMs = FIRST_GATE_MS;
    for (let round = 0; round < (size === count ? ROUNDS : 1); round += 1) {
      const line = fit;
      pairs = part.flatMap((group, at) => pairUp(group, at, line, gateMs));
      if (pairs.length < MIN_PAIRS) return 'few';
      fit = fitLine(pairs, groups.length);
      gateMs = Math.min(FIRST_GATE_MS, Math.max(200, 100 + 5 * residualOf(pairs, fit)));
    }
    if (size === count) break;
  }
  const residualMs = residualOf(pairs, fit);
  const sure =
    vote.logChance <= SURE &&
    pairs.length >= SURE_PAIRS &&
    pairs.length >= SURE_SHARE * count &&
    residualMs <= SURE_RESIDUAL_MS;
  return { ...fit, residualMs, pairs: pairs.length, confidence: sure ? 'high' : 'low' };
}

/** How chance explains the best fit of these groups; 0 (it does) where there is nothing to fit. */
export function logChanceOf(groups: readonly ClockGroup[], durationMs: number): number {
  return Math.min(0, voteForGroups(groups, durationMs)?.logChance ?? 0);
}

function voteForGroups(groups: readonly ClockGroup[], durationMs: number): Vote | null {
  const plain = groups.map(({ starts, onsets }) => ({ starts, onsets: onsets.map((onset) => onset.timeMs) }));
  return voteClock(plain, durationMs);
}

/** Where the clock puts a transcript's time of a group. */
export function toRecording(clock: Pick<Clock, 'offsetMs' | 'driftPpm' | 'lagsMs'>, group: number, ms: number): number {
  return ms + clock.offsetMs + (ms * clock.driftPpm) / 1e6 + (clock.lagsMs[group] ?? 0);
}

type Line = Pick<Clock, 'offsetMs' | 'driftPpm' | 'lagsMs'>;
interface Pair {
  readonly group: number;
  readonly startMs: number;
  readonly onsetMs: number;
}

function pairUp({ starts, onsets }: ClockGroup, group: number, line: Line, gateMs: number): Pair[] {
  const expected = starts.map((start) => ({ timeMs: toRecording(line, group, start), gateMs }));
  const matches = matchInOrder(expected, onsets);
  return starts.flatMap((startMs, turn) => {
    const onset = onsets[matches[turn] as number];
    return onset === undefined ? [] : [{ group, startMs, onsetMs: onset.timeMs }];
  });
}

function fitLine(pairs: readonly Pair[], groups: number): Line {
  const byGroup = Array.from({ length: groups }, (_, at) => pairs.filter((pair) => pair.group === at));
  const driftPpm = fitDrift(byGroup);
  const intercepts = byGroup.map((own) => median(own.map((pair) => pair.onsetMs - straight(pair.startMs, driftPpm))));
  const [own, other] = intercepts;
  const enough = byGroup.map((list) => list.length >= MIN_PAIRS);
  const lagMs = (other ?? 0) - (own ?? 0);
  if (enough[0] && enough[1] && Math.abs(lagMs) >= MIN_LAG_MS) {
    return { offsetMs: own as number, driftPpm, lagsMs: [0, lagMs] };
  }
  // Where one party has too few turns to have a delay of its own, the other's many decide.
  const deciding = enough[0] === enough[1] ? pairs : byGroup[enough[0] ? 0 : 1];
  const offsetMs = median((deciding ?? pairs).map((pair) => pair.onsetMs - straight(pair.startMs, driftPpm))) ?? 0;
  return { offsetMs, driftPpm, lagsMs: byGroup.map(() => 0) };
}

const straight = (startMs: number, driftPpm: number): number => startMs + (startMs * driftPpm) / 1e6;

const MIN_DRIFT_PAIRS = 8;
const MIN_DRIFT_MS = 20;
/** In a shorter call the strongest drift that occurs (600 ppm) comes to less than turns' times are off. */
const MIN_DRIFT_SPAN_MS = 100_000;
/** What seems to drift by more is no clock. */
const MAX_DRIFT = 1e-3;

/**
 * Slope by Theil's incomplete method: the median over the slopes from each pair to the one half the list later, which
 * outliers do not move until they are about three in ten. 0 when it is not three standard errors away from 0, or makes no difference
 * that could be heard: an offset alone is the plainer explanation.
 */
function fitDrift(byGroup: readonly (readonly Pair[])[]): number {
  const slopes: number[] = [];
  let spread = 0;
  let spanMs = 0;
  const centred: { startMs: number; offMs: number }[] = [];
  for (const own of byGroup) {
    const sorted = own.toSorted((a, b) => a.startMs - b.startMs);
    const half = Math.ceil(sorted.length / 2);
    for (let i = 0; i + half < sorted.length; i += 1) {
      const one = sorted[i] as Pair;
      const two = sorted[i + half] as Pair;
      const runMs = two.startMs - one.startMs;
      if (runMs > 0) slopes.push((two.onsetMs - one.onsetMs - runMs) / runMs);
    }
    const meanMs = sorted.reduce((sum, pair) => sum + pair.startMs, 0) / Math.max(1, sorted.length);
    const offset = median(sorted.map((pair) => pair.onsetMs - pair.startMs)) ?? 0;
    for (const pair of sorted) {
      spread += (pair.startMs - meanMs) ** 2;
      centred.push({ startMs: pair.startMs - meanMs, offMs: pair.onsetMs - pair.startMs - offset });
    }
    spanMs = Math.max(spanMs, (sorted.at(-1)?.startMs ?? 0) - (sorted[0]?.startMs ?? 0));
  }
  const slope = median(slopes);
  if (slope === null || centred.length < MIN_DRIFT_PAIRS || spanMs < MIN_DRIFT_SPAN_MS) return 0;
  if (Math.abs(slope) > MAX_DRIFT) return 0;
  const noiseMs = 1.4826 * (median(centred.map(({ startMs, offMs }) => Math.abs(offMs - slope * startMs))) ?? 0);
  const error = (1.25 * Math.max(5, noiseMs)) / Math.sqrt(spread);
  return Math.abs(slope) > 3 * error && Math.abs(slope) * spanMs >= MIN_DRIFT_MS ? slope * 1e6 : 0;
}

function residualOf(pairs: readonly Pair[], line: Line): number {
  return median(pairs.map(({ group, startMs, onsetMs }) => Math.abs(onsetMs - toRecording(line, group, startMs)))) ?? 0;
}
