/** What a storage may do to one request for a recording. `version` moves on before the answer. */
export interface StorageStep {
  /** Version of the file that answers; versions never come back. */
  newVersion: boolean;
  behaviour:
    | 'honest'
    | 'ignores-range'
    | 'ignores-if-range'
    | 'wrong-start'
    | 'wrong-total'
    | 'not-satisfiable'
    | 'short-range'
    | 'refuses'
    | 'busy'
    | 'breaks'
    | 'error-page';
  /** The connection breaks after this share of the body, 0 to 1; null = it does not. */
  dropAfter: number | null;
  chunkBytes: number;
  /** How the length is told; `too-long` = one byte more comes than was announced. */
  length: 'announced' | 'chunked' | 'too-long';
}

/** Which validators the storage gives out. */
export type Validators = 'etag' | 'weak-etag' | 'date' | 'etag-and-date' | 'none';

export interface ModelStorage {
  fetch: typeof globalThis.fetch;
  /** Every version that ever answered. */
  versions(): readonly Uint8Array[];
  ranges: (string | null)[];
}

/**
 * A storage as a function of its steps: the n-th request meets the n-th step, and what comes after the last is honest. It
 * keeps to HTTP where the step does not say otherwise: `If-Range` is compared, a 206 names its range and version.
 */
export function createModelStorage(
  steps: readonly StorageStep[],
  contentOf: (version: number) => Uint8Array,
  validators: Validators,
): ModelStorage {
  let request = 0;
  let version = 0;
  const seen: Uint8Array[] = [];
  const ranges: (string | null)[] = [];
  const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    const step = steps[request] ?? honest;
    request += 1;
    if (step.newVersion) version += 1;
    const content = contentOf(version);
    if (!seen.includes(content)) seen.push(content);
    const asked = new Headers(init?.headers);
    ranges.push(asked.get('range'));
    return answer(step, content, version, asked, validators, init?.signal ?? undefined);
  };
  return { fetch: fetch as typeof globalThis.fetch, versions: () => seen, ranges };
}

const honest: StorageStep = {
  newVersion: false,
  behaviour: 'honest',
  dropAfter: null,
  chunkBytes: 4096,
  length: 'announced',
};

function tags(validators: Validators, version: number): Record<string, string> {
  const date = { 'last-modified': new Date(1_700_000_000_000 + version * 1000).toUTCString() };
  switch (validators) {
    case 'etag':
      return { etag: `"v${version}"` };
    case 'weak-etag':
      return { etag: `W/"v${version}"` };
    case 'date':
      return date;
    case 'etag-and-date':
      return { etag: `"v${version}"`, ...date };
    case 'none':
      return {};
  }
}

function answer(
  step: StorageStep,
  content: Uint8Array,
  version: number,
  asked: Headers,
  validators: Validators,
  signal: AbortSignal | undefined,
): Response {
  const headers: Record<string, string> = { 'content-type': 'audio/wav', ...tags(validators, version) };
  const size = content.byteLength;
  const start = Number(/^bytes=(\d+)-$/.exec(asked.get('range') ?? '')?.[1] ?? -1);
  const ifRange = asked.get('if-range');
  const holds = ifRange === null || step.behaviour === 'ignores-if-range' || ifRange === headers.etag;
  switch (step.behaviour) {
    case 'breaks':
      throw new TypeError('fetch failed');
    case 'refuses':
      return new Response('<Error><Code>AccessDenied</Code></Error>', { status: 403 });
    case 'busy':
      return new Response('slow down', { status: 503, headers: { 'retry-after': '1' } });
    case 'error-page':
      return new Response('<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>', { status: 200 });
    default:
  }
  const isPart = start >= 0 && holds && step.behaviour !== 'ignores-range';
  if (isPart && (start >= size || step.behaviour === 'not-satisfiable')) {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  }
  if (!isPart) return send(step, content, 200, headers, signal);
  const from = step.behaviour === 'wrong-start' ? Math.max(0, start - 1) : start;
  const end = step.behaviour === 'short-range' ? Math.min(size, from + 700) : size;
  const total = step.behaviour === 'wrong-total' ? size + 1 : size;
  const range = { 'content-range': `bytes ${from}-${end - 1}/${total}` };
  return send(step, content.subarray(from, end), 206, { ...headers, ...range }, signal);
}

function send(
  step: StorageStep,
  bytes: Uint8Array,
  status: number,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Response {
  const length =
    step.length === 'chunked' ? null : bytes.byteLength - (step.length === 'too-long' && status === 200 ? 1 : 0);
  // A length that is too short, and a break right after so many bytes: nobody could tell that from the end.
  const drops = step.dropAfter !== null && step.length !== 'too-long';
  const dropAt = drops ? Math.floor((step.dropAfter ?? 0) * bytes.byteLength) : null;
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (signal?.aborted) return controller.error(signal.reason);
      // Not in the pull that brings the last bytes: what is queued would be lost.
      if (dropAt !== null && at >= dropAt && at < bytes.byteLength) {
        return controller.error(new TypeError('terminated'));
      }
      const end = Math.min(bytes.byteLength, at + step.chunkBytes, dropAt ?? bytes.byteLength);
      if (end > at) controller.enqueue(bytes.slice(at, end));
      at = Math.max(at, end);
      if (at >= bytes.byteLength) controller.close();
    },
  });
  return new Response(body, {
    status,
    headers: length === null ? headers : { ...headers, 'content-length': String(length) },
  });
}
