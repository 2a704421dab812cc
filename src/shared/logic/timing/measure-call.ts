import type { CallTiming, Speech, TurnTiming } from '../../model/timing.ts';
import type { Turn } from '../../model/turn.ts';
import { alignCall, describeClock } from './alignment.ts';
import { judgeCuts, noteCuts } from './cuts.ts';
import { measureGaps } from './gaps.ts';
import type { TimingInput } from './input.ts';
import { findSpokenOrder } from './order.ts';
import { findOverlaps } from './overlaps.ts';
import { type Awaited, placeTurns } from './placement.ts';
import { type Problem, problems } from './problems.ts';
import { findDeadAir, findHolds, findMonologues, findMusic, shareTalk } from './quiet.ts';
import { readTimes } from './times.ts';

/** A longer rest of the recording than this is worth a word. */
const REST_MS = 30_000;

/**
 * Measures a call: whose channel is whose, how the transcript's clock lies on the recording's, where every turn is heard, the gap
 * before every agent turn, and what the parties do to each other. Never throws; what cannot be computed is null or absent, and
 * `problems` says why. Takes n log n of turns and segments.
 */
export function measureCall(input: TimingInput): CallTiming {
  const { speech } = input;
  const nudgeMs = Number.isFinite(input.nudgeMs) ? input.nudgeMs : 0;
  const { times, found } = readTimes(input.turns);
  const durationMs = durationOf(input);
  if (speech === null || durationMs === null) {
    const why = input.recordingMs === null && speech === null ? problems.noRecording() : problems.notAnalysed();
    return byTranscript({ ...input, nudgeMs }, times, [...found, why]);
  }
  return bySound({ ...input, nudgeMs }, speech, durationMs, times, found);
}

function bySound(
  input: TimingInput,
  speech: Speech,
  durationMs: number,
  times: readonly (number | null)[],
  found: readonly Problem[],
): CallTiming {
  const { turns, toolCalls, thresholds, nudgeMs } = input;
  const alignment = alignCall(input, times, speech, durationMs);
  const { lanes, voices, clock, gates, place, found: foundInSound } = alignment;
  const awaited = turns.flatMap(({ role }, at): (Awaited & { role: Turn['role'] })[] => {
    const ms = times[at] ?? null;
    return ms === null ? [] : [{ at, role, party: role === 'agent' ? role : 'caller', expectedMs: place(ms, role) }];
  });
  const within = awaited.filter(({ expectedMs }) => expectedMs >= -gates.strictMs && expectedMs < durationMs);
  const spoken = alignment.isPlaceable ? within.filter(({ role }) => role !== 'other') : [];
  const placed = placeTurns(spoken, voices, gates);

  const holds = findHolds(speech, voices, durationMs, thresholds.holdMs ?? null);
  const { judge, rate } = judgeCuts(turns, placed, voices);
  const [agent, caller] = voices;
  const both = agent !== undefined && caller !== undefined;
  const overlaps = both ? findOverlaps(agent.segments, caller.segments, judge) : [];
  const cuts = noteCuts(turns, placed, overlaps, rate);
  const gaps = measureGaps({
    placed,
    voices,
    identical: speech.channels.length === 2 && speech.identical,
    overlaps,
    holds,
    toolTimesMs: toolCalls
      .flatMap(({ startMs }) => (startMs === null || !Number.isFinite(startMs) ? [] : [place(startMs, 'agent')]))
      .sort((a, b) => a - b),
    toolEntries: toolCalls.map(({ entry }) => entry).sort((a, b) => a - b),
    entryOf: (at) => turns[at]?.entry ?? at,
    charsOf: (at) => turns[at]?.content.length ?? 0,
    clockIsSure: clock?.confidence === 'high',
    strictMs: gates.strictMs,
  });

  const placedAt = new Map(placed.map((turn) => [turn.at, turn]));
  const awaitedAt = new Map(within.map((turn) => [turn.at, turn]));
  const timings = turns.map(({ index, role }, at): TurnTiming => {
    const own = placedAt.get(at);
    const expected = awaitedAt.get(at);
    const startMs = own?.startMs ?? (expected === undefined ? null : Math.max(0, expected.expectedMs));
    const gap = gaps.get(at);
    const outside = (times[at] ?? null) === null ? 'no-time' : 'beyond-recording';
    const unplaced = expected === undefined ? outside : 'not-found';
    return {
      index,
      startMs,
      endMs: own?.endMs ?? null,
      startSource: own?.startSource ?? (startMs === null ? null : 'transcript'),
      endSource: own?.endSource ?? null,
      gap: gap?.gap ?? null,
      noGap: role !== 'agent' ? null : gap === undefined ? unplaced : gap.noGap,
      bargedInMs: cuts.get(at)?.bargedInMs ?? null,
      heardChars: cuts.get(at)?.heardChars ?? null,
    };
  });

  return {
    speech,
    lanes,
    clock: describeClock(clock, nudgeMs),
    turns: timings,
    order: findSpokenOrder(timings.map(({ startMs }) => startMs)),
    overlaps: overlaps.map(({ startMs, endMs, first, kind }) => ({ startMs, endMs, first, kind })),
    deadAir: findDeadAir(voices, findMusic(speech, durationMs), durationMs, thresholds.deadAirMs),
    holds,
    monologues: both
      ? findMonologues(agent.segments, caller.segments, overlaps, thresholds.monologueMs, thresholds.deadAirMs)
      : [],
    talk: both ? shareTalk(agent.segments, caller.segments, durationMs) : null,
    problems: [...found, ...foundInSound, ...compareLengths(timings, awaited.length - within.length, durationMs)],
  };
}

/** Without the sound: the transcript's times as they are, moved by hand, and the order they give. */
function byTranscript(
  { turns, speech, nudgeMs }: TimingInput,
  times: readonly (number | null)[],
  found: readonly Problem[],
): CallTiming {
  const timings = turns.map(({ index, role }, at): TurnTiming => {
    const ms = times[at] ?? null;
    return {
      index,
      startMs: ms === null ? null : Math.max(0, ms + nudgeMs),
      endMs: null,
      startSource: ms === null ? null : 'transcript',
      endSource: null,
      gap: null,
      noGap: role === 'agent' ? 'no-recording' : null,
      bargedInMs: null,
      heardChars: null,
    };
  });
  return {
    speech,
    lanes: null,
    clock: describeClock(null, nudgeMs),
    turns: timings,
    order: findSpokenOrder(times),
    overlaps: [],
    deadAir: [],
    holds: [],
    monologues: [],
    talk: null,
    problems: [...found],
  };
}

/** How much of the recording can be spoken of: as far as it goes and was analysed. Null for nothing. */
function durationOf({ recordingMs, speech }: TimingInput): number | null {
  const known = [recordingMs, speech?.durationMs ?? null].filter((ms) => ms !== null && Number.isFinite(ms) && ms > 0);
  return speech === null || known.length === 0 ? null : Math.min(...(known as number[]));
}

function compareLengths(timings: readonly TurnTiming[], beyond: number, durationMs: number): Problem[] {
  const found: Problem[] = beyond > 0 ? [problems.beyond(beyond)] : [];
  const lastMs = timings.reduce((last, { startMs, endMs }) => Math.max(last, endMs ?? startMs ?? 0), 0);
  if (lastMs > 0 && durationMs - lastMs >= REST_MS) found.push(problems.longer(durationMs - lastMs));
  return found;
}
