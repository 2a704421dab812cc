import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { formatLatency } from '#shared/logic/format.ts';
import { longerGapMs, pairGaps, summariseMeasuredGaps } from '#shared/logic/gap-pairs.ts';
import { heardTurns } from '#shared/logic/heard-turns.ts';
import { summariseGaps } from '#shared/logic/latency.ts';
import { lintCall } from '#shared/logic/lint/lint-call.ts';
import { durationDriftMs } from '#shared/logic/sample-clock.ts';
import { createTurnIndex } from '#shared/logic/transcript.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import { useRoute } from '../../lib/router.ts';
import { useSettings } from '../../lib/settings.ts';
import { SplitPane } from '../../ui/split-pane.tsx';
import { ExchangeKeys } from '../exchange/exchange-keys.tsx';
import { createActions } from './actions.ts';
import { CorrectionsProvider } from './correct/corrections-context.tsx';
import { NoteDock } from './notes/note-dock.tsx';
import { NotesProvider } from './notes/notes-context.tsx';
import { useNoteKeys } from './notes/use-note-keys.ts';
import { DefinitionPanel } from './pane/definition-panel.tsx';
import { SidePane } from './pane/side-pane.tsx';
import type { Player } from './player/player.ts';
import { sourceOf } from './player/source.ts';
import { usePlayer } from './player/use-player.ts';
import { TimeSpent } from './review/time-spent.tsx';
import { type CallSession, SessionProvider, usePlayerState, useSession } from './session.ts';
import { CallSkeletonBody } from './skeleton.tsx';
import { CallTableDialog } from './table/call-table-dialog.tsx';
import { TranscriptPane } from './transcript/transcript-pane.tsx';
import { Transport } from './transport.tsx';
import { useCallKeys } from './use-call-keys.ts';
import { useLanes } from './use-lanes.ts';
import { useLatencyKeys } from './use-latency-keys.ts';
import { useSound } from './use-sound.ts';
import { useTiming } from './use-timing.ts';
import { usePeaks } from './wave/use-peaks.ts';
import { createViewStore } from './wave/view-store.ts';
import { Waveform } from './wave/waveform.tsx';

/** One call, read: waveform, transport, transcript and the pane beside it, around one player. */
export function CallScreen({ detail }: { detail: CallDetail }) {
  const player = usePlayer();
  return player === null ? <CallSkeletonBody /> : <OpenCall detail={detail} player={player} />;
}

function OpenCall({ detail, player }: { detail: CallDetail; player: Player }) {
  const settings = useSettings();
  const { toolCalls, row, recording } = detail;
  const timing = useTiming(row.id);
  const turns = useMemo(() => heardTurns(detail.turns, timing), [detail.turns, timing]);
  const playable = (recording.state === 'ready' && recording.playable) || recording.streamable;
  const durationMs = timelineMs(detail);
  const [view] = useState(() => createViewStore(durationMs));
  const index = useMemo(() => createTurnIndex(turns), [turns]);
  const gaps = useMemo(() => summariseGaps(turns), [turns]);
  const measuredGaps = useMemo(() => summariseMeasuredGaps(turns, timing), [turns, timing]);
  const { slowLatencyMs, latencyToleranceMs } = settings;
  const findings = useMemo(
    () => lintCall({ turns, toolCalls, timing, toleranceMs: latencyToleranceMs }),
    [turns, toolCalls, timing, latencyToleranceMs],
  );
  const actions = useMemo(() => {
    const slowest = pairGaps(gaps.gaps, measuredGaps.gaps).map((pair) => ({ ...pair, gapMs: longerGapMs(pair) }));
    return createActions({ player, view, turns, index, gaps: slowest, slowLatencyMs, findings, timing });
  }, [player, view, turns, index, gaps, measuredGaps, slowLatencyMs, findings, timing]);
  const peaks = usePeaks(row.id, recording);
  const lanes = useLanes(row.id, timing, peaks.data?.channels ?? recording.channels ?? 0);
  const session = useMemo(
    (): CallSession => ({
      detail,
      turns,
      timing,
      lanes,
      player,
      view,
      index,
      gaps,
      measuredGaps,
      findings,
      settings,
      durationMs,
      playable,
      actions,
    }),
    [
      detail,
      turns,
      timing,
      lanes,
      player,
      view,
      index,
      gaps,
      measuredGaps,
      findings,
      settings,
      durationMs,
      playable,
      actions,
    ],
  );
  const narrow = useNarrow();

  useLayoutEffect(() => view.setDuration(durationMs), [view, durationMs]);
  useEffect(
    () => player.load(sourceOf(row.id, recording, player.source()), durationMs),
    [player, row.id, recording, durationMs],
  );
  useEffect(() => player.setTurns(index), [player, index]);
  useSound(session, peaks.data);
  useStartPlace(session);
  // The scope registered last stands first in the sheet of keys.
  useLatencyKeys(session);
  useCallKeys(session);

  const audioHost = useRef<HTMLDivElement>(null);
  useEffect(() => {
    audioHost.current?.append(player.audio);
  }, [player]);

  return (
    <SessionProvider value={session}>
      <CorrectionsProvider>
        <NotesProvider>
          <div ref={audioHost} hidden />
          <NoteKeys />
          <ExchangeKeys />
          <Waveform peaks={peaks} />
          <Transport />
          <PlayerWarning />
          <TimeSpent />
          <DefinitionPanel />
          <CallTableDialog />
          {narrow ? (
            <SplitPane
              id="call-below"
              label="Height of the latency pane"
              direction="column"
              sized="second"
              initialPx={280}
              minPx={160}
              otherMinPx={200}
              className="min-h-[34rem] flex-1"
              first={<TranscriptWithNotes />}
              second={<SidePane />}
            />
          ) : (
            <SplitPane
              id="call-side"
              label="Width of the latency pane"
              direction="row"
              sized="second"
              initialPx={sidePanePx()}
              minPx={300}
              otherMinPx={420}
              className="min-h-56 flex-1"
              first={<TranscriptWithNotes />}
              second={<SidePane />}
            />
          )}
        </NotesProvider>
      </CorrectionsProvider>
    </SessionProvider>
  );
}

