import { formatCount } from '#shared/logic/format.ts';
import type { QueueCounts, SyncStatus } from '#shared/model/sync.ts';

export type QueueKind = keyof SyncStatus['queue'];
export type QueueReason = 'open' | 'wanted' | 'newest' | 'backfill';

export const queueKinds: readonly (readonly [QueueKind, string])[] = [
  ['details', 'Call details'],
  ['recordings', 'Recordings'],
  ['audio', 'Audio analysis'],
];

/** In the order in which they are fetched. */
export const queueReasons: readonly { key: QueueReason; label: string; hint: string }[] = [
  { key: 'open', label: 'Open', hint: 'Of the calls that are on screen: before everything else' },
  { key: 'wanted', label: 'Wanted', hint: 'Asked for by you: “get this one now”, “download all matching”' },
  { key: 'newest', label: 'Newest', hint: 'Of calls that are new since the last sync' },
  { key: 'backfill', label: 'Older', hint: 'Of older calls, the newest of them first' },
];

/** How many of a kind wait for their turn; what failed is not among them. */
export function waitingOf(queue: QueueCounts): number {
  return queue.open + queue.wanted + queue.newest + queue.backfill;
}

/** How many of all kinds failed and wait for the next sync. */
export function failedOf({ details, recordings, audio }: SyncStatus['queue']): number {
  return details.failed + recordings.failed + audio.failed;
}

/** What waits, as a sentence. */
export function planSentence({ queue }: Pick<SyncStatus, 'queue'>): string {
  const parts = [
    part(waitingOf(queue.details), 'call to read', 'calls to read'),
    part(waitingOf(queue.recordings), 'recording to download', 'recordings to download'),
    part(waitingOf(queue.audio), 'recording to analyse', 'recordings to analyse'),
  ].filter((text) => text !== null);
  const failed = failedOf(queue);
  if (parts.length === 0) {
    return failed === 0 ? 'Nothing waits.' : 'Nothing waits; the next sync tries again what failed.';
  }
  const last = parts.pop();
  const list = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
  return `${list} ${list === last && /^1 /.test(list ?? '') ? 'waits' : 'wait'}, fetched from left to right.`;
}

function part(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${formatCount(count)} ${count === 1 ? one : many}`;
}
