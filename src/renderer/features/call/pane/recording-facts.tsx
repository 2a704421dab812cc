import { formatBytes, formatClock } from '#shared/logic/format.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { canFetchRecording, recordingSentence } from '../../../lib/recording-words.ts';
import { useRecordingActions } from '../../../lib/recordings.ts';
import { Button } from '../../../ui/button.tsx';
import { Fact, Facts, Section } from './facts.tsx';

/** Where the recording is, what kind of file it is, and what can be done with it. */
export function RecordingFacts({ detail: { row, recording } }: { detail: CallDetail }) {
  const { fetchNow, pending } = useRecordingActions();
  const readOnly = useReadOnlyReason();
  const why = recording.state === 'ready' ? 'Could not be read from the file' : 'There is no recording on this disk';
  const kHz = recording.sampleRate === null ? null : `${(recording.sampleRate / 1000).toLocaleString()} kHz`;
  return (
    <Section title="Recording">
      <p>{recordingSentence(recording)}</p>
      {canFetchRecording(row, recording) ? (
        <Button
          size="sm"
          className="self-start"
          disabled={pending}
          disabledReason={readOnly}
          onClick={() => fetchNow(row.id)}
        >
          Get this one now
        </Button>
      ) : null}
      <Facts>
        <Fact name="Pinned" value={recording.pinned ? 'yes' : 'no'} why="" />
        <Fact
          name="Length"
          value={recording.durationMs === null ? null : formatClock(recording.durationMs)}
          why={why}
        />
        <Fact name="Container" value={recording.container} why={why} />
        <Fact name="Codec" value={recording.codec} why={why} />
        <Fact name="Channels" value={channelsOf(recording.channels)} why={why} />
        <Fact name="Sample rate" value={kHz} why={why} />
        <Fact name="Size" value={recording.bytes === null ? null : formatBytes(recording.bytes)} why={why} />
        <Fact name="SHA-256" value={recording.sha256} why={why} copy />
      </Facts>
      {recording.warnings.map(({ code, message }) => (
        <p key={code} className="text-slow">
          {message}
        </p>
      ))}
    </Section>
  );
}

function channelsOf(channels: number | null): string | null {
  if (channels === null) return null;
  return channels === 1 ? '1 (mono)' : channels === 2 ? '2 (stereo)' : String(channels);
}
