/** A file the handler may send. `etag` is opaque, quoted or not; it changes whenever the bytes do. */
export interface StoredFile {
  path: string;
  contentType: string;
  sizeBytes: number;
  etag: string;
}

/** Where recordings and peaks are looked up. Ids are opaque: no implementation may join them into a path. */
export interface MediaStore {
  findRecording(callId: string): Promise<StoredFile | null>;
  findPeaks(callId: string): Promise<StoredFile | null>;
  /** Keeps peaks computed by the UI (AAC); throws AppError when they do not fit the recording. */
  acceptPeaks(callId: string, bytes: Uint8Array): Promise<void>;
}
