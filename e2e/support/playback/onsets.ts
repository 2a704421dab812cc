import type { DemoTruth } from '../demo.ts';

/** Loudness over time by channel: dB, one value per hop. */
export interface Levels {
  readonly hopMs: number;
  readonly channels: readonly ArrayLike<number>[];
}

const silenceMs = 150;
const searchMs = 150;
/** As `resources/demo/README.md` defines an onset: the first frame within 28 dB of the loudest. */
const thresholdDb = 28;

/**
 * Found minus true onset of every turn that begins in silence on its channel, ms; NaN where nothing rises nearby. What is
 * found is the beginning of a hop, so that even a perfect clock is up to one hop early.
 */
export function onsetErrors(levels: Levels, truth: DemoTruth): number[] {
  return truth.turns.flatMap((turn) => {
    const channel = channelOf(truth, turn.role);
    const before = truth.turns.some(
      (other) =>
        other !== turn &&
        channelOf(truth, other.role) === channel &&
        other.onsetMs < turn.endMs &&
        other.endMs > turn.onsetMs - silenceMs,
    );
    const values = levels.channels[channel];
    if (before || values === undefined) return [];
    const at = (ms: number) => Math.max(0, Math.floor(ms / levels.hopMs));
    let loudest = -Infinity;
    for (let i = at(turn.onsetMs); i < at(turn.endMs); i += 1) loudest = Math.max(loudest, values[i] ?? -Infinity);
    for (let i = at(turn.onsetMs - searchMs); i <= at(turn.onsetMs + searchMs); i += 1) {
      if ((values[i] ?? -Infinity) >= loudest - thresholdDb) return [i * levels.hopMs - turn.onsetMs];
    }
    return [Number.NaN];
  });
}

/** Onsets at which the channel of the other party rises as well, though nobody speaks there. */
export function strayOnsets(levels: Levels, truth: DemoTruth): number[] {
  if (truth.channels.length < 2) return [];
  return truth.turns
    .filter((turn) => {
      const other = 1 - channelOf(truth, turn.role);
      const values = levels.channels[other];
      const busy = truth.turns.some(
        (t) => channelOf(truth, t.role) === other && t.onsetMs < turn.onsetMs + 250 && t.endMs > turn.onsetMs - 250,
      );
      return !busy && values !== undefined && mean(values, levels.hopMs, turn.onsetMs, 200) > -45;
    })
    .map((turn) => turn.onsetMs);
}

function mean(values: ArrayLike<number>, hopMs: number, fromMs: number, forMs: number): number {
  const first = Math.floor(fromMs / hopMs);
  const count = Math.floor(forMs / hopMs);
  let sum = 0;
  for (let i = first; i < first + count; i += 1) sum += values[i] ?? 0;
  return sum / count;
}

function channelOf(truth: DemoTruth, role: string): number {
  return truth.channels.length < 2 ? 0 : truth.channels.indexOf(role);
}
