/** A file the handler may send. `etag` is opaque, quoted or not; it changes whenever the bytes do. */
export interface StoredFile {
  path: string;
  contentType: string;
  sizeBytes: number;
  etag: string;
}

/** Bytes that are still arriving and can be sent meanwhile. */
export interface MediaStream {
  contentType: string;
  /** Null when the end is not known yet: then it is sent from its beginning only. */
  sizeBytes: number | null;
  etag: string;
  /** Bytes `start` to `end` inclusive, as fast as they are taken. Ends with `signal`. */
  read(start: number, end: number, signal: AbortSignal): AsyncGenerator<Uint8Array, void>;
}

/**
 * `seekable`: what plays best, which may be a copy of the recording in another container. `sent`: exactly what the
 * vendor sent, before and after the download has ended, so that a player that began meanwhile stays with its bytes.
 */
export type RecordingForm = 'seekable' | 'sent';

/** Where recordings and peaks are looked up. Ids are opaque: no implementation may join them into a path. */
export interface MediaStore {
  findRecording(callId: string, form: RecordingForm): Promise<StoredFile | MediaStream | null>;
  findPeaks(callId: string): Promise<StoredFile | null>;
  /** Keeps peaks computed by the UI (AAC); throws AppError when they do not fit the recording. */
  acceptPeaks(callId: string, bytes: Uint8Array): Promise<void>;
}
