import { type PointerEvent, type RefObject, useRef } from 'react';
import type { Span } from '#shared/logic/transcript.ts';
import { clampView, dragView, gripAt, type MinimapGrip } from '#shared/logic/wave-view.ts';
import { useSession } from '../session.ts';

interface MinimapProps {
  canvas: RefObject<HTMLCanvasElement | null>;
  /** The frame around what the lanes show; placed past React. */
  frame: RefObject<HTMLDivElement | null>;
  playhead: RefObject<HTMLDivElement | null>;
}

const cursors: Record<MinimapGrip, string> = {
  start: 'ew-resize',
  end: 'ew-resize',
  frame: 'grab',
  outside: 'pointer',
};

/**
 * The whole call small, and a frame around what the lanes show, to drag by its middle or its edges.
 *
 * It is always there: one that came with the first step of a zoom would push the lanes from under the pointer. It is for
 * the pointer only. The keyboard has the same in keys (zoom, earlier, later) and in the zoom slider, whose value says which
 * stretch is shown; a second position slider beside that of the lanes would only make readers ask which is which.
 */
export function Minimap({ canvas, frame, playhead }: MinimapProps) {
  const { player, view, actions } = useSession();
  const drag = useRef<{ grip: 'start' | 'end' | 'frame'; fromMs: number; view: Span } | null>(null);

  const place = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const { durationMs, view: shown } = view.getState();
    const x = event.clientX - box.left;
    const grip = gripAt(shown, durationMs, box.width, x);
    return { atMs: (x / Math.max(1, box.width)) * durationMs, grip, durationMs, shown };
  };
  const lookElsewhere = () => {
    if (player.store.getState().playing) player.setFollowing(false);
  };
  const release = (event: PointerEvent<HTMLElement>) => {
    drag.current = null;
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      event.currentTarget.releasePointerCapture(event.pointerId);
    }
  };

  return (
    <div
      data-testid="minimap"
      className="relative min-w-0 flex-1 touch-none overflow-hidden"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        const { atMs, grip, durationMs, shown } = place(event);
        const span = shown.endMs - shown.startMs;
        if (span >= durationMs && grip !== 'start' && grip !== 'end') {
          actions.seekTo(atMs);
          return;
        }
        event.currentTarget.setPointerCapture(event.pointerId);
        if (grip === 'outside') {
          view.change((_, length) => clampView({ startMs: atMs - span / 2, endMs: atMs + span / 2 }, length));
        }
        drag.current = { grip: grip === 'outside' ? 'frame' : grip, fromMs: atMs, view: view.getState().view };
        lookElsewhere();
      }}
      onPointerMove={(event) => {
        const { atMs, grip } = place(event);
        const held = drag.current;
        event.currentTarget.style.cursor = cursors[held?.grip ?? grip];
        if (held === null) return;
        view.change((_, length) => dragView(held.view, length, held.grip, atMs - held.fromMs));
      }}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <canvas ref={canvas} className="absolute inset-0 size-full" />
      <div
        ref={frame}
        data-testid="minimap-frame"
        className="pointer-events-none absolute inset-y-0 left-0 border border-accent bg-[color-mix(in_oklab,var(--accent)_10%,transparent)]"
      >
        <span className="absolute inset-y-1 left-0.5 w-px bg-accent" />
        <span className="absolute inset-y-1 right-0.5 w-px bg-accent" />
      </div>
      <div ref={playhead} className="pointer-events-none absolute inset-y-0 left-0 w-px bg-accent" />
    </div>
  );
}
