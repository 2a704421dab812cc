import type { LaneRole, Overlap } from '../../model/timing.ts';
import { BACKCHANNEL_MS } from './placement.ts';
import { joinSpans, type Span } from './spans.ts';

/** A voice's stretches with the pauses of a breath closed: what a listener takes for one utterance. */
const BREATH_MS = 400;
/** Both voices for less than this is within what two detected edges are off. */
const MIN_OVERLAP_MS = 50;
/** Who is interrupted and yields does so within this: people after a syllable or two, machines after some 0.3 s. */
const YIELD_MS = 800;
/** Machines that buffer much go on for longer; only a sentence left undone shows that they were stopped. */
const LATE_YIELD_MS = 2000;
/** Nobody yields faster: who ends sooner was ending anyway, and the other came in at what he took for the end. */
const MIN_YIELD_MS = 250;
/** The same for somebody who had said all there was to say. */
const MIN_YIELD_COMPLETE_MS = 500;
/** Who has taken the floor goes on for longer than this; an echo of what the first said last does not. */
const OUTLAST_MS = 300;
/** Who goes on within this was not stopped. */
const RESUME_MS = 1000;

/** How far the text of what was being said had come when the voice fell silent. */
export type Completeness = 'complete' | 'cut' | 'unknown';

/** The text of the turn that a party is in at `timeMs`. */
export type JudgeEnd = (party: LaneRole, timeMs: number, endMs: number) => Completeness;

/** An overlap with the moment at which the first party fell silent. */
export interface FoundOverlap extends Overlap {
  readonly firstEndMs: number;
}

/**
 * Finds where both parties speak, and says what it was:
 * - barge-in: the second comes in, the first falls silent soon after, does not go on, and the second outlasts it. A first who had
 *   nothing left to say was not stopped, but ended while the second came in early; then it is a talk-over;
 * - backchannel: the second's sound is short and the first goes on;
 * - talk-over: everything else.
 */
export function findOverlaps(agent: readonly Span[], caller: readonly Span[], judge: JudgeEnd): FoundOverlap[] {
  const voices = { agent: joinSpans(agent, BREATH_MS), caller: joinSpans(caller, BREATH_MS) };
  return crossings(voices.agent, voices.caller).map(({ first, one, two, resumesMs }) => {
    const startMs = two.startMs;
    const endMs = Math.min(one.endMs, two.endMs);
    const yieldMs = one.endMs - startMs;
    const outlasts = two.endMs - one.endMs > OUTLAST_MS && resumesMs - one.endMs > RESUME_MS;
    const kind = (): Overlap['kind'] => {
      if (outlasts && yieldMs <= LATE_YIELD_MS) {
        const judged = judge(first, startMs, one.endMs);
        const shortestMs = judged === 'cut' ? 0 : judged === 'complete' ? MIN_YIELD_COMPLETE_MS : MIN_YIELD_MS;
        if (yieldMs >= shortestMs && yieldMs <= (judged === 'cut' ? LATE_YIELD_MS : YIELD_MS)) return 'barge-in';
      }
      return two.endMs - startMs <= BACKCHANNEL_MS && !outlasts ? 'backchannel' : 'talk-over';
    };
    return { startMs, endMs, first, kind: kind(), firstEndMs: one.endMs };
  });
}

interface Crossing {
  readonly first: LaneRole;
  readonly one: Span;
  readonly two: Span;
  /** When the first speaks again. */
  readonly resumesMs: number;
}

function crossings(agent: readonly Span[], caller: readonly Span[]): Crossing[] {
  const found: Crossing[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const mine = agent[i];
    const theirs = caller[j];
    if (mine === undefined || theirs === undefined) return found.sort((a, b) => a.two.startMs - b.two.startMs);
    if (Math.min(mine.endMs, theirs.endMs) - Math.max(mine.startMs, theirs.startMs) >= MIN_OVERLAP_MS) {
      const agentFirst = mine.startMs <= theirs.startMs;
      const next = agentFirst ? agent[i + 1] : caller[j + 1];
      found.push({
        first: agentFirst ? 'agent' : 'caller',
        one: agentFirst ? mine : theirs,
        two: agentFirst ? theirs : mine,
        resumesMs: next?.startMs ?? Number.POSITIVE_INFINITY,
      });
    }
    if (mine.endMs < theirs.endMs) i += 1;
    else j += 1;
  }
}
