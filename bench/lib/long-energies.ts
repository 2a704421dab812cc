import { Random } from '../../scripts/make-demo/random.ts';
import type { Energies } from './measure-speech.ts';

/** Levels of a long stereo call: two parties in turn over line noise, with an echo of the first on the second. */
export function longEnergies(minutes: number): Energies {
  const random = new Random('long');
  const count = minutes * 6000;
  const values = new Int8Array(count * 2);
  let left = 0;
  let speaker = 0;
  let level = -20;
  for (let i = 0; i < count; i += 1) {
    if (left === 0) {
      speaker = (speaker + 1) % 4;
      left = random.int(60, 400);
    }
    left -= 1;
    level = Math.max(-45, Math.min(-12, level + random.int(-4, 4)));
    const noise = -58 + random.int(-1, 1);
    const agent = speaker === 1 ? level : noise;
    values[i * 2] = agent;
    values[i * 2 + 1] = speaker === 3 ? level : Math.max(noise, agent - 30);
  }
  return { energy: { channels: 2, hopMs: 10, values }, durationMs: count * 10 };
}
