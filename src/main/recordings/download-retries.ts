import type { NotAudio, SniffResult } from '../audio/sniff.ts';
import { backoffMs } from '../voicy/retry.ts';
import type { SignedUrl } from '../voicy/types.ts';
import { defaultTimeLimits, type TimeLimits } from '../voicy/watchdog.ts';
import { type DownloadOutcome, downloadOnce } from './download.ts';
import type { FetchContext, FetchOutcome } from './fetch-context.ts';
import { diskFullMessage, type FreeSpace } from './free-space.ts';
import type { PartFile } from './part-file.ts';
import { signFresh } from './sign-fresh.ts';
import { createStorageGate, type GateRefusal, type GateReport, type StorageGate } from './storage-gate.ts';
import { isCertainlyFresh, isExpiring } from './url-age.ts';

const MAX_DROPS = 5;
/** Breaks that at least brought some bytes; a connection that crawls and breaks for ever ends here. */
const MAX_DROPS_IN_ALL = 20;
const MAX_BUSY = 4;
/** A recording that is replaced under way is begun anew once, and once more in case that was the storage's last word. */
const MAX_CHANGES = 2;
/** 2 GB at 100 kB/s. What is slower goes on by Range, where the storage allows it. */
const LONGEST_REQUEST_MS = 6 * 3_600_000;
const MAX_RECORDING_BYTES = 2 ** 31;
/** Stands for the size of a recording that nothing is known of: some minutes of telephone sound. */
const USUAL_BYTES = 2 * 2 ** 20;
const HEADERS_MS = 30_000;

type Ended = Exclude<FetchOutcome, { kind: 'ready' }>;
type Complete = { kind: 'complete'; seen: SniffResult };

/** Asks until the whole recording is in `part` and looks like sound, or until it makes no sense to ask on. */
export async function downloadWithRetries(
  given: SignedUrl | null,
  part: PartFile,
  context: FetchContext & { space: FreeSpace },
  sniff: () => Promise<SniffResult>,
): Promise<Ended | Complete> {
  const { clock, random, signal, limits = {}, serverNow } = context;
  const gate = context.gate ?? createStorageGate({ clock, random });
  const tries = { drops: 0, dropsInAll: 0, busy: 0, changes: 0 };
  let url = given;
  let hasAskedAgain = false;
  for (;;) {
    signal.throwIfAborted();
    const before = part.bytes;
    const ready = isWhole(part) ? null : await readyUrl(url, context, gate);
    if (ready && 'kind' in ready) return ready;
    url = ready ?? url;
    const outcome = ready ? await attempt(ready, part, context, gate) : ({ kind: 'complete' } as const);
    switch (outcome.kind) {
      case 'complete': {
        const seen = await sniff();
        if (seen.kind !== 'not-audio') return { kind: 'complete', seen };
        await part.restart({ validator: null, lastModified: null, totalBytes: null });
        // Some storages answer 200 with an error in the body: as good as refused (hardening.md F41).
        if (hasAskedAgain || !isErrorText(seen.found)) return notAudio(seen.found);
        hasAskedAgain = true;
        url = null;
        break;
      }
      case 'missing':
        if (hasAskedAgain || (url && isCertainlyFresh(url, serverNow())))
          return missing(outcome.status, context.mayStillArrive);
        hasAskedAgain = true;
        url = null;
        break;
      case 'refused':
        if (hasAskedAgain) return refusedTwice(outcome.status);
        hasAskedAgain = true;
        url = null;
        break;
      case 'dropped':
        tries.dropsInAll += 1;
        tries.drops = part.bytes > before ? 1 : tries.drops + 1;
        if (tries.drops > (limits.drops ?? MAX_DROPS) || tries.dropsInAll > MAX_DROPS_IN_ALL) {
          const message = `${outcome.message} What arrived is kept; the next sync goes on from there.`;
          return { kind: 'failed', code: 'network', message };
        }
        await clock.sleep(backoffMs(tries.drops, random), signal);
        break;
      case 'changed':
        tries.changes += 1;
        if (tries.changes > MAX_CHANGES) {
          return { kind: 'failed', code: 'network', message: `${outcome.message} The next sync begins it anew.` };
        }
        break;
      case 'busy':
        tries.busy += 1;
        if (tries.busy > MAX_BUSY) {
          const message = `The storage is busy (${outcome.status}); it is tried again at the next sync.`;
          return { kind: 'failed', code: 'busy', message };
        }
        break;
      case 'stale':
        url = null;
        break;
      case 'refused-by-gate':
        return heldBack(outcome.refusal);
      case 'disk-full':
        return diskFull(outcome.lackingBytes);
      case 'unusable':
        return { kind: 'failed', code: 'unusable', message: outcome.message };
    }
  }
}

