import { useLayoutEffect, useState } from 'react';
import { readStored, writeStored } from '../../../lib/pane-size.ts';
import { createListening, type Listening } from './listening.ts';

// Of this device, as the call screen's are; the volume is shared with it.
const volumeKey = 'earmark.volume';
const leadInKey = 'earmark.leadIn';
const matchKey = 'earmark.matchLoudness';

/** Length of the lead-in to begin with, ms: about four words. */
const LEAD_IN_MS = 1500;

/** Listening to so many turns (2 to 6) for as long as the component is mounted; null only before the first layout. */
export function useListening(count: number): Listening | null {
  const [listening, setListening] = useState<Listening | null>(null);
  useLayoutEffect(() => {
    const scope = new AbortController();
    const made = createListening(scope.signal, count, {
      volume: numberOf(readStored(volumeKey), 1, 1),
      leadInMs: numberOf(readStored(leadInKey), LEAD_IN_MS, 10_000),
      matched: readStored(matchKey) !== 'off',
    });
    made.store.subscribe((state, before) => {
      if (state.leadInMs !== before.leadInMs) writeStored(leadInKey, String(state.leadInMs));
      if (state.matched !== before.matched) writeStored(matchKey, state.matched ? 'on' : 'off');
    });
    setListening(made);
    return () => scope.abort();
  }, [count]);
  return listening;
}

function numberOf(stored: string | null, otherwise: number, most: number): number {
  const value = Number.parseFloat(stored ?? '');
  return Number.isFinite(value) ? Math.min(most, Math.max(0, value)) : otherwise;
}
