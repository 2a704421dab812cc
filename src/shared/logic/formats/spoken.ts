import type { ExchangeCall, ExchangeCorrection, Stretch } from '../../model/review/exchange.ts';
import type { TurnRole } from '../../model/turn.ts';

/** A turn as it is heard: on the recording's clock, in the corrected words where there are some. */
export interface SpokenTurn extends Stretch {
  /** Position in the transcript. */
  readonly turn: number;
  readonly role: TurnRole;
  readonly speaker: string;
  readonly text: string;
}

/**
 * The turns whose time is known, in order of time. A turn whose end nobody measured lasts until the next turn begins or the
 * recording ends; one for which not even that is known is left out, as is one without a time. Both are counted in `untimed`.
 */
export function spokenTurns(call: ExchangeCall): { readonly turns: SpokenTurn[]; readonly untimed: number } {
  const timings = new Map((call.timing?.turns ?? []).map((timing) => [timing.index, timing]));
  const corrected = correctionsByTurn(call.corrections);
  const begun = call.turns.flatMap((turn, position) => {
    const timing = timings.get(turn.index);
    const startMs = timing?.startMs ?? turn.startMs;
    if (startMs === null || startMs < 0) return [];
    return [{ turn, position, startMs, endMs: timing?.endMs ?? turn.endMs }];
  });
  begun.sort((a, b) => a.startMs - b.startMs || a.position - b.position);
  const turns = begun.flatMap(({ turn, position, startMs, endMs }, at): SpokenTurn[] => {
    const next = begun.slice(at + 1).find((other) => other.startMs > startMs);
    const end = endMs ?? next?.startMs ?? call.recordingMs;
    if (end === null || end <= startMs) return [];
    const { text, role } = corrected.get(position)?.fields ?? { text: null, role: null };
    const speaker = speakerOf(role ?? turn.role, turn.rawRole);
    return [{ turn: position, role: role ?? turn.role, speaker, text: text ?? turn.content, startMs, endMs: end }];
  });
  return { turns, untimed: call.turns.length - turns.length };
}

/** The corrections in force by the turn's position; the latest one where there are several. */
export function correctionsByTurn(corrections: readonly ExchangeCorrection[]): Map<number, ExchangeCorrection> {
  const byTurn = new Map<number, ExchangeCorrection>();
  for (const one of corrections) {
    const before = one.turn === null ? undefined : byTurn.get(one.turn);
    if (one.turn === null || (before !== undefined && before.updatedMs > one.updatedMs)) continue;
    byTurn.set(one.turn, one);
  }
  return byTurn;
}

function speakerOf(role: TurnRole, rawRole: string): string {
  return role === 'agent' ? 'Agent' : role === 'caller' ? 'Caller' : rawRole === '' ? 'Other' : rawRole;
}
