import { firstAtOrAfter } from './spans.ts';

/** What may be paired: an expected time and how far from it an onset may lie, ms. */
export interface Expected {
  readonly timeMs: number;
  readonly gateMs: number;
}

/** An onset and how much silence went before it, ms. */
export interface Onset {
  readonly timeMs: number;
  readonly silenceMs: number;
}

/** From this much silence on, an onset is as likely as any to begin a turn; after less it may be a phrase within one. */
const TURN_SILENCE_MS = 1000;
const SILENCE_GAIN = 0.5;

/**
 * Pairs expected times with onsets so that both keep their order: the heaviest increasing chain (a weighted longest
 * increasing subsequence over a Fenwick tree), n log n. A pair weighs 1, less the share of its gate it is off, more
 * after a silence; what fits nowhere stays alone.
 *
 * @param expected ascending by time
 * @param onsets ascending by time
 * @returns for each expected time the place of its onset, or -1
 */
export function matchInOrder(expected: readonly Expected[], onsets: readonly Onset[]): Int32Array {
  const tree = createPrefixMax(onsets.length);
  const times = onsets.map((onset) => onset.timeMs);
  const gains: number[] = [];
  const onsetOf: number[] = [];
  const turnOf: number[] = [];
  const before: number[] = [];
  expected.forEach(({ timeMs, gateMs }, turn) => {
    const first = firstAtOrAfter(times, timeMs - gateMs);
    let last = first;
    while (last < onsets.length && (onsets[last] as Onset).timeMs <= timeMs + gateMs) last += 1;
    // Backwards, so that a turn never follows itself.
    for (let at = last - 1; at >= first; at -= 1) {
      const { timeMs: onsetMs, silenceMs } = onsets[at] as Onset;
      const offMs = Math.abs(onsetMs - timeMs);
      const own = 1 - (gateMs > 0 ? offMs / gateMs : 0) + SILENCE_GAIN * Math.min(1, silenceMs / TURN_SILENCE_MS);
      const previous = tree.best(at);
      const node = gains.length;
      gains.push(own + (previous < 0 ? 0 : (gains[previous] as number)));
      onsetOf.push(at);
      turnOf.push(turn);
      before.push(previous);
      tree.offer(at, node, gains);
    }
  });
  const matches = new Int32Array(expected.length).fill(-1);
  for (let node = tree.best(onsets.length); node >= 0; node = before[node] as number) {
    matches[turnOf[node] as number] = onsetOf[node] as number;
  }
  return matches;
}

/** The best node among the first so many places; nodes are only ever offered with what they gain. */
function createPrefixMax(size: number) {
  const nodes = new Int32Array(size + 1).fill(-1);
  const values = new Float64Array(size + 1).fill(Number.NEGATIVE_INFINITY);
  return {
    best(count: number): number {
      let node = -1;
      let value = Number.NEGATIVE_INFINITY;
      for (let at = count; at > 0; at -= at & -at) {
        if ((values[at] as number) > value) {
          value = values[at] as number;
          node = nodes[at] as number;
        }
      }
      return node;
    },
    offer(place: number, node: number, gains: readonly number[]): void {
      const value = gains[node] as number;
      for (let at = place + 1; at <= size; at += at & -at) {
        if (value > (values[at] as number)) {
          values[at] = value;
          nodes[at] = node;
        }
      }
    },
  };
}
