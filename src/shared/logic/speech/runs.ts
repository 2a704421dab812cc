import type { Levels } from './levels.ts';

/** Buckets `from` up to, not including, `to`. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

const SPEECH_MS = 70;
const FRAGMENT_MS = 40;
const FRAGMENT_BRIDGE_MS = 140;
const BRIDGE_MS = 300;

/**
 * Hysteresis: a run begins where the level exceeds `threshold + on` for two buckets and reaches back and on as long as
 * it exceeds `threshold + off`.
 *
 * @param spread scales both: on a line whose noise varies more, more is asked.
 */
export function findRuns(levels: Levels, threshold: Float32Array, spread: Float32Array): Run[] {
  const runs: Run[] = [];
  const count = levels.length;
  const above = (i: number, margin: number, times: number): boolean =>
    (levels[i] as number) > (threshold[i] as number) + Math.max(margin, times * (spread[i] as number));
  for (let i = 0; i + 1 < count; i += 1) {
    if (!above(i, 6, 5) || !above(i + 1, 6, 5)) continue;
    let from = i;
    const earliest = runs.at(-1)?.to ?? 0;
    while (from > earliest && above(from - 1, 3, 3)) from -= 1;
    let to = i + 2;
    while (to < count && above(to, 3, 3)) to += 1;
    runs.push({ from, to });
    i = to;
  }
  return runs;
}

/**
 * Joins runs over the short pauses of speech (closures, breaths between words) and drops what is too short to be any.
 * A fragment shorter than 40 ms is joined over 140 ms only: it may be the release of a final stop, or a click.
 */
export function joinRuns(runs: readonly Run[], hopMs: number): Run[] {
  const joined: { from: number; to: number; sounding: number }[] = [];
  const bridge = (a: Run, b: Run): number => {
    const shorter = Math.min(a.to - a.from, b.to - b.from) * hopMs;
    return (shorter < FRAGMENT_MS ? FRAGMENT_BRIDGE_MS : BRIDGE_MS) / hopMs;
  };
  for (const run of runs) {
    const last = joined.at(-1);
    if (last !== undefined && run.from - last.to <= bridge(last, run)) {
      last.to = run.to;
      last.sounding += run.to - run.from;
    } else joined.push({ ...run, sounding: run.to - run.from });
  }
  return joined.filter(({ sounding }) => sounding * hopMs >= SPEECH_MS);
}
