import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { formatClock, formatLatency } from '#shared/logic/format.ts';
import { guessLaneRoles } from '#shared/logic/lanes.ts';
import { findTurnSpan } from '#shared/logic/transcript.ts';
import { readToken, useTheme } from '../../../lib/theme.ts';
import { cx } from '../../../ui/cx.ts';
import { useCurrentTurn, useSession } from '../session.ts';
import { GAP_STRIP_PX, RULER_PX, readPalette } from './paint.ts';
import { RecordingNotice } from './recording-notice.tsx';
import { createWaveRenderer, type WaveRenderer } from './renderer.ts';
import { arrivedUntil, buildLanes, buildMarks, type WaveScene } from './scene.ts';
import type { PeaksStatus } from './use-peaks.ts';
import { useWavePointer } from './use-wave-pointer.ts';
import { useWaveTime } from './use-wave-time.ts';

/** The recording as a picture: minimap, one lane per channel, gaps, turns, ruler; a slider for the keyboard. */
export function Waveform({ peaks }: { peaks: PeaksStatus }) {
  const session = useSession();
  const { detail, durationMs, index, settings, view, player } = session;
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

  const { data } = peaks;
  const channels = data?.channels ?? detail.recording.channels ?? 0;
  const energy = data?.energy ?? null;
  const guess = useMemo(() => (energy === null ? null : guessLaneRoles(energy, detail.turns)), [energy, detail.turns]);
  const waiting = channels > 1 && energy === null && peaks.state !== 'failed' && peaks.state !== 'none';
  const arrivedMs = arrivedUntil(detail.recording, durationMs);
  const scene = useMemo((): WaveScene => {
    const lanes = buildLanes(channels, guess?.roles ?? null);
    return { durationMs, lanes, peaks: data, arrivedMs, ...buildMarks(detail.turns, lanes, settings) };
  }, [channels, guess, durationMs, data, arrivedMs, detail.turns, settings]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens are the theme's
  const palette = useMemo(() => readPalette(readToken), [theme]);
  const activeSpan = findTurnSpan(detail.turns, index, current, durationMs) ?? null;

  useLayoutEffect(() => {
    const [main, minimap] = [mainRef.current, minimapRef.current];
    if (main === null || minimap === null) return;
    const scope = new AbortController();
    rendererRef.current = createWaveRenderer({ main, minimap }, view, scope.signal);
    return () => scope.abort();
  }, [view]);
  useEffect(() => {
    rendererRef.current?.set({ scene, palette, activeTurn: current, activeSpan });
  });
  useWaveTime(
    { slider: sliderRef, playhead: playheadRef, minimapHead: minimapHeadRef, minimapWindow: windowRef },
    session,
  );
  const pointer = useWavePointer({ slider: sliderRef, minimap: minimapRef, hover: hoverRef }, session, (timeMs) =>
    describePlace(scene, timeMs),
  );

  return (
    <section aria-label="Waveform" className="flex shrink-0 flex-col border-b border-line">
      <div className="flex h-8 border-line border-b bg-surface-0">
        <span className="flex w-20 shrink-0 items-center pl-3 text-meta text-text-3">Whole call</span>
        <div className="relative min-w-0 flex-1 overflow-hidden">
          <canvas ref={minimapRef} className="absolute inset-0 size-full" {...pointer.minimap} />
          <div
            ref={windowRef}
            className="pointer-events-none absolute inset-y-0 left-0 border border-accent bg-[color-mix(in_oklab,var(--accent)_10%,transparent)]"
          />
          <div ref={minimapHeadRef} className="pointer-events-none absolute inset-y-0 left-0 w-px bg-accent" />
        </div>
      </div>
      <div className="flex h-[clamp(110px,21vh,230px)]">
        <LaneLabels scene={scene} waiting={waiting} confidence={guess?.confidence ?? null} />
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
            className="absolute inset-0 touch-none overflow-hidden outline-offset-[-2px]"
            {...pointer.main}
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

function LaneLabels({ scene, waiting, confidence }: { scene: WaveScene; waiting: boolean; confidence: number | null }) {
  return (
    <div
      className="flex w-20 shrink-0 flex-col border-r border-line"
      style={{ paddingTop: GAP_STRIP_PX, paddingBottom: RULER_PX }}
    >
      {scene.lanes.map((lane) => (
        <span
          key={lane.channel}
          title={
            lane.role === null || confidence === null
              ? undefined
              : `Guessed from which channel is louder when each speaker’s turns start (${Math.round(confidence * 100)} % sure)`
          }
          className={cx(
            'flex min-h-0 flex-1 items-center pl-3 text-meta',
            lane.role === 'agent' ? 'text-agent' : lane.role === 'caller' ? 'text-caller' : 'text-text-3',
          )}
        >
          {waiting ? '' : lane.label}
        </span>
      ))}
    </div>
  );
}

/** What the pointer stands on: the time, and the gap if there is one. */
function describePlace(scene: WaveScene, timeMs: number): string {
  const gap = scene.gaps.find((candidate) => candidate.startMs <= timeMs && timeMs <= candidate.endMs);
  const time = formatClock(timeMs);
  return gap === undefined ? time : `${time}  gap of ${formatLatency(gap.gapMs)} before turn ${gap.position + 1}`;
}
