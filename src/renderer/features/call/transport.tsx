import {
  Maximize2,
  Pause,
  Play,
  Repeat,
  RotateCcw,
  RotateCw,
  SkipBack,
  SkipForward,
  Undo2,
  Volume2,
  VolumeX,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { type ChangeEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { formatClock, formatDuration } from '#shared/logic/format.ts';
import { silenceModes } from '#shared/logic/silence.ts';
import { zoomShare } from '#shared/logic/wave-view.ts';
import { keyCaps } from '../../lib/key-names.ts';
import { useActionKeys } from '../../lib/keys.ts';
import { Select } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { silenceWords } from './player/silence-words.ts';
import { usePlayerState, useSession } from './session.ts';
import { SoundMenu } from './sound-menu.tsx';

const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3];

/** Play, time, speed, volume, loop, zoom: one line of controls, each with its key in its tooltip. */
export function Transport() {
  const { player, actions, playable } = useSession();
  const playing = usePlayerState((state) => state.playing);
  const looping = usePlayerState((state) => state.loop !== null);
  return (
    <div
      role="toolbar"
      aria-label="Player"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-1 border-b border-line bg-surface-0 px-2"
    >
      <IconButton
        label="Turn before"
        action="call.turn-before"
        icon={<SkipBack />}
        onClick={() => actions.stepTurn(-1)}
      />
      <IconButton label="Back 5 s" action="call.back-5" icon={<RotateCcw />} onClick={() => actions.seekBy(-5000)} />
      <IconButton
        label={playing ? 'Pause' : 'Play'}
        action="call.play"
        disabled={!playable}
        icon={playing ? <Pause className="fill-current" /> : <Play className="fill-current" />}
        className="border-line-strong bg-surface-2 text-text-1"
        onClick={() => player.toggle()}
      />
      <IconButton
        label="Forward 5 s"
        action="call.forward-5"
        icon={<RotateCw />}
        onClick={() => actions.seekBy(5000)}
      />
      <IconButton
        label="Turn after"
        action="call.turn-after"
        icon={<SkipForward />}
        onClick={() => actions.stepTurn(1)}
      />
      <TimeReadout />
      <RateSelect />
      <SilenceSelect />
      <IconButton
        label="Loop this turn"
        action="call.loop"
        pressed={looping}
        icon={<Repeat />}
        onClick={() => actions.toggleLoop()}
      />
      <IconButton
        label="Replay this turn from its gap"
        action="call.replay"
        disabled={!playable}
        icon={<Undo2 />}
        onClick={() => actions.replayTurn()}
      />
      <Divider />
      <Volume />
      <SoundMenu />
      <span className="flex-1" />
      <Zoom />
    </div>
  );
}

function Divider() {
  return <span aria-hidden className="mx-1 h-5 w-px shrink-0 bg-line" />;
}

/** The time now, written past React on every frame that changes a tenth of a second. */
function TimeReadout() {
  const { player, durationMs } = useSession();
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    return player.onFrame((timeMs) => {
      const text = formatClock(timeMs);
      if (element.textContent !== text) element.textContent = text;
    });
  }, [player]);
  return (
    <span className="flex shrink-0 items-baseline gap-1.5 px-2 tabular-nums">
      <span ref={ref} data-testid="player-time" className="min-w-14 text-right text-title font-strong" />
      <span className="text-text-3">/ {formatDuration(durationMs)}</span>
    </span>
  );
}

function RateSelect() {
  const { player } = useSession();
  const rate = usePlayerState((state) => state.rate);
  const options = rates.includes(rate) ? rates : [...rates, rate].sort((a, b) => a - b);
  return (
    <Select
      aria-label="Speed"
      title={`Speed${useRateHint()}`}
      className="w-20"
      value={String(rate)}
      onChange={(event) => {
        player.setRate(Number(event.target.value));
        // A select keeps the keys to itself while it has the focus.
        event.target.blur();
      }}
    >
      {options.map((option) => (
        <option key={option} value={String(option)}>
          {option}×
        </option>
      ))}
    </Select>
  );
}

