import type { Turn } from '../../model/turn.ts';
import { estimateHeard, shareSaid, speakingRate } from './heard.ts';
import type { FoundOverlap, JudgeEnd } from './overlaps.ts';
import type { Placed } from './placement.ts';
import { countStartingBefore, coveredMs, findSpanAt, type Span } from './spans.ts';
import type { Voice } from './voices.ts';

/** Of the agent's text, what a turn must have left unsaid to be called cut: paces within one call differ by a sixth or so. */
const CUT_SHARE = 0.85;
const CUT_REST_MS = 400;

/** How fast the agent speaks (characters per ms; null = unknown), and whether a turn had come to its end. */
export interface Cuts {
  readonly rate: number | null;
  readonly judge: JudgeEnd;
}

type Spoken = Placed & { readonly endMs: number };

/**
 * Learns the agent's pace from turns into whose end nobody spoke, and with it tells whether a turn of the agent was cut. A caller's
 * text is what was heard of him, so it says nothing about what he still wanted to say.
 */
export function judgeCuts(
  turns: readonly Pick<Turn, 'content'>[],
  placed: readonly Placed[],
  voices: readonly Voice[],
): Cuts {
  const [agent, caller] = voices;
  if (agent === undefined || caller === undefined) return { rate: null, judge: () => 'unknown' };
  const contentOf = ({ at }: Placed): string => turns[at]?.content ?? '';
  const own = placed.filter((turn): turn is Spoken => turn.party === 'agent' && turn.endMs !== null);
  const uncut = own.filter(
    ({ startSource, endSource, endMs }) =>
      startSource === 'sound' && endSource === 'sound' && findSpanAt(caller.segments, endMs) < 0,
  );
  const rate = speakingRate(uncut.map((turn) => ({ content: contentOf(turn), speechMs: turn.speechMs })));
  return {
    rate,
    judge(party, timeMs, endMs) {
      const turn = party === 'agent' ? turnAt(own, timeMs) : undefined;
      if (rate === null || turn === undefined) return 'unknown';
      const speechMs = coveredMs(agent.segments, turn.startMs, endMs);
      const said = { content: contentOf(turn), speechMs };
      const restMs = contentOf(turn).trim().length / rate - speechMs;
      return shareSaid(said, rate) < CUT_SHARE && restMs > CUT_REST_MS ? 'cut' : 'complete';
    },
  };
}

/** Of turns that were broken into: when, and how much of the text was heard. By the turn's place in the transcript's list. */
export function noteCuts(
  turns: readonly Pick<Turn, 'content'>[],
  placed: readonly Placed[],
  overlaps: readonly FoundOverlap[],
  rate: number | null,
): Map<number, { bargedInMs: number; heardChars: number | null }> {
  const noted = new Map<number, { bargedInMs: number; heardChars: number | null }>();
  const spoken = (['agent', 'caller'] as const).map((party) =>
    placed.filter((turn): turn is Spoken => turn.party === party && turn.endMs !== null),
  );
  for (const { kind, first, startMs, firstEndMs } of overlaps) {
    const turn = kind === 'barge-in' ? turnAt(spoken[first === 'agent' ? 0 : 1] ?? [], startMs) : undefined;
    // A turn that goes on afterwards, on the other side of a pause, did not end for it.
    if (turn === undefined || turn.endMs > firstEndMs) continue;
    const content = turns[turn.at]?.content ?? '';
    const heardChars =
      first === 'agent' && rate !== null ? estimateHeard({ content, speechMs: turn.speechMs }, rate) : null;
    noted.set(turn.at, { bargedInMs: startMs, heardChars });
  }
  return noted;
}

function turnAt(turns: readonly Spoken[], timeMs: number): Spoken | undefined {
  const spans: readonly Span[] = turns;
  const turn = turns[countStartingBefore(spans, timeMs) - 1];
  return turn !== undefined && turn.endMs > timeMs ? turn : undefined;
}
