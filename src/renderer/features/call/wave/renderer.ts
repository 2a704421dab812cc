import type { Span } from '#shared/logic/transcript.ts';
import { paintMinimap, paintWave, type Surface } from './paint.ts';
import type { NoteEmphasis } from './paint-notes.ts';
import type { Palette } from './palette.ts';
import type { WaveScene } from './scene.ts';
import type { ViewStore } from './view-store.ts';

/** What the painter is told by React; the view comes from its own store. */
export interface WaveInput extends Omit<NoteEmphasis, 'view'> {
  readonly scene: WaveScene;
  readonly palette: Palette;
  readonly activeTurn: number;
  readonly activeSpan: Span | null;
}

/** Owns two canvases: sizes them to device pixels and redraws them, at most once a frame, when something changed. */
export interface WaveRenderer {
  set(input: WaveInput): void;
}

/** Creates the renderer of one waveform; it ends with `signal`. */
export function createWaveRenderer(
  canvases: { readonly main: HTMLCanvasElement; readonly minimap: HTMLCanvasElement },
  viewStore: ViewStore,
  signal: AbortSignal,
): WaveRenderer {
  const surfaces = new Map<HTMLCanvasElement, Surface>();
  let input: WaveInput | null = null;
  /** What the minimap shows; it need not be drawn again for every turn and every step of a zoom. */
  let drawn: { scene: WaveScene; palette: Palette; minimap: Surface } | null = null;
  let frame = 0;

  function draw(): void {
    frame = 0;
    if (input === null) return;
    const { view } = viewStore.getState();
    const main = surfaces.get(canvases.main);
    if (main !== undefined) paintWave(main, input.scene, { ...input, view }, input.palette);
    const minimap = surfaces.get(canvases.minimap);
    const { scene, palette } = input;
    if (minimap === undefined) return;
    if (drawn?.scene === scene && drawn.palette === palette && drawn.minimap === minimap) return;
    paintMinimap(minimap, scene, palette);
    drawn = { scene, palette, minimap };
  }

  function schedule(): void {
    if (frame === 0 && !signal.aborted) frame = requestAnimationFrame(draw);
  }

  function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
    const context = canvas.getContext('2d');
    const ratio = window.devicePixelRatio;
    if (context === null || width <= 0 || height <= 0) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    surfaces.set(canvas, { context, width, height, ratio });
  }

  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (target instanceof HTMLCanvasElement) resize(target, contentRect.width, contentRect.height);
    }
    // In this very frame: a canvas that was resized is empty until drawn.
    cancelAnimationFrame(frame);
    draw();
  });
  for (const canvas of [canvases.main, canvases.minimap]) {
    // Device pixels also change without the size in CSS pixels changing (another screen, browser zoom).
    observer.observe(canvas, { box: 'device-pixel-content-box' });
  }
  const unsubscribe = viewStore.subscribe(schedule);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    unsubscribe();
    cancelAnimationFrame(frame);
  });

  return {
    set(next) {
      input = next;
      schedule();
    },
  };
}
