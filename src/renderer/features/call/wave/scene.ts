import type { LatencyLevel } from '#shared/logic/format.ts';
import { latencyLevel } from '#shared/logic/format.ts';
import type { LaneRole } from '#shared/logic/lanes.ts';
import { gapSpan } from '#shared/logic/latency.ts';
import type { Span } from '#shared/logic/transcript.ts';
import type { RecordingInfo } from '#shared/model/detail.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Turn, TurnRole } from '#shared/model/turn.ts';
import type { PeaksData } from './load-peaks.ts';

/** One channel of the recording; without a recording one lane stands for the call. */
export interface Lane {
  readonly channel: number;
  readonly role: LaneRole | null;
  readonly label: string;
}

/** A turn's beginning on the waveform. `lane` is null where it belongs to no lane in particular. */
export interface TurnMark {
  readonly position: number;
  readonly startMs: number;
  readonly role: TurnRole;
  readonly lane: number | null;
}

/** The wait before an agent turn, where it is heard. */
export interface GapMark extends Span {
  readonly position: number;
  readonly gapMs: number;
  readonly level: LatencyLevel;
}

/** Everything the waveform draws that does not move with time or view. Marks are in time order. */
export interface WaveScene {
  readonly durationMs: number;
  readonly lanes: readonly Lane[];
  readonly peaks: PeaksData | null;
  /** How far a recording has come that is on its way, judged by its bytes; null for one that is here, or that is not coming. */
  readonly arrivedMs: number | null;
  readonly marks: readonly TurnMark[];
  readonly gaps: readonly GapMark[];
}

/** Names the lanes by whose voice they carry, else by number; a single lane needs neither. */
export function buildLanes(channels: number, roles: readonly LaneRole[] | null): Lane[] {
  if (channels <= 1) return [{ channel: 0, role: null, label: channels === 1 ? 'Mono' : '' }];
  return Array.from({ length: channels }, (_, channel) => {
    const role = roles?.[channel] ?? null;
    const label = role === null ? `Channel ${channel + 1}` : role === 'agent' ? 'Agent' : 'Caller';
    return { channel, role, label };
  });
}

/** How much of the call a recording on its way holds by now, ms, as if every second took the same bytes. */
export function arrivedUntil(
  { streamable, bytes, receivedBytes }: Pick<RecordingInfo, 'streamable' | 'bytes' | 'receivedBytes'>,
  durationMs: number,
): number | null {
  if (!streamable || !bytes || receivedBytes === null) return null;
  return Math.round(durationMs * Math.min(1, receivedBytes / bytes));
}

/** Puts the turns and their gaps on the lanes. */
export function buildMarks(
  turns: readonly Turn[],
  lanes: readonly Lane[],
  thresholds: Pick<Settings, 'slowLatencyMs' | 'badLatencyMs'>,
): Pick<WaveScene, 'marks' | 'gaps'> {
  const laneOf = (role: TurnRole) => {
    const lane = lanes.findIndex((candidate) => candidate.role === role);
    return lane < 0 ? null : lane;
  };
  const marks = turns.flatMap((turn, position) =>
    turn.startMs === null ? [] : [{ position, startMs: turn.startMs, role: turn.role, lane: laneOf(turn.role) }],
  );
  const gaps = turns.flatMap((turn, position) => {
    const span = gapSpan(turn);
    const gapMs = turn.reportedGapMs ?? 0;
    return span === null ? [] : [{ ...span, position, gapMs, level: latencyLevel(gapMs, thresholds) }];
  });
  marks.sort((a, b) => a.startMs - b.startMs);
  gaps.sort((a, b) => a.startMs - b.startMs);
  return { marks, gaps };
}
