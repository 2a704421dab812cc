import { Pin } from 'lucide-react';
import type { CallDetail } from '#shared/model/detail.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { pinRefusal } from '../../lib/recording-words.ts';
import { useRecordingActions } from '../../lib/recordings.ts';
import { IconButton } from '../../ui/icon-button.tsx';

/** Keeps this call's recording whatever the cache limit says; filled while it does. */
export function PinButton({ detail: { row, recording } }: { detail: CallDetail }) {
  const { pin, pending } = useRecordingActions();
  const readOnly = useReadOnlyReason();
  return (
    <IconButton
      label={recording.pinned ? 'Unpin the recording' : 'Pin the recording, whatever the cache limit says'}
      action="call.pin"
      side="bottom"
      pressed={recording.pinned}
      icon={<Pin className={recording.pinned ? 'fill-current text-accent' : ''} />}
      disabled={pending}
      disabledReason={readOnly ?? pinRefusal(recording.state)}
      onClick={() => pin(row.id, !recording.pinned)}
    />
  );
}
