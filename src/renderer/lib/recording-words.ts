import type { CallRow } from '#shared/model/call.ts';
import type { RecordingInfo } from '#shared/model/detail.ts';
import { recordingWords, type Wording } from './call-words.ts';

const { unknown } = recordingWords;
const notDownloaded: Wording = {
  ...unknown,
  label: 'Not downloaded',
  hint: 'Fetched when the call is opened, or now with D',
};
const notRead: Wording = { ...unknown, hint: 'The details of this call have not been read yet' };

/** A call's recording in words: what has been read of the call tells "not downloaded" from "not known". */
export function recordingWording(row: Pick<CallRow, 'recordingState' | 'detailState'>): Wording {
  if (row.recordingState !== 'unknown') return recordingWords[row.recordingState];
  return row.detailState === 'ready' ? notDownloaded : notRead;
}

export const evictedSentence = 'Removed to stay within the cache limit; fetched again when the call is opened.';

/** Where the recording is and why, as a sentence. */
export function recordingSentence(recording: Pick<RecordingInfo, 'state' | 'code' | 'message'>): string {
  if (recording.code === 'evicted') return evictedSentence;
  switch (recording.state) {
    case 'ready':
      return 'On this computer, verified.';
    case 'downloading':
      return 'Being downloaded.';
    case 'queued':
      return 'Waits for its turn to be downloaded.';
    case 'pending':
      return 'Voicy has not finished it yet; Earmark asks again.';
    case 'unknown':
      return 'Not downloaded; fetched when the call is opened.';
    case 'none':
      return 'Voicy says that there is none.';
    case 'gone':
      return 'Voicy has deleted it.';
    case 'failed':
      return recording.message ?? 'The download failed; the next sync tries again.';
  }
}

/** What came of "get this one now". */
export function fetchedSentence(recording: Pick<RecordingInfo, 'state' | 'code' | 'message'>): {
  ok: boolean;
  text: string;
} {
  if (recording.state === 'ready') return { ok: true, text: 'The recording is on this computer.' };
  if (recording.state === 'queued' || recording.state === 'downloading') {
    return { ok: true, text: 'The recording is on its way.' };
  }
  return { ok: false, text: `Not fetched. ${recordingSentence(recording)}` };
}

/** Why a recording cannot be pinned; null when it can. */
export function pinRefusal(state: RecordingInfo['state']): string | null {
  return state === 'none' || state === 'gone' ? 'There is no recording to keep' : null;
}

/** Whether asking for the recording now could bring it: it is not here, may exist, and its call is over. */
export function canFetchRecording(row: Pick<CallRow, 'statusGroup'>, { state }: Pick<RecordingInfo, 'state'>): boolean {
  return row.statusGroup !== 'in-progress' && ['unknown', 'queued', 'pending', 'failed'].includes(state);
}
