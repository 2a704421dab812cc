import type { LaneRole, TurnTiming } from '../../model/timing.ts';
import { type Expected, matchInOrder } from './chain.ts';
import { coveredMs, findSpanAt, firstAtOrAfter, type Span } from './spans.ts';
import { onsetsOf, type Voice } from './voices.ts';

/** A turn with the place that the clock gives it. */
export interface Awaited {
  /** Its place in the transcript's list. */
  readonly at: number;
  readonly party: LaneRole;
  readonly expectedMs: number;
}

/** A turn with the place that its sound gives it. */
export interface Placed extends Pick<TurnTiming, 'startSource' | 'endSource'> {
  readonly at: number;
  readonly party: LaneRole;
  readonly startMs: number;
  readonly endMs: number | null;
  /** How much of it is voice, ms. */
  readonly speechMs: number;
  /** How far its sound set in from where it was expected, ms. */
  readonly offMs: number;
}

/** How far an onset may lie from where it is expected: `strict` for a sure match, `wide` where nothing else is near. */
export interface Gates {
  readonly strictMs: number;
  readonly wideMs: number;
}

/** Silence within a turn that needs no explanation: people draw breath and look for words. */
const PAUSE_MS = 700;
/** A longer one is within a turn when the other party only said "mm-hm" in it. */
const LONG_PAUSE_MS = 1500;
/** After so long a silence nobody is still within a turn, even when nobody else took one. */
const MAX_PAUSE_MS = 10_000;
export const BACKCHANNEL_MS = 1000;
/** Shorter than the shortest word: a click or a breath, when it stands alone. */
export const BLIP_MS = 200;
/** So far from both ends of a stretch of speech, a start lies within it. */
const INSIDE_MS = 150;

/**
 * Finds every turn's sound. The starts of a voice's turns are paired with its onsets in order; a start in the middle of speech stays
 * where the clock puts it, and so does one with no onset near. A turn then lasts over its voice's stretches up to the next turn of
 * the same voice, as long as what parts them is a pause (the other party's "mm-hm" does not end it).
 *
 * @param voices one voice per party, or one that is both
 * @returns in order of time
 */
export function placeTurns(awaited: readonly Awaited[], voices: readonly Voice[], gates: Gates): Placed[] {
  const started = voices.map((voice) => findStarts(ownTurns(awaited, voice), voice, gates));
  return voices
    .flatMap((voice, i) => {
      const others = voices.flatMap((other, j) =>
        j === i ? [] : [{ segments: other.segments, starts: (started[j] ?? []).map((turn) => turn.startMs) }],
      );
      return findEnds(started[i] ?? [], voice, others[0] ?? { segments: [], starts: [] });
    })
    .sort((a, b) => a.startMs - b.startMs || a.at - b.at);
}

function ownTurns(awaited: readonly Awaited[], voice: Voice): Awaited[] {
  return awaited
    .filter((turn) => voice.parties.includes(turn.party))
    .sort((a, b) => a.expectedMs - b.expectedMs || a.at - b.at);
}

type Started = Pick<Placed, 'at' | 'party' | 'startMs' | 'startSource' | 'offMs'>;

function findStarts(turns: readonly Awaited[], { segments }: Voice, { strictMs, wideMs }: Gates): Started[] {
  const onsets = onsetsOf(segments);
  const expected = turns.map(({ expectedMs }): Expected => {
    const around = segments[findSpanAt(segments, expectedMs)];
    const inside =
      around !== undefined && expectedMs - around.startMs >= INSIDE_MS && around.endMs - expectedMs >= INSIDE_MS;
    return { timeMs: expectedMs, gateMs: inside ? strictMs : wideMs };
  });
  const matches = matchInOrder(expected, onsets);
  let earliestMs = 0;
  const started = turns.map(({ at, party, expectedMs }, i): Started => {
    const onset = onsets[matches[i] as number];
    const startMs = onset?.timeMs ?? Math.max(earliestMs, expectedMs);
    earliestMs = startMs;
    return {
      at,
      party,
      startMs,
      startSource: onset === undefined ? 'transcript' : 'sound',
      offMs: Math.abs(startMs - expectedMs),
    };
  });
  return started.sort((a, b) => a.startMs - b.startMs || a.at - b.at);
}

interface OtherParty {
  readonly segments: readonly Span[];
  readonly starts: readonly number[];
}

function findEnds(turns: readonly Started[], { segments }: Voice, other: OtherParty): Placed[] {
  return turns.map((turn, i) => {
    const limitMs = turns[i + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    let at = findSpanAt(segments, turn.startMs);
    const first = segments[at];
    if (first === undefined || limitMs <= turn.startMs) return { ...turn, endMs: null, endSource: null, speechMs: 0 };
    let endMs = Math.min(first.endMs, limitMs);
    let speechMs = endMs - turn.startMs;
    for (at += 1; at < segments.length; at += 1) {
      const next = segments[at] as Span;
      if (next.startMs >= limitMs || !goesOn(endMs, next, other)) break;
      endMs = Math.min(next.endMs, limitMs);
      speechMs += endMs - next.startMs;
    }
    return { ...turn, endMs, endSource: endMs === limitMs ? 'next-turn' : 'sound', speechMs };
  });
}

/** Whether a voice that fell silent at `endMs` goes on with the same turn in `next`. */
function goesOn(endMs: number, next: Span, other: OtherParty): boolean {
  const pauseMs = next.startMs - endMs;
  if (pauseMs <= PAUSE_MS) return true;
  if (pauseMs > MAX_PAUSE_MS || next.endMs - next.startMs < BLIP_MS) return false;
  const answered = other.starts[firstAtOrAfter(other.starts, endMs)] ?? Number.POSITIVE_INFINITY;
  if (answered >= next.startMs) return true;
  return pauseMs <= LONG_PAUSE_MS && coveredMs(other.segments, endMs, next.startMs) <= BACKCHANNEL_MS;
}
