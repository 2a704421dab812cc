import type { LatencyLevel } from '#shared/logic/format.ts';
import { latencyLevel } from '#shared/logic/format.ts';
import { gapSpan } from '#shared/logic/latency.ts';
import type { NoteMark } from '#shared/logic/notes/flags.ts';
import type { Span } from '#shared/logic/transcript.ts';
import type { RecordingInfo } from '#shared/model/detail.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { CallTiming, LaneRole, Overlap } from '#shared/model/timing.ts';
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

/** The wait before an agent turn, as it was reported. */
export interface GapMark extends Span {
  readonly position: number;
  readonly gapMs: number;
  readonly level: LatencyLevel;
  /** The same wait was heard in the recording, and is drawn there. */
  readonly isMeasured: boolean;
}

/** The silence before an agent turn, heard in the recording. */
export interface MeasuredMark extends Span {
  readonly position: number;
  readonly gapMs: number;
  readonly level: LatencyLevel;
  readonly certain: boolean;
}

/** Who is heard on one channel: speech, and sound that is none. */
export interface LaneSound {
  readonly speech: readonly Span[];
  readonly other: readonly (Span & { readonly kind: 'music' | 'tones' })[];
}

/** What was measured in the sound, as the waveform draws it. */
export interface TimingMarks {
  readonly measured: readonly MeasuredMark[];
  readonly overlaps: readonly Overlap[];
  readonly deadAir: readonly Span[];
  readonly holds: readonly Span[];
  /** By channel. */
  readonly sound: readonly LaneSound[];
}

/** Everything the waveform draws that does not move with time or view. Marks are in time order. */
export interface WaveScene extends TimingMarks {
  readonly durationMs: number;
  readonly lanes: readonly Lane[];
  readonly peaks: PeaksData | null;
  /** How far a recording has come that is on its way, judged by its bytes; null for one that is here, or that is not coming. */
  readonly arrivedMs: number | null;
  readonly marks: readonly TurnMark[];
  readonly gaps: readonly GapMark[];
  /** The waits that are at least slow, as measured, else as reported. */
  readonly slow: readonly (Span & { readonly level: LatencyLevel })[];
  /** Annotations that stand at a time. */
  readonly notes: readonly NoteMark[];
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

type Thresholds = Pick<Settings, 'slowLatencyMs' | 'badLatencyMs'>;

/** What was measured of a call's timing, as marks; none of it when nothing was. */
export function buildTimingMarks(timing: CallTiming | null, thresholds: Thresholds): TimingMarks {
  const measured = (timing?.turns ?? []).flatMap(({ gap }, position) =>
    gap === null
      ? []
      : [
          {
            position,
            startMs: gap.fromMs,
            endMs: gap.toMs,
            gapMs: gap.ms,
            level: latencyLevel(gap.ms, thresholds),
            certain: gap.confidence === 'high',
          },
        ],
  );
  return {
    measured: measured.sort((a, b) => a.startMs - b.startMs),
    overlaps: timing?.overlaps ?? [],
    deadAir: timing?.deadAir ?? [],
    holds: timing?.holds ?? [],
    sound: (timing?.speech?.channels ?? []).map(({ segments, other }) => ({ speech: segments, other })),
  };
}

/** Puts the turns and their gaps on the lanes: where the sound has them, as far as that is known. */
export function buildMarks(
  turns: readonly Turn[],
  lanes: readonly Lane[],
  thresholds: Thresholds,
  timing: CallTiming | null,
): Pick<WaveScene, 'marks' | 'gaps' | 'slow'> {
  const startOf = (turn: Turn, position: number) => timing?.turns[position]?.startMs ?? turn.startMs;
  const laneOf = (role: TurnRole) => {
    const lane = lanes.findIndex((candidate) => candidate.role === role);
    return lane < 0 ? null : lane;
  };
  const marks = turns.flatMap((turn, position) => {
    const startMs = startOf(turn, position);
    return startMs === null ? [] : [{ position, startMs, role: turn.role, lane: laneOf(turn.role) }];
  });
  const heard = buildTimingMarks(timing, thresholds).measured;
  const measuredAt = new Set(heard.map((mark) => mark.position));
  const gaps = turns.flatMap((turn, position) => {
    const span = gapSpan({ ...turn, startMs: startOf(turn, position) });
    const gapMs = turn.reportedGapMs ?? 0;
    const isMeasured = measuredAt.has(position);
    return span === null ? [] : [{ ...span, position, gapMs, level: latencyLevel(gapMs, thresholds), isMeasured }];
  });
  marks.sort((a, b) => a.startMs - b.startMs);
  gaps.sort((a, b) => a.startMs - b.startMs);
  const slow = [...heard, ...gaps.filter((gap) => !gap.isMeasured)].filter(({ level }) => level !== 'ok');
  slow.sort((a, b) => a.startMs - b.startMs);
  return { marks, gaps, slow };
}
