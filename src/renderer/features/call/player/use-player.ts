import { useLayoutEffect, useState } from 'react';
import { type SilenceMode, silenceModes } from '#shared/logic/silence.ts';
import { readStored, writeStored } from '../../../lib/pane-size.ts';
import { createPlayer } from './create-player.ts';
import type { Player } from './player.ts';

// Of this device, not of the workspace: they belong to a reader's ears and headset.
const volumeKey = 'earmark.volume';
const silenceKey = 'earmark.silence';
const evenOutKey = 'earmark.evenOut';
const bothEarsKey = 'earmark.bothEars';

/** A player for as long as the component is mounted; null only before the first layout. */
export function usePlayer(): Player | null {
  const [player, setPlayer] = useState<Player | null>(null);
  useLayoutEffect(() => {
    const scope = new AbortController();
    const volume = Number.parseFloat(readStored(volumeKey) ?? '1');
    const made = createPlayer(scope.signal, {
      volume: Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 1,
      rate: 1,
      silence: silenceOf(readStored(silenceKey)),
      evenOut: readStored(evenOutKey) !== 'off',
      bothEars: readStored(bothEarsKey) === 'on',
    });
    made.store.subscribe((state, before) => {
      if (state.volume !== before.volume) writeStored(volumeKey, String(state.volume));
      if (state.silence !== before.silence) writeStored(silenceKey, state.silence);
    });
    made.mix.store.subscribe((state, before) => {
      if (state.evenOut !== before.evenOut) writeStored(evenOutKey, state.evenOut ? 'on' : 'off');
      if (state.bothEars !== before.bothEars) writeStored(bothEarsKey, state.bothEars ? 'on' : 'off');
    });
    setPlayer(made);
    return () => scope.abort();
  }, []);
  return player;
}

function silenceOf(stored: string | null): SilenceMode {
  return silenceModes.find((mode) => mode === stored) ?? 'off';
}
