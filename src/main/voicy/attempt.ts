import type { Clock } from '../ports.ts';
import { damagedAnswer, networkFailure, notTheApi, RequestFailure, timeoutFailure } from './http-errors.ts';
import { type BodyLimits, OversizeError, readJsonText } from './read-json.ts';
import { createWatchdog, type TimeLimits } from './watchdog.ts';

/** One HTTP exchange as it came. `text` is cleaned JSON text, or '' where the body is not JSON. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  isJson: boolean;
  text: string;
  /** Something was nested too deeply and cut out. */
  pruned: boolean;
  bytes: number;
}

export interface AttemptSpec {
  url: string;
  method: 'GET' | 'POST';
  body?: string;
}

export interface AttemptPorts {
  fetch: typeof globalThis.fetch;
  clock: Clock;
  apiKey: string;
  host: string;
  limits: TimeLimits & BodyLimits;
}

/** Error bodies are only read for the vendor's sentence. */
const errorBodyBytes = 65_536;

type BodyKind = 'json' | 'maybe' | 'other';

/** Functions without a content type answer as text/plain, so that may be JSON too; HTML never is. */
export function bodyKind(contentType: string | null): BodyKind {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type)) return 'json';
  return type === '' || type === 'text/plain' ? 'maybe' : 'other';
}

function request(spec: AttemptSpec, ports: AttemptPorts, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', authorization: `Bearer ${ports.apiKey}` };
  if (spec.body !== undefined) headers['content-type'] = 'application/json';
  return ports.fetch(spec.url, {
    method: spec.method,
    headers,
    // A redirect is never followed: the key would go where the answer says.
    redirect: 'manual',
    cache: 'no-store',
    credentials: 'omit',
    signal,
    ...(spec.body === undefined ? {} : { body: spec.body }),
  });
}

async function readAnswer(
  response: Response,
  ports: AttemptPorts,
  onChunk: (bytes: number) => void,
): Promise<RawAnswer> {
  const { status, headers } = response;
  const kind = bodyKind(headers.get('content-type'));
  let bytes = 0;
  const count = (more: number) => {
    bytes += more;
    onChunk(more);
  };
  if (response.ok && kind === 'other') {
    response.body?.cancel().catch(() => undefined);
    throw notTheApi(ports.host);
  }
  if (!response.ok && (kind === 'other' || status === 0 || (status >= 300 && status < 400))) {
    response.body?.cancel().catch(() => undefined);
    return { status, headers, isJson: false, text: '', pruned: false, bytes };
  }
  if (!response.ok) {
    const limits = { maxBytes: errorBodyBytes, maxDepth: ports.limits.maxDepth };
    // The status has said enough; a broken error body changes nothing.
    const { text } = await readJsonText(response.body, limits, count).catch(() => ({ text: '' }));
    return { status, headers, isJson: kind === 'json' || /^\s*\{/.test(text), text, pruned: false, bytes };
  }
  const { text, pruned } = await readJsonText(response.body, ports.limits, count);
  const looksJson = /^\s*[[{]/.test(text);
  if (kind === 'maybe' && text.trim() !== '' && !looksJson) throw notTheApi(ports.host);
  return { status, headers, isJson: true, text, pruned, bytes };
}

/**
 * One try, with every limit on it. Throws `RequestFailure`, or the signal's reason when cancelled. `onHeaders` is told of
 * an answer's head, even if its body then breaks.
 */
export async function attempt(
  spec: AttemptSpec,
  ports: AttemptPorts,
  onHeaders: (status: number, headers: Headers) => void,
  signal?: AbortSignal,
): Promise<RawAnswer> {
  signal?.throwIfAborted();
  const watchdog = createWatchdog(ports.clock, ports.limits);
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  watchdog.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const response = await request(spec, ports, stop.signal);
    watchdog.headersArrived();
    onHeaders(response.status, response.headers);
    return await readAnswer(response, ports, watchdog.progress);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RequestFailure) throw error;
    const { host } = ports;
    const late = watchdog.fired();
    if (late !== null) throw timeoutFailure(late, host);
    if (error instanceof OversizeError) {
      throw damagedAnswer(host, 'is far too large; sync again, and tell Voicy if it stays so', false);
    }
    throw networkFailure(error, host);
  } finally {
    watchdog.stop();
    signal?.removeEventListener('abort', onAbort);
  }
}
