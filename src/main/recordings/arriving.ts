import { createHash } from 'node:crypto';
import { type SniffResult, sniffAudio } from '../audio/sniff.ts';
import type { Clock } from '../ports.ts';
import type { DownloadObserver } from './download-observer.ts';
import { createRateMeter } from './rate-meter.ts';
import { createSharedLink, type LinkSource, type SharedLink } from './shared-link.ts';

/** One version of a recording while it comes in, and for a while after: when the download begins anew, so does this. */
export interface Arriving {
  readonly callId: string;
  /** Differs between versions; opaque, fit for an ETag. */
  readonly tag: string;
  /** Where the bytes are now: the part, then the finished file. */
  readonly path: string;
  /** Bytes below this can be read from the file. Never falls. */
  readonly bytes: number;
  /** Null while the storage has not said. */
  readonly totalBytes: number | null;
  /** What `If-Range` takes; without it other requests could get another version. */
  readonly validator: string | null;
  /** What the first bytes are; null until there are enough. */
  readonly head: SniffResult | null;
  readonly state: 'arriving' | 'finished' | 'failed' | 'replaced';
  /** Pace of the download now; null before anything can be said. */
  readonly bytesPerSecond: number | null;
  /** The way to the storage that this download uses. */
  readonly link: SharedLink;
  /** Resolves once the byte at `offset` is there or the file is finished. Rejects when it never will be, or with the signal's reason. */
  waitFor(offset: number, signal: AbortSignal): Promise<void>;
}

/** Why an arriving recording can no longer be read. */
export class ArrivalEnded extends Error {
  override name = 'ArrivalEnded';
}

export interface Arrivals {
  /** The version that can be read now: arriving, or finished a short while ago. */
  find(callId: string): Arriving | undefined;
  /** What a download of this call is to tell. */
  observe(callId: string, source: LinkSource): DownloadObserver;
}

/** Finished ones that are still found: a player that began while they arrived goes on reading the same bytes. */
const KEPT = 64;

/**
 * The downloads under way in one workspace, as readers see them. `onFound` is called when a recording can be recognised
 * and read, and when that ends.
 */
export function createArrivals(options: { clock: Clock; onFound: (callId: string) => void }): Arrivals {
  const { clock, onFound } = options;
  const current = new Map<string, Version>();
  let versions = 0;

  const drop = (version: Version, state: 'failed' | 'replaced') => {
    version.end(state);
    if (current.get(version.callId) !== version) return;
    current.delete(version.callId);
    if (version.head !== null) onFound(version.callId);
  };

  const forgetOldest = () => {
    const finished = [...current.values()].filter(({ state }) => state === 'finished');
    for (const { callId } of finished.slice(0, Math.max(0, finished.length - KEPT))) current.delete(callId);
  };

  return {
    find: (callId) => current.get(callId),
    observe: (callId, source) => {
      const link = createSharedLink(callId, source);
      let version: Version | undefined;
      return {
        signed: link.use,
        opened: (part) => {
          versions += 1;
          const unique = part.validator ?? `${clock.now()}-${versions}`;
          version = createVersion({ callId, link, clock, ...part }, tagOf(callId, unique, part.totalBytes));
          current.set(callId, version);
        },
        restarting: () => version && drop(version, 'replaced'),
        appended: (bytes) => version?.grow(bytes),
        head: (bytes) => {
          if (version === undefined) return;
          version.recognise(sniffAudio(bytes));
          onFound(callId);
        },
        finished: (path) => {
          version?.finish(path);
          forgetOldest();
        },
        ended: () => {
          if (version?.state === 'arriving') drop(version, 'failed');
          link.close();
        },
      };
    },
  };
}

interface Version extends Arriving {
  grow(bytes: number): void;
  recognise(head: SniffResult): void;
  finish(path: string): void;
  end(state: 'failed' | 'replaced'): void;
}

interface Begin {
  callId: string;
  link: SharedLink;
  clock: Clock;
  path: string;
  bytes: number;
  totalBytes: number | null;
  validator: string | null;
}

function createVersion(begin: Begin, tag: string): Version {
  const { callId, link, clock, validator } = begin;
  const meter = createRateMeter();
  const waiting = new Set<() => void>();
  let { path, bytes, totalBytes } = begin;
  let head: SniffResult | null = null;
  let state: Arriving['state'] = 'arriving';
  const wake = () => {
    for (const check of [...waiting]) check();
  };
  return {
    callId,
    tag,
    link,
    validator,
    get path() {
      return path;
    },
    get bytes() {
      return bytes;
    },
    get totalBytes() {
      return totalBytes;
    },
    get head() {
      return head;
    },
    get state() {
      return state;
    },
    get bytesPerSecond() {
      return meter.bytesPerSecond(clock.now());
    },
    waitFor: (offset, signal) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          waiting.delete(check);
          signal.removeEventListener('abort', check);
        };
        const check = () => {
          if (signal.aborted) reject(signal.reason);
          else if (state === 'replaced') reject(new ArrivalEnded('The recording changed while it was downloaded.'));
          else if (bytes > offset || state === 'finished') resolve();
          else if (state === 'failed') reject(new ArrivalEnded('The download of this recording ended early.'));
          else return;
          leave();
        };
        waiting.add(check);
        signal.addEventListener('abort', check);
        check();
      }),
    grow: (next) => {
      meter.add(clock.now(), next - bytes);
      bytes = next;
      wake();
    },
    recognise: (found) => {
      head = found;
    },
    finish: (finalPath) => {
      path = finalPath;
      totalBytes = bytes;
      state = 'finished';
      wake();
    },
    end: (next) => {
      state = next;
      wake();
    },
  };
}

function tagOf(callId: string, unique: string, totalBytes: number | null): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([callId, unique, totalBytes]))
    .digest('hex');
  return `sent-${digest.slice(0, 32)}`;
}
