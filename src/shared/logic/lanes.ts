import type { Turn } from '../model/turn.ts';

/** Whose voice a channel carries. */
export type LaneRole = 'agent' | 'caller';

/** `roles[channel]`; `confidence` from 0 (a coin) to 1 (every turn agrees, and there are enough of them). */
export interface LaneGuess {
  readonly roles: readonly [LaneRole, LaneRole];
  readonly confidence: number;
}

/** Energy per bucket and channel as the peaks file holds it: bucket after bucket, all channels in each, dBFS. */
export interface ChannelEnergy {
  readonly channels: number;
  readonly hopMs: number;
  readonly values: Int8Array;
}

const LEAD_IN_MS = 100; // the transcript's clock and the recording's are not the same to the tenth of a second
const WINDOW_MS = 1500;
const MIN_WINDOW_MS = 200;
const CLEAR_DB = 3;
const SURE_TURNS = 4;
const MIN_CONFIDENCE = 0.5;

/**
 * Guesses which channel is whose from which one is louder just after each turn starts.
 *
 * @returns null for anything but two channels, when no turn is clear, or when the turns disagree: better no label
 * than a wrong one.
 */
export function guessLaneRoles(
  energy: ChannelEnergy,
  turns: readonly Pick<Turn, 'role' | 'startMs'>[],
): LaneGuess | null {
  if (energy.channels !== 2 || energy.hopMs <= 0) return null;
  const timed = turns
    .flatMap(({ role, startMs }) => (startMs !== null && Number.isFinite(startMs) ? [{ role, startMs }] : []))
    .sort((a, b) => a.startMs - b.startMs);
  let agreeing = 0;
  let clear = 0;
  timed.forEach(({ role, startMs }, i) => {
    if (role === 'other') return;
    const fromMs = startMs + LEAD_IN_MS;
    const nextMs = timed.slice(i + 1).find((turn) => turn.startMs > startMs)?.startMs ?? Number.POSITIVE_INFINITY;
    const toMs = Math.min(fromMs + WINDOW_MS, nextMs - LEAD_IN_MS);
    if (toMs - fromMs < MIN_WINDOW_MS) return;
    const first = meanPower(energy, 0, fromMs, toMs);
    const second = meanPower(energy, 1, fromMs, toMs);
    if (first === null || second === null) return;
    const differenceDb = 10 * Math.log10(first / second);
    if (Math.abs(differenceDb) < CLEAR_DB) return;
    clear += 1;
    agreeing += Math.sign(differenceDb) * (role === 'agent' ? 1 : -1);
  });
  if (clear === 0) return null;
  const confidence = (Math.abs(agreeing) / clear) * Math.min(1, clear / SURE_TURNS);
  if (confidence < MIN_CONFIDENCE) return null;
  return { roles: agreeing > 0 ? ['agent', 'caller'] : ['caller', 'agent'], confidence };
}

function meanPower(energy: ChannelEnergy, channel: number, fromMs: number, toMs: number): number | null {
  const { channels, hopMs, values } = energy;
  const first = Math.max(0, Math.floor(fromMs / hopMs));
  const last = Math.min(Math.floor(values.length / channels), Math.ceil(toMs / hopMs));
  if (last <= first) return null;
  let sum = 0;
  for (let bucket = first; bucket < last; bucket += 1) {
    sum += 10 ** ((values[bucket * channels + channel] as number) / 10);
  }
  return sum / (last - first);
}
