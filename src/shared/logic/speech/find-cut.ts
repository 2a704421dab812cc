import type { ChannelEnergy } from '../peaks-format.ts';
import { powerOf } from './levels.ts';

const QUIET_MS = 300;
const SEARCHED_MS = 20_000;

/** Where a long recording is best cut: the quietest 300 ms of the last 20 s, all channels together, as a bucket of `energy`. */
export function findCut({ channels, hopMs, values }: ChannelEnergy): number {
  const count = Math.floor(values.length / channels);
  const width = Math.max(1, Math.round(QUIET_MS / hopMs));
  const first = Math.max(0, count - Math.round(SEARCHED_MS / hopMs));
  const powerAt = (bucket: number): number => {
    let power = 0;
    for (let channel = 0; channel < channels; channel += 1)
      power += powerOf(values[bucket * channels + channel] as number);
    return power;
  };
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let cut = count;
  for (let bucket = first; bucket < count; bucket += 1) {
    sum += powerAt(bucket);
    if (bucket >= first + width) sum -= powerAt(bucket - width);
    if (bucket < first + width - 1 || sum >= least) continue;
    least = sum;
    cut = bucket - Math.floor(width / 2);
  }
  return cut;
}
