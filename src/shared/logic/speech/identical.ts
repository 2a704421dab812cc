import type { Levels } from './levels.ts';

const SAME_DB = 1;
const MOST_GAIN_DB = 6;
const SAME_SHARE = 0.9;
const LEAST_HEARD_MS = 200;

/**
 * Whether two channels carry the same sound, one of them perhaps a little louder: in nine of ten buckets in which either
 * is heard their levels differ by the same amount. An echo is not the same sound: it is much quieter.
 *
 * @param audibleDb level from which a bucket counts.
 */
export function isSameSound(a: Levels, b: Levels, hopMs: number, audibleDb: number): boolean {
  const differences = new Float64Array(511);
  let heard = 0;
  for (let i = 0; i < a.length; i += 1) {
    const x = a[i] as number;
    const y = b[i] as number;
    if (x < audibleDb && y < audibleDb) continue;
    heard += 1;
    const at = x - y + 255;
    differences[at] = (differences[at] as number) + 1;
  }
  if (heard * hopMs < LEAST_HEARD_MS) return false;
  for (let gain = -MOST_GAIN_DB; gain <= MOST_GAIN_DB; gain += 1) {
    let same = 0;
    for (let off = -SAME_DB; off <= SAME_DB; off += 1) same += differences[gain + off + 255] as number;
    if (same >= heard * SAME_SHARE) return true;
  }
  return false;
}
