import { formatCount, formatDuration, formatLatency } from '#shared/logic/format.ts';
import type { CallTiming, ChannelSpeech, ClockFit, Lanes } from '#shared/model/timing.ts';

/** Whose voice is on which channel, and how that is known. */
export function lanesInWords(lanes: Lanes | null): string | null {
  if (lanes === null) return null;
  const agent = lanes.roles[0] === 'agent' ? 1 : 2;
  const how = {
    detected: `detected, ${Math.round((lanes.confidence ?? 0) * 100)} % sure`,
    agent: 'as in this agent’s other calls',
    hand: 'set by hand',
  }[lanes.source];
  return `agent on channel ${agent} (${how})`;
}

/** How far the sound lies from the transcript's times. A clock that was only moved by hand has no fit to speak of. */
export function clockInWords(clock: ClockFit | null): string | null {
  if (clock === null) return null;
  const late = Math.round(clock.offsetMs);
  const where =
    late === 0
      ? 'as in the recording'
      : `${formatLatency(Math.abs(late))} ${late > 0 ? 'behind' : 'ahead of'} the transcript’s times`;
  if (clock.pairs === 0) return `sound ${where}, moved by hand; it could not be fitted`;
  const drift = Math.abs(clock.driftPpm) < 1 ? '' : `, drift ${Math.round(clock.driftPpm)} ppm`;
  const hand = clock.nudgeMs === 0 ? '' : `, of that ${formatLatency(clock.nudgeMs)} by hand`;
  const uncertain = clock.confidence === 'low' ? ', uncertain' : '';
  return `sound ${where}${drift}${hand} (${counted(clock.pairs, 'turn')}, ± ${formatLatency(clock.residualMs)}${uncertain})`;
}

/** How long somebody spoke, or nobody, and as a share of the recording. */
export function shareInWords({ talk, speech }: CallTiming, part: keyof NonNullable<CallTiming['talk']>): string | null {
  if (talk === null || speech === null) return null;
  const share = speech.durationMs === 0 ? 0 : talk[part] / speech.durationMs;
  return `${formatDuration(talk[part])} (${Math.round(share * 100)} %)`;
}

/** How often both spoke at once, by kind. */
export function overlapsInWords({ overlaps }: CallTiming): string {
  if (overlaps.length === 0) return 'none';
  const kinds = ['barge-in', 'backchannel', 'talk-over'] as const;
  return kinds
    .map((kind) => [overlaps.filter((overlap) => overlap.kind === kind).length, kind] as const)
    .filter(([count]) => count > 0)
    .map(([count, kind]) => counted(count, kind))
    .join(', ');
}

/** How many stretches of the recording, and how long in all. */
export function stretchesInWords(stretches: readonly { startMs: number; endMs: number }[]): string {
  if (stretches.length === 0) return 'none';
  const sumMs = stretches.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return `${stretches.length}, ${formatLatency(sumMs)} in all`;
}

/** How loud speech and line are on a channel. */
export function levelsInWords({ speechDb, noiseDb }: ChannelSpeech): string | null {
  if (speechDb === null) return null;
  if (noiseDb === null) return `speech ${decibels(speechDb)} dBFS, silent line`;
  return `speech ${decibels(speechDb)} dBFS, line ${decibels(noiseDb)} dBFS, ${decibels(speechDb - noiseDb)} dB apart`;
}

const decibels = (value: number): string => String(Math.round(value)).replace('-', '−');

const counted = (count: number, what: string): string => `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
