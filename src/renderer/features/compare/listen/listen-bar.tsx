import { type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { formatLatency } from '#shared/logic/format.ts';
import { matchLoudness } from '#shared/logic/listen/match-loudness.ts';
import { endOffset, letterOf, startOffset } from '#shared/logic/listen/play-plan.ts';
import { startSentence } from '#shared/logic/listen/start-point.ts';
import { useRecordingActions } from '../../../lib/recordings.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { LiveRegion, Skeleton } from '../../../ui/feedback.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { ListenControls } from './listen-controls.tsx';
import type { Listening, ListenState, ListenTurn } from './listening.ts';
import { useClip } from './use-clip.ts';
import { useListenKeys } from './use-listen-keys.ts';

export interface ListenBarProps {
  /** Two to six, as many as `listening` was made for. */
  turns: readonly ListenTurn[];
  /** From `useListening(turns.length)`; its `onFrame` drives cursors of other views. */
  listening: Listening;
  /** What each turn is, in a few words ("Mia, version 7"). */
  names?: readonly string[];
  /** Stands beside the controls. */
  children?: ReactNode;
}

/** Listening to turns side by side: the controls, and each turn on the axis that all share. */
export function ListenBar({ turns, listening, names = [], children }: ListenBarProps) {
  useListenKeys(listening);
  const audioHost = useRef<HTMLDivElement>(null);
  useEffect(() => {
    audioHost.current?.replaceChildren(...listening.players.map((player) => player.audio));
  }, [listening]);
  return (
    <section aria-label="Listen side by side" className="flex flex-col gap-2 border-line border-b bg-surface-1 p-3">
      <div ref={audioHost} hidden />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <ListenControls listening={listening} scope="listen" />
        <OffsetReadout listening={listening} />
        <MatchNote listening={listening} />
        <span className="flex-1" />
        {children}
      </div>
      <ol className="flex flex-col gap-1">
        {turns.map((turn, position) => (
          <TurnRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a row belongs to the player of its place, and a turn may be there twice
            key={`${turn.callId} ${turn.index} ${position}`}
            listening={listening}
            position={position}
            turn={turn}
            name={names[position] ?? ''}
          />
        ))}
      </ol>
      <Problem listening={listening} />
    </section>
  );
}

function TurnRow({
  listening,
  position,
  turn,
  name,
}: {
  listening: Listening;
  position: number;
  turn: ListenTurn;
  name: string;
}) {
  const { clip, canFetch, approximate } = useClip(listening, position, turn);
  const { fetchNow, pending } = useRecordingActions();
  const current = useStore(listening.store, (state) => state.current === position);
  const letter = letterOf(position);
  return (
    <li className="flex min-h-7 items-center gap-2">
      <Tooltip content={`Hear ${letter}${name === '' ? '' : `: ${name}`}`} action={pickAction(position)}>
        <button
          type="button"
          aria-label={`Hear ${letter}${name === '' ? '' : `, ${name}`}`}
          aria-pressed={current}
          onClick={() => listening.pick(position)}
          className="flex h-7 w-52 shrink-0 items-center gap-2 rounded-md border border-line-strong bg-surface-2 px-2 text-left hover:bg-surface-3 aria-pressed:border-accent aria-pressed:bg-surface-3"
        >
          <span className={cx('font-strong', current && 'underline underline-offset-2')}>{letter}</span>
          <span className="min-w-0 truncate text-text-2">{name}</span>
        </button>
      </Tooltip>
      {clip.state === 'loading' ? (
        <Skeleton className="h-5 flex-1" />
      ) : clip.state === 'unheard' ? (
        <span className="flex min-w-0 flex-1 items-center gap-2 text-text-2">
          <span className="truncate">Cannot be heard: {clip.reason}</span>
          {canFetch ? (
            <Button size="sm" disabled={pending} onClick={() => fetchNow(turn.callId)}>
              Get the recording
            </Button>
          ) : null}
        </span>
      ) : (
        <>
          <Track listening={listening} position={position} />
          <span className="w-64 shrink-0 truncate text-meta text-text-2" title={startSentence(clip.span)}>
            {approximate ? 'Still arriving, places are approximate. ' : ''}
            {clip.span.source === 'turn-start'
              ? 'Starts at the turn, no gap known'
              : `${clip.span.source === 'measured' ? 'Measured gap' : 'Reported gap'} ${formatLatency(clip.span.onsetMs - clip.span.fromMs)}${clip.span.source === 'measured' && clip.span.doubtful ? ', low confidence' : ''}`}
          </span>
        </>
      )}
    </li>
  );
}

const pickActions = ['pick-1', 'pick-2', 'pick-3', 'pick-4', 'pick-5', 'pick-6'] as const;
const pickAction = (position: number) => `listen.${pickActions[position] ?? 'pick-6'}` as const;

/** Ends of the axis that all turns share, ms. */
function axisOf({ clips, leadInMs }: Pick<ListenState, 'clips' | 'leadInMs'>): { fromMs: number; toMs: number } {
  const ends = clips.flatMap((clip) => (clip.state === 'ready' ? [endOffset(clip.span)] : []));
  return { fromMs: -Math.max(250, leadInMs), toMs: Math.max(1000, ...ends) };
}

/** One turn on the common axis: lead-in, gap, the agent's words, and where the sound is. A click goes there. */
function Track({ listening, position }: { listening: Listening; position: number }) {
  const clip = useStore(listening.store, (state) => state.clips[position]);
  const leadInMs = useStore(listening.store, (state) => state.leadInMs);
  const fromMs = useStore(listening.store, (state) => axisOf(state).fromMs);
  const toMs = useStore(listening.store, (state) => axisOf(state).toMs);
  const cursor = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      // Past React: it moves with every frame.
      listening.onFrame((heard, offsetMs) => {
        const element = cursor.current;
        if (element === null) return;
        const share = (offsetMs - fromMs) / (toMs - fromMs);
        element.hidden = heard !== position || share < 0 || share > 1;
        element.style.left = `${share * 100}%`;
      }),
    [listening, position, fromMs, toMs],
  );
  if (clip?.state !== 'ready') return null;
  const { span } = clip;
  const place = (ms: number) => `${(100 * (ms - fromMs)) / (toMs - fromMs)}%`;
  const width = (ms: number) => `${(100 * ms) / (toMs - fromMs)}%`;
  const lead = startOffset(span, leadInMs);
  const onset = Math.max(0, span.onsetMs - span.fromMs);
  return (
    <div
      aria-hidden
      data-track={position}
      className="relative h-5 min-w-24 flex-1 cursor-pointer rounded-sm bg-surface-2"
      onClick={(event) => {
        const { left, width: pixels } = event.currentTarget.getBoundingClientRect();
        const offset = fromMs + ((event.clientX - left) / pixels) * (toMs - fromMs);
        listening.pick(position);
        listening.seek(offset);
      }}
    >
      <div
        className="absolute inset-y-1 rounded-l-sm bg-caller/50"
        style={{ left: place(lead), width: width(-lead) }}
      />
      <div
        className="absolute inset-y-[9px] border-measured border-y bg-measured/40"
        style={{ left: place(0), width: width(onset) }}
      />
      <div
        className="absolute inset-y-1 rounded-r-sm bg-agent/70"
        style={{ left: place(onset), width: width(Math.max(0, endOffset(span) - onset)) }}
      />
      <div className="absolute inset-y-0 w-px bg-line-strong" style={{ left: place(0) }} />
      <div ref={cursor} data-testid="listen-cursor" className="absolute inset-y-0 w-0.5 bg-text-1" hidden />
    </div>
  );
}

