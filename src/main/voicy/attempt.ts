import type { HttpAnswer, SendRequest } from '../ports.ts';
import { damagedAnswer, networkFailure, notTheApi, RequestFailure, timeoutFailure } from './http-errors.ts';
import { type BodyLimits, OversizeError, readBody } from './read-json.ts';
import type { TimeLimits, Watchdog } from './watchdog.ts';

/** One HTTP exchange as it came. `body` is empty where it is not JSON. */
export interface RawAnswer {
  status: number;
  headers: HttpAnswer['headers'];
  isJson: boolean;
  body: Uint8Array;
}

export interface AttemptSpec {
  url: string;
  method: 'GET' | 'POST';
  body?: string;
}

export interface AttemptPorts {
  send: SendRequest;
  watchdog: Watchdog;
  apiKey: string;
  host: string;
  limits: TimeLimits & BodyLimits;
}

/** Error bodies are only read for the vendor's sentence. */
const errorBodyBytes = 65_536;

type BodyKind = 'json' | 'maybe' | 'other';

/** Functions without a content type answer as text/plain, so that may be JSON too; HTML never is. */
export function bodyKind(contentType: string | null): BodyKind {
  if (contentType === 'application/json') return 'json';
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type)) return 'json';
  return type === '' || type === 'text/plain' ? 'maybe' : 'other';
}

function request(spec: AttemptSpec, ports: AttemptPorts, signal: AbortSignal): Promise<HttpAnswer> {
  const headers: Record<string, string> = { accept: 'application/json', authorization: `Bearer ${ports.apiKey}` };
  const { url, method, body } = spec;
  if (body === undefined) return ports.send({ url, method, headers, signal });
  headers['content-type'] = 'application/json';
  return ports.send({ url, method, headers, body, signal });
}

/** The first byte that is not white space, after a byte order mark; NaN when there is none. */
function firstByte(body: Uint8Array): number {
  let at = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  while ([0x20, 0x09, 0x0a, 0x0d].includes(body[at] ?? Number.NaN)) at += 1;
  return body[at] ?? Number.NaN;
}

const noBytes = new Uint8Array();

async function readAnswer(
  response: HttpAnswer,
  ports: AttemptPorts,
  onChunk: (bytes: number) => void,
): Promise<RawAnswer> {
  const { status, headers } = response;
  const ok = status >= 200 && status < 300;
  const kind = bodyKind(headers.get('content-type'));
  if (ok && kind === 'other') {
    response.discard();
    throw notTheApi(ports.host);
  }
  if (!ok && (kind === 'other' || status === 0 || (status >= 300 && status < 400))) {
    response.discard();
    return { status, headers, isJson: false, body: noBytes };
  }
  if (!ok) {
    // The status has said enough; a broken error body changes nothing.
    const body = await readBody(response.body, errorBodyBytes, onChunk).catch(() => noBytes);
    return { status, headers, isJson: kind === 'json' || firstByte(body) === 0x7b, body };
  }
  const body = await readBody(response.body, ports.limits.maxBytes, onChunk);
  const first = firstByte(body);
  const looksJson = first === 0x7b || first === 0x5b;
  if (kind === 'maybe' && !Number.isNaN(first) && !looksJson) throw notTheApi(ports.host);
  return { status, headers, isJson: true, body };
}

/**
 * One try, with every limit on it. Throws `RequestFailure`, or the signal's reason when cancelled. `onHeaders` is told of
 * an answer's head, even if its body then breaks.
 */
export async function attempt(
  spec: AttemptSpec,
  ports: AttemptPorts,
  onHeaders: (status: number, headers: HttpAnswer['headers']) => void,
  signal?: AbortSignal,
): Promise<RawAnswer> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  const watch = ports.watchdog.watch(ports.limits, onAbort);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const response = await request(spec, ports, stop.signal);
    watch.headersArrived();
    onHeaders(response.status, response.headers);
    return await readAnswer(response, ports, watch.progress);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RequestFailure) throw error;
    const { host } = ports;
    const late = watch.fired();
    if (late !== null) throw timeoutFailure(late, host);
    if (error instanceof OversizeError) {
      throw damagedAnswer(host, 'is far too large; sync again, and tell Voicy if it stays so', false);
    }
    throw networkFailure(error, host);
  } finally {
    watch.stop();
    signal?.removeEventListener('abort', onAbort);
  }
}