/** The URL at hand, or a fresh one when it is over. While the storage is down no Get is spent on it. */
async function readyUrl(url: SignedUrl | null, context: FetchContext, gate: StorageGate): Promise<SignedUrl | Ended> {
  if (url && !isExpiring(url, context.serverNow()) && !context.wake?.isStale(url)) return url;
  const down = gate.outlook();
  return down ? heldBack(down) : signFresh(context);
}

type Attempt = DownloadOutcome | { kind: 'stale' } | { kind: 'refused-by-gate'; refusal: GateRefusal };

/** One request, when its turn has come; `stale` = the URL died while it waited. */
async function attempt(
  url: SignedUrl,
  part: PartFile,
  context: FetchContext & { space: FreeSpace },
  gate: StorageGate,
): Promise<Attempt> {
  const { limits = {}, serverNow, space } = context;
  context.observer?.signed(url);
  const before = part.bytes;
  const known = part.notes?.totalBytes ?? null;
  const lacking = await space.lacking(known === null ? 0 : known - before);
  if (lacking > 0) return { kind: 'disk-full', lackingBytes: lacking };
  const wasAlive = serverNow() < url.expiresAtMs;
  const expected = Math.max(0, (known ?? context.expectedBytes ?? USUAL_BYTES) - before);
  const pass = await gate.enter(URL.parse(url.url)?.host ?? '', expected, context.signal);
  if (pass.kind === 'refused') return { kind: 'refused-by-gate', refusal: pass };
  let report: GateReport = { kind: 'cancelled' };
  let hasAsked = false;
  try {
    if (wasAlive && serverNow() >= url.expiresAtMs) return { kind: 'stale' };
    const outcome = await downloadOnce({
      ...context,
      url: url.url,
      part,
      onRequest: () => {
        hasAsked = true;
        context.onRequest();
      },
      onSize: (total) => pass.resize(total - part.bytes),
      lackingBytes: space.lacking,
      time: timeLimits(limits.idleMs),
      maxBytes: limits.maxBytes ?? MAX_RECORDING_BYTES,
    });
    // A link that we do not open says nothing of the storage.
    if (hasAsked) report = reportOf(outcome, part.bytes > before, serverNow());
    return outcome;
  } finally {
    pass.leave(report);
  }
}

function timeLimits(idleMs = defaultTimeLimits.idleMs): TimeLimits {
  const headersMs = Math.min(idleMs, HEADERS_MS);
  return { ...defaultTimeLimits, idleMs, headersMs, totalMs: LONGEST_REQUEST_MS };
}

function isWhole(part: PartFile): boolean {
  return part.bytes > 0 && part.bytes === part.notes?.totalBytes;
}

function reportOf(outcome: DownloadOutcome, gotBytes: boolean, serverNowMs: number): GateReport {
  if (outcome.kind === 'busy') return { kind: 'busy', retryAfter: outcome.retryAfter, serverNowMs };
  return outcome.kind === 'dropped' && !gotBytes ? { kind: 'failed' } : { kind: 'answered' };
}

function isErrorText(found: NotAudio): boolean {
  return found === 'html' || found === 'xml' || found === 'json' || found === 'text';
}

function notAudio(found: NotAudio): Ended {
  const what = found === 'empty' ? 'an empty file' : `${found} data`;
  const message = `The storage sent ${what} instead of a recording; it is tried again at the next sync.`;
  return { kind: 'failed', code: 'not-audio', message };
}

function diskFull(lackingBytes: number): Ended {
  return { kind: 'failed', code: 'disk-full', message: diskFullMessage(lackingBytes) };
}

function heldBack({ reason }: GateRefusal): Ended {
  return reason === 'down'
    ? { kind: 'failed', code: 'network', message: 'The storage is out of reach; it is tried again at the next sync.' }
    : {
        kind: 'failed',
        code: 'busy',
        message: 'The storage asked to be left alone for a while; it is tried again at a later sync.',
      };
}

function refusedTwice(status: number): Ended {
  const message = `The storage refuses this recording (${status}) even with a fresh link; it is tried again at the next sync.`;
  return { kind: 'unavailable', code: 'refused', message };
}

function missing(status: 404 | 410, mayStillArrive: boolean): Ended {
  if (status === 410) return { kind: 'unavailable', code: 'gone', message: 'The vendor has deleted this recording.' };
  return mayStillArrive
    ? {
        kind: 'unavailable',
        code: 'not-yet',
        message: 'The recording is not in the storage yet; it is asked for again at the next sync.',
      }
    : { kind: 'unavailable', code: 'not-found', message: 'The recording is not in the storage (any more).' };
}
