import type { PartFile, PartNotes } from './part-file.ts';
import { decideRange, type RangeDecision } from './range-answer.ts';
import type { UrlGuard } from './url-guard.ts';

export type DownloadOutcome =
  | { kind: 'complete' }
  | { kind: 'dropped'; message: string }
  | Extract<RangeDecision, { kind: 'refused' | 'missing' | 'busy' | 'unusable' }>;

export interface DownloadOptions {
  fetch: typeof globalThis.fetch;
  url: string;
  part: PartFile;
  /** Asked before every request, redirects included. */
  isAllowed: UrlGuard;
  signal: AbortSignal;
  /** Called for every request made, redirects included. */
  onRequest: () => void;
  onProgress: (bytes: number, totalBytes: number | null) => void;
  /** No byte for this long means the connection is dead, ms. */
  idleMs: number;
  /** Larger recordings are refused. */
  maxBytes: number;
}

const MAX_REDIRECTS = 3;

/**
 * One GET of a recording into its part file, continuing where the part ends when the storage lets us. The vendor's key
 * never goes here: storage is another host. Rejects with the signal's reason when cancelled, and with file errors.
 */
export async function downloadOnce(options: DownloadOptions): Promise<DownloadOutcome> {
  const { part, signal } = options;
  const idle = new AbortController();
  const stop = AbortSignal.any([signal, idle.signal]);
  let timer: NodeJS.Timeout | undefined;
  const touch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => idle.abort(), options.idleMs);
  };
  try {
    touch();
    const answer = await request(options, stop);
    if ('kind' in answer) return answer;
    touch();
    const decision = decideRange(
      { status: answer.status, header: (name) => answer.headers.get(name) },
      part.bytes,
      part.notes?.totalBytes ?? null,
    );
    if (decision.kind === 'refused') return (await saysNotFound(answer)) ? { kind: 'missing', status: 404 } : decision;
    if (decision.kind !== 'from-start' && decision.kind !== 'append') {
      await answer.body?.cancel();
      if (decision.kind === 'restart') {
        await part.restart({ validator: null, totalBytes: null });
        return { kind: 'dropped', message: 'The recording changed while it was downloaded.' };
      }
      return decision;
    }
    const total = decision.totalBytes;
    if (total !== null && total > options.maxBytes) {
      await answer.body?.cancel();
      return {
        kind: 'unusable',
        message: `The recording is ${total} bytes, more than the limit of ${options.maxBytes}.`,
      };
    }
    if (decision.kind === 'from-start') await part.restart(notesOf(decision));
    return await receive(answer, options, total, touch);
  } catch (error) {
    signal.throwIfAborted();
    if (idle.signal.aborted)
      return { kind: 'dropped', message: `The storage sent nothing for ${options.idleMs / 1000} seconds.` };
    if (isNetworkError(error)) return { kind: 'dropped', message: 'The connection to the storage broke.' };
    throw error;
  } finally {
    clearTimeout(timer);
  }
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

function notesOf(decision: { totalBytes: number | null; validator: string | null }): PartNotes {
  return { validator: decision.validator, totalBytes: decision.totalBytes };
}

async function receive(
  answer: Response,
  options: DownloadOptions,
  total: number | null,
  touch: () => void,
): Promise<DownloadOutcome> {
  const { part } = options;
  if (answer.body) {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      touch();
      if (part.bytes + chunk.byteLength > options.maxBytes) {
        return { kind: 'unusable', message: `The recording is larger than the limit of ${options.maxBytes} bytes.` };
      }
      await part.append(chunk);
      options.onProgress(part.bytes, total);
    }
  }
  if (total !== null && part.bytes < total)
    return { kind: 'dropped', message: 'The recording ended before its announced length.' };
  if (total !== null && part.bytes > total) {
    await part.restart({ validator: null, totalBytes: null });
    return { kind: 'dropped', message: 'The storage sent more than it announced.' };
  }
  return { kind: 'complete' };
}

async function request(
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Response | Extract<RangeDecision, { kind: 'unusable' }>> {
  const { part } = options;
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  const validator = part.notes?.validator;
  if (part.bytes > 0 && validator) {
    headers.range = `bytes=${part.bytes}-`;
    headers['if-range'] = validator;
  }
  let url = options.url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    if (!(await options.isAllowed(url))) {
      return { kind: 'unusable', message: 'The link to the recording leads to an address that Earmark does not open.' };
    }
    options.onRequest();
    const answer = await options.fetch(url, { headers, redirect: 'manual', signal });
    const target = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
    if (!target) return answer;
    await answer.body?.cancel();
    url = URL.parse(target, url)?.href ?? target;
  }
  return { kind: 'unusable', message: 'The storage redirects again and again.' };
}

/** Failures of the wire, as opposed to those of the disk or of ours: fetch wraps them all in a TypeError. */
function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return (
    error instanceof TypeError || code.startsWith('UND_ERR') || code === 'ECONNRESET' || error.name === 'AbortError'
  );
}