/** The transcript, and below it the note that is being worked on. */
function TranscriptWithNotes() {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <TranscriptPane />
      </div>
      <NoteDock />
    </div>
  );
}

function NoteKeys() {
  useNoteKeys();
  return null;
}

const narrowQuery = window.matchMedia('(max-width: 860px)');

/** A small window, or a page zoomed to 200 %: transcript and pane stand one above the other. */
function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrowQuery.addEventListener('change', listener);
      return () => narrowQuery.removeEventListener('change', listener);
    },
    () => narrowQuery.matches,
  );
}

/** At first three tenths of the window: the transcript needs no more than its column. */
function sidePanePx(): number {
  return Math.round(Math.min(600, Math.max(380, window.innerWidth * 0.3)));
}

/** Length of the time axis: the recording's; without one, the call's, and room for every turn. */
function timelineMs({ recording, row, turns }: CallDetail): number {
  if (recording.durationMs !== null && recording.durationMs > 0) return recording.durationMs;
  const last = turns.reduce((latest, turn) => Math.max(latest, turn.endMs ?? turn.startMs ?? 0), 0);
  return Math.max(1000, row.durationMs ?? 0, last === 0 ? 0 : last + 1000);
}

/** An address can name a moment of the call (`?at=41300`): the player starts there. */
function useStartPlace({ actions, detail }: CallSession): void {
  const route = useRoute();
  const atMs = route.name === 'call' && route.id === detail.row.id ? route.atMs : null;
  const done = useRef<number | null>(null);
  useEffect(() => {
    if (atMs === null || done.current === atMs) return;
    done.current = atMs;
    actions.seekTo(atMs);
  }, [atMs, actions]);
}

/** What is wrong with the sound, where it matters: next to the controls. */
function PlayerWarning() {
  const { durationMs, detail } = useSession();
  const { codec, sampleRate, playable } = detail.recording;
  const error = usePlayerState((state) => state.error);
  const mediaMs = usePlayerState((state) => state.mediaDurationMs);
  const driftMs = playable && mediaMs !== null ? durationDriftMs(mediaMs, { durationMs, codec, sampleRate }) : null;
  const message = error ?? (driftMs === null ? null : driftMessage(driftMs));
  return message === null ? null : (
    <p role="alert" className="shrink-0 border-line border-b bg-surface-2 px-3 py-1 text-bad">
      {message}
    </p>
  );
}

function driftMessage(driftMs: number): string {
  const apart = formatLatency(Math.abs(driftMs));
  const what = driftMs > 0 ? 'longer' : 'shorter';
  return `The player takes this recording to be ${apart} ${what} than it is: sound and waveform may be that far apart.`;
}