/** Time since the end of the caller's speech, written past React. */
function OffsetReadout({ listening }: { listening: Listening }) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      listening.onFrame((_clip, offsetMs) => {
        const text = `${offsetMs < -50 ? '−' : ''}${(Math.abs(offsetMs) / 1000).toFixed(1)} s`;
        if (ref.current !== null && ref.current.textContent !== text) ref.current.textContent = text;
      }),
    [listening],
  );
  return (
    <span className="flex items-baseline gap-1.5 tabular-nums">
      <span ref={ref} data-testid="listen-offset" className="min-w-12 text-right font-strong" />
      <span className="text-meta text-text-2">from the caller’s end</span>
    </span>
  );
}

/** What matching does to the loudness, or why it does nothing. */
function MatchNote({ listening }: { listening: Listening }) {
  const clips = useStore(listening.store, (state) => state.clips);
  const matched = useStore(listening.store, (state) => state.matched);
  const { gainsDb, targetDb } = matchLoudness(clips.map((clip) => (clip.state === 'ready' ? clip.level : null)));
  const words = !matched
    ? 'Loudness as recorded'
    : targetDb === null
      ? 'Loudness of the agents not known'
      : `Loudness matched: ${gainsDb.map((gain, at) => `${letterOf(at)} ${signed(gain)}`).join(', ')} dB`;
  return <span className="text-meta text-text-2">{words}</span>;
}

const signed = (db: number) => `${db < -0.05 ? '−' : '+'}${Math.abs(db).toFixed(1)}`;

function Problem({ listening }: { listening: Listening }) {
  const error = useStore(listening.store, (state) => state.error);
  const playing = useStore(listening.store, (state) => state.playing);
  const current = useStore(listening.store, (state) => state.current);
  return (
    <>
      {error === null ? null : (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      <LiveRegion>{playing ? `${letterOf(current)} is heard` : ''}</LiveRegion>
    </>
  );
}
