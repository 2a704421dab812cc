import type { CallTiming } from '../model/timing.ts';
import type { Turn } from '../model/turn.ts';

/**
 * The transcript's turns at the times at which they are heard, measured gaps included; as reported where nothing was
 * measured. Returns `turns` itself when there is nothing to change.
 */
export function heardTurns(turns: readonly Turn[], timing: Pick<CallTiming, 'turns'> | null): readonly Turn[] {
  if (timing === null || timing.turns.length !== turns.length) return turns;
  return turns.map((turn, position) => {
    const heard = timing.turns[position];
    if (heard === undefined) return turn;
    return {
      ...turn,
      startMs: heard.startMs ?? turn.startMs,
      endMs: heard.endMs ?? turn.endMs,
      measuredGapMs: heard.gap?.ms ?? null,
    };
  });
}
