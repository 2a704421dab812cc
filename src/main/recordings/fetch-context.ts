import type { AppErrorCode } from '#shared/model/errors.ts';
import type { Clock } from '../ports.ts';
import type { SignedUrl } from '../voicy/types.ts';
import type { DownloadObserver } from './download-observer.ts';
import type { RecordingPaths, RenameTools } from './files.ts';
import type { FreeSpace } from './free-space.ts';
import type { StorageGate } from './storage-gate.ts';
import type { UrlGuard } from './url-guard.ts';
import type { WakeDetector } from './wake-detector.ts';

/** How one attempt to get a recording ended. Only `ready` has a file. */
export type FetchOutcome =
  | { kind: 'ready'; name: string; bytes: number; sha256: string }
  /** Upstream does not have it: no URL, not yet there, deleted, or refused twice with fresh URLs. */
  | { kind: 'unavailable'; code: 'none' | 'not-yet' | 'gone' | 'not-found' | 'refused' | 'call-gone'; message: string }
  | { kind: 'failed'; code: AppErrorCode | 'network' | 'busy' | 'not-audio' | 'unusable' | 'disk'; message: string };

export interface FetchContext {
  callId: string;
  paths: RecordingPaths;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  random: () => number;
  /** One Get Call: a fresh URL, or null when the vendor has no recording. May throw `AppError`. */
  sign: (callId: string, signal: AbortSignal) => Promise<SignedUrl | null>;
  serverNow: () => number;
  isAllowed: UrlGuard;
  /** Whether a missing file may still turn up: the call ended a short while ago. */
  mayStillArrive: boolean;
  onRequest: () => void;
  onProgress: (bytes: number, totalBytes: number | null) => void;
  signal: AbortSignal;
  limits?: DownloadLimits;
  /** Shared by all downloads of a workspace; left out, this one goes by itself. */
  gate?: StorageGate;
  /** Looks at the disk; left out, 500 MB stay free on the disk of the recordings. */
  space?: FreeSpace;
  /** What the recording will probably have, from the call's duration. */
  expectedBytes?: number;
  /** Tells URLs that were obtained before the computer slept. */
  wake?: Pick<WakeDetector, 'hold' | 'isStale'>;
  /** Whoever reads the recording while it arrives. */
  observer?: DownloadObserver;
  /** How the finished file takes its name; for tests. */
  rename?: RenameTools['rename'];
}

export interface DownloadLimits {
  /** No byte for so long: the connection is dead. */
  idleMs?: number;
  maxBytes?: number;
  /** Requests in a row that break off without a byte of use, before it is left for later. */
  drops?: number;
}
