import { basename } from 'node:path';
import { AppError, type AppErrorCode } from '#shared/model/errors.ts';
import { SNIFF_BYTES, sniffAudio } from '../audio/sniff.ts';
import type { Clock } from '../ports.ts';
import type { SignedUrl } from '../voicy/types.ts';
import { downloadOnce } from './download.ts';
import { type DownloadObserver, observePart } from './download-observer.ts';
import { commitFile, type RecordingPaths } from './files.ts';
import { openPartFile, type PartFile, removePart } from './part-file.ts';
import type { UrlGuard } from './url-guard.ts';

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
  limits?: { idleMs?: number; maxBytes?: number; drops?: number };
  /** Whoever reads the recording while it arrives. */
  observer?: DownloadObserver;
}

const MAX_DROPS = 5;
const MAX_BUSY = 4;
/** A URL this close to its end is not worth starting with; a short-lived one keeps nine tenths of its life. */
const EXPIRY_MARGIN_MS = 60_000;

/**
 * Gets one recording onto the disk: a fresh URL when the one at hand has expired or is refused (one new Get Call, one
 * retry), Range after a dropped connection, then magic bytes, fsync and rename. Rejects when cancelled or the disk fails.
 */
export async function fetchRecording(url: SignedUrl | null, context: FetchContext): Promise<FetchOutcome> {
  const { callId, paths } = context;
  const opened = await openPartFile(paths.part(callId), paths.partNotes(callId));
  const part = context.observer ? await observePart(opened, context.observer) : opened;
  let released = false;
  try {
    const outcome = await downloadWithRetries(url, part, context);
    if (outcome.kind !== 'complete') return outcome;
    const seen = sniffAudio(await part.head(SNIFF_BYTES));
    if (seen.kind === 'not-audio') {
      released = true;
      await part.close();
      removePart(paths.part(callId), paths.partNotes(callId));
      return {
        kind: 'failed',
        code: 'not-audio',
        message: `The storage sent ${seen.found === 'empty' ? 'an empty file' : `${seen.found} data`} instead of a recording; it is tried again at the next sync.`,
      };
    }
    const extension = seen.kind === 'audio' ? extensionOf(seen.container) : 'bin';
    const target = paths.original(callId, extension);
    const { bytes } = part;
    const sha256 = part.digest();
    released = true;
    await commitFile(part.release(), part.path, target);
    context.observer?.finished(target);
    return { kind: 'ready', name: basename(target), bytes, sha256 };
  } finally {
    context.observer?.ended();
    if (!released) await part.close();
  }
}

function extensionOf(container: string): string {
  return container === 'mp4' ? 'm4a' : container === 'adts' ? 'aac' : container;
}

async function downloadWithRetries(
  given: SignedUrl | null,
  part: PartFile,
  context: FetchContext,
): Promise<Exclude<FetchOutcome, { kind: 'ready' }> | { kind: 'complete' }> {
  const { clock, signal, limits = {} } = context;
  let url = given;
  let refusals = 0;
  let drops = 0;
  let busy = 0;
  for (;;) {
    signal.throwIfAborted();
    if (!url || isExpiring(url, context.serverNow())) {
      const signed = await sign(context);
      if ('kind' in signed) return signed;
      url = signed;
    }
    context.observer?.signed(url);
    const before = part.bytes;
    const outcome = await downloadOnce({
      fetch: context.fetch,
      url: url.url,
      part,
      isAllowed: context.isAllowed,
      signal,
      onRequest: context.onRequest,
      onProgress: context.onProgress,
      idleMs: limits.idleMs ?? 30_000,
      maxBytes: limits.maxBytes ?? 2 ** 31,
    });
    switch (outcome.kind) {
      case 'complete':
        return outcome;
      case 'missing':
        return missing(outcome.status, context.mayStillArrive);
      case 'refused':
        refusals += 1;
        if (refusals > 1) {
          return {
            kind: 'unavailable',
            code: 'refused',
            message: `The storage refuses this recording (${outcome.status}) even with a fresh link; it is tried again at the next sync.`,
          };
        }
        url = null;
        break;
      case 'dropped':
        drops = part.bytes > before ? 1 : drops + 1;
        if (drops > (limits.drops ?? MAX_DROPS))
          return {
            kind: 'failed',
            code: 'network',
            message: `${outcome.message} What arrived is kept; the next sync goes on from there.`,
          };
        await clock.sleep(backoffMs(drops, context.random), signal);
        break;
      case 'busy':
        busy += 1;
        if (busy > MAX_BUSY)
          return {
            kind: 'failed',
            code: 'busy',
            message: `The storage is busy (${outcome.status}); it is tried again at the next sync.`,
          };
        await clock.sleep(
          Math.max(backoffMs(busy, context.random), retryAfterMs(outcome.retryAfter, context.serverNow())),
          signal,
        );
        break;
      case 'unusable':
        return { kind: 'failed', code: 'unusable', message: outcome.message };
    }
  }
}

async function sign(context: FetchContext): Promise<SignedUrl | Extract<FetchOutcome, { kind: 'unavailable' }>> {
  try {
    const signed = await context.sign(context.callId, context.signal);
    if (signed) return signed;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') {
      return {
        kind: 'unavailable',
        code: 'call-gone',
        message: 'The vendor no longer has this call; what is cached stays.',
      };
    }
    throw error;
  }
  return context.mayStillArrive
    ? {
        kind: 'unavailable',
        code: 'not-yet',
        message: 'The vendor has no recording of this call yet; it is asked again at the next sync.',
      }
    : { kind: 'unavailable', code: 'none', message: 'The vendor has no recording of this call.' };
}

function missing(status: 404 | 410, mayStillArrive: boolean): Extract<FetchOutcome, { kind: 'unavailable' }> {
  if (status === 410) return { kind: 'unavailable', code: 'gone', message: 'The vendor has deleted this recording.' };
  return mayStillArrive
    ? {
        kind: 'unavailable',
        code: 'not-yet',
        message: 'The recording is not in the storage yet; it is asked for again at the next sync.',
      }
    : { kind: 'unavailable', code: 'not-found', message: 'The recording is not in the storage (any more).' };
}

/** Whether a URL is over, or so close to it that a download should not start with it. Both in Unix ms by the server's clock. */
export function isExpiring(url: SignedUrl, nowMs: number): boolean {
  const lifetime = url.expiresAtMs - url.obtainedAtMs;
  return nowMs >= url.expiresAtMs - Math.min(EXPIRY_MARGIN_MS, lifetime / 10);
}

/** Full jitter: a random part of 0.5 s doubled per try, at most 30 s. */
function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(30_000, 500 * 2 ** attempt);
}

/** `Retry-After` as ms from now: seconds or a date; nonsense is 0, and nobody waits longer than a minute here. */
function retryAfterMs(text: string | null, nowMs: number): number {
  if (!text) return 0;
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isFinite(ms) ? Math.min(60_000, Math.max(0, ms)) : 0;
}
