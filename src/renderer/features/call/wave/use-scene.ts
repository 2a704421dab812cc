import { useMemo } from 'react';
import type { NoteMark } from '#shared/logic/notes/flags.ts';
import type { CallSession } from '../session.ts';
import { arrivedUntil, buildLanes, buildMarks, buildTimingMarks, type WaveScene } from './scene.ts';
import type { PeaksStatus } from './use-peaks.ts';

/** Everything that is drawn of a call: the same data as a table needs. */
export function useWaveScene(
  session: CallSession,
  { data }: Pick<PeaksStatus, 'data'>,
  notes: readonly NoteMark[],
): WaveScene {
  const { detail, durationMs, settings, timing, lanes, turns } = session;
  const { channels, roles } = lanes;
  const arrivedMs = arrivedUntil(detail.recording, durationMs);
  const sound = useMemo(() => {
    const built = buildLanes(channels, roles);
    return {
      durationMs,
      lanes: built,
      peaks: data,
      arrivedMs,
      ...buildMarks(turns, built, settings, timing),
      ...buildTimingMarks(timing, settings),
    };
  }, [channels, roles, durationMs, data, arrivedMs, turns, settings, timing]);
  return useMemo(() => ({ ...sound, notes }), [sound, notes]);
}
