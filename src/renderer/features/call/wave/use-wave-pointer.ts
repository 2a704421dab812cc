import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { nextAt, notesAt } from '#shared/logic/notes/flags.ts';
import type { Note } from '#shared/logic/notes/place-notes.ts';
import { panView, sliderKeyTarget, zoomView } from '#shared/logic/wave-view.ts';
import type { CallNotes } from '../notes/notes-context.tsx';
import type { CallSession } from '../session.ts';
import { RULER_PX } from './paint.ts';
import { FLAG_PX, NOTE_STRIP_PX } from './paint-notes.ts';

/** A flag is small; a pointer this close to its middle means it. */
const REACH_PX = 8;

interface PointerRefs {
  readonly slider: RefObject<HTMLDivElement | null>;
  readonly hover: RefObject<HTMLDivElement | null>;
}

interface WaveHandlers {
  onPointerDown(event: PointerEvent<HTMLDivElement>): void;
  onPointerMove(event: PointerEvent<HTMLDivElement>): void;
  onPointerUp(event: PointerEvent<HTMLDivElement>): void;
  onPointerCancel(event: PointerEvent<HTMLDivElement>): void;
  onPointerLeave(): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** Click and drag to seek, a click on a note's flag to go to the note, wheel to zoom and pan, hover for the time, slider keys. */
export function useWavePointer(
  refs: PointerRefs,
  session: CallSession,
  notes: CallNotes,
  placeText: (timeMs: number) => string,
): WaveHandlers {
  const { player, view, actions } = session;
  const dragging = useRef(false);

  const timeAt = (element: Element, clientX: number) => {
    const box = element.getBoundingClientRect();
    const { startMs, endMs } = view.getState().view;
    return startMs + ((clientX - box.left) / Math.max(1, box.width)) * (endMs - startMs);
  };

  useEffect(() => {
    const slider = refs.slider.current;
    if (slider === null) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      if (event.ctrlKey || event.metaKey) {
        const anchor = timeAt(slider, event.clientX);
        const factor = Math.exp(-event.deltaY * unit * 0.003);
        view.change((current, durationMs) => zoomView(current, durationMs, anchor, factor));
        return;
      }
      const { startMs, endMs } = view.getState().view;
      const delta = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY;
      const deltaMs = ((delta * unit) / Math.max(1, slider.clientWidth)) * (endMs - startMs);
      view.change((current, durationMs) => panView(current, durationMs, deltaMs));
      if (player.store.getState().playing) player.setFollowing(false);
    };
    // React's wheel listeners are passive, so they cannot keep the browser from zooming the page.
    slider.addEventListener('wheel', onWheel, { passive: false });
    return () => slider.removeEventListener('wheel', onWheel);
  });

  const showHover = (event: PointerEvent<HTMLDivElement>) => {
    const hover = refs.hover.current;
    const label = hover?.firstElementChild;
    if (hover === null || !(label instanceof HTMLElement)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left;
    hover.hidden = x < 0 || x > box.width;
    hover.style.transform = `translateX(${x}px)`;
    label.dataset.side = x > box.width * 0.7 ? 'left' : 'right';
    label.textContent = placeText(timeAt(event.currentTarget, event.clientX));
  };

  const findNote = (event: PointerEvent<HTMLDivElement>): Note | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const aboveRuler = box.bottom - RULER_PX - event.clientY;
    if (aboveRuler < 0 || aboveRuler > NOTE_STRIP_PX) return undefined;
    const place = { xPx: event.clientX - box.left, reachPx: REACH_PX };
    const ids = notesAt(notes.marks, view.getState().view, box.width, FLAG_PX, place);
    return notes.byId.get(nextAt(ids, notes.store.getState().activeId) ?? '');
  };

  const release = (event: PointerEvent<Element>) => {
    dragging.current = false;
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      event.currentTarget.releasePointerCapture(event.pointerId);
    }
  };

  return {
    onPointerDown(event) {
      if (event.button !== 0) return;
      // No focus by click: the arrow keys keep meaning turns and seconds.
      event.preventDefault();
      const note = findNote(event);
      if (note !== undefined) {
        notes.actions.goTo(note);
        notes.store.setState(({ listAsked }) => ({ listAsked: listAsked + 1 }));
        return;
      }
      event.currentTarget.setPointerCapture(event.pointerId);
      dragging.current = true;
      actions.seekTo(timeAt(event.currentTarget, event.clientX));
    },
    onPointerMove(event) {
      showHover(event);
      event.currentTarget.toggleAttribute('data-on-note', !dragging.current && findNote(event) !== undefined);
      if (dragging.current) player.seek(timeAt(event.currentTarget, event.clientX));
    },
    onPointerUp: release,
    onPointerCancel: release,
    onPointerLeave() {
      if (refs.hover.current !== null) refs.hover.current.hidden = true;
    },
    onKeyDown(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = sliderKeyTarget(event.key, event.shiftKey, player.timeMs(), player.durationMs());
      if (target === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      actions.seekTo(target);
    },
  };
}
