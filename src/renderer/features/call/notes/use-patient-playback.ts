import { useEffect, useRef } from 'react';
import { useSession } from '../session.ts';

/** So long after the last key one has stopped typing, ms. */
const PAUSE_MS = 1000;
const BACK_MS = 2000;
const SLOWER = 0.75;

/**
 * Sound that waits for whoever types, when the settings say so: slower while typing, or paused and played on from two
 * seconds before. Returns what to call with each key.
 */
export function usePatientPlayback(): () => void {
  const { player, settings } = useSession();
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; goOn: () => void } | null>(null);
  useEffect(
    () => () => {
      if (waiting.current === null) return;
      clearTimeout(waiting.current.timer);
      waiting.current.goOn();
    },
    [],
  );
  return () => {
    const mode = settings.patientPlayback;
    if (mode === 'off') return;
    let goOn = waiting.current?.goOn;
    if (waiting.current !== null) clearTimeout(waiting.current.timer);
    else if (!player.store.getState().playing) return;
    else if (mode === 'slower') {
      const { rate } = player.store.getState();
      player.setRate(rate * SLOWER);
      const slow = player.store.getState().rate;
      // A speed chosen meanwhile is the reader's.
      goOn = () => player.store.getState().rate === slow && player.setRate(rate);
    } else {
      player.pause();
      goOn = () => {
        if (player.store.getState().playing) return;
        player.seek(Math.max(0, player.timeMs() - BACK_MS));
        player.play();
      };
    }
    if (goOn === undefined) return;
    const done = goOn;
    const timer = setTimeout(() => {
      waiting.current = null;
      done();
    }, PAUSE_MS);
    waiting.current = { timer, goOn: done };
  };
}
