import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { formatBytes } from '#shared/logic/format.ts';
import type { CallDetail, RecordingInfo } from '#shared/model/detail.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { recordingSentence } from '../../../lib/recording-words.ts';
import { orpc, problemOf } from '../../../lib/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { ProgressBar } from '../../../ui/feedback.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { isExact } from '../player/source.ts';
import { useSession } from '../session.ts';
import { RULER_PX } from './paint.ts';
import type { PeaksStatus } from './use-peaks.ts';

/** Why there is no waveform (yet), and what can be done. Nothing when there is one. */
export function RecordingNotice({ peaks }: { peaks: PeaksStatus }) {
  const { detail } = useSession();
  const content = noticeOf(detail, peaks);
  if (content === null) return null;
  // What can be heard already is clicked at: then the notice lies in a corner and lets clicks through.
  const isAside = detail.recording.streamable;
  return (
    <div
      className={cx(
        'pointer-events-none absolute inset-0 flex',
        isAside ? 'items-end justify-end px-2 pt-2' : 'items-center justify-center p-3',
      )}
      style={isAside ? { paddingBottom: RULER_PX + 6 } : undefined}
    >
      <div
        role="status"
        // A figure that changes every second is not for reading out; the progress bar has it.
        aria-live={detail.recording.state === 'downloading' ? 'off' : 'polite'}
        className={cx(
          'flex items-center gap-3 rounded-md border border-line bg-surface-1 text-text-2',
          isAside ? 'px-2 py-0.5 text-meta' : 'pointer-events-auto max-w-[72ch] px-3 py-1.5',
        )}
      >
        {content}
      </div>
    </div>
  );
}

function noticeOf(detail: CallDetail, peaks: PeaksStatus): ReactNode {
  const { recording, row } = detail;
  switch (recording.state) {
    case 'unknown':
      return (
        <FetchOnOpen
          callId={row.id}
          text={
            row.detailState === 'ready'
              ? 'This recording has not been downloaded.'
              : 'Whether there is a recording is not known yet: the call’s details have not been fetched.'
          }
        />
      );
    case 'none':
      return (
        <span>
          {row.statusGroup === 'failed'
            ? 'No recording: the call was never connected.'
            : 'The vendor has no recording of this call.'}
        </span>
      );
    case 'pending':
      // Opening a call that was only put off asks for it again.
      if (recording.code === 'evicted' || recording.code === 'cancelled' || recording.code === 'interrupted')
        return <FetchOnOpen callId={row.id} text={recordingSentence(recording)} />;
      return (
        <>
          <span>
            {row.statusGroup === 'in-progress'
              ? 'The call is still going on. Its recording comes after it ends.'
              : 'The vendor has not finished this recording yet. The next sync asks again.'}
          </span>
          {row.statusGroup === 'in-progress' ? null : <FetchNow callId={row.id} label="Ask now" />}
        </>
      );
    case 'queued':
      return <FetchOnOpen callId={row.id} text="The recording waits for its turn to be downloaded." />;
    case 'downloading':
      return <Downloading recording={recording} />;
    case 'gone':
      return <span>The vendor has deleted this recording. Transcript and latency are kept here.</span>;
    case 'failed':
      return (
        <>
          <span className="text-bad">{recording.message ?? 'The recording could not be fetched.'}</span>
          <FetchNow callId={row.id} label="Fetch again" />
        </>
      );
    case 'ready':
      return readyNotice(detail, peaks);
  }
}

function readyNotice({ recording, row }: CallDetail, peaks: PeaksStatus): ReactNode {
  if (recording.streamable) return <span>The waveform is being made.</span>;
  if (!recording.playable) {
    const damaged = recording.warnings.find((warning) => warning.code === 'damaged');
    const why = recording.message ?? damaged?.message ?? recording.warnings[0]?.message ?? '';
    return (
      <>
        <span className="text-bad">This recording cannot be played. {why}</span>
        {recording.code === 'damaged' || damaged !== undefined ? (
          <FetchNow callId={row.id} label="Fetch again" />
        ) : null}
      </>
    );
  }
  if (peaks.state === 'decoding') {
    const percent = Math.round(peaks.share * 100);
    return peaks.data !== null ? null : (
      <>
        <span>Drawing the waveform in this window</span>
        <ProgressBar label="Decoding the recording" done={percent} total={100} className="w-40" />
        <span className="w-10 text-right">{percent} %</span>
      </>
    );
  }
  if (peaks.state === 'failed') return <span>{peaks.message}</span>;
  if (recording.peaks === 'unsupported')
    return <span>The sound plays, but there is no waveform for this kind of file.</span>;
  if (recording.peaks === 'none') return <span>The waveform is being made.</span>;
  return null;
}

function Downloading({ recording }: { recording: RecordingInfo }) {
  const { bytes: total, streamable } = recording;
  const done = recording.receivedBytes ?? 0;
  const size = total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
  const percent = total === null ? null : Math.floor((100 * done) / Math.max(1, total));
  return (
    <>
      <span>
        {percent === null ? 'Downloading the recording' : `Downloading ${percent} %`}
        {streamable && !isExact(recording) ? '. Until it is here, places after a jump are approximate.' : ''}
      </span>
      <ProgressBar label="Downloading the recording" done={done} total={total} valueText={size} className="w-32" />
      <span className="whitespace-nowrap tabular-nums">{size}</span>
    </>
  );
}

/** A call that is being looked at comes before all others: its recording is asked for without a click, once. */
function FetchOnOpen({ callId, text }: { callId: string; text: string }) {
  const { mutate, error } = useMutation(orpc.recordings.fetch.mutationOptions());
  const readOnly = useReadOnlyReason();
  useEffect(() => {
    if (readOnly === null) mutate({ callId });
  }, [callId, mutate, readOnly]);
  return (
    <>
      <span>{error === null ? text : `${text} ${problemOf(error).message}`}</span>
      {error === null ? null : <FetchNow callId={callId} label="Fetch now" />}
    </>
  );
}

function FetchNow({ callId, label }: { callId: string; label: string }) {
  const queries = useQueryClient();
  const readOnly = useReadOnlyReason();
  const { mutate, isPending } = useMutation(
    orpc.recordings.fetch.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: orpc.calls.get.queryKey({ input: { id: callId } }) }),
      onError: (error) => toast.error(problemOf(error).message),
    }),
  );
  return (
    <Button size="sm" disabled={isPending} disabledReason={readOnly} onClick={() => mutate({ callId })}>
      {isPending ? 'Fetching' : label}
    </Button>
  );
}
