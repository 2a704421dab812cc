import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { measureClip } from '#shared/logic/listen/match-loudness.ts';
import { noSpanSentence, spanOfTurn } from '#shared/logic/listen/start-point.ts';
import type { CallDetail, RecordingInfo } from '#shared/model/detail.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import { canFetchRecording, recordingSentence } from '../../../lib/recording-words.ts';
import { orpc, problemOf } from '../../../lib/rpc.ts';
import { isExact, sourceOf } from '../../call/player/source.ts';
import { useOpened } from '../../call/use-opened.ts';
import type { PeaksData } from '../../call/wave/load-peaks.ts';
import { usePeaks } from '../../call/wave/use-peaks.ts';
import type { ListenClip, Listening, ListenTurn } from './listening.ts';

/** How often a download's progress is asked for, ms. */
const PROGRESS_MS = 1000;

/** One turn's sound as the view tells of it. */
export interface ClipFacts {
  readonly clip: ListenClip;
  /** Asking for its recording now may bring it. */
  readonly canFetch: boolean;
  /** Places in what has arrived so far are guesses of the browser. */
  readonly approximate: boolean;
}

const absent: RecordingInfo = {
  state: 'unknown',
  code: null,
  message: null,
  bytes: null,
  receivedBytes: null,
  sha256: null,
  container: null,
  codec: null,
  channels: null,
  sampleRate: null,
  durationMs: null,
  playable: false,
  peaks: 'none',
  pinned: false,
  streamable: false,
  warnings: [],
};

/** Reads what one turn's sound needs and gives it to its player. */
export function useClip(listening: Listening, position: number, { callId, index }: ListenTurn): ClipFacts {
  const { data: detail, error } = useQuery(
    orpc.calls.get.queryOptions({
      input: { id: callId },
      refetchInterval: ({ state }) => (state.data?.recording.state === 'downloading' ? PROGRESS_MS : false),
    }),
  );
  const timing = useQuery(orpc.calls.timing.queryOptions({ input: { id: callId } }));
  useOpened(callId);
  const recording = detail?.recording ?? absent;
  const { data: peaks } = usePeaks(callId, recording);
  const measured = timing.data ?? null;
  // A call that is erased while it is listened to is not asked for its timing any more either.
  const waits = timing.isPending && error === null;
  const clip = useMemo(
    (): ListenClip =>
      error !== null
        ? { state: 'unheard', reason: problemOf(error).message }
        : detail === undefined || waits
          ? { state: 'loading' }
          : clipOf(detail, measured, index, peaks),
    [error, detail, waits, measured, index, peaks],
  );
  useEffect(() => {
    const { players } = listening;
    const durationMs = recording.durationMs ?? detail?.row.durationMs ?? 0;
    const source = sourceOf(callId, recording, players[position]?.source() ?? null);
    listening.setClip(position, clip, source, Math.max(1, durationMs));
  }, [listening, position, clip, callId, recording, detail]);
  useEffect(() => {
    listening.players[position]?.mix.setSource(peaks?.channels ?? recording.channels ?? 0, null);
  }, [listening, position, peaks, recording]);
  return {
    clip,
    canFetch: error === null && detail !== undefined && canFetchRecording(detail.row, recording),
    approximate: clip.state === 'ready' && recording.state !== 'ready' && !isExact(recording),
  };
}

function clipOf(
  { recording, turns, row }: CallDetail,
  timing: CallTiming | null,
  index: number,
  peaks: PeaksData | null,
): ListenClip {
  const here = recording.state === 'ready' && recording.playable;
  if (!here && !recording.streamable) {
    const reason =
      recording.state === 'ready' ? 'This recording is of a kind that cannot be played.' : recordingSentence(recording);
    return { state: 'unheard', reason };
  }
  const { span, reason } = spanOfTurn(turns, timing, index, recording.durationMs ?? row.durationMs);
  if (span === null) return { state: 'unheard', reason: noSpanSentence(reason) };
  if (peaks === null || !peaks.complete || peaks.energy === null) return { state: 'ready', span, level: null };
  const agent = peaks.channels === 2 ? (timing?.lanes?.roles.indexOf('agent') ?? -1) : peaks.channels === 1 ? 0 : -1;
  const level = measureClip({
    energy: peaks.energy,
    peaks: peaks.levels.at(-1),
    channel: agent === -1 ? null : agent,
    fromMs: span.onsetMs,
    toMs: span.toMs,
    identical: timing?.speech?.identical ?? false,
  });
  return { state: 'ready', span, level };
}
