import type { CallTiming, MeasuredGap } from '../../model/timing.ts';
import type { Turn } from '../../model/turn.ts';
import { heardTurns } from '../heard-turns.ts';
import { gapOf } from '../latency.ts';

/** How the end of the caller's speech before a turn is known. `turn-start` = it is not: the turn's own start stands for it. */
export type StartSource = 'measured' | 'reported' | 'turn-start';

/** A turn to be heard from the end of the caller's speech before it. All times are ms of its recording. */
export interface ListenSpan {
  /** The starting point: 0 of the axis that all turns share. */
  readonly fromMs: number;
  /** Where the turn begins to be heard. */
  readonly onsetMs: number;
  /** End of the turn. */
  readonly toMs: number;
  readonly source: StartSource;
  /** The end of the caller's speech was measured with low confidence, or is only reported. */
  readonly doubtful: boolean;
}

export type NoSpanReason = 'no-turn' | 'no-time' | 'beyond-recording';

/** The stretch to hear, or why there is none. */
export type SpanOutcome =
  | { readonly span: ListenSpan; readonly reason: null }
  | { readonly span: null; readonly reason: NoSpanReason };

/**
 * Where turn `index` is heard from and to: from the measured end of the caller's speech, else from the start less the reported gap, else
 * from the start. It ends where the turn does, else where the next one starts, else with the recording.
 * @param durationMs length of the recording; null while it is not known
 */
export function spanOfTurn(
  turns: readonly Turn[],
  timing: Pick<CallTiming, 'turns'> | null,
  index: number,
  durationMs: number | null,
): SpanOutcome {
  const none = (reason: NoSpanReason): SpanOutcome => ({ span: null, reason });
  const position = turns.findIndex((turn) => turn.index === index);
  const heard = heardTurns(turns, timing);
  const turn = heard[position];
  if (turn === undefined) return none('no-turn');
  const gap = timing?.turns.find((one) => one.index === index)?.gap ?? null;
  const onsetMs = gap?.toMs ?? turn.startMs;
  if (onsetMs === null || !Number.isFinite(onsetMs)) return none('no-time');
  const lengthMs = durationMs ?? Number.POSITIVE_INFINITY;
  const toMs = Math.min(lengthMs, endOf(heard, turn, onsetMs) ?? lengthMs);
  if (!Number.isFinite(toMs)) return none('no-time');
  if (onsetMs >= lengthMs || toMs <= onsetMs) return none('beyond-recording');
  const { fromMs, source, doubtful } = startOf(gap, gapOf(turn), onsetMs);
  return { span: { fromMs, onsetMs: Math.max(0, onsetMs), toMs, source, doubtful }, reason: null };
}

function startOf(gap: MeasuredGap | null, reportedMs: number | null, onsetMs: number) {
  // A measured gap may be negative: the agent began before the caller had ended.
  if (gap !== null) {
    const fromMs = Math.max(0, gap.fromMs);
    return { fromMs, source: 'measured', doubtful: gap.confidence === 'low' } as const;
  }
  if (reportedMs !== null) {
    return { fromMs: Math.max(0, onsetMs - reportedMs), source: 'reported', doubtful: true } as const;
  }
  return { fromMs: Math.max(0, onsetMs), source: 'turn-start', doubtful: true } as const;
}

function endOf(turns: readonly Turn[], turn: Turn, onsetMs: number): number | null {
  if (turn.endMs !== null && turn.endMs > onsetMs) return turn.endMs;
  const later = turns.flatMap(({ startMs }) => (startMs !== null && startMs > onsetMs ? [startMs] : []));
  return later.length === 0 ? null : Math.min(...later);
}

const startWords: Record<StartSource, string> = {
  measured: 'Starts at the measured end of the caller’s speech',
  reported: 'Not measured: starts at the turn’s start less the reported gap',
  'turn-start': 'The end of the caller’s speech is not known: starts at the turn itself, no gap is heard',
};

/** Where a turn starts to be heard, in words. */
export function startSentence({ source, doubtful }: Pick<ListenSpan, 'source' | 'doubtful'>): string {
  return source === 'measured' && doubtful ? `${startWords.measured} (low confidence)` : startWords[source];
}

const reasonWords: Record<NoSpanReason, string> = {
  'no-turn': 'This turn is no longer in the transcript.',
  'no-time': 'The transcript has no time for this turn, so it cannot be found in the recording.',
  'beyond-recording': 'The recording ends before this turn.',
};

/** Why a turn cannot be heard, in words. */
export function noSpanSentence(reason: NoSpanReason): string {
  return reasonWords[reason];
}
