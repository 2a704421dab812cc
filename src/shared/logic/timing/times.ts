import type { Turn } from '../../model/turn.ts';
import { type Problem, problems } from './problems.ts';

/** The transcript's times as far as they say anything (one for each turn, else null), and what is wrong with them. */
export function readTimes(turns: readonly Pick<Turn, 'startMs'>[]): {
  times: (number | null)[];
  found: Problem[];
} {
  if (turns.length === 0) return { times: [], found: [problems.noTurns()] };
  const times = turns.map(({ startMs }) => (startMs !== null && Number.isFinite(startMs) ? startMs : null));
  const known = times.filter((ms) => ms !== null);
  if (known.length === 0) return { times, found: [problems.noTimes()] };
  if (known.length > 1 && known.every((ms) => ms === known[0])) {
    return { times: times.map(() => null), found: [problems.timesEqual()] };
  }
  const found: Problem[] = [];
  if (known.length < times.length) found.push(problems.someWithoutTime(times.length - known.length));
  if (known.some((ms, i) => i > 0 && ms < (known[i - 1] as number))) found.push(problems.outOfOrder());
  return { times, found };
}
