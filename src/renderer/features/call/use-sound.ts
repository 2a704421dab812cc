import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { measureLevel } from '#shared/logic/loudness.ts';
import { findSilences, soundOfEnergy, soundOfSpeech } from '#shared/logic/silence.ts';
import type { CallSession } from './session.ts';
import type { PeaksData } from './wave/load-peaks.ts';

/** Tells the player what is known of the recording's sound: how loud its channels are, and where nobody is heard. */
export function useSound({ player, lanes, timing, durationMs }: CallSession, peaks: PeaksData | null): void {
  const { channels } = lanes;
  // Loudness from coarse peaks alone would change while one listens.
  const whole = peaks?.complete === true ? peaks : null;
  const levels = useMemo(() => {
    if (whole === null || whole.energy === null) return null;
    const { energy } = whole;
    const finest = whole.levels.at(-1);
    return Array.from({ length: whole.channels }, (_, channel) => measureLevel(energy, finest, channel));
  }, [whole]);
  useEffect(() => player.mix.setSource(channels, levels), [player, channels, levels]);

  const wanted = useStore(player.store, (state) => state.silence !== 'off');
  const speech = timing?.speech ?? null;
  const energy = whole?.energy ?? null;
  const silences = useMemo(() => {
    if (!wanted) return [];
    const sound = speech !== null ? soundOfSpeech(speech) : energy !== null ? soundOfEnergy(energy) : null;
    return sound === null ? [] : findSilences(sound, durationMs);
  }, [wanted, speech, energy, durationMs]);
  useEffect(() => player.setSilences(silences), [player, silences]);
}
