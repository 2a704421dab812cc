import type { RecordingInfo } from '#shared/model/detail.ts';

/** Containers whose places the browser only guesses; the host makes a copy of them in which it finds them. */
const GUESSED: readonly (string | null)[] = ['mp3', 'adts'];

/** Whether a jump within what the vendor sent lands where it should. */
export function isExact({ container }: Pick<RecordingInfo, 'container'>): boolean {
  return !GUESSED.includes(container);
}

/**
 * What to load for a recording, `current` being loaded; null for a cursor without sound. What is heard already stays
 * when it has arrived, unless the host has made a better copy of it.
 */
export function sourceOf(callId: string, recording: RecordingInfo, current: string | null): string | null {
  const own = `/recordings/${encodeURIComponent(callId)}`;
  const sent = `${own}?as=sent`;
  if (recording.state === 'ready' && recording.playable) return current === sent && isExact(recording) ? sent : own;
  return recording.streamable ? sent : null;
}
