import type { ClockFit, LaneRole, Lanes, Speech } from '../../model/timing.ts';
import type { Turn } from '../../model/turn.ts';
import { type Clock, fitClock, type NoClock, toRecording } from './clock.ts';
import type { TimingInput } from './input.ts';
import type { Gates } from './placement.ts';
import { type Problem, problems } from './problems.ts';
import { detectRoles } from './roles.ts';
import { tidySpans } from './spans.ts';
import { onsetsOf, separateVoices, type Voice } from './voices.ts';

/** Whose voices are where, and how the transcript's times lie on the recording's. */
export interface Alignment {
  readonly lanes: Lanes | null;
  readonly voices: readonly Voice[];
  readonly clock: Clock | null;
  readonly gates: Gates;
  readonly found: readonly Problem[];
  /** False when nothing says that the times have to do with this sound: an onset near one of them is near by chance. */
  readonly isPlaceable: boolean;
  /** Where a time of the transcript lies in the recording, by the fit and what the reader moved it by. */
  place(ms: number, role: Turn['role']): number;
}

/** Delays of one party's reporting that matter to a reader. */
const LAG_MS = 100;
const WIDE_GATE_MS = 1500;
const UNFITTED_GATES: Gates = { strictMs: 400, wideMs: 1000 };

/** Finds lanes and clock. @param times the transcript's, as far as usable, one for each turn */
export function alignCall(
  { turns, lanes: fixed, nudgeMs }: Pick<TimingInput, 'turns' | 'lanes' | 'nudgeMs'>,
  times: readonly (number | null)[],
  speech: Speech,
  durationMs: number,
): Alignment {
  const starts = { agent: startsOf(turns, times, 'agent'), caller: startsOf(turns, times, 'caller') };
  const timed = starts.agent.length + starts.caller.length > 0;
  const found: Problem[] = [];
  const channels = speech.channels.map(({ segments }) => tidySpans(segments, durationMs));
  const [one, two] = channels;
  let lanes: Lanes | null = null;
  if (channels.every((segments) => segments.length === 0)) found.push(problems.silent());
  if (channels.length > 2) found.push(problems.manyChannels(channels.length));
  else if (one === undefined || two === undefined) found.push(problems.mono());
  else if (speech.identical) found.push(problems.identical());
  else if (fixed !== null) lanes = { roles: [...fixed.roles], source: fixed.source, confidence: null };
  else {
    lanes = detectRoles(starts, [onsetsOf(one), onsetsOf(two)], durationMs);
    if (lanes === null && one.length + two.length > 0) found.push(problems.lanesUnknown());
  }
  const voices = separateVoices(speech, lanes, durationMs);
  const fitted = fitVoices(starts, voices, durationMs);
  if (timed && voices.some(({ segments }) => segments.length > 0)) found.push(...describeFit(fitted));
  const clock = typeof fitted === 'string' ? null : fitted;
  return {
    lanes,
    voices,
    clock,
    gates: clock === null ? UNFITTED_GATES : gatesOf(clock),
    found,
    isPlaceable: fitted !== 'unlike' || nudgeMs !== 0,
    place(ms, role) {
      return (clock === null ? ms : toRecording(clock, role === 'caller' ? 1 : 0, ms)) + nudgeMs;
    },
  };
}

/** The clock as it is told; where it could not be fitted, what the reader moved it by, if he did. */
export function describeClock(clock: Clock | null, nudgeMs: number): ClockFit | null {
  if (clock === null) {
    return nudgeMs === 0
      ? null
      : { offsetMs: nudgeMs, driftPpm: 0, residualMs: 0, pairs: 0, confidence: 'low', nudgeMs };
  }
  const { offsetMs, driftPpm, residualMs, pairs, confidence } = clock;
  return { offsetMs: offsetMs + nudgeMs, driftPpm, residualMs, pairs, confidence, nudgeMs };
}

function startsOf(turns: readonly Turn[], times: readonly (number | null)[], party: LaneRole): number[] {
  return turns
    .flatMap(({ role }, at) => (role === party ? [times[at] ?? null] : []))
    .filter((ms) => ms !== null)
    .sort((a, b) => a - b);
}

function fitVoices(
  starts: Readonly<Record<LaneRole, readonly number[]>>,
  voices: readonly Voice[],
  durationMs: number,
): Clock | NoClock {
  // Where one voice is both parties', each still has its own delay.
  const groups = parties.map((party) => ({
    starts: starts[party],
    onsets: onsetsOf(voices.find((voice) => voice.parties.includes(party))?.segments ?? []),
  }));
  return fitClock(groups, durationMs);
}

const parties = ['agent', 'caller'] as const;

function describeFit(fitted: Clock | NoClock): Problem[] {
  if (fitted === 'few') return [problems.clockFew()];
  if (fitted === 'unlike') return [problems.clockUnlike()];
  const lagMs = fitted.lagsMs[1] ?? 0;
  return Math.abs(lagMs) >= LAG_MS ? [problems.callerLag(lagMs)] : [];
}

/** The worse the fit, the further from its place a turn may be heard. */
function gatesOf({ residualMs }: Clock): Gates {
  return { strictMs: Math.min(800, 300 + 5 * residualMs), wideMs: WIDE_GATE_MS };
}
