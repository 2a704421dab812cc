import type { LaneRole, Lanes, Speech } from '../../model/timing.ts';
import type { Onset } from './chain.ts';
import { joinSpans, type Span, tidySpans } from './spans.ts';

/** What one voice, or a mix of both, says: where, and how clearly it stands out from the line. */
export interface Voice {
  readonly parties: readonly LaneRole[];
  readonly segments: readonly Span[];
  /** Level of speech above the line's noise, dB; null where that is unknown. */
  readonly aboveNoiseDb: number | null;
}

/** The two parties' voices, agent first, or a single one that is both, when nothing tells them apart. */
export function separateVoices(speech: Speech, lanes: Pick<Lanes, 'roles'> | null, durationMs: number): Voice[] {
  const channels = speech.channels.map(({ segments, noiseDb, speechDb }) => ({
    segments: tidySpans(segments, durationMs),
    aboveNoiseDb: noiseDb === null || speechDb === null ? null : speechDb - noiseDb,
  }));
  if (lanes === null || channels.length !== 2 || speech.identical) {
    const levels = channels.flatMap(({ aboveNoiseDb }) => (aboveNoiseDb === null ? [] : [aboveNoiseDb]));
    return [
      {
        parties: ['agent', 'caller'],
        segments: joinSpans(
          channels.flatMap(({ segments }) => segments),
          0,
        ),
        aboveNoiseDb: levels.length > 0 ? Math.min(...levels) : null,
      },
    ];
  }
  return (['agent', 'caller'] as const).map((party) => {
    const channel = channels[lanes.roles.indexOf(party)];
    return { parties: [party], segments: channel?.segments ?? [], aboveNoiseDb: channel?.aboveNoiseDb ?? null };
  });
}

/** Where a voice sets in, and after how much silence. */
export function onsetsOf(segments: readonly Span[]): Onset[] {
  return segments.map(({ startMs }, i) => ({ timeMs: startMs, silenceMs: startMs - (segments[i - 1]?.endMs ?? 0) }));
}
