import { type RefObject, useEffect } from 'react';
import { formatClock } from '#shared/logic/format.ts';
import { followView } from '#shared/logic/wave-view.ts';
import { currentTurn } from '../player/player.ts';
import type { CallSession } from '../session.ts';

interface TimeRefs {
  readonly slider: RefObject<HTMLDivElement | null>;
  readonly playhead: RefObject<HTMLDivElement | null>;
  readonly minimapHead: RefObject<HTMLDivElement | null>;
  /** The frame on the minimap around what the waveform shows. */
  readonly minimapWindow: RefObject<HTMLDivElement | null>;
}

/** Moves the playheads with the sound, frame by frame and past React, and tells the slider's value once a second. */
export function useWaveTime(refs: TimeRefs, session: CallSession): void {
  const { player, view, durationMs, detail } = session;
  const { turns } = detail;
  // biome-ignore lint/correctness/useExhaustiveDependencies: refs stay
  useEffect(() => {
    const slider = refs.slider.current;
    const playhead = refs.playhead.current;
    const minimapHead = refs.minimapHead.current;
    const minimapWindow = refs.minimapWindow.current;
    if (slider === null || playhead === null || minimapHead === null || minimapWindow === null) return;
    // Measured when it changes: reading a size on every frame would force a layout each time.
    let width = slider.clientWidth;
    let announced = -1;

    const place = (timeMs: number) => {
      const { view: shown } = view.getState();
      const x = ((timeMs - shown.startMs) / (shown.endMs - shown.startMs)) * width;
      playhead.style.transform = `translateX(${x.toFixed(1)}px)`;
      playhead.style.visibility = x < -1 || x > width + 1 ? 'hidden' : 'visible';
      minimapHead.style.transform = `translateX(${((timeMs / Math.max(1, durationMs)) * width).toFixed(1)}px)`;
    };
    const placeWindow = () => {
      const { view: shown, durationMs: length } = view.getState();
      const share = (shown.endMs - shown.startMs) / Math.max(1, length);
      minimapWindow.hidden = share >= 1;
      minimapWindow.style.left = `${((shown.startMs / Math.max(1, length)) * 100).toFixed(3)}%`;
      minimapWindow.style.width = `max(3px, ${(share * 100).toFixed(3)}%)`;
    };
    const onTime = (timeMs: number) => {
      const state = player.store.getState();
      if (state.playing && state.following) view.change((shown, length) => followView(shown, length, timeMs));
      place(timeMs);
      const second = Math.floor(timeMs / 1000);
      if (second === announced) return;
      announced = second;
      const position = currentTurn(state);
      const turn = turns[position];
      const speaker =
        turn === undefined ? '' : `, turn ${position + 1}, ${turn.role === 'other' ? turn.rawRole : turn.role}`;
      slider.setAttribute('aria-valuenow', String(second));
      slider.setAttribute('aria-valuetext', `${formatClock(timeMs)} of ${formatClock(durationMs)}${speaker}`);
    };
    const observer = new ResizeObserver(() => {
      width = slider.clientWidth;
      place(player.timeMs());
    });
    observer.observe(slider);
    const stopFrames = player.onFrame(onTime);
    placeWindow();
    const stopView = view.subscribe(() => {
      place(player.timeMs());
      placeWindow();
    });
    return () => {
      observer.disconnect();
      stopFrames();
      stopView();
    };
  }, [player, view, durationMs, turns]);
}
