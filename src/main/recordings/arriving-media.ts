import type { RecordingInfo } from '#shared/model/detail.ts';
import { CONTENT_TYPES } from '../audio/content-types.ts';
import type { SniffResult } from '../audio/sniff.ts';
import type { MediaStream, StoredFile } from '../http/media-store.ts';
import type { Arriving } from './arriving.ts';
import { readArriving } from './read-arriving.ts';
import type { RangeContext } from './remote-range.ts';

/** What a browser can be told that it gets; null for what it does not play, and while nothing is known. */
export function playableTypeOf(head: SniffResult | null): string | null {
  if (head?.kind !== 'audio' || head.codec === 'pcm-f64') return null;
  return CONTENT_TYPES[head.container];
}

/** A recording as the vendor sends or sent it, for the HTTP handler; null when it cannot be played (yet). */
export function mediaOfArriving(version: Arriving, context: RangeContext): StoredFile | MediaStream | null {
  const contentType = playableTypeOf(version.head);
  const { path, totalBytes, tag: etag } = version;
  if (contentType === null) return null;
  if (version.state === 'finished') return { path, contentType, sizeBytes: version.bytes, etag };
  const read: MediaStream['read'] = (start, end, signal) => readArriving(version, start, end, context, signal);
  return { contentType, sizeBytes: totalBytes, etag, read };
}

/**
 * What the UI is told of a recording whose download is under way or has just ended. It can be heard from when its size
 * and kind are known until it has been analysed (`analysed`: the database has its audio facts).
 */
export function withArriving(info: RecordingInfo, version: Arriving | undefined, analysed: boolean): RecordingInfo {
  if (version === undefined || analysed) return info;
  if (info.state !== 'downloading' && info.state !== 'ready') return info;
  const { head, bytes, totalBytes } = version;
  return {
    ...info,
    bytes: totalBytes,
    receivedBytes: bytes,
    container: head?.kind === 'audio' ? head.container : info.container,
    streamable: totalBytes !== null && playableTypeOf(head) !== null,
  };
}
