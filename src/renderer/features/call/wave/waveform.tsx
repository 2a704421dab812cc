import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { findTurnSpan } from '#shared/logic/transcript.ts';
import { readToken, useTheme } from '../../../lib/theme.ts';
import { cx } from '../../../ui/cx.ts';
import { useNotes, useNotesState } from '../notes/notes-context.tsx';
import { useCurrentTurn, useSession } from '../session.ts';
import { describePlace } from './describe-place.ts';
import { LaneLabels } from './lane-labels.tsx';
import { Minimap } from './minimap.tsx';
import { readPalette } from './palette.ts';
import { RecordingNotice } from './recording-notice.tsx';
import { createWaveRenderer, type WaveRenderer } from './renderer.ts';
import type { PeaksStatus } from './use-peaks.ts';
import { useWaveScene } from './use-scene.ts';
import { useWavePointer } from './use-wave-pointer.ts';
import { useWaveTime } from './use-wave-time.ts';

/** The recording as a picture: minimap, one lane per channel, gaps, turns, ruler; a slider for the keyboard. */
export function Waveform({ peaks }: { peaks: PeaksStatus }) {
  const session = useSession();
  const { durationMs, index, view, player, turns } = session;
  const theme = useTheme();
  const current = useCurrentTurn();
  const mainRef = useRef<HTMLCanvasElement>(null);
  const minimapRef = useRef<HTMLCanvasElement>(null);
  const sliderRef = useRef<HTMLDivElement>(null);
  const playheadRef = useRef<HTMLDivElement>(null);
  const minimapHeadRef = useRef<HTMLDivElement>(null);
  const windowRef = useRef<HTMLDivElement>(null);
  const hoverRef = useRef<HTMLDivElement>(null);
  const rendererRef = useRef<WaveRenderer | null>(null);

  const notes = useNotes();
  const { marks } = notes;
  const activeNote = useNotesState(({ activeId }) => activeId);
  const marking = useNotesState((state) => state.marking);
  const scene = useWaveScene(session, peaks, marks);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens are the theme's
  const palette = useMemo(() => readPalette(readToken), [theme]);
  const activeSpan = findTurnSpan(turns, index, current, durationMs) ?? null;

  useLayoutEffect(() => {
    const [main, minimap] = [mainRef.current, minimapRef.current];
    if (main === null || minimap === null) return;
    const scope = new AbortController();
    rendererRef.current = createWaveRenderer({ main, minimap }, view, scope.signal);
    return () => scope.abort();
  }, [view]);
  useEffect(() => {
    rendererRef.current?.set({ scene, palette, activeTurn: current, activeSpan, activeNote, marking });
  });
  useWaveTime(
    { slider: sliderRef, playhead: playheadRef, minimapHead: minimapHeadRef, minimapWindow: windowRef },
    session,
  );
  const pointer = useWavePointer({ slider: sliderRef, hover: hoverRef }, session, notes, (timeMs) =>
    describePlace(scene, timeMs),
  );

  return (
    <section aria-label="Waveform" className="flex shrink-0 flex-col border-b border-line">
      <div className="flex h-8 border-line border-b bg-surface-0">
        <span className="flex w-24 shrink-0 items-center pl-3 text-meta text-text-3">Whole call</span>
        <Minimap canvas={minimapRef} frame={windowRef} playhead={minimapHeadRef} />
      </div>
      <div className="flex h-[clamp(110px,21vh,230px)]">
        <LaneLabels lanes={scene.lanes} />
        <div className="relative min-w-0 flex-1">
          <div
            ref={sliderRef}
            role="slider"
            tabIndex={0}
            aria-label="Position in the recording"
            aria-orientation="horizontal"
            aria-valuemin={0}
            aria-valuemax={Math.round(durationMs / 1000)}
            aria-valuenow={Math.round(player.timeMs() / 1000)}
            className="absolute inset-0 touch-none overflow-hidden outline-offset-[-2px] data-on-note:cursor-pointer"
            {...pointer}
          >
            <canvas ref={mainRef} className="absolute inset-0 size-full" />
            <div ref={playheadRef} className="pointer-events-none absolute inset-y-0 left-0 w-0.5 -ml-px bg-accent" />
            <div ref={hoverRef} hidden className="pointer-events-none absolute inset-y-0 left-0 w-px bg-line-strong">
              <span
                className={cx(
                  'absolute bottom-0.5 left-1 whitespace-nowrap rounded-sm bg-surface-2 px-1 text-meta text-text-1',
                  'data-[side=left]:right-1 data-[side=left]:left-auto',
                )}
              />
            </div>
          </div>
          <RecordingNotice peaks={peaks} />
        </div>
      </div>
    </section>
  );
}