function SilenceSelect() {
  const { player } = useSession();
  const silence = usePlayerState((state) => state.silence);
  const [keys] = useActionKeys('call.silence');
  return (
    <Select
      aria-label="Silence"
      title={`Silence between turns${keys === undefined ? '' : `: ${keyCaps(keys).join('+')}`}`}
      className="w-36"
      value={silence}
      onChange={(event) => {
        player.setSilence(silenceModes.find((mode) => mode === event.target.value) ?? 'off');
        event.target.blur();
      }}
    >
      {silenceModes.map((mode) => (
        <option key={mode} value={mode}>
          {silenceWords[mode]}
        </option>
      ))}
    </Select>
  );
}

/** Which keys change the speed, in words: a select has no tooltip of ours. */
function useRateHint(): string {
  const [down] = useActionKeys('call.rate-down');
  const [up] = useActionKeys('call.rate-up');
  const [normal] = useActionKeys('call.rate-normal');
  const parts = [
    [down, 'slower'],
    [up, 'faster'],
    [normal, 'normal'],
  ].flatMap(([keys, what]) => (keys === undefined ? [] : [`${keyCaps(keys).join('+')} ${what}`]));
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

const rangeClass = 'h-6 w-20 shrink-0 accent-(--accent)';

function Volume() {
  const { player } = useSession();
  const volume = usePlayerState((state) => state.volume);
  const muted = usePlayerState((state) => state.muted);
  return (
    <>
      <IconButton
        label={muted ? 'Unmute' : 'Mute'}
        pressed={muted}
        icon={muted || volume === 0 ? <VolumeX /> : <Volume2 />}
        onClick={() => player.setMuted(!muted)}
      />
      <input
        type="range"
        aria-label="Volume"
        title={`Volume ${Math.round(volume * 100)} %`}
        min={0}
        max={1}
        step={0.05}
        value={muted ? 0 : volume}
        onChange={(event) => player.setVolume(Number(event.target.value))}
        onPointerUp={releaseFocus}
        className={rangeClass}
      />
    </>
  );
}

function Zoom() {
  const { view, actions } = useSession();
  // Rounded, so that panning, which changes neither, does not render either.
  const share = useStore(view, (state) => Math.round(zoomShare(state.view, state.durationMs) * 1000) / 1000);
  const shown = useStore(view, (state) => formatDuration(state.view.endMs - state.view.startMs));
  const ref = useRef<HTMLInputElement>(null);
  // Past React: it changes with every step of a pan.
  useEffect(() => {
    const tell = () => {
      const { startMs, endMs } = view.getState().view;
      ref.current?.setAttribute('aria-valuetext', `${formatDuration(startMs)} to ${formatDuration(endMs)} shown`);
    };
    tell();
    return view.subscribe(tell);
  }, [view]);
  return (
    <>
      <span className="mr-1 shrink-0 text-meta text-text-3 max-[1100px]:hidden">{shown} shown</span>
      <IconButton
        label="Zoom out"
        action="call.zoom-out"
        disabled={share <= 0}
        icon={<ZoomOut />}
        onClick={() => actions.zoom(0.5)}
      />
      <input
        type="range"
        ref={ref}
        aria-label="Zoom"
        min={0}
        max={1}
        step={0.01}
        value={share}
        onChange={(event: ChangeEvent<HTMLInputElement>) => actions.zoomToShare(Number(event.target.value))}
        onPointerUp={releaseFocus}
        className={rangeClass}
      />
      <IconButton
        label="Zoom in"
        action="call.zoom-in"
        disabled={share >= 1}
        icon={<ZoomIn />}
        onClick={() => actions.zoom(2)}
      />
      <IconButton
        label="Show the whole call"
        action="call.zoom-fit"
        disabled={share <= 0}
        icon={<Maximize2 />}
        onClick={() => actions.fit()}
      />
    </>
  );
}

/** A slider that was dragged gives the arrow keys back to the call. */
function releaseFocus(event: { currentTarget: HTMLElement }): void {
  event.currentTarget.blur();
}
