import { noteSpentBuffer } from '../memory/buffer-collector.ts';
import type { Clock } from '../ports.ts';
import { createWatchdog, type TimeLimits, type TimeoutKind, type Watch } from '../voicy/watchdog.ts';
import type { PartFile } from './part-file.ts';
import { decideRange, type RangeDecision, resumeHeaders } from './range-answer.ts';
import type { UrlGuard } from './url-guard.ts';

export type DownloadOutcome =
  | { kind: 'complete' }
  | { kind: 'dropped'; message: string }
  /** What came does not continue what was there: the part is empty again. */
  | { kind: 'changed'; message: string }
  /** Not begun: so many bytes have to be freed on the disk first. */
  | { kind: 'disk-full'; lackingBytes: number }
  | Extract<RangeDecision, { kind: 'refused' | 'missing' | 'busy' | 'unusable' }>;

export interface DownloadOptions {
  fetch: typeof globalThis.fetch;
  clock: Clock;
  url: string;
  part: PartFile;
  /** Asked before every request, redirects included. */
  isAllowed: UrlGuard;
  signal: AbortSignal;
  /** Called for every request made, redirects included. */
  onRequest: () => void;
  onProgress: (bytes: number, totalBytes: number | null) => void;
  /** Called once the size is known, before a byte is written. */
  onSize: (totalBytes: number) => void;
  /** Bytes to free on the disk before so many more may be written; 0 = there is room. */
  lackingBytes: (bytes: number) => Promise<number>;
  /** When a connection counts as dead or too slow. */
  time: TimeLimits;
  /** Larger recordings are refused. */
  maxBytes: number;
}

const MAX_REDIRECTS = 3;
const forgotten = { validator: null, lastModified: null, totalBytes: null };

/**
 * One GET of a recording into its part file, continuing where the part ends when the storage lets us. The vendor's key
 * never goes here: storage is another host. Rejects with the signal's reason when cancelled, and with file errors.
 */
export async function downloadOnce(options: DownloadOptions): Promise<DownloadOutcome> {
  const { signal } = options;
  const tooSlow = new AbortController();
  const watch = createWatchdog(options.clock).watch(options.time, () => tooSlow.abort());
  const stop = AbortSignal.any([signal, tooSlow.signal]);
  try {
    const answer = await request(options, stop);
    if ('kind' in answer) return answer;
    watch.headersArrived();
    return await take(answer, options, watch);
  } catch (error) {
    signal.throwIfAborted();
    const late = watch.fired();
    if (late !== null) return { kind: 'dropped', message: lateMessage(late, options.time) };
    if (isNetworkError(error)) return { kind: 'dropped', message: 'The connection to the storage broke.' };
    throw error;
  } finally {
    watch.stop();
  }
}

async function take(answer: Response, options: DownloadOptions, watch: Watch): Promise<DownloadOutcome> {
  const { part } = options;
  const decision = decideRange(
    { status: answer.status, header: (name) => answer.headers.get(name) },
    part.bytes,
    part.notes,
  );
  if (decision.kind === 'refused') return (await saysNotFound(answer)) ? { kind: 'missing', status: 404 } : decision;
  if (decision.kind !== 'from-start' && decision.kind !== 'append') {
    await answer.body?.cancel();
    if (decision.kind !== 'restart') return decision;
    await part.restart(forgotten);
    return { kind: 'changed', message: 'The recording changed while it was downloaded.' };
  }
  const total = decision.kind === 'append' ? decision.totalBytes : decision.notes.totalBytes;
  const obstacle = total === null ? null : await sizeObstacle(total, options);
  if (obstacle) {
    await answer.body?.cancel();
    return obstacle;
  }
  if (decision.kind === 'from-start') await part.restart(decision.notes);
  return await receive(answer, options, { total, end: decision.kind === 'append' ? decision.endByte : total }, watch);
}

async function sizeObstacle(
  total: number,
  { part, maxBytes, lackingBytes, onSize }: DownloadOptions,
): Promise<Extract<DownloadOutcome, { kind: 'unusable' | 'disk-full' }> | null> {
  if (total > maxBytes) return { kind: 'unusable', message: tooLarge(`${megabytes(total)} MB`, maxBytes) };
  onSize(total);
  // What a restart throws away is free again.
  const lacking = await lackingBytes(total - part.bytes);
  return lacking > 0 ? { kind: 'disk-full', lackingBytes: lacking } : null;
}

const ERROR_BODY_BYTES = 4096;

/** Supabase answers 400 for an object that is not there and says 404 in the body (hardening.md, section c). */
async function saysNotFound(answer: Response): Promise<boolean> {
  let text = '';
  if (answer.status === 400 && answer.body) {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length >= ERROR_BODY_BYTES) break;
    }
  } else await answer.body?.cancel();
  return /"statusCode"\s*:\s*"?404\b/.test(text);
}

async function receive(
  answer: Response,
  options: DownloadOptions,
  { total, end }: { total: number | null; end: number | null },
  watch: Watch,
): Promise<DownloadOutcome> {
  const { part } = options;
  if (answer.body) {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      watch.progress(chunk.byteLength);
      if (part.bytes + chunk.byteLength > options.maxBytes) {
        await part.restart(forgotten);
        return { kind: 'unusable', message: tooLarge(`more than ${megabytes(options.maxBytes)} MB`, options.maxBytes) };
      }
      if (end !== null && part.bytes + chunk.byteLength > end) {
        await part.restart(forgotten);
        return { kind: 'changed', message: 'The storage sent more than it announced.' };
      }
      await part.append(chunk);
      noteSpentBuffer(chunk.byteLength);
      options.onProgress(part.bytes, total);
    }
  }
  if (total !== null && part.bytes < total)
    return { kind: 'dropped', message: 'The recording ended before its announced length.' };
  return { kind: 'complete' };
}

async function request(
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Response | Extract<RangeDecision, { kind: 'unusable' }>> {
  const { part } = options;
  const headers = { 'accept-encoding': 'identity', ...resumeHeaders(part.bytes, part.notes) };
  let url = options.url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    if (!(await options.isAllowed(url))) {
      return { kind: 'unusable', message: 'The link to the recording leads to an address that Earmark does not open.' };
    }
    signal.throwIfAborted();
    options.onRequest();
    const answer = await options.fetch(url, { headers, redirect: 'manual', signal });
    const target = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
    if (!target) return answer;
    await answer.body?.cancel();
    url = URL.parse(target, url)?.href ?? target;
  }
  return { kind: 'unusable', message: 'The storage redirects again and again.' };
}

function tooLarge(size: string, maxBytes: number): string {
  return `The recording has ${size}, which is over the limit of ${megabytes(maxBytes)} MB for one recording; it is not downloaded.`;
}

function megabytes(bytes: number): string {
  return (bytes < 1e6 ? bytes / 1e6 : Math.round(bytes / 1e6)).toLocaleString('en', { maximumSignificantDigits: 4 });
}

function lateMessage(late: TimeoutKind, time: TimeLimits): string {
  switch (late) {
    case 'headers':
      return `The storage did not answer for ${time.headersMs / 1000} seconds.`;
    case 'idle':
      return `The storage sent nothing for ${time.idleMs / 1000} seconds.`;
    case 'slow':
      return `The storage sent less than ${time.minBytesPerSecond} bytes a second.`;
    case 'total':
      return 'The download took too long.';
  }
}

/** Failures of the wire, as opposed to those of the disk or of ours: fetch wraps them all in a TypeError. */
function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return (
    error instanceof TypeError || code.startsWith('UND_ERR') || code === 'ECONNRESET' || error.name === 'AbortError'
  );
}
