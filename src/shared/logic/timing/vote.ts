/** Times at which a party's turns begin by the transcript, and at which its voice sets in. Both ascend, ms. */
export interface VoteGroup {
  readonly starts: readonly number[];
  readonly onsets: readonly number[];
}

/** recording = transcript + offsetMs + transcript * driftPpm / 1e6, and the second group `lagMs` later than that. */
export interface Vote {
  readonly offsetMs: number;
  readonly driftPpm: number;
  readonly lagMs: number;
  /** Natural logarithm of how many fits as good as this, and as plain, chance would give. */
  readonly logChance: number;
}

const BIN_MS = 50;
/** Bins that count as one time: a vendor's times are good to a tenth of a second or two. */
const WINDOW_BINS = 5;
const WINDOW_MS = BIN_MS * WINDOW_BINS;
/** A transcript may count from dialling, a recording from the answer: so long a phone rings. */
const REACH_MS = 30_000;
const BINS = Math.ceil((2 * REACH_MS) / BIN_MS);
/** One party's times may be reported late, but not by more. */
const LAG_BINS = 20;
/** Cheap oscillators drift by up to 100 ppm, resampling of network audio by a few hundred. */
const MAX_DRIFT_PPM = 600;
/** So many turns say what there is to say; over longer stretches there were ever more drifts to try. */
export const VOTING_TURNS = 200;

/**
 * Finds the clock by vote: every turn votes for all offsets that would put its start on an onset of its party, for every
 * drift that makes a difference in a call of that length (of a very long one the beginning votes). What is looked for is not the offset with the most votes but the one that
 * chance explains worst: the binomial probability of so many votes, times the number of fits at least as plain (closer to no
 * offset, no drift, no lag) that were tried. So an offset of seconds needs more turns to be believed than none.
 *
 * @param groups one or two parties; groups without starts count for nothing
 * @returns null when there is nothing to vote on
 */
export function voteClock(groups: readonly VoteGroup[], durationMs: number): Vote | null {
  const voting = firstTurns(groups, VOTING_TURNS).filter((group) => group.starts.length > 0);
  const [first, second] = voting;
  if (first === undefined || !voting.some((group) => group.onsets.length > 0) || durationMs <= 0) return null;
  const all = voting.flatMap((group) => group.starts);
  const earliest = Math.min(...all);
  const spanMs = Math.max(...all) - earliest;
  const pivotMs = earliest + spanMs / 2;
  const expectedHits = voting.reduce(
    (sum, { starts, onsets }) => sum + starts.length * Math.min(0.5, (onsets.length / durationMs) * WINDOW_MS),
    0,
  );
  const logTails = binomialLogTails(all.length, expectedHits / all.length);
  const logTail = (votes: number): number => logTails[Math.min(votes, all.length)] as number;

  const logLags = Array.from({ length: LAG_BINS + 1 }, (_, lag) => Math.log(1 + (2 * lag) / WINDOW_BINS));

  // Bins lie on the turns' own times, so that a transcript that is moved as a whole meets the same bins.
  const phaseMs = ((earliest % BIN_MS) + BIN_MS) % BIN_MS;
  const offsets = Float64Array.from({ length: BINS }, (_, bin) => (bin + 0.5) * BIN_MS - REACH_MS - phaseMs);
  const logOffsets = offsets.map((offsetMs) => Math.log(1 + Math.abs(offsetMs) / (WINDOW_MS / 2)));

  let best: { offsetMs: number; driftPpm: number; lagMs: number; logChance: number; rank: number } | null = null;
  /** The best is no worse than this: whatever is worse needs no look. */
  let bound = Number.POSITIVE_INFINITY;
  const stepPpm = spanMs > 0 ? (0.8 * WINDOW_MS * 1e6) / spanMs : Number.POSITIVE_INFINITY;
  const steps = Math.floor(MAX_DRIFT_PPM / stepPpm);
  const reach = second === undefined ? 0 : LAG_BINS;
  // From no drift outwards: the plainest are found first, and most of the others are then done with at a glance.
  for (let turn = 0; turn <= 2 * steps; turn += 1) {
    const step = turn % 2 === 0 ? -turn / 2 : (turn + 1) / 2;
    const driftPpm = step === 0 ? 0 : step * stepPpm;
    const logStep = Math.log(1 + 2 * Math.abs(step));
    const one = countVotes(first, driftPpm, pivotMs, phaseMs);
    const two = second === undefined ? null : countVotes(second, driftPpm, pivotMs, phaseMs);
    const most = two === null ? 0 : two.window.reduce((max, votes) => Math.max(max, votes), 0);
    const logChanceOf = (bin: number, lag: number): number => {
      const votes = (one.window[bin] as number) + (two?.window[bin + lag] ?? 0);
      return logTail(votes) + ((logOffsets[bin] as number) + logStep) + (logLags[Math.abs(lag)] as number);
    };
    const favourite = one.window.indexOf(one.window.reduce((max, votes) => Math.max(max, votes), 0));
    for (let lag = -reach; lag <= reach; lag += 1) bound = Math.min(bound, logChanceOf(favourite, lag));
    for (let bin = 0; bin < BINS; bin += 1) {
      if (logTail((one.window[bin] as number) + most) + ((logOffsets[bin] as number) + logStep) > bound) continue;
      for (let lag = -reach; lag <= reach; lag += 1) {
        const logChance = logChanceOf(bin, lag);
        if (logChance > bound) continue;
        const rank = (one.middle[bin] as number) + (two?.middle[bin + lag] ?? 0);
        if (best !== null && logChance === best.logChance && rank <= best.rank) continue;
        bound = logChance;
        best = { offsetMs: offsets[bin] as number, driftPpm, lagMs: lag * BIN_MS, logChance, rank };
      }
    }
  }
  if (best === null) return null;
  const { offsetMs, driftPpm, lagMs, logChance } = best;
  return { offsetMs: offsetMs - (driftPpm * pivotMs) / 1e6, driftPpm, lagMs, logChance };
}

