/** What the page asks of the peaks worker. `uploadUrl` takes the finished file. */
export interface PeaksRequest {
  readonly recordingUrl: string;
  readonly uploadUrl: string;
}

/** Why a recording has no waveform though it is here. */
export type PeaksFailureCode = 'not-audio' | 'undecodable' | 'no-webcodecs' | 'unreadable';

/** What the peaks worker says. Files are handed over, not copied. */
export type PeaksMessage =
  | { readonly type: 'progress'; readonly share: number; readonly partial: ArrayBuffer | null }
  | { readonly type: 'done'; readonly file: ArrayBuffer }
  | { readonly type: 'uploaded' }
  | { readonly type: 'upload-failed'; readonly status: number }
  | { readonly type: 'failed'; readonly code: PeaksFailureCode; readonly detail: string };
