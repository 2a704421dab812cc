import type { CallTiming, DeadAir, Overlap, Speech } from '../../model/timing.ts';
import {
  coveredMs,
  findSpanAt,
  intersectSpans,
  invertSpans,
  joinSpans,
  type Span,
  tidySpans,
  totalMs,
} from './spans.ts';
import type { Voice } from './voices.ts';

/** Less music than this is a ring or a jingle, nobody is put on hold for it. */
const MIN_HOLD_MS = 3000;
/** Music that comes back after so long is the same hold: pieces end, announcements come between. */
const HOLD_BREAK_MS = 2000;

/**
 * Where somebody is on hold: music of some seconds on any channel; with `silentMs`, silence at least that long as well (a hold without
 * music cannot be told from one).
 */
export function findHolds(
  speech: Speech,
  voices: readonly Voice[],
  durationMs: number,
  silentMs: number | null,
): Span[] {
  const musical = findMusic(speech, durationMs);
  if (silentMs === null || !(silentMs > 0)) return musical;
  const silent = invertSpans(anySpeech(voices), durationMs).filter(({ startMs, endMs }) => endMs - startMs >= silentMs);
  return joinSpans([...musical, ...silent], 0);
}

/** Music of some seconds, on any channel. */
export function findMusic(speech: Speech, durationMs: number): Span[] {
  const music = speech.channels.flatMap(({ other }) => other.filter(({ kind }) => kind === 'music'));
  return joinSpans(tidySpans(music, durationMs), HOLD_BREAK_MS).filter(
    ({ startMs, endMs }) => endMs - startMs >= MIN_HOLD_MS,
  );
}

function anySpeech(voices: readonly Voice[]): Span[] {
  return joinSpans(
    voices.flatMap((voice) => voice.segments),
    0,
  );
}

/** Where nobody speaks for at least `thresholdMs`, music on hold apart; from the recording's beginning to its end. */
export function findDeadAir(
  voices: readonly Voice[],
  music: readonly Span[],
  durationMs: number,
  thresholdMs: number,
): DeadAir[] {
  const sound = joinSpans([...anySpeech(voices), ...music], 0);
  const silences = invertSpans(sound, durationMs).filter(
    ({ startMs, endMs }) => endMs - startMs >= Math.max(1, thresholdMs),
  );
  const ends = voices.map(({ parties, segments }) => ({
    party: parties.length === 1 ? parties[0] : undefined,
    segments,
  }));
  const places = ends.map(() => 0);
  return silences.map(({ startMs, endMs }) => {
    let lastMs = Number.NEGATIVE_INFINITY;
    let after: DeadAir['after'] = null;
    ends.forEach(({ party, segments }, i) => {
      while ((segments[places[i] as number]?.endMs ?? Number.POSITIVE_INFINITY) <= startMs)
        places[i] = (places[i] ?? 0) + 1;
      const last = segments[(places[i] as number) - 1];
      if (last !== undefined && last.endMs > lastMs) {
        lastMs = last.endMs;
        after = party ?? null;
      }
    });
    return { startMs, endMs, after };
  });
}

/** Who speaks for how long. Both at once count for both, and as overlap. */
export function shareTalk(agent: readonly Span[], caller: readonly Span[], durationMs: number): CallTiming['talk'] {
  const agentMs = totalMs(agent);
  const callerMs = totalMs(caller);
  const overlapMs = totalMs(intersectSpans(agent, caller));
  return { agentMs, callerMs, overlapMs, silenceMs: Math.max(0, durationMs - (agentMs + callerMs - overlapMs)) };
}

/**
 * Stretches in which the agent speaks for longer than `thresholdMs` and the caller does not: from an onset of the agent over pauses
 * shorter than `pauseMs` to its end. The caller's backchannels ("mm-hm") do not end one: they ask for more.
 */
export function findMonologues(
  agent: readonly Span[],
  caller: readonly Span[],
  overlaps: readonly Overlap[],
  thresholdMs: number,
  pauseMs: number,
): Span[] {
  const nods = overlaps.filter(({ kind, first }) => kind === 'backchannel' && first === 'agent');
  const taken = caller.filter(({ startMs }) => findSpanAt(nods, startMs) < 0);
  const runs: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of agent) {
    const last = runs.at(-1);
    const goesOn = last !== undefined && startMs - last.endMs < pauseMs && coveredMs(taken, last.endMs, startMs) === 0;
    if (goesOn) last.endMs = endMs;
    else runs.push({ startMs, endMs });
  }
  const free = invertSpans(taken, Number.MAX_VALUE);
  return intersectSpans(runs, free).filter(({ startMs, endMs }) => endMs - startMs > Math.max(0, thresholdMs));
}