/** Votes per offset: `window` = within half a window of it, `middle` = in its own bin and next to it. */
function countVotes({ starts, onsets }: VoteGroup, driftPpm: number, pivotMs: number, phaseMs: number) {
  const bins = new Int32Array(BINS);
  let from = 0;
  for (const start of starts) {
    const expected = start + ((start - pivotMs) * driftPpm) / 1e6;
    while (from < onsets.length && (onsets[from] as number) < expected - REACH_MS - BIN_MS) from += 1;
    for (let at = from; at < onsets.length; at += 1) {
      const offset = (onsets[at] as number) - expected;
      if (offset > REACH_MS) break;
      const bin = Math.floor((offset + phaseMs + REACH_MS) / BIN_MS);
      if (bin >= 0 && bin < bins.length) bins[bin] = (bins[bin] as number) + 1;
    }
  }
  return { window: slidingSums(bins, WINDOW_BINS), middle: slidingSums(bins, 3) };
}

function slidingSums(bins: Int32Array, width: number): Int32Array {
  const half = (width - 1) / 2;
  const sums = new Int32Array(bins.length);
  let sum = 0;
  for (let at = -half; at < bins.length; at += 1) {
    sum += (bins[at + half] ?? 0) - (bins[at - half - 1] ?? 0);
    if (at >= 0) sums[at] = sum;
  }
  return sums;
}

/** The groups with no more than the first so many starts of all. */
export function firstTurns<T extends { readonly starts: readonly number[] }>(groups: readonly T[], count: number): T[] {
  const all = groups.flatMap((group) => group.starts);
  if (all.length <= count) return [...groups];
  const lastMs = all.sort((a, b) => a - b)[count - 1] as number;
  return groups.map((group) => ({ ...group, starts: group.starts.filter((start) => start <= lastMs) }));
}

/** ln P(X >= k) for k from 0 to n of a binomial with probability p. */
export function binomialLogTails(n: number, p: number): Float64Array {
  const tails = new Float64Array(n + 1);
  if (p <= 0) return tails.fill(Number.NEGATIVE_INFINITY, 1);
  const odds = Math.log(p) - Math.log1p(-p);
  let logTerm = n * Math.log(p);
  let tail = Number.NEGATIVE_INFINITY;
  for (let k = n; k > 0; k -= 1) {
    const high = Math.max(tail, logTerm);
    tail = high + Math.log(Math.exp(tail - high) + Math.exp(logTerm - high));
    tails[k] = Math.min(0, tail);
    // P(k - 1) = P(k) * k / (n - k + 1) * (1 - p) / p
    logTerm += Math.log(k / (n - k + 1)) - odds;
  }
  return tails;
}
