import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RecordingInfo } from '#shared/model/detail.ts';
import { toast } from '../ui/toast-store.ts';
import { fetchedSentence } from './recording-words.ts';
import { orpc, problemOf } from './rpc.ts';

const sayProblem = (error: unknown): void => toast.error(problemOf(error).message);

/** Puts what is known of a call's recording where every view reads it. */
function useNoteRecording(): (callId: string, recording: RecordingInfo) => void {
  const queries = useQueryClient();
  return (callId, recording) => {
    const queryKey = orpc.calls.get.queryKey({ input: { id: callId } });
    queries.setQueryData(queryKey, (detail) => (detail === undefined ? detail : { ...detail, recording }));
    void queries.invalidateQueries({ queryKey: orpc.recordings.cache.key() });
  };
}

export interface RecordingActions {
  /** Fetches a call's recording ahead of everything else and says what came of it. */
  fetchNow: (callId: string) => void;
  pin: (callId: string, pinned: boolean) => void;
  /** Pins the recording, or no longer, whatever it is now; for lists, which do not know. */
  togglePin: (callId: string) => void;
  pending: boolean;
}

/** What can be done with the recording of any call. */
export function useRecordingActions(): RecordingActions {
  const queries = useQueryClient();
  const note = useNoteRecording();
  const fetching = useMutation(
    orpc.recordings.fetch.mutationOptions({
      onError: sayProblem,
      onSuccess: (recording, { callId }) => {
        note(callId, recording);
        const said = fetchedSentence(recording);
        toast[said.ok ? 'ok' : 'info'](said.text);
      },
    }),
  );
  const pinning = useMutation(
    orpc.recordings.pin.mutationOptions({
      onError: sayProblem,
      onSuccess: (recording, { callId }) => note(callId, recording),
    }),
  );
  const pin = (callId: string, pinned: boolean): void => {
    pinning.mutate(
      { callId, pinned },
      {
        onSuccess: () =>
          toast.ok(pinned ? 'Pinned: the cache limit does not touch this recording.' : 'No longer pinned.', {
            label: 'Undo',
            run: () => pinning.mutate({ callId, pinned: !pinned }),
          }),
      },
    );
  };
  return {
    fetchNow: (callId) => {
      toast.info('Getting the recording, ahead of everything else.');
      fetching.mutate({ callId });
    },
    pin,
    togglePin: (callId) => {
      queries
        .fetchQuery({ ...orpc.calls.get.queryOptions({ input: { id: callId } }), staleTime: 0 })
        .then((detail) => pin(callId, !detail.recording.pinned))
        .catch(sayProblem);
    },
    pending: fetching.isPending || pinning.isPending,
  };
}
