import { useLayoutEffect, useState } from 'react';
import { readStored, writeStored } from '../../../lib/pane-size.ts';
import { createPlayer, type Player } from './create-player.ts';

const volumeKey = 'earmark.volume';

/** A player for as long as the component is mounted; null only before the first layout. */
export function usePlayer(): Player | null {
  const [player, setPlayer] = useState<Player | null>(null);
  useLayoutEffect(() => {
    const scope = new AbortController();
    const volume = Number.parseFloat(readStored(volumeKey) ?? '1');
    const made = createPlayer(scope.signal, {
      volume: Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 1,
      muted: false,
      rate: 1,
    });
    made.store.subscribe((state, before) => {
      if (state.volume !== before.volume) writeStored(volumeKey, String(state.volume));
    });
    setPlayer(made);
    return () => scope.abort();
  }, []);
  return player;
}
